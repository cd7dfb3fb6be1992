"""What phrases say of days of a month and of days of the year; `phrase_dates` says in which years."""

from collections.abc import Sequence

from lark import Token, v_args
from lark.tree import Meta

from scheduler.phrasing import words
from scheduler.phrasing.leaves import Leaves, Origins
from scheduler.phrasing.words import Draft, Length, MeaningError, Which, YearDays, compound
from scheduler.rules import (
    Basis,
    BusinessDayAfter,
    BusinessDayAfterMonth,
    DayAfterMonth,
    EventKind,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    Origin,
    Rule,
    Turn,
    YearlyDate,
)

_NO_MONTH = "falta o mês em que esse dia cai"
#: Of a day of the year.
NO_YEAR = "não diz de que ano; escreva o ano, ou 'de cada ano'"


@v_args(inline=True)
class Days(Leaves):
    """One method for each rule of the grammar that ends on a day of the calendar."""

    # Days of a month.

    def which(self, business: Which) -> Which:
        return business

    def which_days(self, *days: int | Token) -> Which:
        return Which(tuple(_counted(day) for day in days))

    def which_interval(self, _first: int | Token, last: int | Token) -> Which:
        """`do dia 1º ao dia 10`: due when it ends."""
        return Which((_counted(last),))

    def last_day(self) -> Which:
        return Which((31,))

    def nth_business_day(self, nth: Token) -> Which:
        return Which(nth=words.ordinal(nth))

    def first_business_days(self, nth: int) -> Which:
        """`nos cinco primeiros dias úteis`: due on the fifth."""
        return Which(nth=nth)

    def last_business_day(self) -> Which:
        return Which()

    def next(self) -> int:
        return 1

    def nth_next(self, nth: Token) -> int:
        return words.ordinal(nth)

    def same(self) -> int:
        return 0

    def each_month(self, which: Which) -> Draft:
        if which.is_business:
            return Draft.of(BusinessDayAfter(which.nth, 1, 0))
        return Draft.of(compound(MonthlyDay(day) for day in which.days))

    def fortnight_of_each_month(self, half: Token) -> Draft:
        return Draft.of(MonthlyDay(15 if _half(half) == 1 else 31))

    def day_of_no_month(self, _which: Which) -> Draft:
        raise MeaningError(_NO_MONTH)

    def after_month(self, which: Which, months: int, origins: Origins | None = None) -> Draft:
        if origins is not None:
            return Draft.of(*(_days_after(which, months, origin) for origin in origins))
        if which.is_business:
            return Draft.of(BusinessDayAfter(which.nth, 1, months))
        return self.after_month(which, months, (Turn.MONTH, EventKind.OCCURRENCE))

    def month_of_event(self, origins: Origins, which: Which, months: int) -> Draft:
        return self.after_month(which, months, origins)

    def in_month_after(self, months: int, origins: Origins) -> Draft:
        return self.after_month(Which((31,)), months, origins)

    def day_after_turn(self, day: int, origins: Origins) -> Draft:
        """`até o dia 10 após o trimestre vencido`."""
        return self.after_month(Which((day,)), 1, origins)

    def end_of_period(self, which: Which, *parts: bool | Length | Basis) -> Draft:
        length = next(part for part in parts if isinstance(part, Length))
        if length.months == 1 and (Basis.CIVIL not in parts or which != Which((31,))):
            return self.each_month(which)
        if which not in (Which(), Which((31,))):
            raise MeaningError(_NO_MONTH)
        if which.is_business:
            return Draft.of(BusinessDayAfter(None, length.months, 0))
        if length.months == 12 and parts[0] is not True:
            return Draft.of(OnDay(Turn.YEAR), YearlyDate(12, 31, once=True))
        return Draft.of(OnDay(words.turn_of(length.months)))

    def in_last_month(self, which: Which, length: Length) -> Draft:
        return Draft.of(_days_after(which, 0, words.turn_of(length.months)))

    def end_of_week(self, which: Which) -> Draft:
        if which != Which((31,)):
            raise MeaningError("dia da semana não é aceito; escreva um prazo em dias")
        return Draft.of(OnDay(Turn.WEEK))

    def business_of_month(self, which: Which, *months: Token) -> Draft:
        nth = _business(which, months[0])
        return Draft.of(compound(MonthBusinessDay(nth, words.month_number(month)) for month in months))

    def business_of_month_of_years(self, which: Which, month: Token, *years: Token) -> Draft:
        return _business_days(_business(which, month), words.month_number(month), years)

    def business_of_next_year(self, which: Which, month: Token) -> Draft:
        return Draft.of(BusinessDayAfter(_business(which, month), 12, words.month_number(month)))

    def business_of_some_month(self, which: Which, month: Token, *_: Token) -> Draft:
        _business(which, month)
        raise MeaningError(NO_YEAR, words.place_of(month))

    def business_of_some_period(self, which: Which, nth: Token, _period: Token) -> Draft:
        _only_last_business(which)
        raise MeaningError(NO_YEAR, words.place_of(nth))

    def business_of_period(self, which: Which, nth: Token, period: Token) -> Draft:
        _only_last_business(which)
        return Draft.of(MonthBusinessDay(None, self.period_of_year(nth, period).last[0]))

    def business_of_period_of_years(self, which: Which, nth: Token, period: Token, *years: Token) -> Draft:
        _only_last_business(which)
        return _business_days(None, self.period_of_year(nth, period).last[0], years)

    def scheduled_day(self, frequency: Length, which: Which) -> Draft:
        if frequency.months != 1:
            raise MeaningError(_NO_MONTH, frequency.place)
        return self.end_of_period(which, frequency, *filter(None, [frequency.basis]))

    def day_scheduled(self, which: Which, frequency: Length) -> Draft:
        return self.scheduled_day(frequency, which)

    def business_scheduled(self, frequency: Length, which: Which, month: Token) -> Draft:
        if frequency.months != 12:
            raise MeaningError("a periodicidade e o prazo não combinam", frequency.place)
        return self.business_of_month(which, month)

    def scheduled_next(
        self, frequency: Length, which: Which, months: int, period: Length | None = None
    ) -> Draft:
        if period and period.months != frequency.months:
            raise MeaningError("a periodicidade e o período são diferentes", frequency.place)
        return Draft.of(_days_after(which, months, words.turn_of(frequency.months)))

    # Days of the year.

    @v_args(inline=True, meta=True)
    def day_and_name(self, meta: Meta, day: int | Token, month: Token) -> YearDays:
        return _year_day(words.month_number(month), _counted(day), meta)

    @v_args(inline=True, meta=True)
    def day_and_number(self, meta: Meta, written: Token) -> YearDays:
        day, month = written.split("/")
        return _year_day(int(month), int(day), meta)

    def end_of_month(self, name: Token) -> YearDays:
        month = words.month_number(name)
        end = (month, words.last_day(month))
        return YearDays("day", end, end, is_end=True)

    def month(self, name: Token) -> YearDays:
        month = words.month_number(name)
        return YearDays("month", (month, 1), (month, words.last_day(month)), is_end=True)

    def year_day(self, days: YearDays) -> YearDays:
        return days

    def yearly_interval(self, first: YearDays, last: YearDays) -> YearDays:
        return YearDays("interval", first.first, last.last, is_end=last.is_end)

    @v_args(inline=True, meta=True)
    def days_of_month(self, meta: Meta, first: int | Token, last: int | Token, month: Token) -> YearDays:
        opens, closes = (self.day_and_name(meta, day, month) for day in (first, last))
        return YearDays("interval", opens.first, closes.last)

    def fortnight(self, which: Token, month: Token) -> YearDays:
        number, half = words.month_number(month), _half(which)
        last = 15 if half == 1 else words.last_day(number)
        return YearDays("interval", (number, 1 if half == 1 else 16), (number, last), is_end=half == 2)

    def period_of_year(self, which: Token, period: Token) -> YearDays:
        months, nth = words.months_of(period), words.ordinal(which)
        if not 1 <= nth <= 12 // months:
            raise MeaningError(f"não existe {nth}º {period} no ano", words.place_of(which))
        last = nth * months
        return YearDays("period", (last - months + 1, 1), (last, words.last_day(last)), is_end=True)

    def periods(self, *parts: Token) -> tuple[YearDays, ...]:
        return tuple(self.period_of_year(nth, parts[-1]) for nth in parts[:-1])

    @v_args(inline=True, meta=True)
    def same_day_of_months(self, meta: Meta, day: int | Token, *months: Token) -> tuple[YearDays, ...]:
        """`dia 10 de janeiro, abril e julho`."""
        return tuple(_year_day(words.month_number(month), _counted(day), meta) for month in months)

    @v_args(inline=True, meta=True)
    def days_of_one_month(self, meta: Meta, *parts: int | Token) -> tuple[YearDays, ...]:
        [*days, month] = parts
        return tuple(_year_day(words.month_number(str(month)), _counted(day), meta) for day in days)

    def day_list(self, *days: YearDays) -> tuple[YearDays, ...]:
        if len({one.kind for one in days}) > 1:
            raise MeaningError("a frase mistura dias, meses e períodos do ano")
        return days


def _counted(day: int | Token) -> int:
    return day if isinstance(day, int) else words.ordinal(day)


def _year_day(month: int, day: int, meta: Meta) -> YearDays:
    if not (1 <= month <= 12 and 1 <= day <= words.last_day(month)):
        raise MeaningError(f"o dia {day:02d}/{month:02d} não existe", meta.start_pos)
    return YearDays("day", (month, day), (month, day))


def _half(which: Token) -> int:
    half = words.ordinal(which)
    if not 1 <= half <= 2:
        raise MeaningError("o mês só tem duas quinzenas", words.place_of(which))
    return half


def _business(which: Which, month: Token) -> int | None:
    if which.is_business:
        return which.nth
    number = words.month_number(month)
    if max(which.days) > words.last_day(number):
        raise MeaningError(f"o dia {max(which.days):02d}/{number:02d} não existe", words.place_of(month))
    raise MeaningError("esse dia não é dia útil; escreva, por exemplo, 'até 10 de março de cada ano'")


def _only_last_business(which: Which) -> None:
    """Of a period longer than a month only the last business day can be told."""
    if which != Which():
        raise MeaningError(_NO_MONTH)


def _business_days(nth: int | None, month: int, years: Sequence[Token]) -> Draft:
    return Draft.of(compound(MonthBusinessDay(nth, month, int(year)) for year in years))


def _days_after(which: Which, months: int, origin: Origin) -> Rule:
    if not which.is_business:
        return compound(DayAfterMonth(day, origin, months) for day in which.days)
    if not isinstance(origin, Turn):
        return BusinessDayAfterMonth(which.nth, origin, months)
    if origin in (Turn.WEEK, Turn.ANNIVERSARY):
        raise MeaningError("dias úteis só se contam depois de um período civil")
    return BusinessDayAfter(which.nth, origin.months, months)
