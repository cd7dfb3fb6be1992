"""What the bell calls: each opens its own transactions, asks what is due by now, and may be rung again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import structlog

from db import Database, Session
from db.channels import ChannelKind
from db.ids import InstrumentId, ObligationId, PersonId
from db.instruments import held_instruments
from db.marks import mark, set_mark
from db.rolling import instruments_to_roll
from elo.announcing import fill_announcements
from elo.archiving import archive_deliveries
from elo.conversation_rings import conversation_rings
from elo.following_up import follow_up_lost_contacts
from elo.one_by_one import OfToday, in_parts
from elo.recounting import chunks, recount_all
from elo.watching_outages import watch_outages
from rede.circles import circles_of
from rede.desk import Desk, Office, open_desk
from rede.dues import WINDOW
from rede.lapse_own_goals import lapse_own_goals, own_goals_over
from rede.open_obligations import open_obligations
from rede.open_offices import open_offices
from rede.plan_reminders import (
    Due,
    PutOff,
    Round,
    advance,
    by_person,
    due_steps,
    forget_ended,
    steps_put_off,
)
from rede.second_layer import lists_of_week
from rede.steps import Calling
from rede.tell_reminders import tell_people
from rede.wake_unacknowledged import wake_unacknowledged
from rede.weekly_lists import tell_weekly
from rede.welcome import people_to_welcome, welcome
from scheduler.bell import Ring
from scheduler.clock import BRASILIA, local_day
from scheduler.sending_window import not_before

log = structlog.get_logger(__name__)

#: People told, ladders moved on, or agreements filled up, in one transaction: nobody else writes in the meantime.
PEOPLE, LADDERS, AGREEMENTS = 25, 100, 5
#: The day on which every window was filled up last.
ROLLED = "windows filled on"


class Rings:
    def __init__(
        self,
        database: Database,
        office: Office,
        *,
        rolled_on: date | None = None,
        archive_after: int = 0,
        channels: Collection[ChannelKind] = tuple(ChannelKind),
    ) -> None:
        """`rolled_on`: the day on which every window was filled up last; None: the database remembers it, or
        nobody does. `archive_after`: months; 0: never. `channels`: those by which this service sends."""
        self._database = database
        self._office = office
        self._rolled = rolled_on
        self._archive_after = archive_after
        self._channels = frozenset(channels)
        #: When this process began to ring.
        self._since: datetime | None = None
        self._listed: date | None = None
        self._uncounted, self._unwelcomed = OfToday[InstrumentId](), OfToday[PersonId]()
        self._untold, self._unlisted = OfToday[PersonId](), OfToday[PersonId]()
        self._unfilled: frozenset[InstrumentId] = frozenset()

    def table(self) -> list[Ring]:
        """Every minute each: a call with nothing due costs small questions, however many agreements there are."""
        minute = timedelta(minutes=1)
        return [
            Ring("recount", minute, self.recount),
            Ring("open and remind", minute, self.open_and_remind),
            Ring("weekly lists", minute, self.weekly_lists),
            Ring("wake e-mails", minute, self.wake_emails),
            Ring("outages", minute, self.watch_outages),
            Ring("lost contacts", minute, self.follow_up_lost_contacts),
            Ring("archive", minute, self.archive),
            *conversation_rings(self._database, self._office),
            # Played ahead one after the other: what those tell many is filled in the same minute.
            Ring("announcements", minute, self.fill_announcements),
        ]

    async def _desk(self, session: Session, now: datetime) -> Desk:
        return await open_desk(session, now=now, office=self._office)

    def _window(self, now: datetime) -> datetime:
        return not_before(now, self._office.window, BRASILIA, self._office.calendar)

    async def recount(self, now: datetime) -> None:
        """Dates follow the days without work: lists that were loaded, or that came with this version."""
        uncounted = self._uncounted.on(local_day(now))
        done = await recount_all(self._database, self._office, now, beside=uncounted)
        uncounted |= done.failed
        if done.moved or done.told:
            log.info("dates.moved", dates=done.moved, people=done.told)

    async def open_and_remind(self, now: datetime) -> None:
        """What is opened today is in today's digest; where opening fails, people are reminded all the same."""
        try:
            await self.open_obligations(now)
        finally:
            await self.remind(now)

    async def remind(self, now: datetime) -> None:
        """Puts the digests of the day, then moves the ladders on. Dying in between only repeats questions."""
        # Who is welcomed today hears nothing else: that has to be known before.
        await self.welcome(now)
        if local_day(self._window(now)) > local_day(now):
            # Nothing leaves today any more: what is due is found, with what is added to it, on the day it can.
            return
        async with self._database.read() as session:
            desk = await self._desk(session, now)
            due, put_off = await due_steps(desk), await steps_put_off(desk)
        if not due and not put_off:
            return
        found = await self._circled(now, due, put_off)
        waiting = await self._tell(now, found.calls)
        for part in chunks(due, LADDERS):
            async with self._database.write() as session:
                desk = await self._desk(session, now)
                await advance(desk, part, waiting=waiting, unheard=found.unheard)
        if found.calls:
            log.info("reminders.planned", people=len(found.calls), steps=len(due))

    async def _tell(self, now: datetime, calls: Mapping[PersonId, Sequence[Calling]]) -> set[ObligationId]:
        """Puts the digests; the obligations that wait for another, those of whom it could not be made for too."""
        untold = self._untold.on(local_day(now))
        waiting: set[ObligationId] = set()

        async def tell(ids: Sequence[PersonId]) -> int:
            async with self._database.write() as session:
                wait = await tell_people(await self._desk(session, now), {one: calls[one] for one in ids})
            waiting.update(wait)
            return len(ids)

        done = await in_parts([one for one in calls if one not in untold], tell, size=PEOPLE, act="remind")
        untold.update(done.failed)
        waiting.update(one.obligation_id for person_id in untold for one in calls.get(person_id, ()))
        return waiting

    async def _circled(self, now: datetime, due: Sequence[Due], put_off: PutOff) -> Round:
        """Whom the steps call; an institution's own address becomes its office where nobody holds that."""
        places = {one.institution_id for one in due}
        climbing = {one.obligation_id: one.institution_id for one in due if one.rung is not None}
        async with self._database.read() as session:
            circles = await circles_of(session, places, climbing=climbing)
        missing = [one for one in circles.without_office() if one.id in climbing.values()]
        for part in chunks(missing, PEOPLE):
            async with self._database.write() as session:
                await open_offices(await self._desk(session, now), part)
        if missing:
            async with self._database.read() as session:
                circles = await circles_of(session, places, climbing=climbing)
        if put_off:
            async with self._database.write() as session:
                await forget_ended(await self._desk(session, now), put_off)
        return by_person(circles, due, put_off)

    async def welcome(self, now: datetime) -> None:
        """The first word to everybody whom the service meets in a network that goes live."""
        async with self._database.read() as session:
            people = await people_to_welcome(await self._desk(session, now))
        unwelcomed = self._unwelcomed.on(local_day(now))

        async def greet(ids: Sequence[PersonId]) -> int:
            async with self._database.write() as session:
                desk = await self._desk(session, now)
                return sum([await welcome(desk, person_id) is not None for person_id in ids])

        done = await in_parts(
            [one for one in people if one not in unwelcomed], greet, size=PEOPLE, act="welcome"
        )
        unwelcomed.update(done.failed)
        if done.count:
            log.info("people.welcomed", people=done.count)

    async def open_obligations(self, now: datetime) -> None:
        """Once a day: the rolling windows of agreements in force are filled up."""
        today = local_day(now)
        if self._rolled is None:
            self._rolled = await self._remembered(today)
        if self._rolled == today:
            return
        await self._roll(now, today)
        await self._lapse(now)
        if not self._unfilled:
            async with self._database.write() as session:
                await set_mark(session, ROLLED, today.isoformat())
        self._rolled = today

    async def _remembered(self, today: date) -> date | None:
        """When an earlier run filled every window; a day that has not come is of a clock that was wrong."""
        async with self._database.read() as session:
            day = await mark(session, ROLLED)
        rolled = date.fromisoformat(day) if day else None
        return rolled if rolled is None or rolled <= today else None

    async def _roll(self, now: datetime, today: date) -> None:
        async with self._database.read() as session:
            instruments = await instruments_to_roll(
                session, today=today, until=today + WINDOW, rolled_on=self._rolled
            )
        found = {one.id for one in instruments} | self._unfilled

        async def fill(ids: Sequence[InstrumentId]) -> int:
            async with self._database.write() as session:
                desk = await self._desk(session, now)
                opened = [
                    await open_obligations(desk, instrument)
                    for instrument in await held_instruments(session, ids)
                ]
                return sum(one.dated for one in opened)

        done = await in_parts(sorted(found), fill, size=AGREEMENTS, act="open obligations")
        self._unfilled = frozenset(done.failed)

    async def _lapse(self, now: datetime) -> None:
        """What we asked of our own accord ends when it is of no more use."""
        async with self._database.read() as session:
            over = await own_goals_over(await self._desk(session, now))

        async def end(ids: Sequence[ObligationId]) -> int:
            async with self._database.write() as session:
                return await lapse_own_goals(await self._desk(session, now), ids)

        await in_parts(over, end, size=PEOPLE, act="lapse own goals")

    async def weekly_lists(self, now: datetime) -> None:
        """Once a week, on its first day with work or as soon after it as somebody rings."""
        week = local_day(now) - timedelta(days=local_day(now).weekday())
        unlisted = self._unlisted.on(local_day(now))
        if self._listed == week or unlisted or local_day(self._window(now)) > local_day(now):
            return
        async with self._database.read() as session:
            lists = await lists_of_week(await self._desk(session, now))

        async def tell(ids: Sequence[PersonId]) -> int:
            async with self._database.write() as session:
                await tell_weekly(await self._desk(session, now), {one: lists[one] for one in ids})
            return len(ids)

        done = await in_parts(lists, tell, size=PEOPLE, act="weekly lists")
        unlisted.update(done.failed)
        if not done.failed:
            self._listed = week
        if done.count:
            log.info("lists.planned", people=done.count)

    async def watch_outages(self, now: datetime) -> None:
        """A channel that stands still. Not in the first minute: what an earlier run saw may be over."""
        self._since = self._since or now
        if now - self._since >= timedelta(minutes=1):
            await watch_outages(self._database, self._office, now, channels=self._channels)

    async def follow_up_lost_contacts(self, now: datetime) -> None:
        await follow_up_lost_contacts(self._database, self._office, now)

    async def fill_announcements(self, now: datetime) -> None:
        await fill_announcements(self._database, self._office, now)

    async def archive(self, now: datetime) -> None:
        """Words and addresses of what ended long ago."""
        await archive_deliveries(self._database, now, months=self._archive_after)

    async def wake_emails(self, now: datetime) -> None:
        """Reminders that nobody acknowledged in a day go by e-mail too."""
        async with self._database.write() as session:
            await wake_unacknowledged(await self._desk(session, now))
