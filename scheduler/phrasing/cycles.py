"""What phrases say of cycles: a frequency, alone or with a quantity or with the days on which it falls."""

from lark import Token, v_args

from scheduler.phrasing import words
from scheduler.phrasing.conditions import often
from scheduler.phrasing.dates import Dates
from scheduler.phrasing.words import Draft, Length, MeaningError, compound
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Cycle,
    EventKind,
    EveryDays,
    OnDay,
    OnEvent,
    Quantity,
    QuantityUnit,
    Rule,
    Span,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
    parts_of,
)


@v_args(inline=True)
class Cycles(Dates):
    """One method for each rule of the grammar that says how often."""

    def every(self, length: Length) -> Draft:
        return _cycle(length, None, anniversary=True)

    def quota(self, quantity: Quantity | None, length: Length) -> Draft:
        return _so_many(length, quantity)

    def every_so_many(self, length: Length, quantity: Quantity | None) -> Draft:
        return _cycle(length, quantity)

    def quota_twice(self, frequency: Token, quantity: Quantity | None, length: Length) -> Draft:
        if length.months != words.months_of(frequency):
            reason = "a periodicidade e a quantidade falam de períodos diferentes"
            raise MeaningError(reason, words.place_of(frequency) + len(frequency))
        return _cycle(length, quantity)

    def every_days(self, days: int) -> Draft:
        return Draft.of(EveryDays(days))

    def every_days_twice(self, first: int, second: int) -> Draft:
        return self.every_days(words.same_number(first, second))

    def every_weeks(self, weeks: int = 1) -> Draft:
        days = EveryDays(7 * weeks)
        return Draft.of(days, OnDay(Turn.WEEK)) if weeks == 1 else Draft.of(days)

    def end_of_each(self, *parts: bool | Length | Basis) -> Draft:
        """`ao final de cada trimestre`: the civil one first; without `cada`, a year may mean the first only."""
        length = next(part for part in parts if isinstance(part, Length))
        if length.is_counted and parts[0] is not True:
            return _after_so_long(length)
        civil = Cycle(length.months, Basis.CIVIL)
        if parts[0] is not True and length.months == 12:
            return Draft.of(civil, YearlyDate(12, 31, once=True))
        if parts[-1] is Basis.CIVIL or length.basis is Basis.CIVIL:
            return Draft.of(civil)
        return Draft.of(civil, Cycle(length.months))

    def each_anniversary(self, frequency: Token | None = None) -> Draft:
        if frequency is not None and words.months_of(frequency) != 12:
            raise MeaningError("a periodicidade e o prazo não combinam", words.place_of(frequency))
        return Draft.of(OnDay(Turn.ANNIVERSARY))

    def times_a_week(self, quantity: Quantity | None) -> Draft:
        if quantity is not None:
            raise MeaningError("mais de uma vez por semana é vezes demais para se lembrar de cada uma")
        return self.every_weeks()

    def end_of_each_week(self, *_: Token) -> Draft:
        return Draft.of(OnDay(Turn.WEEK), EveryDays(7))

    def scheduled_by(self, frequency: Length, draft: Draft) -> Draft:
        return often(draft, frequency.months, frequency.place)

    def counted_dates(self, quantity: Quantity | None, length: Length, draft: Draft) -> Draft:
        """`duas vezes por ano, em março e setembro`: as many days as times."""
        times = quantity.minimum if quantity else 1
        if quantity and quantity.unit is QuantityUnit.HOURS:
            raise MeaningError("horas e datas não se juntam no mesmo prazo")
        times_a_year = times * max(1, 12 // length.months)
        if any(len(parts_of(rule)) != times_a_year for rule in draft.rules):
            raise MeaningError("a quantidade e as datas não combinam")
        return often(draft, length.months)

    def scheduled_by_agenda(self, frequency: Length) -> Draft:
        return Draft.of(OnEvent(EventKind.AGENDA), Cycle(frequency.months))


def _after_so_long(length: Length) -> Draft:
    """`ao final de 12 meses`: once, when they have passed, or each time they have."""
    return Draft.of(After(Span(length.months, Unit.MONTHS), Anchor.STARTS), *_cycle(length, None).rules)


def _so_many(length: Length, quantity: Quantity | None) -> Draft:
    """`12 reuniões mensais`: so many each month, or one each month of a year; `por mês` says it of the month."""
    draft = _cycle(length, quantity)
    if quantity is None or quantity.unit is not QuantityUnit.ITEMS or not length.place:
        return draft
    if quantity.minimum * length.months != 12:
        return draft
    lasts = range(length.months, 13, length.months)
    return Draft.of(*draft.rules, compound(TermMonths(last - length.months + 1, last) for last in lasts))


def _cycle(length: Length, quantity: Quantity | None, *, anniversary: bool = False) -> Draft:
    """Where the phrase does not say from where it counts: the start first, then the civil period."""
    if length.basis is not None:
        return Draft.of(Cycle(length.months, length.basis, quantity))
    readings: list[Rule] = [Cycle(length.months, quantity=quantity)]
    if words.is_civil(length.months):
        readings.append(Cycle(length.months, Basis.CIVIL, quantity))
    if anniversary and length.months == 12:
        readings.append(OnDay(Turn.ANNIVERSARY))
    return Draft.of(*readings)
