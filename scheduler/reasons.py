"""Why a date is what it is, in plain Portuguese: every day that moved it, and the year that is not published yet.

A reason is a clause without a final stop (`vence sex., 26/12/2025 (…)`), to stand within a sentence or alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import groupby

from babel.dates import format_date

from scheduler.calendar import ONE_DAY, Calendar, ClosureKind
from scheduler.counting import (
    BusinessDays,
    Counted,
    LastBusinessDay,
    Moved,
    TermEnds,
    ToTheMinute,
    unlisted_years,
)
from scheduler.days.places import located_in
from scheduler.wording import short_date

_LOCALE = "pt_BR"
#: Of the days that a count of business days passes over, so many are named.
_MOST_NAMED = 4
_HOLIDAY, _OPTIONAL = "feriado", "ponto facultativo"
_PLURALS = {_HOLIDAY: "feriados", _OPTIONAL: "pontos facultativos"}


def reason(counted: Counted) -> str:
    """`vence sex., 26/12/2025 (24/12 tem expediente até as 13h; 25/12 é feriado)`."""
    literal, extended, how = counted
    if isinstance(how, TermEnds):
        return f"a vigência termina {short_date(literal)}, sem passar para o dia útil seguinte"
    minute = f", às {_hour(how.at.time())}" if isinstance(how, ToTheMinute) else ""
    told = "; ".join([*_found(counted), *_moved(literal, extended, how.counter.calendar)])
    return f"vence {short_date(extended)}{minute}{f' ({told})' if told else ''}{_unpublished(counted)}"


def _found(counted: Counted) -> Iterator[str]:
    """What the count met on its way to the literal date."""
    literal, _, how = counted
    match how:
        case Moved(_, aimed) if aimed not in (0, literal.day):
            yield _missing_day(literal, aimed)
        case BusinessDays(counter, origin):
            weekdays = (day for day in _between(origin, literal) if day.weekday() < 5)
            yield from _passed_over(
                [day for day in weekdays if not counter.days.counts(day)], counter.calendar
            )
        case LastBusinessDay(counter, month_end):
            yield from _obstacles(_days(literal + ONE_DAY, month_end), counter.calendar)
        case _:
            return


def _moved(literal: date, extended: date, calendar: Calendar) -> Iterator[str]:
    """The days on which it could not end."""
    if literal < extended:
        yield from _obstacles(_days(literal, extended - ONE_DAY), calendar)
    elif extended < literal:
        yield f"antecipado: {'; '.join(_obstacles(_days(extended + ONE_DAY, literal), calendar))}"


def _missing_day(literal: date, aimed: int) -> str:
    """Código Civil, art. 132, § 3º, goes on to the first of the next month; Lei 9.784/1999 stays in the month."""
    spilt = literal.day == 1
    month = format_date(literal - ONE_DAY if spilt else literal, "MMMM 'de' yyyy", locale=_LOCALE)
    return f"{month} não tem dia {aimed}: vale o {'dia seguinte' if spilt else 'último'}, {literal:%d/%m}"


def _obstacles(days: Iterable[date], calendar: Calendar) -> Iterator[str]:
    """`24/12 tem expediente até as 13h`, `16/02 e 17/02 são pontos facultativos: Carnaval`."""
    for nature, same in groupby(days, lambda day: _nature(day, calendar)):
        yield _told(list(same), nature)


def _told(days: Sequence[date], nature: str) -> str:
    if nature.startswith("expediente"):
        return f"{_listed(days)} {'tem' if len(days) == 1 else 'têm'} {nature}"
    return f"{_listed(days)} {'é' if len(days) == 1 else 'são'} {_in_number(nature, len(days))}"


def _passed_over(days: Sequence[date], calendar: Calendar) -> Iterator[str]:
    """Weekdays that a count of business days did not count: `sem contar 25/12, feriado`."""
    if len(days) > _MOST_NAMED:
        yield f"sem contar {len(days)} dias de {_HOLIDAY} ou {_OPTIONAL}"
    elif days:
        groups = ((nature, list(same)) for nature, same in groupby(days, lambda day: _nature(day, calendar)))
        told = (f"{_listed(same)}, {_in_number(nature, len(same))}" for nature, same in groups)
        yield f"sem contar {'; '.join(told)}"


def _nature(day: date, calendar: Calendar) -> str:
    """`feriado`, `sábado`, `ponto facultativo: Carnaval`, `expediente até as 13h`, `feriado na Bahia: …`."""
    closure = calendar.closure(day)
    if closure is None or (day.weekday() >= 5 and closure.kind is not ClosureKind.HOLIDAY):
        return format_date(day, "EEEE", locale=_LOCALE)
    where = f" {located_in(closure.place)}" if closure.place else ""
    if closure.closes_at is not None:
        return f"expediente até as {_hour(closure.closes_at)}{where}"
    kind = _HOLIDAY if closure.kind is ClosureKind.HOLIDAY else _OPTIONAL
    # Everybody knows why there is no work at Christmas; a ponto without a name of its own has none to tell.
    known = (kind == _HOLIDAY and not closure.place) or closure.name.lower().startswith(_OPTIONAL)
    return f"{kind}{where}" if known else f"{kind}{where}: {closure.name}"


def _in_number(nature: str, days: int) -> str:
    for singular, plural in _PLURALS.items():
        if days > 1 and nature.startswith(singular):
            return nature.replace(singular, plural, 1)
    return nature


def _unpublished(counted: Counted) -> str:
    """The list of a year comes out at the end of the one before."""
    years = unlisted_years(counted)
    if not years or isinstance(counted.how, TermEnds):
        return ""
    last = max(counted.how.counter.calendar.years, default=0)
    state = "ainda não publicado" if years[0] > last else "não carregado"
    one = len(years) == 1
    span = f"{years[0]}" if one else f"{years[0]} {'e' if len(years) == 2 else 'a'} {years[-1]}"
    return (
        f"; {'calendário' if one else 'calendários'} de {span} {state}{'' if one else 's'}: data provisória"
    )


def _listed(days: Sequence[date]) -> str:
    *others, last = (f"{day:%d/%m}" for day in days)
    return f"{', '.join(others)} e {last}" if others else last


def _hour(hour: time) -> str:
    return f"{hour.hour}h{hour.minute:02d}" if hour.minute else f"{hour.hour}h"


def _between(one: date, other: date) -> Iterator[date]:
    early, late = sorted((one, other))
    return _days(early + ONE_DAY, late - ONE_DAY)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
