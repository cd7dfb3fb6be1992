"""Rules in plain Portuguese: one sentence each, which `phrases` reads back as the very same rule.

So whatever is shown to a person can be typed, and a reading offered beside others can be chosen by its words.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import assert_never

from babel.dates import format_date

from scheduler.origin_wording import ON_EVENT, ORIGINS, of, to
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    BusinessDayAfterMonth,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    EveryDays,
    FixedDate,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    OnEvent,
    Quantity,
    QuantityUnit,
    Rule,
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
    parts_of,
)

_UNITS = {
    Unit.HOURS: ("hora", "horas"),
    Unit.DAYS: ("dia corrido", "dias corridos"),
    Unit.BUSINESS_DAYS: ("dia útil", "dias úteis"),
    Unit.MONTHS: ("mês", "meses"),
    Unit.YEARS: ("ano", "anos"),
}
_COUNTED_FROM = {
    Basis.FROM_START: Anchor.STARTS,
    Basis.FROM_SIGNATURE: Anchor.SIGNED,
    Basis.FROM_PUBLICATION: Anchor.PUBLISHED,
}
_PERIODS = {1: "mês", 2: "bimestre", 3: "trimestre", 4: "quadrimestre", 6: "semestre", 12: "ano"}


def reading(rule: Rule) -> str:
    """What a rule asks, in one Portuguese sentence that can be read back."""
    groups = [list(alike) for _, alike in groupby(parts_of(rule), _said_together)]
    words = "; e ".join(_several(alike) if len(alike) > 1 else _words(alike[0]) for alike in groups)
    return f"{words[0].upper()}{words[1:]}."


def _said_together(rule: SimpleRule) -> object:
    """Days of one kind make one list: `todo ano, até 31 de março e 30 de setembro`."""
    match rule:
        case YearlyDate(_, _, once):
            return YearlyDate, once
        case MonthlyDay() | FixedDate(_, None):
            return type(rule)
        case TermMonths(first, last) if first == last:
            return TermMonths
        case _:
            return rule


def _several(rules: Sequence[SimpleRule]) -> str:
    match rules[0]:
        case YearlyDate(_, _, once):
            days = _list(_year_day(rule) for rule in rules if isinstance(rule, YearlyDate))
            return f"uma única vez, até {days}, os primeiros da vigência" if once else f"todo ano, até {days}"
        case MonthlyDay():
            days = _list(str(rule.day) for rule in rules if isinstance(rule, MonthlyDay))
            return f"todo mês, até os dias {days}"
        case TermMonths():
            months = _list(str(rule.first) for rule in rules if isinstance(rule, TermMonths))
            return f"nos meses {months} da vigência"
        case _:
            return f"até {_list(_date(rule.on) for rule in rules if isinstance(rule, FixedDate))}"


def _list(words: Iterable[str]) -> str:
    """`a, b e c`."""
    [*others, last] = words
    return f"{', '.join(others)} e {last}"


def _words(rule: SimpleRule) -> str:
    match rule:
        case Continuous():
            return "vale durante toda a vigência, sem data de vencimento"
        case State(anchor):
            return f"vale a partir {_since(anchor)}, sem último dia"
        case After(span, origin):
            return f"até {_span(span)} após {ORIGINS[origin]}"
        case Before(span, origin):
            return f"até {_span(span)} antes {of(origin)}, sem passar para depois"
        case OnEvent(event):
            return ON_EVENT[event]
        case FixedDate(on, opens):
            return f"de {_date(opens)} a {_date(on)}" if opens else f"até {_date(on)}"
        case TermMonths(first, last):
            return (
                f"do mês {first} ao mês {last} da vigência" if first < last else f"no mês {first} da vigência"
            )
        case TermEnd(months):
            return _term_end(months)
        case OnDay(origin):
            return _on_day(origin)
        case DayAfterMonth() | BusinessDayAfterMonth():
            return _after_month(rule)
        case _:
            return _recurring(rule)


def _recurring(
    rule: Cycle | EveryDays | MonthlyDay | YearlyDate | BusinessDayAfter | MonthBusinessDay,
) -> str:
    match rule:
        case Cycle():
            return _cycle(rule)
        case EveryDays(days, anchor):
            return f"a cada {_span(Span(days, Unit.DAYS))}, contados {of(anchor)}"
        case MonthlyDay(number):
            return f"todo mês, até o {_day(number)}"
        case YearlyDate(_, _, once):
            day = _year_day(rule)
            return f"uma única vez, até {day}, o primeiro da vigência" if once else f"todo ano, até {day}"
        case BusinessDayAfter():
            return _business_day_after(rule)
        case MonthBusinessDay(nth, month, year):
            return f"até o {_business_day(nth)} de {_month(month)} de {year or 'cada ano'}"
        case _:
            assert_never(rule)


def _term_end(months: int | None) -> str:
    if months is None:
        return "até o último dia da vigência, sem passar para depois"
    return f"a vigência dura {_length(months)} e termina no mesmo dia, sem passar para depois"


def _on_day(origin: Anchor | Turn) -> str:
    match origin:
        case Turn.ANNIVERSARY:
            return "em cada aniversário da vigência"
        case Turn():
            return f"no último dia {of(origin).removeprefix('do fim ')}"
        case Anchor():
            return f"no dia {of(origin)}"
        case _:
            assert_never(origin)


def _cycle(rule: Cycle) -> str:
    what = _quantity(rule.quantity) if rule.quantity else "uma vez"
    if rule.basis is Basis.CIVIL:
        return f"{what} a cada {_civil_period(rule.months)}, até o último dia dele"
    counted = "contado" if rule.months == 1 else "contados"
    span = "mês" if rule.months == 1 else _length(rule.months)
    return f"{what} a cada {span}, {counted} {of(_COUNTED_FROM[rule.basis])}"


def _after_month(rule: DayAfterMonth | BusinessDayAfterMonth) -> str:
    which = _day(rule.day) if isinstance(rule, DayAfterMonth) else _business_day(rule.nth)
    if isinstance(rule, DayAfterMonth) and isinstance(rule.origin, Turn):
        return f"até o {which} {_month_after_turn(rule.origin, rule.months_after, rule.day)}"
    month = f"do mesmo mês {of(rule.origin)}"
    if rule.months_after:
        month = f"{_next_month(rule.months_after)} {to(rule.origin)}"
    unless = ", se houver" if isinstance(rule.origin, EventKind) else ""
    return f"até o {which} {month}{unless}"


def _business_day_after(rule: BusinessDayAfter) -> str:
    which = f"até o {_business_day(rule.nth)}"
    if rule.period == 1 and rule.months_after == 0:
        return f"{which} de cada mês"
    turn = next(turn for turn in Turn if turn.months == rule.period)
    if rule.nth is None and rule.months_after == 0:
        return f"{which} {of(turn).removeprefix('do fim ')}"
    return f"{which} {_month_after_turn(turn, rule.months_after)}"


def _month_after_turn(turn: Turn, months: int, day: int = 1) -> str:
    if turn is Turn.YEAR and 1 <= months <= 12 and day <= monthrange(2028, months)[1]:
        return f"de {_month(months)} do ano seguinte, a cada ano"
    if not months and turn is Turn.ANNIVERSARY:
        return f"do mesmo mês {of(turn)}"
    if not months:
        return f"do último mês {of(turn).removeprefix('do fim ')}"
    return f"{_next_month(months)} {to(turn)}"


def _next_month(months: int) -> str:
    return "do mês seguinte" if months == 1 else f"do {months}º mês seguinte"


def _year_day(rule: YearlyDate) -> str:
    if (rule.month, rule.day) == (2, 29):
        return "o último dia de fevereiro"
    return f"{'1º' if rule.day == 1 else rule.day} de {_month(rule.month)}"


def _day(day: int) -> str:
    return "último dia" if day == 31 else f"dia {day}"


def _business_day(nth: int | None) -> str:
    return "último dia útil" if nth is None else f"{nth}º dia útil"


def _quantity(quantity: Quantity) -> str:
    noun = {QuantityUnit.HOURS: "hora", QuantityUnit.ITEMS: "vez"}[quantity.unit]
    plural = {QuantityUnit.HOURS: "horas", QuantityUnit.ITEMS: "vezes"}[quantity.unit]
    return f"no mínimo {quantity.minimum} {noun if quantity.minimum == 1 else plural}"


def _civil_period(months: int) -> str:
    return f"{_PERIODS[months]} civil" if months in _PERIODS else f"{months // 12} anos civis"


def _length(months: int) -> str:
    return _span(Span(months, Unit.MONTHS))


def _span(span: Span) -> str:
    return f"{span.count} {_UNITS[span.unit][0 if span.count == 1 else 1]}"


def _date(day: date) -> str:
    return format_date(day, "dd/MM/yyyy", locale="pt_BR")


def _month(month: int) -> str:
    return format_date(date(2001, month, 1), "MMMM", locale="pt_BR")


def _since(anchor: Anchor | date) -> str:
    return of(anchor) if isinstance(anchor, Anchor) else f"de {_date(anchor)}"
