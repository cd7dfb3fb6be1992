"""What a lane asks of the outbox each round: as many rows as there is room for, with the words that they share and
the files that go with them.
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from db import claims
from db.announcements import Wording, wordings
from db.channels import ChannelKind
from db.claims import Claim
from db.database import Database, Session
from db.deliveries import Lane, next_due
from db.enclosures import Enclosed, enclosures_of
from db.ids import EnclosureId, WordingId
from db.threads import earlier_mails
from notifier.flight import Flight
from notifier.outcome import Sender

DIALOGUE = (Lane.INTERACTIVE,)
BULK = (Lane.REMINDERS, Lane.BROADCASTS)
#: Seconds of sleep: nothing due; due but it may not leave yet; the pace says wait.
IDLE, BLOCKED, PACED = 5.0, 0.25, 0.05
#: Shared words kept at hand.
WORDINGS = 16


class Busy(Protocol):
    def __call__(self, *, dialogue: bool) -> Collection[str]:
        """Addresses that must be left alone."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows may be claimed; nothing less than one counts."""

    dialogue: int
    bulk: int
    #: Only one in all: it finds out whether a fault is over.
    one: bool = False

    def __bool__(self) -> bool:
        return self.dialogue > 0 or self.bulk > 0


class Claiming:
    def __init__(
        self, sender: Sender, *, clock: Callable[[], datetime], holder: str, monotonic: Callable[[], float]
    ) -> None:
        self._sender, self._now, self._holder, self._monotonic = sender, clock, holder, monotonic
        self._wordings: dict[WordingId, Wording] = {}
        #: Nobody wrote in a dialogue lately: until then a poke tells, the database is not asked.
        self._quiet_until = -math.inf

    def listen(self) -> None:
        """Somebody may have written in a dialogue."""
        self._quiet_until = -math.inf

    def room(self, room: Room) -> Room:
        """Without dialogue while there is none."""
        if room.dialogue <= 0 or self._monotonic() < self._quiet_until:
            return Room(0, room.bulk, room.one)
        self._quiet_until = self._monotonic() + BLOCKED  # before the claim: a poke meanwhile undoes it
        return room

    async def take(self, session: Session, room: Room, *, busy: Busy) -> Sequence[Flight]:
        """By id; they are claimed once the session commits."""
        rows = [*await self._claim(session, DIALOGUE, room.dialogue, busy(dialogue=True))]
        if rows:
            self.listen()  # there may be more of it
        if not (rows and room.one):
            rows += await self._claim(session, BULK, room.bulk, busy(dialogue=False))
        if not rows:
            return []
        await self._learn(session, rows)
        mails = self._sender.kind is ChannelKind.EMAIL
        earlier = await earlier_mails(session, rows) if mails else {}
        files = await _files(session, rows)
        return [
            Flight(
                row,
                wording=self._wording(row),
                enclosure=None if row.enclosure_id is None else files[row.enclosure_id],
                refers_to=earlier.get(row.id, ()),
            )
            for row in sorted(rows, key=attrgetter("id"))
        ]

    async def _claim(
        self, session: Session, lanes: Sequence[Lane], limit: int, busy: Collection[str]
    ) -> Sequence[Claim]:
        if limit <= 0:
            return []
        return await claims.claim(
            session,
            self._sender.kind,
            holder=self._holder,
            now=self._now(),
            limit=limit,
            lanes=lanes,
            apart_from={*busy, *self._sender.held()},
            apart_from_domains=self._sender.held_domains(),
            one_an_address=True,
        )

    async def _learn(self, session: Session, rows: Iterable[Claim]) -> None:
        """Words that the rows share, where they are not at hand."""
        ids = {row.wording_id for row in rows if row.wording_id is not None}
        if unknown := ids - self._wordings.keys():
            kept = [*self._wordings.items()][-WORDINGS:]
            needed = {one: words for one, words in self._wordings.items() if one in ids}
            self._wordings = dict(kept) | needed | await wordings(session, sorted(unknown))

    def _wording(self, row: Claim) -> Wording | None:
        return None if row.wording_id is None else self._wordings[row.wording_id]

    async def pause(self, database: Database, room: Room) -> float:
        """Seconds until something may be due, when nothing was."""
        async with database.read() as session:
            due = await next_due(session, self._sender.kind)
        if due is None:
            return IDLE
        wait = (due - self._now()).total_seconds()
        if wait > 0:
            return min(IDLE, wait)
        return BLOCKED if min(room.dialogue, room.bulk) > 0 else PACED


async def _files(session: Session, rows: Iterable[Claim]) -> dict[EnclosureId, Enclosed]:
    """Asked for only where a row names one."""
    ids = {row.enclosure_id for row in rows if row.enclosure_id is not None}
    return await enclosures_of(session, sorted(ids)) if ids else {}
