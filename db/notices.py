"""Notices: what one person is told at one moment, and the lines that say what about."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, insert, text_enum
from db.ids import AnnouncementId, NoticeId, ObligationId, PersonId


class NoticeKind(StrEnum):
    #: Answer in a dialogue: worthless after ten minutes.
    REPLY = "reply"
    #: Proof of something done: never expires.
    RECEIPT = "receipt"
    REMINDER = "reminder"
    #: The Secretariat is told of a new report.
    REPORT = "report"
    #: Dates moved with a list of days without work, or with the dates of the instrument.
    MOVED = "moved"
    #: The service begins in a network that is there already: once a person.
    WELCOME = "welcome"
    #: What the second layer left open, for whoever it joined through; counts, for the Secretariat.
    WEEKLY = "weekly"
    #: Told to many at once.
    ANNOUNCEMENT = "announcement"
    #: Somebody can no longer be reached.
    CONTACT_LOST = "contact_lost"
    #: A channel as a whole stands still, or works again.
    OUTAGE = "outage"
    #: A one-time invite, or a code: its words do not stay once it has ended.
    INVITE = "invite"
    CODE = "code"
    #: What became of a report, or of what an institution informed.
    REVIEW = "review"
    #: Somebody has to do something that has no goal of its own.
    TASK = "task"
    #: Somebody tries words and codes.
    ALARM = "alarm"


class LineKey(NamedTuple):
    """What a line tells one person of."""

    obligation_id: ObligationId
    step: str
    aim: date


class Notice(Base):
    """What one person is told at one moment."""

    __tablename__ = "notices"
    #: What one person was told in a week.
    __table_args__ = (
        Index("ix_notices_person_id_created_at", "person_id", "created_at"),
        Index("ix_notices_kind", "kind"),
    )

    id: Mapped[NoticeId] = mapped_column(primary_key=True, init=False)
    kind: Mapped[NoticeKind] = mapped_column(text_enum(NoticeKind, "kind"))
    created_at: Mapped[datetime]
    #: None for a chat that belongs to nobody yet.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Makes putting it twice harmless: `update:81:0`.
    key: Mapped[str | None] = mapped_column(unique=True, default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    announcement_id: Mapped[AnnouncementId | None] = mapped_column(
        ForeignKey("announcements.id"), default=None, index=True
    )


class NoticeLine(Base):
    """(obligation, step, aim, person) is unique: a bell may ring twice, and no one is told twice."""

    __tablename__ = "notice_lines"
    __table_args__ = (UniqueConstraint("obligation_id", "step", "aim", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"))
    step: Mapped[str]
    #: The day that the step counts from (literal, or extended once it is late): when the date moves, its steps
    #: are told again.
    aim: Mapped[date]
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    #: The obligation ended before the notice left, or after: the line is no longer told.
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


def notice_code(notice_id: NoticeId) -> str:
    """What people quote of a notice, the same in every channel: `AV-000123`."""
    return f"AV-{notice_id:06d}"


#: Answers to what the person said just now, and what lets them in: they count for no cap.
ANSWERS = (NoticeKind.REPLY, NoticeKind.RECEIPT, NoticeKind.INVITE, NoticeKind.CODE)
#: The days that a cap on notices looks back on.
A_WEEK = timedelta(days=7)


async def told_already(session: Session, person_id: PersonId, lines: Sequence[LineKey]) -> set[LineKey]:
    """Which of these lines the person has been told, or is about to be."""
    return (await lines_told(session, [person_id], [line.obligation_id for line in lines]))[person_id] & set(
        lines
    )


async def lines_told(
    session: Session, person_ids: Collection[PersonId], obligation_ids: Collection[ObligationId]
) -> dict[PersonId, set[LineKey]]:
    """Every line about these obligations that each of these people was told, or is about to be."""
    told: dict[PersonId, set[LineKey]] = {one: set() for one in person_ids}
    for part in batches(obligation_ids):
        found = select(NoticeLine.person_id, NoticeLine.obligation_id, NoticeLine.step, NoticeLine.aim).where(
            NoticeLine.obligation_id.in_(part), NoticeLine.person_id.in_(told)
        )
        for row in (await session.execute(found)).all():
            told[row[0]].add(LineKey(row[1], row[2], row[3]))
    return told


async def people_told(
    session: Session, obligation_ids: Collection[ObligationId]
) -> dict[ObligationId, set[PersonId]]:
    """Who was told of each of these obligations, or is about to be."""
    told: dict[ObligationId, set[PersonId]] = {one: set() for one in obligation_ids}
    for part in batches(obligation_ids):
        found = select(NoticeLine.obligation_id, NoticeLine.person_id).where(
            NoticeLine.obligation_id.in_(part), NoticeLine.withdrawn_at.is_(None)
        )
        for row in (await session.execute(found)).all():
            told[row[0]].add(row[1])
    return told


async def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Which of these keys some notice has."""
    known: set[str] = set()
    for part in batches(keys):
        found = await session.scalars(select(Notice.key).where(Notice.key.in_(part)))
        known.update(key for key in found if key is not None)
    return known


async def put_once(session: Session, rows: Sequence[dict[str, Any]]) -> dict[str | None, Notice]:
    """Adds notices whose key none has yet; these, by key.

    Of two who put the same at once the second waits for the first; in one order, so that neither waits for both.
    """
    if not rows:
        return {}
    new = insert(session, Notice).on_conflict_do_nothing(index_elements=["key"]).returning(Notice.id)
    ids = (await session.scalars(new, sorted(rows, key=lambda row: row["key"]))).all()
    found: dict[str | None, Notice] = {}
    for part in batches(ids):
        added = await session.scalars(select(Notice).where(Notice.id.in_(part)))
        found.update({one.key: one for one in added})
    return found


async def told_this_week(
    session: Session, person_ids: Collection[PersonId], now: datetime
) -> dict[PersonId, int]:
    """How many notices each was put in the last seven days, answers apart; who had none is not there."""
    found: dict[PersonId, int] = {}
    for part in batches(person_ids):
        counted = (
            select(Notice.person_id, func.count())
            .where(
                Notice.person_id.in_(part),
                Notice.created_at > now - A_WEEK,
                Notice.kind.not_in(ANSWERS),
            )
            .group_by(Notice.person_id)
        )
        found.update({row[0]: row[1] for row in (await session.execute(counted)).all() if row[0] is not None})
    return found
