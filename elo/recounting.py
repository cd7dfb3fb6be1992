"""Counting every open date anew after the days without work changed: for the bell and the command line.

One transaction per batch: stopped anywhere, it goes on where it was when called again. An instrument that cannot
be counted stops no other; it stays behind.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from db import Database
from db.date_moves import mark_told, untold_moves
from db.ids import InstrumentId, PersonId
from db.instruments import Instrument, held_instruments, instruments_behind
from elo.one_by_one import in_parts
from rede.desk import Desk, Office, open_desk
from rede.known_days import Calendars
from rede.open_obligations import open_obligations
from rede.recompute import (
    Recounted,
    followers_of,
    moves_by_person,
    recompute,
    recount,
    tell_of_moves,
)

#: Instruments counted, or people told, in one transaction: answers in chats wait for its end, some of them in turn.
INSTRUMENTS, PEOPLE = 5, 25
Item = TypeVar("Item")


class _Rehearsed(Exception):
    """Takes back what counting wrote: an occurrence may have got its lasting name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many dates moved, how many people have a notice of it, and which instruments could not be counted."""

    moved: int = 0
    told: int = 0
    failed: frozenset[InstrumentId] = frozenset()


async def recount_all(
    database: Database, office: Office, now: datetime, *, beside: Collection[InstrumentId] = ()
) -> Outcome:
    """Brings every instrument but those `beside` up to date, then tells each person of all that moved, once."""
    moved, failed = 0, frozenset[InstrumentId]()

    async def count(ids: Sequence[InstrumentId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            # What was found may have changed since.
            return sum([await settle(desk, one) for one in await held_instruments(session, ids)])

    while behind := await _behind(database, office, {*beside, *failed}):
        done = await in_parts(behind, count, size=INSTRUMENTS, act="recount")
        moved, failed = moved + done.count, failed | set(done.failed)
    return Outcome(moved, await _tell(database, office, now), failed)


async def _behind(
    database: Database, office: Office, beside: Collection[InstrumentId]
) -> Sequence[InstrumentId]:
    async with database.read() as session:
        mark = (await office.days.refresh(session)).mark
        return [one for one in await instruments_behind(session, mark) if one not in beside]


async def settle(desk: Desk, instrument: Instrument) -> int:
    """Sets an instrument right after it changed, or the days did; how many dates moved."""
    changed = not instrument.counted_by
    moved = await recompute(desk, instrument)
    if changed:
        await open_obligations(desk, instrument)
    return moved


async def _tell(database: Database, office: Office, now: datetime) -> int:
    async with database.read() as session:
        moved = await untold_moves(session)
        if not moved:
            return 0
        desk = await open_desk(session, now=now, office=office)
        by_person = await moves_by_person(desk, moved)
    told = 0
    for people in chunks(by_person.items(), PEOPLE):
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            for person_id, own in people:
                told += await tell_of_moves(desk, person_id, own)
    async with database.write() as session:
        await mark_told(session, [move.id for move in moved], now=now)
    return told


async def count_moves(database: Database, office: Office, calendars: Calendars, now: datetime) -> Outcome:
    """What those calendars would move, and how many people would be told; changes nothing."""
    people: set[PersonId] = set()

    async def rehearse(ids: Sequence[InstrumentId]) -> int:
        found: list[Recounted] = []
        with suppress(_Rehearsed):
            async with database.write() as session:
                desk = await open_desk(session, now=now, office=office)
                for instrument in await held_instruments(session, ids):
                    dates = (await recount(desk, instrument, calendars)).dates
                    found += [one for one in dates if one.has_moved]
                people.update(await followers_of(desk, found))
                raise _Rehearsed
        return len(found)

    async with database.read() as session:
        behind = await instruments_behind(session, calendars.mark)
    done = await in_parts(behind, rehearse, size=INSTRUMENTS, act="rehearse recount")
    return Outcome(done.count, len(people), frozenset(done.failed))


def chunks(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """`items` in their order, so many at a time."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
