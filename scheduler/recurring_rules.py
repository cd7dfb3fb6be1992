"""The shapes of what comes back by itself: cycles, and days of months and of years. Part of `rules`."""

from dataclasses import dataclass
from datetime import date

from scheduler.rule_values import Anchor, Basis, Quantity, RuleError, within

#: The civil periods that divide a year.
CIVIL_MONTHS = (1, 2, 3, 4, 6, 12)
#: No month has more business days.
_MOST_BUSINESS_DAYS = 23


@dataclass(frozen=True, slots=True)
class Cycle:
    """Once in each cycle of `months`, due when the cycle ends; with a quantity, at least so much of it."""

    months: int
    basis: Basis = Basis.FROM_START
    quantity: Quantity | None = None  #: None: doing it once is enough

    def __post_init__(self) -> None:
        within(self.months, 1, 1_200, "o ciclo, em meses,")
        if self.basis is Basis.CIVIL and self.months % 12 and self.months not in CIVIL_MONTHS:
            raise RuleError(f"não há período civil de {self.months} meses")


@dataclass(frozen=True, slots=True)
class EveryDays:
    """Once in each cycle of `days`, counted in continuous days from the anchor."""

    days: int
    anchor: Anchor = Anchor.STARTS

    def __post_init__(self) -> None:
        within(self.days, 1, 3_650, "o ciclo, em dias,")
        if self.anchor is Anchor.ENDS:
            raise RuleError("um ciclo não se conta do fim da vigência")


@dataclass(frozen=True, slots=True)
class MonthlyDay:
    """Day `day` of every month (the last one, in a month that lacks it)."""

    day: int

    def __post_init__(self) -> None:
        within(self.day, 1, 31, "o dia do mês")


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """The same day of every year, or only the first one after the start; 29 February is 28 in a common year."""

    month: int
    day: int
    once: bool = False

    def __post_init__(self) -> None:
        within(self.month, 1, 12, "o mês")
        try:
            date(2028, self.month, self.day)  # a leap year, so that 29/02 is accepted
        except ValueError as error:
            raise RuleError("essa data não existe") from error


@dataclass(frozen=True, slots=True)
class BusinessDayAfter:
    """The nth business day of the month that comes `months_after` each civil period of `period` months ends.

    With 0, it is the last month of the period itself. `nth` None: the last one, found backward.
    """

    nth: int | None
    period: int = 1
    months_after: int = 1

    def __post_init__(self) -> None:
        nth_business_day(self.nth)
        if self.period not in CIVIL_MONTHS:
            raise RuleError(f"não há período civil de {self.period} meses")
        within(self.months_after, 0, 24, "o número de meses seguintes")


@dataclass(frozen=True, slots=True)
class MonthBusinessDay:
    """The nth business day of a named month (None: the last one), every year or in one `year` only."""

    nth: int | None
    month: int
    year: int | None = None

    def __post_init__(self) -> None:
        nth_business_day(self.nth)
        within(self.month, 1, 12, "o mês")
        if self.year is not None:
            within(self.year, 1900, 2199, "o ano")


def nth_business_day(nth: int | None) -> None:
    """Raises RuleError where no month has so many; None is the last one."""
    if nth is not None:
        within(nth, 1, _MOST_BUSINESS_DAYS, "o dia útil do mês")
