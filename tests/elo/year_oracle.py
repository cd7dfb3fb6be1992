"""Who must be told of what on which day, as the domain says it (§§ 2, 4 and 6): nothing here asks the code.

A step is told on the first day with work on which the bell rings, unless a later one is more useful by then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
#: Days without work on weekdays: the Union's lists of 2025 and 2026, what is foreseen of 2027.
NO_WORK = """
2025-11-20 2025-12-25 2026-01-01 2026-02-16 2026-02-17 2026-04-03 2026-04-20 2026-04-21 2026-05-01 2026-06-04
2026-06-05 2026-09-07 2026-10-12 2026-10-28 2026-11-02 2026-11-20 2026-12-25 2027-01-01 2027-02-08 2027-02-09
2027-03-26 2027-04-21 2027-05-27 2027-09-07 2027-10-12 2027-10-28 2027-11-02 2027-11-15
"""


@dataclass(frozen=True, slots=True)
class Days:
    """Which days have work; on some of them no term ends, because it closes early."""

    closed: frozenset[date] = frozenset(map(date.fromisoformat, NO_WORK.split()))

    def has_work(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def may_end(self, day: date) -> bool:
        return self.has_work(day) and (day.month, day.day) not in ((12, 24), (12, 31))

    def on_or_after(self, day: date) -> date:
        return day if self.has_work(day) else self.on_or_after(day + ONE_DAY)

    def on_or_before(self, day: date) -> date:
        return day if self.has_work(day) else self.on_or_before(day - ONE_DAY)

    def rolled(self, day: date) -> date:
        return day if self.may_end(day) else self.rolled(day + ONE_DAY)

    def rolled_back(self, day: date) -> date:
        return day if self.may_end(day) else self.rolled_back(day - ONE_DAY)


@dataclass(frozen=True, slots=True)
class Bell:
    """At which hours of each day it rings; a day without any was missed."""

    hours: Mapping[date, Sequence[int]]

    @property
    def rung(self) -> frozenset[date]:
        return frozenset(day for day, hours in self.hours.items() if hours)


class Steps(NamedTuple):
    """Days before the literal date, days after the extended one, and those on which it climbs."""

    before: tuple[int, ...]
    after: tuple[int, ...] = ()
    climbs: tuple[int, ...] = ()


USUAL = Steps((30, 7, 1, 0), (1, 15), (20, 25, 30, 35))
OF_THE_PLAN = {
    "1.2": Steps((10, 5, 2, 0), (1,), (6, 11, 16, 21)),
    "1.4": Steps((7, 1, 0)),
    "2.1": Steps((60, 30, 15, 5, 0), (1, 15), (20, 25, 30, 35)),
    "C4": Steps((5, 2, 0), (1,), (6, 11, 16, 21)),
}
OURS, CHECK_IN, TERM_END = Steps((7, 1, 0)), Steps((14, 3, 0)), Steps((180, 120, 90, 60, 30))
QUESTION = Steps((0,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one institution owes on one date. `opens`: nothing is told before it."""

    place: str
    key: str
    literal: date
    extended: date
    steps: Steps
    opens: date
    #: From when on the service knows of it, and from when on nothing is owed any more.
    known: date = date.min
    over: date = date.max
    #: Until when the step of the day itself is worth telling, where that is not the extended date.
    lasts: date | None = None
    #: The date has just moved, which was told: steps that lie before it are passed over.
    moved: bool = False


class Told(NamedTuple):
    day: date
    person: str
    place: str
    key: str
    step: str
    aim: date


@dataclass(frozen=True, slots=True)
class Circle:
    """Who follows the goals of an institution, and who hears at each rung when they do not answer."""

    followers: tuple[str, ...]
    rungs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Oracle:
    """`rung`: the days on which the bell rings at an hour at which something may still leave."""

    circles: dict[str, Circle]
    days: Days
    rung: frozenset[date]
    last: date
    _next: dict[date, date] = field(default_factory=dict)

    def first_chance(self, day: date) -> date:
        """The first day with work, from this one on, on which the bell rings."""
        found = day
        while found <= self.last and not (found in self.rung and self.days.has_work(found)):
            found += ONE_DAY
        return found

    def told(self, duties: Sequence[Duty]) -> set[Told]:
        return {told for duty in duties for told in self._of(duty)}

    def _planned(self, duty: Duty) -> Iterator[tuple[int, date]]:
        base = min(duty.literal, duty.extended)
        for days in duty.steps.before:
            nominal = base - timedelta(days=days)
            if nominal >= duty.opens:
                yield -days, max(self.days.on_or_before(nominal), duty.opens)
        for days in (*duty.steps.after, *duty.steps.climbs):
            yield days, self.days.on_or_after(duty.extended + timedelta(days=days))

    def _of(self, duty: Duty) -> Iterator[Told]:
        planned = list(self._planned(duty))
        climbed = 0
        for number, (offset, day) in enumerate(planned):
            on = self.first_chance(max(day, duty.known))
            passed = duty.moved and day < duty.known
            if passed or any(other <= on for _, other in planned[number + 1 :]):
                continue
            if on >= duty.over or on > self.last or not _is_of_use(offset, on, duty):
                continue
            people: Sequence[str] = self.circles[duty.place].followers
            if offset in duty.steps.climbs:
                rung, rungs = duty.steps.climbs.index(offset), self.circles[duty.place].rungs
                place = min(rung, len(rungs) - 1)
                people, climbed = rungs[place] if place >= climbed else (), rung + 1
            aim = duty.extended if offset > 0 else duty.literal
            name = f"D{offset:+d}" if offset else "D0"
            yield from (Told(on, person, duty.place, duty.key, name, aim) for person in people)

    def put_off(self, told: set[Told], duties: Sequence[Duty], person: str, on: date) -> set[Told]:
        """What is told when that person answers `lembrar em 3 dias` to the digest of that day."""
        found = set(told)
        for line in [one for one in told if (one.person, one.day) == (person, on)]:
            duty = next(one for one in duties if _is_about(line, one) and one.over > on)
            until = self._until(duty, on)
            own = sorted(one for one in found if one.person == person and _is_about(one, duty))
            silenced = {one for one in own if on < one.day < until and one.step != "D0"}
            found -= silenced
            heard = [one.day for one in own if one.day > on and one not in silenced]
            again = self.first_chance(until)
            if again < duty.over and again <= self.last and not any(day <= again for day in heard):
                aim = duty.literal if until <= duty.literal else duty.extended
                found.add(Told(again, person, duty.place, duty.key, f"again:{until}", aim))
        return found

    def _until(self, duty: Duty, on: date) -> date:
        day = on + timedelta(days=3)
        if on < duty.literal:
            day = min(day, duty.literal)
        before = self.days.on_or_before(day)
        return before if before > on else self.days.on_or_after(day)

    def weekly(self, duties: Sequence[Duty]) -> set[date]:
        """The days on which those that the second layer left open are listed: once a week."""
        found = set()
        monday = min(self.rung) - timedelta(days=min(self.rung).weekday())
        while monday <= self.last:
            first = self.days.on_or_after(monday)
            on = self.first_chance(first)
            left = [
                duty
                for duty in duties
                if duty.steps.climbs and duty.extended + timedelta(days=duty.steps.climbs[-1]) < first
            ]
            if on < monday + timedelta(days=7) and any(duty.known <= on < duty.over for duty in left):
                found.add(on)
            monday += timedelta(days=7)
        return {day for day in found if day <= self.last}


def _is_of_use(offset: int, on: date, duty: Duty) -> bool:
    if offset > 0:
        return on > duty.extended
    return on <= (duty.lasts or duty.extended if offset == 0 else min(duty.literal, duty.extended))


def _is_about(told: Told, duty: Duty) -> bool:
    return (told.place, told.key) == (duty.place, duty.key) and told.aim in (duty.literal, duty.extended)


def ended(duties: Sequence[Duty], place: str, key: str, literal: date, on: date) -> list[Duty]:
    """These duties, one of which was handed in, dispensed or withdrawn on that day."""
    named = (place, key, literal)
    return [
        replace(duty, over=min(duty.over, on)) if (duty.place, duty.key, duty.literal) == named else duty
        for duty in duties
    ]
