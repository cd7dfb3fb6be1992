"""What would be sent: the rings are rung on a scratch copy, moment by moment, as if everything arrived and nobody
answered. Nothing is sent, nothing is changed; days that are over are told as they were.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from html import unescape

from structlog.contextvars import bound_contextvars

from db import Database, Session
from db.announcement_turns import next_announcement
from db.channels import ChannelKind
from db.class_announcements import next_opening
from db.departures import (
    Departure,
    TellsOf,
    departures_between,
    departures_due,
    last_departures,
    let_go,
    next_departure,
    people_and_others,
    told_of,
)
from db.fallback import UNACKNOWLEDGED_AFTER, WAKING
from db.ids import InstitutionId, PersonId
from db.meetings import next_start
from db.notices import notice_code
from db.scratch import scratch_copy
from db.slots import shown
from elo.rings import Rings
from rede.desk import Office
from rede.dues import asked_month
from rede.known_days import KnownDays
from rede.lines import nature_of_kind
from rede.sendings import AboutGoal, Lookout, Sending
from scheduler.clock import BRASILIA, local_day

ONE_DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
ONE_HOUR = timedelta(hours=1)
_TAG = re.compile(r"<[^>]*>")

#: Stands for the code that a notice gets when it is put.
NO_CODE = "AV-…"

#: Hears of each day that was looked at.
Progress = Callable[[date], None]


class Agenda:
    """Asks the database for a copy, and plays the future on it.

    `rolled`: the bell of this process rings, so the windows are full as of today.
    """

    def __init__(
        self, database: Database, office: Office, *, rolled: bool = False, progress: Progress | None = None
    ) -> None:
        self._database = database
        self._office = office
        self._rolled = rolled
        self._progress = progress

    async def sendings(self, lookout: Lookout, now: datetime) -> Sequence[Sending]:
        """By moment and person: what left before `now`, then what would leave."""
        found = await self._left(lookout, now)
        if now < _midnight(lookout.until + ONE_DAY):
            async with scratch_copy(self._database, lookout.institution_id, now=now) as scratch:
                rolled_on = local_day(now) if self._rolled else None
                replay = Replay(scratch, self._office, rolled_on=rolled_on, progress=self._progress)
                found += [one async for one in replay.sendings(lookout, now)]
        return sorted(found, key=_by_moment)

    async def _left(self, lookout: Lookout, now: datetime) -> list[Sending]:
        since, until = _midnight(lookout.since), min(now, _midnight(lookout.until + ONE_DAY) - INSTANT)
        if since > until:
            return []
        async with self._database.read() as session:
            audience = await _audience(session, lookout.institution_id)
            gone = await _with_lines(session, await departures_between(session, since, until))
        return [
            _sending(one, on=one.departure.delivery.settled_at or now, sent=True)
            for one in gone
            if audience.hears(one)
        ]


class Replay:
    """The rings and a courier without a network, on a scratch copy."""

    def __init__(
        self, scratch: Database, office: Office, *, rolled_on: date | None, progress: Progress | None
    ) -> None:
        days = KnownDays(office.days.current.scope)
        # Known already, most of the time; lists that were loaded since are read from the copy.
        days.current = office.days.current
        self._scratch = scratch
        self._rings = Rings(scratch, replace(office, days=days), rolled_on=rolled_on).table()
        self._progress = progress
        #: When to see whether somebody acknowledged, and when the next message leaves.
        self._looks: set[datetime] = set()
        self._next_departure: datetime | None = None
        self._grown = False
        scratch.when_outbox_grows(self._outbox_grew)

    def _outbox_grew(self) -> None:
        self._grown = True

    async def sendings(self, lookout: Lookout, now: datetime) -> AsyncIterator[Sending]:
        async with self._scratch.read() as session:
            recent = await last_departures(session, since=now - UNACKNOWLEDGED_AFTER)
        self._looks = {moment + UNACKNOWLEDGED_AFTER for moment in recent}
        self._next_departure = now
        for moment in self._moments(now, _midnight(lookout.until + ONE_DAY)):
            told = await self._happen(moment)
            if told and local_day(moment) >= lookout.since:
                # Asked anew: a step that climbs makes an institution's office somebody who serves it.
                async with self._scratch.read() as session:
                    audience = await _audience(session, lookout.institution_id)
                for one in told:
                    if audience.hears(one):
                        known = one.departure.notice.created_at < now
                        yield _sending(one, on=moment, numbered=known)

    def _moments(self, now: datetime, end: datetime) -> Iterator[datetime]:
        """Each at which something may happen: a day begins, a message may leave, or was not acknowledged for too
        long."""
        moment = now
        while moment < end:
            yield moment
            day = local_day(moment)
            tomorrow = _midnight(day + ONE_DAY)
            self._looks = {look for look in self._looks if look > moment}
            moment = min([tomorrow, *self._looks, self._next_departure or tomorrow])
            if moment == tomorrow and self._progress is not None:
                self._progress(day)

    async def _happen(self, moment: datetime) -> list["_Told"]:
        # The courier is always awake, and the bell rings once a minute: what had to leave has left.
        told = await self._leave(moment)
        with bound_contextvars(rehearsal=True):
            for ring in self._rings:
                await ring.callable(moment)
        return told + await self._leave(moment)

    async def _leave(self, moment: datetime) -> list["_Told"]:
        if not self._grown and (self._next_departure is None or self._next_departure > moment):
            return []
        async with self._scratch.write() as session:
            told = await _with_lines(session, await departures_due(session, now=moment))
            await let_go(session, [one.departure.delivery.id for one in told], now=moment)
            # An announcement is filled shortly before it begins; enrolment opens at an hour, and an hour before a
            # meeting its people hear of it once more.
            starts = await next_start(session, after=moment + ONE_HOUR)
            next_moments = (
                await next_departure(session, after=moment),
                await next_announcement(session, after=moment),
                await next_opening(session, after=moment),
                starts - ONE_HOUR if starts else None,
            )
            self._next_departure = min((one for one in next_moments if one is not None), default=None)
        self._grown = False
        if told:
            self._looks.add(moment + UNACKNOWLEDGED_AFTER)
        return told


@dataclass(frozen=True, slots=True)
class _Told:
    departure: Departure
    lines: Sequence[TellsOf]


@dataclass(frozen=True, slots=True)
class _Audience:
    """The people of an institution, each with the others that they serve; None: everybody."""

    people: Mapping[PersonId, AbstractSet[InstitutionId]] | None

    def hears(self, told: _Told) -> bool:
        """What is about no institution but others that the person serves is theirs."""
        person_id = told.departure.person.id
        if self.people is None:
            return True
        if person_id not in self.people:
            return False
        about = {line.institution_id for line in told.lines}
        return not about or not about <= self.people[person_id]


async def _audience(session: Session, institution_id: InstitutionId | None) -> _Audience:
    if institution_id is None:
        return _Audience(None)
    return _Audience(await people_and_others(session, institution_id))


async def _with_lines(session: Session, departures: Sequence[Departure]) -> list[_Told]:
    lines = await told_of(session, list({one.notice.id for one in departures}))
    return [_Told(one, lines.get(one.notice.id, ())) for one in departures]


def _sending(told: _Told, *, on: datetime, sent: bool = False, numbered: bool = True) -> Sending:
    """`numbered`: the notice has its number already; else the copy's own says nothing."""
    delivery, person = told.departure.delivery, told.departure.person
    body = told.departure.body
    text = shown(body if delivery.channel is ChannelKind.EMAIL else plain(body))
    if not numbered:
        text = text.replace(notice_code(told.departure.notice.id), NO_CODE)
    goals = [
        AboutGoal(
            institution=one.acronym,
            key=one.key,
            step=one.step,
            aim=one.aim,
            nature=nature_of_kind(one.kind, internal=one.internal),
            asks=asked_month(one.occurrence) is not None,
        )
        for one in told.lines
    ]
    return Sending(
        on=on.astimezone(BRASILIA),
        person=person.name,
        email=person.email,
        channel=delivery.channel,
        standby=told.departure.again,
        followed=told.departure.followed and told.departure.notice.kind in WAKING,
        sent=sent,
        kind=told.departure.notice.kind,
        goals=goals,
        subject=told.departure.subject or _first_line(text),
        text=text,
        notice=told.departure.notice.id,
    )


def _by_moment(one: Sending) -> tuple[datetime, str, str, ChannelKind]:
    return one.on, one.person, one.email, one.channel


def _first_line(body: str) -> str:
    return next(iter(body.strip().splitlines()), "")


def plain(html: str) -> str:
    """What a person reads of a chat message."""
    return unescape(_TAG.sub("", html))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=BRASILIA)
