"""What became of an announcement, person by person: everybody of its audience counts once.

A person has one notice of it, or one more each time that what failed went once more; whatever got furthest of
all their deliveries is their result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Subquery, case, func, select, union_all

from db.announcements import Announcement, AnnouncementRecipient
from db.archive import ArchivedDelivery
from db.channels import ChannelKind
from db.database import Session
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId, PersonId
from db.notices import Notice
from db.people import Person
from db.recall import UNWANTED


class Result(StrEnum):
    SENT = "sent"
    #: It may yet leave, or is on its way.
    WAITING = "waiting"
    #: Its answer was lost: they may have it.
    UNKNOWN = "unknown"
    FAILED = "failed"
    LEFT_OUT = "left_out"


class Absence(StrEnum):
    """Why somebody is left out."""

    NO_CONTACT = "no_contact"
    CLOSED = "closed"
    OPTED_OUT = "opted_out"
    #: It was called off before it reached them, or expired.
    CANCELLED = "cancelled"


#: How far a delivery got; the highest of a person's is their result.
_SENT_BY_TELEGRAM, _SENT_BY_EMAIL, _WAITING, _UNKNOWN, _FAILED, _UNWANTED, _CANCELLED, _STANDBY = range(
    8, 0, -1
)
_SENT = {_SENT_BY_TELEGRAM: ChannelKind.TELEGRAM, _SENT_BY_EMAIL: ChannelKind.EMAIL}


def _rank(of: type[Delivery] | type[ArchivedDelivery]) -> ColumnElement[int]:
    gone = of.state == DeliveryState.CANCELLED
    return case(
        ((of.state == DeliveryState.SENT) & (of.channel == ChannelKind.TELEGRAM), _SENT_BY_TELEGRAM),
        (of.state == DeliveryState.SENT, _SENT_BY_EMAIL),
        (of.state.in_([DeliveryState.PENDING, DeliveryState.SENDING]), _WAITING),
        (of.state == DeliveryState.UNKNOWN, _UNKNOWN),
        (of.state == DeliveryState.FAILED, _FAILED),
        (gone & (of.last_error == UNWANTED), _UNWANTED),
        (gone, _CANCELLED),
        else_=_STANDBY,
    )


def _told(announcement_id: AnnouncementId, *among: ColumnElement[bool]) -> CompoundSelect[*tuple[Any, ...]]:
    """Each delivery of it, archived or not: whose, how far it got, when it was settled, and its error."""
    parts = [
        select(Notice.person_id, _rank(of).label("rank"), of.settled_at, of.last_error)
        .join(of, of.notice_id == Notice.id)
        .where(Notice.announcement_id == announcement_id, Notice.person_id.is_not(None), *among)
        for of in (Delivery, ArchivedDelivery)
    ]
    return union_all(*parts)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of it for one person."""

    result: Result
    channel: ChannelKind | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """People. `sent + failed + unknown + waiting + left_out == people`."""

    fates: Mapping[Fate, int]

    def of(self, result: Result) -> int:
        return sum(number for fate, number in self.fates.items() if fate.result is result)

    def sent_by(self, channel: ChannelKind) -> int:
        return self.fates.get(Fate(Result.SENT, channel), 0)

    def absent(self, absence: Absence) -> int:
        return self.fates.get(Fate(Result.LEFT_OUT, absence=absence), 0)

    @property
    def people(self) -> int:
        return sum(self.fates.values())

    @property
    def sent(self) -> int:
        return self.of(Result.SENT)

    @property
    def failed(self) -> int:
        return self.of(Result.FAILED)

    @property
    def unknown(self) -> int:
        return self.of(Result.UNKNOWN)

    @property
    def waiting(self) -> int:
        return self.of(Result.WAITING)

    @property
    def left_out(self) -> int:
        return self.of(Result.LEFT_OUT)


async def counts_of_announcement(session: Session, announcement: Announcement) -> Counts:
    """In one statement, however many they are."""
    furthest = _furthest(announcement.id)
    rows = (
        select(AnnouncementRecipient.left_out, furthest.c.rank, func.count())
        .outerjoin(furthest, furthest.c.person_id == AnnouncementRecipient.person_id)
        .where(AnnouncementRecipient.announcement_id == announcement.id)
        .group_by(AnnouncementRecipient.left_out, furthest.c.rank)
    )
    found: dict[Fate, int] = {}
    for why, rank, number in (await session.execute(rows)).all():
        fate = _fate(announcement, why, rank)
        found[fate] = found.get(fate, 0) + number
    return Counts(found)


def _furthest(announcement_id: AnnouncementId) -> Subquery:
    told = _told(announcement_id).subquery()
    return select(told.c.person_id, func.max(told.c.rank).label("rank")).group_by(told.c.person_id).subquery()


def _fate(announcement: Announcement, why: str, rank: int | None) -> Fate:
    if rank is None or rank == _STANDBY:
        if why:
            return Fate(Result.LEFT_OUT, absence=Absence(why))
        if announcement.cancelled_at is not None:
            return Fate(Result.LEFT_OUT, absence=Absence.CANCELLED)
        return Fate(Result.WAITING)
    if rank in _SENT:
        return Fate(Result.SENT, _SENT[rank])
    others = {
        _WAITING: Fate(Result.WAITING),
        _UNKNOWN: Fate(Result.UNKNOWN),
        _FAILED: Fate(Result.FAILED),
        _UNWANTED: Fate(Result.LEFT_OUT, absence=Absence.OPTED_OUT),
    }
    return others.get(rank, Fate(Result.LEFT_OUT, absence=Absence.CANCELLED))


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person of an audience."""

    person_id: PersonId
    name: str
    fate: Fate
    #: When it was settled; None while it waits, and for whoever was left out.
    at: datetime | None
    #: Of the server that refused it last.
    error: str


#: People of one statement.
_PAGE = 1000


async def rows_of_announcement(session: Session, announcement: Announcement) -> list[ResultRow]:
    """Everybody of its audience, by number."""
    found: list[ResultRow] = []
    after = 0
    while True:
        page = await _page(session, announcement, after)
        found += page
        if len(page) < _PAGE:
            return found
        after = page[-1].person_id


async def _page(session: Session, announcement: Announcement, after: int) -> list[ResultRow]:
    of_it = (
        AnnouncementRecipient.announcement_id == announcement.id,
        AnnouncementRecipient.person_id > after,
    )
    people = (
        select(AnnouncementRecipient.person_id, Person.name, AnnouncementRecipient.left_out)
        .join(Person, Person.id == AnnouncementRecipient.person_id)
        .where(*of_it)
        .order_by(AnnouncementRecipient.person_id)
        .limit(_PAGE)
    )
    listed = (await session.execute(people)).all()
    if not listed:
        return []
    between = (Notice.person_id > after, Notice.person_id <= listed[-1][0])
    told = _told(announcement.id, *between).order_by("person_id", "rank", "settled_at")
    # Of each person the last row is the one that got furthest.
    furthest = {row[0]: (row[1], row[2], row[3]) for row in (await session.execute(told)).all()}
    return [_row(announcement, (row[0], row[1], row[2]), furthest.get(row[0])) for row in listed]


def _row(
    announcement: Announcement,
    person: tuple[PersonId, str, str],
    told: tuple[int, datetime | None, str] | None,
) -> ResultRow:
    person_id, name, why = person
    rank, at, error = told or (None, None, "")
    fate = _fate(announcement, why, rank)
    is_over = fate.result not in (Result.WAITING, Result.LEFT_OUT)
    failed = fate.result in (Result.FAILED, Result.UNKNOWN)
    return ResultRow(person_id, name, fate, at if is_over else None, error if failed else "")
