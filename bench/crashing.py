"""The service is killed again and again while it tells many people something: what was lost, what came twice?

A kill waits for its moment, which is seen from outside: a request arrives, a file of the database changes.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from sqlalchemy import select

from bench.forked import forked
from bench.ground import Ground
from bench.recipients import remind
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import DeliveryId, NoticeId
from sandbox.desk import Sandbox
from sandbox.faults.kinds import Drop, Fault, SmtpFault, Stage

STILL = (DeliveryState.PENDING, DeliveryState.SENDING)
#: Longer than any kill waits: what is held then never goes on by itself.
HELD = 120
#: A moment that does not come within so many seconds is let go: the kill comes all the same.
PATIENCE = 10.0
#: One in so many is reminded, too.
REMINDED = 3
#: Mails are as slow as chats, so that the kills find both on their way.
MAIL_PACE = "rate_per_second = 20\n"
_CODE = re.compile(r"AV-(\d{6,})")


class Moment(StrEnum):
    """When the service dies."""

    FILLING = "while the outbox is filled"
    WRITING = "while the database is written"
    CHAT_LEAVES = "a chat message has left, and is not accepted"
    CHAT_ACCEPTED = "a chat message is accepted, and not answered"
    CHAT_ANSWERED = "a chat message was just answered"
    MAIL_LEAVES = "the server waits for a mail's body"
    MAIL_TAKEN = "a mail's body has left, and is not accepted"
    MAIL_ACCEPTED = "a mail is accepted, and not answered"
    MAIL_ANSWERED = "a mail was just answered"
    ANY = "at any moment"


_CHAT = {
    Moment.CHAT_LEAVES: Fault(method="sendMessage", times=None, delay_before=HELD, drop=Drop.BEFORE_WORK),
    Moment.CHAT_ACCEPTED: Fault(method="sendMessage", times=None, delay_after=HELD),
}
_MAIL = {
    Moment.MAIL_LEAVES: SmtpFault(stage=Stage.DATA, times=None, delay_before=HELD, drop=Drop.BEFORE_WORK),
    Moment.MAIL_TAKEN: SmtpFault(stage=Stage.BODY, times=None, delay_before=HELD, drop=Drop.BEFORE_WORK),
    Moment.MAIL_ACCEPTED: SmtpFault(stage=Stage.BODY, times=None, delay_after=HELD),
}


@dataclass(slots=True)
class Toll:
    """What it came to."""

    kills: Counter[Moment] = field(default_factory=Counter)
    #: Kills whose moment did not come in time.
    missed: Counter[Moment] = field(default_factory=Counter)
    #: Claims that were `sending` after a kill.
    in_flight: set[tuple[DeliveryId, int]] = field(default_factory=set)
    #: Notices that there had to be, and that there are.
    meant: int = 0
    told: int = 0
    second_copies: int = 0
    #: Broadcast: shown as unknown, for a person to decide. Else: sent again with a mark.
    unknown: set[DeliveryId] = field(default_factory=set)
    marked: set[DeliveryId] = field(default_factory=set)
    #: Notices of which nobody has a copy, and no row says that this may be.
    lost: list[NoticeId] = field(default_factory=list)
    #: In flight at a kill and not reported, or reported and never in flight.
    misreported: set[DeliveryId] = field(default_factory=set)
    unfinished: int = 0

    def report(self) -> str:
        """A table of it, in Markdown."""
        lines = ["| killed | times | moment did not come |", "|---|---|---|"]
        lines += [
            f"| {one} | {self.kills[one]} | {self.missed[one] or ''} |" for one in Moment if self.kills[one]
        ]
        lines += [
            "",
            "| notices | put | in flight | second copies | unknown | sent again, marked | lost | left |",
        ]
        lines += ["|---|---|---|---|---|---|---|---|"]
        reported = (len(self.in_flight), self.second_copies, len(self.unknown), len(self.marked))
        counts = (self.meant, self.told, *reported, len(self.lost), self.unfinished)
        lines += ["| " + " | ".join(f"{one:,}" for one in counts) + " |"]
        return "\n".join(lines)


class Siege:
    def __init__(self, sandbox: Sandbox, ground: Ground, *, meant: int, seed: int) -> None:
        """`meant`: notices, when everybody has theirs."""
        self._sandbox, self._folder, self._database = sandbox, ground.folder, ground.database
        self._dice = Random(seed)
        self.toll = Toll(meant=meant)

    async def kill_at(self, moment: Moment, *, calm: float = 0) -> None:
        """Starts the service, and after at most `calm` seconds of peace kills it when the moment has come."""
        async with forked(self._folder) as process:
            await asyncio.sleep(self._dice.uniform(0, calm))
            self._plan(moment)
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._come(moment)
            except TimeoutError:
                self.toll.missed[moment] += 1
            process.kill()
            process.join()
        self._sandbox.telegram.faults.clear()
        self._sandbox.smtp.faults.clear()
        self.toll.kills[moment] += 1
        self.toll.in_flight |= {(one.id, one.fence) for one in await self._rows(DeliveryState.SENDING)}

    async def finish(self, seconds: float) -> Toll:
        """Starts it for the last time, and counts once nothing is left to do."""
        async with forked(self._folder):
            try:
                async with asyncio.timeout(seconds):
                    while await self._left():  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
            except TimeoutError:
                self.toll.unfinished = await self._left()
        await self._count()
        return self.toll

    def _plan(self, moment: Moment) -> None:
        """Some pass first: how many differs from kill to kill."""
        after = self._dice.randrange(1, 6)
        if moment in _CHAT:
            self._sandbox.telegram.faults.add(replace(_CHAT[moment], after=after))
        elif moment in _MAIL:
            self._sandbox.smtp.faults.add(replace(_MAIL[moment], after=after))

    async def _come(self, moment: Moment) -> None:
        ledger, mails = self._sandbox.telegram.ledger.entries, self._sandbox.mailbox.messages
        match moment:
            case Moment.FILLING:
                await self._written(self._dice.randrange(1, 4))
            case Moment.WRITING:
                await self._written(self._dice.randrange(1, 12))
            case Moment.CHAT_ANSWERED:
                await _grown(ledger, self._dice.randrange(1, 6))
            case Moment.MAIL_ANSWERED:
                await _grown(mails, self._dice.randrange(1, 6))
            case Moment.ANY:
                await asyncio.sleep(self._dice.uniform(0, 0.8))
            case _:
                await self._struck()
        if moment in (Moment.CHAT_ANSWERED, Moment.MAIL_ANSWERED):
            # The answer travels, is read, and its outcome is written: any of the three.
            await asyncio.sleep(self._dice.uniform(0, 0.01))

    async def _struck(self) -> None:
        chats, mails = self._sandbox.telegram.faults, self._sandbox.smtp.faults
        while not sum(one.struck for one in chats.planned) + sum(one.struck for one in mails.planned):  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    async def _written(self, times: int) -> None:
        """Returns in the middle of the database's `times`-th write; that of another than SQLite is not seen."""
        journals = list(self._folder.glob("*.db-wal"))
        if not journals:
            await asyncio.sleep(self._dice.uniform(0, 0.8))
            return
        before, seen = journals[0].stat().st_mtime_ns, 0
        while seen < times:
            await asyncio.sleep(0)
            now = journals[0].stat().st_mtime_ns
            seen, before = seen + (now != before), now

    async def _left(self) -> int:
        """Notices that are still to be put, and deliveries on their way."""
        rows = await self._rows(*DeliveryState)
        unput = self.toll.meant - len({one.notice_id for one in rows})
        return unput + sum(one.state in STILL for one in rows)

    async def _rows(self, *states: DeliveryState) -> Sequence[Delivery]:
        async with self._database.read() as session:
            return (await session.scalars(select(Delivery).where(Delivery.state.in_(states)))).all()

    async def _count(self) -> None:
        toll, rows, copies = self.toll, await self._rows(*DeliveryState), self._copies()
        broadcast = {one.id for one in rows if one.lane == Lane.BROADCASTS}
        in_flight = {number for number, _ in toll.in_flight}
        toll.told = len({one.notice_id for one in rows})
        toll.second_copies = sum(count - 1 for count in copies.values())
        toll.unknown = {one.id for one in rows if one.state is DeliveryState.UNKNOWN}
        toll.marked = {one.id for one in rows if one.resent}
        toll.misreported = ((toll.unknown & broadcast) | toll.marked) ^ in_flight
        reported = {
            one.notice_id for one in rows if one.state in (DeliveryState.UNKNOWN, DeliveryState.FAILED)
        }
        toll.lost = sorted({one.notice_id for one in rows} - set(copies) - reported)

    def _copies(self) -> Counter[NoticeId]:
        """How often each notice arrived; its code is in the words."""
        texts = [one.text for one in self._sandbox.telegram.ledger.entries]
        texts += [one.text for one in self._sandbox.mailbox.messages]
        return Counter(NoticeId(int(found[1])) for found in map(_CODE.search, texts) if found)


async def _grown(items: Sequence[object], by: int) -> None:
    enough = len(items) + by
    while len(items) < enough:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def surround(sandbox: Sandbox, ground: Ground, *, seed: int) -> Siege:
    """A service that is to send a broadcast to all, and a reminder to every third."""
    reminded = dict(list(ground.channels.items())[::REMINDED])
    await remind(ground.database, ground.office, reminded, at=ground.at)
    await ground.announce()
    return Siege(sandbox, ground, meant=len(ground.channels) + len(reminded), seed=seed)
