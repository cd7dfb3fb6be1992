"""Dates in plain Portuguese, for messages and for the command line.

`rule_wording` tells rules, `reasons` tells why a date is what it is.
"""

from datetime import date
from functools import cache

from babel.dates import format_date

_LOCALE = "pt_BR"


def short_date(day: date) -> str:
    """`sex., 26/12/2025`."""
    return f"{_weekday(day.weekday(), 'EEE')}, {day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """`sexta-feira, 26/12/2025`."""
    return f"{_weekday(day.weekday(), 'EEEE')}, {day:%d/%m/%Y}"


def distance(day: date, today: date, *, of_deadline: bool = True) -> str:
    """How far a date is from `today`, as people say it: `vence amanhã`, `faltam 12 dias`, `prazo encerrado ontem`.

    What is no deadline never falls due: `é amanhã`, `foi ontem`.
    """
    now, over = ("vence", "prazo encerrado") if of_deadline else ("é", "foi")
    match (day - today).days:
        case 0:
            return f"{now} hoje"
        case 1:
            return f"{now} amanhã"
        case -1:
            return f"{over} ontem"
        case ahead if ahead > 0:
            return f"faltam {ahead} dias"
        case ago:
            return f"{over} há {-ago} dias"


def month_of(day: date) -> str:
    """`março de 2026`."""
    return format_date(day, "MMMM 'de' yyyy", locale=_LOCALE)


def assumed_start(*, published: bool) -> str:
    """What a provisional date was counted from, while the start of the vigência is not known."""
    day = "da publicação" if published else "da última assinatura"
    return f"o início da vigência ainda não é conhecido, e contamos {day}"


@cache
def _weekday(number: int, width: str) -> str:
    return format_date(date(2001, 1, 1 + number), width, locale=_LOCALE)  # a Monday, and the days after it
