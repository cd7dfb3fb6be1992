"""What the bell calls: each opens its own transactions, asks what is due by now, and may be rung again."""

from datetime import date, datetime, timedelta

import structlog

from db import Database, Session
from db.fallback import wake_unacknowledged
from db.ids import ObligationId
from db.obligations import instruments_to_roll
from elo.recounting import chunks, recount_all
from rede.desk import Desk, Office, open_desk
from rede.dues import WINDOW
from rede.open_obligations import open_obligations
from rede.plan_reminders import advance, by_person, due_steps, tell_person
from scheduler.bell import Ring
from scheduler.clock import BRASILIA, local_day
from scheduler.sending_window import not_before

log = structlog.get_logger(__name__)

#: People told, or ladders moved on, in one transaction.
PEOPLE, LADDERS = 50, 500


class Rings:
    def __init__(self, database: Database, office: Office) -> None:
        self._database = database
        self._office = office
        self._rolled: date | None = None

    def table(self) -> list[Ring]:
        """Every minute each: a call with nothing due costs one indexed question."""
        minute = timedelta(minutes=1)
        return [
            Ring("recount", minute, self.recount),
            Ring("open obligations", minute, self.open_obligations),
            Ring("remind", minute, self.remind),
            Ring("wake e-mails", minute, self.wake_emails),
        ]

    async def _desk(self, session: Session, now: datetime) -> Desk:
        return await open_desk(session, now=now, office=self._office)

    def _window(self, now: datetime) -> datetime:
        return not_before(now, self._office.window, BRASILIA, self._office.calendar)

    async def recount(self, now: datetime) -> None:
        """Dates follow the days without work: lists that were loaded, or that came with this version."""
        done = await recount_all(self._database, self._office, now)
        if done.moved or done.told:
            log.info("dates.moved", dates=done.moved, people=done.told)

    async def remind(self, now: datetime) -> None:
        """Puts the digests of the day, then moves the ladders on. Dying in between only repeats questions."""
        async with self._database.read() as session:
            desk = await self._desk(session, now)
            due = await due_steps(desk)
            told = await by_person(desk, due)
        waiting: set[ObligationId] = set()
        for people in chunks(told.items(), PEOPLE):
            async with self._database.write() as session:
                desk = await self._desk(session, now)
                for person_id, steps in people:
                    waiting |= await tell_person(desk, person_id, steps)
        heard = {one.obligation_id for steps in told.values() for one in steps}
        unheard = {one.obligation_id for one in due if one.step is not None} - heard
        for part in chunks(due, LADDERS):
            async with self._database.write() as session:
                await advance(await self._desk(session, now), part, waiting=waiting, unheard=unheard)
        if told:
            log.info("reminders.planned", people=len(told), steps=len(heard))

    async def open_obligations(self, now: datetime) -> None:
        """Once a day: the rolling window of every agreement in force is filled up."""
        today = local_day(now)
        if self._rolled == today:
            return
        async with self._database.read() as session:
            instruments = await instruments_to_roll(session, today=today, until=today + WINDOW)
        for part in chunks(instruments, PEOPLE):
            async with self._database.write() as session:
                desk = await self._desk(session, now)
                for instrument in part:
                    await open_obligations(desk, instrument)
        self._rolled = today

    async def wake_emails(self, now: datetime) -> None:
        """Reminders that nobody acknowledged in a day go by e-mail too."""
        async with self._database.write() as session:
            await wake_unacknowledged(session, now=now, window=self._window(now))
