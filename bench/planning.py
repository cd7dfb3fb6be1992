"""Draft of bench/planning.py, the part on expansion: how long it takes to find every date of a large network.

    python bench_planning_draft.py

5,600 institutions with 20 goals each, two years: beside it a table of the calendar walked in plain Python, as many
dates, which sets the limit. Seconds are the best of three.
"""

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from time import process_time

from scheduler.calendar import Calendar, ClosureKind, Policy
from scheduler.days.almanac import Almanac, Scope, Seat
from scheduler.days.listed_days import EveryYear, ListedDay
from scheduler.days.places import municipalities, states
from scheduler.deadlines import (
    After,
    Anchor,
    Anchors,
    Continuous,
    Cycle,
    DayAfterMonth,
    DueDate,
    EventKind,
    MonthlyDay,
    OnEvent,
    Rule,
    Span,
    State,
    Unit,
    due_dates,
)

INSTITUTIONS, GOALS, DATES = 5_600, 20, 13
FIRST, YEARS = date(2026, 1, 1), 2

#: Thirteen dates a goal in two years, on average: 1.45 million in all.
BUSY: Sequence[Rule] = [
    *[Cycle(1)] * 5,
    *[MonthlyDay(day) for day in (5, 10, 15, 20, 31)],
    Cycle(2),
    Cycle(6),
    *[Cycle(12)] * 3,
    *[After(Span(15, Unit.DAYS), Anchor.STARTS)] * 2,
    Continuous(),
    State(),
    OnEvent(EventKind.CONVOCATION),
]
#: The goals of the signed plan: most have no date at all.
PLAN: Sequence[Rule] = [
    After(Span(15, Unit.DAYS), Anchor.STARTS),
    After(Span(10, Unit.DAYS), Anchor.STARTS),
    *[Cycle(12)] * 5,
    DayAfterMonth(10, EventKind.ADHESION),
    *[OnEvent(EventKind.REQUEST)] * 3,
    *[Continuous()] * 8,
    State(),
]


def main() -> None:
    starts = [FIRST + timedelta(days=number % 365) for number in range(INSTITUTIONS)]
    ufs = list(islice(cycle(states()), INSTITUTIONS))
    codes = list(islice(cycle(municipalities()), INSTITUTIONS))
    full = with_an_anniversary_each()
    table = round_table(Calendar.federal())

    walked = timed("table of the calendar walked", lambda: walk(table, starts))
    timed("federal calendar", lambda: expand(BUSY, starts, lambda _: Calendar.federal()), walked)
    packed = Almanac()
    timed("27 States", lambda: expand(BUSY, starts, lambda at: packed.calendar(Seat.at(ufs[at]))), walked)
    timed(
        "5,571 municipalities with days of their own",
        lambda: expand(BUSY, starts, lambda at: full.calendar(Seat.at("", codes[at]), Scope.FULL)),
        walked,
    )
    timed(
        "the signed plan, 27 States",
        lambda: expand(PLAN, starts, lambda at: packed.calendar(Seat.at(ufs[at]))),
    )
    timed(
        "federal calendar, each date with its reason (1 of 50)",
        lambda: sum(len(due.why) and 1 for due in every(BUSY, starts[::50], lambda _: Calendar.federal())),
    )


def expand(rules: Sequence[Rule], starts: Sequence[date], calendar: Callable[[int], Calendar]) -> int:
    found = 0
    for at, start in enumerate(starts):
        anchors, here, until = Anchors(starts=start), calendar(at), start.replace(year=start.year + YEARS)
        for rule in rules:
            found += len(
                due_dates(
                    rule,
                    anchors=anchors,
                    events=(),
                    calendar=here,
                    policy=Policy.LEI_9784,
                    since=start,
                    until=until,
                )
            )
    return found


def every(
    rules: Sequence[Rule], starts: Sequence[date], calendar: Callable[[int], Calendar]
) -> Iterator[DueDate]:
    for at, start in enumerate(starts):
        for rule in rules:
            yield from due_dates(
                rule,
                anchors=Anchors(starts=start),
                events=(),
                calendar=calendar(at),
                policy=Policy.LEI_9784,
                since=start,
                until=start.replace(year=start.year + YEARS),
            )


def round_table(calendar: Calendar) -> dict[date, date]:
    days = [FIRST + timedelta(days=number) for number in range(365 * (YEARS + 2))]
    return {day: calendar.next_business_day(day) for day in days}


def walk(table: dict[date, date], starts: Sequence[date]) -> int:
    """As many dates as the busy plan has, found by nothing but looking up: literal and extended."""
    step = timedelta(days=365 * YEARS // DATES)
    found = 0
    for start in starts:
        for _ in range(GOALS):
            dates, day = [], start
            for _ in range(DATES):
                day += step
                dates.append((day, table[day]))
            found += len(dates)
    return found


def with_an_anniversary_each() -> Almanac:
    days = [
        ListedDay(EveryYear(number % 12 + 1, number % 28 + 1), ClosureKind.HOLIDAY, "Aniversário", place=code)
        for number, code in enumerate(municipalities())
    ]
    return Almanac().with_local_days(days)


def timed(what: str, work: Callable[[], int], limit: float | None = None) -> float:
    seconds, found = [], 0
    for _ in range(3):
        begun = process_time()
        found = work()
        seconds.append(process_time() - begun)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    best = min(seconds)
    times = f"  {best / limit:4.1f} times the table" if limit else ""
    print(f"{what:58}{best:7.3f} s{found:>12,} dates{best / found * 1e9:7.0f} ns each{peak:7.1f} MB{times}")
    return best


if __name__ == "__main__":
    main()
