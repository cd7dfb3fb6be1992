"""A simulated year tells each person each step exactly once, whether the bell rings once or ten times a day, or
misses 3, 26 or 40 days."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from rede.lines import MOVED
from scheduler.days.almanac import Scope
from tests.elo.simulated_year import REMINDING, Left, a_network, at, left, lines, live
from tests.elo.year_acts import acts_of, puts_off
from tests.elo.year_duties import Year, duties_of
from tests.elo.year_oracle import Bell, Circle, Oracle, Told
from tests.rede.makers import make_office

ONCE, TEN_TIMES, NEVER = (11,), (1, 6, 7, 8, 9, 11, 14, 17, 21, 23), ()
CIRCLES = {
    "UPB": Circle(("Maria", "Pedro"), (("Sara",), ("Maria",), ("Gil",), ("Ana", "Bia"))),
    "XAPURI": Circle(("Joao", "Maria"), (("Joao",),)),
    "SEGES": Circle(("Ana", "Bia"), (("Ana",),)),
}


@dataclass(frozen=True, slots=True)
class Lived:
    """What the oracle expects of a year, and what left."""

    expected: set[Told]
    lines: list[Told]
    left: list[Left]
    moved: set[Told]
    weekly: set[tuple[str, date]]


def bell_of(starts: date, stretches: Sequence[tuple[int, Sequence[int]]]) -> Bell:
    """Each: so many days, with these hours."""
    hours = [each for count, each in stretches for _ in range(count)]
    return Bell({starts + timedelta(days=number): each for number, each in enumerate(hours)})


def oracle_of(year: Year) -> Oracle:
    return Oracle(CIRCLES, year.days(), year.bell.rung, year.last)


async def lived(year: Year, *, snoozes: int) -> Lived:
    """`snoozes`: which of her digests Maria puts off."""
    office = replace(make_office(scope=Scope.FEDERAL), weekly_cap=0)
    oracle, duties = oracle_of(year), duties_of(year)
    told = oracle.told(duties)
    digests = sorted({one.day for one in told if one.person == "Maria" and one.day > year.recounted})
    on = digests[snoozes % len(digests)]
    acts = [*acts_of(year), (at(on, "23:40"), puts_off("Maria"))]
    async with a_network(office, year.starts, joins=year.joins, leaves=year.leaves) as database:
        await live(database, office, year.bell, acts)
        weekly = oracle.weekly([duty for duty in duties if duty.place == "XAPURI"])
        return Lived(
            expected=oracle.put_off(told, duties, "Maria", on),
            lines=await lines(database),
            left=await left(database),
            moved={
                Told(date.min, person, duty.place, duty.key, MOVED, duty.literal)
                for duty in duties
                if duty.moved and duty.known < duty.over
                for person in CIRCLES[duty.place].followers
            },
            weekly={(person, day) for day in weekly for person in ("Maria", "Ana", "Bia")},
        )


def check(year: Year, found: Lived) -> None:
    told = [one for one in found.lines if one.step != MOVED]
    assert [one for one, count in Counter(told).items() if count > 1] == []
    assert sorted(set(told) ^ found.expected) == []
    assert {one._replace(day=date.min) for one in found.lines if one.step == MOVED} == found.moved
    reminding = [one for one in found.left if one.kind in REMINDING]
    days = year.days()
    assert [one for one in reminding if not 8 <= one.on.hour < 20 or not days.has_work(one.on.date())] == []
    digests = Counter((one.person, one.on.date()) for one in _first(found.left) if one.kind == "reminder")
    assert [day for day, count in digests.items() if count > 1] == []
    weekly = [(one.person, one.on.date()) for one in _first(found.left) if one.kind == "weekly"]
    assert sorted(weekly) == sorted(found.weekly)


def _first(messages: Sequence[Left]) -> list[Left]:
    """Each notice by the channel that it left by first."""
    seen: dict[int, Left] = {}
    for one in messages:
        seen.setdefault(one.notice, one)
    return list(seen.values())


#: So many days, with these hours: the bell of the year in an order that is drawn.
STRETCHES = ((3, NEVER), (26, NEVER), (40, NEVER), (30, TEN_TIMES), *[(53, ONCE)] * 5)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", [20251209])
def test_a_year_tells_each_step_once_however_often_the_bell_rings(seed: int) -> None:
    drawn = random.Random(seed)
    starts = date(2025, 12, 1) + timedelta(days=drawn.randrange(200))
    year = Year(starts, bell_of(starts, drawn.sample(STRETCHES, len(STRETCHES))))
    check(year, asyncio.run(lived(year, snoozes=drawn.randrange(1000))))
