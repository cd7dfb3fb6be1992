"""Days without work, and days with half of it: what moves a deadline and what a business-day count skips.

A calendar is made of layers: the Union's days, and what a State or municipality adds to them. Layers are shared,
so thousands of municipalities cost no thousands of copies. Immutable: loading a list makes another calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Protocol

from scheduler.days.closures import Closure, ClosureKind, Closures, Policy, overlaid
from scheduler.days.federal_days import FederalDays
from scheduler.days.working_days import ONE_DAY, WorkingDays, days_of, week

__all__ = ["ONE_DAY", "Calendar", "Change", "Closure", "ClosureKind", "Layer", "Policy", "changed_days"]


class Layer(Protocol):
    """Days that one authority takes out of the year: the Union, a State, a municipality."""

    def in_year(self, year: int) -> Closures: ...


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """One layer upon the calendar below it. Two calendars are equal only where they are the same one."""

    union: FederalDays
    layer: Layer
    below: "Calendar | None" = None
    _years: dict[int, Closures] = field(default_factory=dict, repr=False)
    _seen: dict[Policy, WorkingDays] = field(default_factory=dict, repr=False)

    @staticmethod
    def federal() -> "Calendar":
        """The lists published by the Union for its own offices, and nothing else."""
        return _federal()

    @classmethod
    def of(cls, union: FederalDays) -> "Calendar":
        """The calendar of the Union's own offices."""
        return cls(union, union)

    def with_layer(self, layer: Layer) -> "Calendar":
        """This calendar, and what one more authority closes."""
        return Calendar(self.union, layer, self)

    @property
    def years(self) -> frozenset[int]:
        """Years whose list is known; every other one is provisional."""
        return self.union.years

    def closures(self, year: int) -> Closures:
        """Every day of a year that some layer closes, with its heaviest closure."""
        found = self._years.get(year)
        if found is None:
            own = self.layer.in_year(year)
            found = self._years[year] = (
                own if self.below is None else overlaid(self.below.closures(year), own)
            )
        return found

    def closure(self, day: date) -> Closure | None:
        """What the lists say of a day; None on an ordinary day, Saturdays and Sundays included."""
        return self.closures(day.year).get(day)

    def is_provisional(self, year: int) -> bool:
        """Whether the list of a year is not known, so that its days are a computed forecast."""
        return year not in self.union.lists

    def seen_by(self, policy: Policy) -> WorkingDays:
        """This calendar under one law, for those who look up many days."""
        found = self._seen.get(policy)
        if found is None:
            below = week() if self.below is None else self.below.seen_by(policy)
            found = self._seen[policy] = WorkingDays(below, self.layer.in_year, policy)
        return found

    def is_business_day(self, day: date, policy: Policy = Policy.LEI_9784) -> bool:
        """Whether a count of business days counts this one; half days count.

        A full-day ponto facultativo is no business day for Lei 9.784/1999, and is one for the Código Civil.
        """
        return self.seen_by(policy).counts(day)

    def extends(self, day: date, policy: Policy = Policy.LEI_9784) -> bool:
        """Whether a term that ends here moves on to the next business day (see `Closure.bars`)."""
        return self.seen_by(policy).bars(day)

    def next_business_day(self, day: date, policy: Policy = Policy.LEI_9784) -> date:
        """`day` itself or the first day after it on which a term may end."""
        return self.seen_by(policy).moved_on[day]

    def business_day_on_or_before(self, day: date, policy: Policy = Policy.LEI_9784) -> date:
        """`day` itself or the last day before it on which a term may end (days that close early may not)."""
        return self.seen_by(policy).moved_back[day]

    def working_day_on_or_after(self, day: date) -> date:
        """`day` itself or the first day after it with any office work, half days included: for sending."""
        return self.seen_by(Policy.LEI_9784).after(day - ONE_DAY, 1)

    def working_day_on_or_before(self, day: date) -> date:
        """`day` itself or the last day before it with any office work, half days included: for sending."""
        return self.seen_by(Policy.LEI_9784).before(day + ONE_DAY, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """A day that two calendars see differently; None: a day like any other."""

    day: date
    before: Closure | None
    after: Closure | None


def changed_days(old: Calendar, new: Calendar, years: Iterable[int]) -> tuple[Change, ...]:
    """The days of `years` whose nature differs, in order: what is done of terms on them, not what they are called.

    A year whose list came to be known may change no day, and is then certain where it was provisional.
    """
    pairs = (
        (day, old.closure(day), new.closure(day)) for year in sorted(set(years)) for day in days_of(year)
    )
    return tuple(
        Change(day, before, after) for day, before, after in pairs if _weight(before) != _weight(after)
    )


def _weight(closure: Closure | None) -> int:
    return -1 if closure is None else closure.weight


@cache
def _federal() -> Calendar:
    return Calendar.of(FederalDays.published())
