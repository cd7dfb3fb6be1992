"""What phrases say of years: every year, one year, once; intervals of dates; months and years of the vigência."""

from collections.abc import Sequence
from datetime import date, timedelta

from lark import Token, v_args

from scheduler.phrasing import words
from scheduler.phrasing.days import NO_YEAR, Days
from scheduler.phrasing.words import Draft, Length, MeaningError, YearDays, compound
from scheduler.rules import (
    After,
    Anchor,
    Continuous,
    DayAfterMonth,
    FixedDate,
    OnDay,
    Rule,
    Span,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
)

#: The first and the last day of one side of an interval; without a year, days of the year.
Edge = tuple[date, date] | YearDays
DayList = tuple[YearDays, ...]


@v_args(inline=True)
class Dates(Days):
    """One method for each rule of the grammar that says in which years its days lie."""

    def until(self) -> bool:
        return True

    def every_year_or_once(self, *parts: bool | DayList) -> Draft:
        """`até 31 de março`: a plan lasts for years, and the phrase does not say of which."""
        readings = [_yearly(days) for days in _endings(parts)]
        readings += [_yearly(days, once=True) for days in _endings(parts)]
        [*_, days] = parts
        if isinstance(days, tuple) and len(days) == 1 and days[0].kind == "period":
            readings.append(TermMonths(days[0].first[0], days[0].last[0]))
        return Draft.of(*readings)

    def every_year(self, *parts: bool | DayList) -> Draft:
        return Draft.of(*(_yearly(days) for days in _endings(parts)))

    def every_next_year(self, *parts: bool | DayList) -> Draft:
        return Draft.of(
            *(
                compound(DayAfterMonth(day, Turn.YEAR, month) for month, day in days)
                for days in _endings(parts)
            )
        )

    def this_year(self, *parts: bool | DayList) -> Draft:
        [days, *_] = _endings(parts)
        return Draft.of(_yearly(days, once=True), _yearly(days))

    def of_years(self, *parts: bool | DayList | Token) -> Draft:
        years = [int(part) for part in parts if isinstance(part, Token)]
        days = next(part for part in parts if isinstance(part, tuple))
        fixed = [_interval(one, year) for year in years for one in days]
        if parts[0] is not True:
            return Draft.of(compound(fixed))
        closing = compound(FixedDate(one.on) for one in fixed)
        if days[0].kind != "month":
            return Draft.of(closing)
        return Draft.of(closing, compound(FixedDate(_eve(one.opens or one.on)) for one in fixed))

    def of_one_period(self, *parts: bool | tuple[date, date]) -> Draft:
        opens, closes = next(part for part in parts if isinstance(part, tuple))
        if parts[0] is not True:
            return Draft.of(FixedDate(closes, opens))
        return Draft.of(FixedDate(closes), FixedDate(_eve(opens)))

    def end_of_one_period(self, period: tuple[date, date]) -> Draft:
        return Draft.of(FixedDate(period[1]))

    def fixed(self, *days: date) -> Draft:
        return Draft.of(compound(map(FixedDate, days)))

    def fixed_day(self, written: Token) -> date:
        return words.date_of(written)

    def month_year(self, written: Token) -> tuple[date, date]:
        month, year = (int(part) for part in written.split("/"))
        first = words.existing(year, month, 1, words.place_of(written))
        return first, first.replace(day=words.last_day(month, year))

    def whole_year(self, written: Token) -> tuple[date, date]:
        return date(int(written), 1, 1), date(int(written), 12, 31)

    # Intervals.

    def interval(self, first: Edge, last: Edge) -> Draft:
        if isinstance(last, YearDays):
            raise MeaningError(NO_YEAR)
        if isinstance(first, YearDays):
            return Draft.of(FixedDate(last[1], _opening(first.first, last[1])))
        return Draft.of(FixedDate(last[1], first[0]))

    def edge_date(self, written: Token) -> Edge:
        day = words.date_of(written)
        return day, day

    def edge_of_year(self, days: YearDays, year: Token) -> Edge:
        fixed = _interval(days, int(year))
        return fixed.opens or fixed.on, fixed.on

    def edge(self, edge: Edge) -> Edge:
        return edge

    # Months and years of the vigência.

    def from_month_to_month(self, *ends: int | Token) -> Draft:
        first, last = _numbers(ends)
        return Draft.of(TermMonths(first, last))

    def months_of_term(self, *months: int | Token) -> Draft:
        return Draft.of(compound(TermMonths(month, month) for month in _numbers(months)))

    def until_month_of_term(self, month: int | Token) -> Draft:
        return Draft.of(TermMonths(1, _number(month)))

    def lengths_of_term(self, *parts: Length | int | Token) -> Draft:
        length, nth = _nth_length(parts)
        rule = TermMonths((nth - 1) * length.months + 1, nth * length.months)
        return Draft.of(rule)

    def from_length_to_length(self, *parts: Length | int | Token) -> Draft:
        first, last = (_number(part) for part in parts if isinstance(part, int | Token))
        months = {part.months for part in parts if isinstance(part, Length)}
        if len(months) > 1:
            raise MeaningError("a frase mistura durações diferentes")
        return Draft.of(TermMonths((first - 1) * max(months) + 1, last * max(months)))

    def first_months(self, span: Span) -> Draft:
        """`durante os 12 meses de vigência`."""
        if span.unit not in (Unit.MONTHS, Unit.YEARS):
            raise MeaningError("esse período da vigência só se conta em meses ou anos")
        return Draft.of(TermMonths(1, span.count * (12 if span.unit is Unit.YEARS else 1)))

    def beginning_of_length(self, *parts: Length | int | Token) -> Draft:
        length, nth = _nth_length(parts)
        before = (nth - 1) * length.months
        on_the_day = After(Span(before, Unit.MONTHS), Anchor.STARTS) if before else OnDay(Anchor.STARTS)
        return Draft.of(on_the_day, TermMonths(before + 1, before + 1))

    def term_end(self, span: Span) -> Draft:
        match span.unit:
            case Unit.MONTHS:
                return Draft.of(TermEnd(span.count))
            case Unit.YEARS:
                return Draft.of(TermEnd(12 * span.count))
            case _:
                raise MeaningError("o prazo de vigência deve estar em meses ou anos")

    def term_close(self) -> Draft:
        return Draft.of(TermEnd(), Continuous())

    def last_day_of_term(self) -> Draft:
        return Draft.of(TermEnd())


def _endings(parts: Sequence[object]) -> list[list[tuple[int, int]]]:
    """The days on which a list ends. `até março` may leave March out, so it ends in two ways."""
    days = next(part for part in parts if isinstance(part, tuple))
    ends = [[one.last for one in days]]
    if parts[0] is True and any(one.kind == "month" for one in days):
        ends.append([_day_before(one.first) for one in days])
    return ends


def _day_before(first: tuple[int, int]) -> tuple[int, int]:
    month = (first[0] - 2) % 12 + 1
    return month, words.last_day(month)


def _yearly(days: Sequence[tuple[int, int]], *, once: bool = False) -> Rule:
    return compound(YearlyDate(month, day, once) for month, day in days)


def _interval(days: YearDays, year: int) -> FixedDate:
    """The days of one year; a mere day opens nothing."""
    month, day = days.last
    closes = words.existing(year, month, min(day, words.last_day(month, year)) if days.is_end else day, 0)
    return FixedDate(closes, None if days.kind == "day" else _opening(days.first, closes))


def _opening(first: tuple[int, int], closes: date) -> date:
    """The last such day before an interval closes: `de novembro a fevereiro de 2027` opens in 2026."""
    is_before = first <= (closes.month, closes.day)
    return words.existing(closes.year if is_before else closes.year - 1, *first, 0)


def _eve(day: date) -> date:
    return day - timedelta(days=1)


def _numbers(written: Sequence[int | Token]) -> list[int]:
    return [_number(one) for one in written]


def _number(written: int | Token) -> int:
    if isinstance(written, int):
        return written
    return int(written[1:]) if written.type == "MONTH_CODE" else words.ordinal(written)


def _nth_length(parts: Sequence[Length | int | Token]) -> tuple[Length, int]:
    length = next(part for part in parts if isinstance(part, Length))
    nth = next(_number(part) for part in parts if isinstance(part, int | Token))
    if nth < 1:
        raise MeaningError("os períodos da vigência se contam a partir de 1")
    return length, nth
