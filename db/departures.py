"""What leaves the outbox, whoever carries it: to whom, when, about what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.orm import aliased

from db.announcements import Wording, wordings
from db.channels import ChannelKind
from db.database import Session, batches
from db.deliveries import Delivery, DeliveryState
from db.ids import DeliveryId, InstitutionId, NoticeId, PersonId
from db.institutions import Institution
from db.notices import ANSWERS, Notice, NoticeLine
from db.obligations import Obligation
from db.people import Membership, Person
from db.plans import Goal, GoalKind
from db.slots import fill

#: In flight counts as about to leave: nobody knows better.
WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Departure:
    delivery: Delivery
    notice: Notice
    person: Person
    #: Of the mail that says the same; empty where there is none.
    subject: str
    #: By the next channel: it was told by another before.
    again: bool
    #: Another channel stands by.
    followed: bool
    #: Words that it shares with others.
    shared: Wording | None = None

    @property
    def body(self) -> str:
        """As the person reads it: HTML in a chat."""
        if self.shared is None:
            return self.delivery.body
        fills: dict[str, str] = json.loads(self.delivery.fills or "{}")
        if self.delivery.channel is ChannelKind.TELEGRAM:
            fills = {name: escape(value) for name, value in fills.items()}
        return fill(self.shared.body, fills)


@dataclass(frozen=True, slots=True)
class TellsOf:
    """One line of a notice: a goal of an institution, the step, and the day that it counts to."""

    institution_id: InstitutionId
    acronym: str
    key: str
    step: str
    aim: date
    kind: GoalKind
    #: A target of our own.
    internal: bool
    occurrence: str


async def _departures(session: Session, *where: object) -> Sequence[Departure]:
    sibling = aliased(Delivery)
    same = (sibling.notice_id == Delivery.notice_id, sibling.id != Delivery.id)
    told = sibling.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN])
    subject = select(func.max(sibling.subject)).where(sibling.notice_id == Delivery.notice_id)
    rows = (
        select(
            Delivery,
            Notice,
            Person,
            func.coalesce(subject.scalar_subquery(), ""),
            exists().where(*same, told, sibling.settled_at < Delivery.not_before),
            exists().where(*same, sibling.state == DeliveryState.STANDBY),
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.kind.not_in(ANSWERS), *where)  # type: ignore[arg-type]
        .order_by(Delivery.not_before, Delivery.id)
    )
    found = (await session.execute(rows)).all()
    shared = await wordings(session, sorted({row[0].wording_id for row in found if row[0].wording_id}))
    return [_departure(row, shared.get(row[0].wording_id)) for row in found]


def _departure(row: Row[*tuple[Any, ...]], shared: Wording | None) -> Departure:
    subject = row[3] or (shared.subject if shared else "")
    return Departure(row[0], row[1], row[2], subject, row[4], row[5], shared)


async def departures_due(session: Session, *, now: datetime) -> Sequence[Departure]:
    """What may leave by now and has not, by age."""
    return await _departures(session, Delivery.state.in_(WAITING), Delivery.not_before <= now)


async def departures_between(session: Session, since: datetime, until: datetime) -> Sequence[Departure]:
    """What left from `since` to `until`, both included, or may have."""
    gone = Delivery.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN])
    return await _departures(session, gone, Delivery.settled_at >= since, Delivery.settled_at <= until)


async def next_departure(session: Session, *, after: datetime) -> datetime | None:
    soonest = select(func.min(Delivery.not_before))
    return await session.scalar(soonest.where(Delivery.state.in_(WAITING), Delivery.not_before > after))


async def last_departures(session: Session, *, since: datetime) -> Sequence[datetime]:
    """The moments, since then, at which something left."""
    left = select(Delivery.settled_at).where(Delivery.settled_at >= since).distinct()
    return [moment for moment in await session.scalars(left) if moment is not None]


async def let_go(session: Session, ids: Sequence[DeliveryId], *, now: datetime) -> None:
    """As if each had left now and arrived: only where nothing is sent."""
    for part in batches(ids):
        left = update(Delivery).where(Delivery.id.in_(part))
        await session.execute(left.values(state=DeliveryState.SENT, settled_at=now))


async def told_of(session: Session, notice_ids: Sequence[NoticeId]) -> dict[NoticeId, list[TellsOf]]:
    """What each notice still tells of, by institution and the day it counts to; others have no entry."""
    found: dict[NoticeId, list[TellsOf]] = {}
    line = (Institution.id, Institution.acronym, Goal.key, NoticeLine.step, NoticeLine.aim)
    what = (Goal.kind, Obligation.internal, Obligation.occurrence)
    lines = (
        select(NoticeLine.notice_id, *line, *what)
        .join(Obligation, Obligation.id == NoticeLine.obligation_id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(NoticeLine.withdrawn_at.is_(None))
        .order_by(Institution.acronym, NoticeLine.aim, NoticeLine.id)
    )
    for part in batches(notice_ids):
        for row in (await session.execute(lines.where(NoticeLine.notice_id.in_(part)))).all():
            found.setdefault(row[0], []).append(TellsOf(*row[1:]))
    return found


async def people_and_others(
    session: Session, institution_id: InstitutionId
) -> dict[PersonId, set[InstitutionId]]:
    """Who serves the institution, and which others each of them serves."""
    serving = select(Membership.person_id).where(Membership.institution_id == institution_id)
    rows = select(Membership.person_id, Membership.institution_id).where(Membership.person_id.in_(serving))
    found: dict[PersonId, set[InstitutionId]] = {}
    for person_id, other in (await session.execute(rows)).all():
        found.setdefault(person_id, set()).add(other)
    return {person_id: others - {institution_id} for person_id, others in found.items()}
