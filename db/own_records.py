"""What is on record of one person, for that person: what they were told, what they handed in, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.archive import ArchivedDelivery
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind
from db.contributions import Contribution
from db.convened import Convened, Invitee
from db.database import Session, batches
from db.deliverables import Deliverable
from db.deliveries import Delivery
from db.ids import NoticeId, PersonId
from db.institutions import Institution
from db.interests import Interest
from db.invites import Invite
from db.multipliers import Multiplier
from db.notices import Notice
from db.obligations import Obligation
from db.people import Membership
from db.plans import Goal


@dataclass(frozen=True, slots=True)
class Told:
    """One channel of a notice."""

    channel: ChannelKind
    state: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnReport:
    report: Deliverable
    goal: Goal
    institution: Institution


@dataclass(frozen=True, slots=True)
class Counts:
    notices: int
    reports: int


async def counts_of(session: Session, person_id: PersonId) -> Counts:
    notices = select(func.count()).select_from(Notice).where(Notice.person_id == person_id)
    reports = select(func.count()).select_from(Deliverable).where(Deliverable.person_id == person_id)
    return Counts((await session.scalars(notices)).one(), (await session.scalars(reports)).one())


async def own_functions(session: Session, person_id: PersonId) -> Sequence[tuple[Membership, Institution]]:
    found = (
        select(Membership, Institution)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.person_id == person_id)
        .order_by(Institution.layer, Institution.acronym, Membership.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def own_channels(session: Session, person_id: PersonId) -> Sequence[Channel]:
    """Open and closed."""
    found = select(Channel).where(Channel.person_id == person_id).order_by(Channel.id)
    return (await session.scalars(found)).all()


async def own_paths(session: Session, person_id: PersonId) -> Sequence[tuple[Multiplier, Institution]]:
    """As multiplicador, for each institution."""
    found = (
        select(Multiplier, Institution)
        .join(Institution, Institution.id == Multiplier.institution_id)
        .where(Multiplier.person_id == person_id)
        .order_by(Institution.acronym, Multiplier.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def own_notices(session: Session, person_id: PersonId) -> Sequence[tuple[Notice, Sequence[Told]]]:
    """The oldest first, each with its channels, of the archived ones too."""
    found = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
    notices = (await session.scalars(found)).all()
    told: dict[NoticeId, list[Told]] = {one.id: [] for one in notices}
    for part in batches(told):
        for table in (Delivery, ArchivedDelivery):
            columns = (table.notice_id, table.channel, table.state, table.settled_at)
            rows = select(*columns).where(table.notice_id.in_(part)).order_by(table.id)
            for row in (await session.execute(rows)).all():
                told[row[0]].append(Told(row[1], row[2], row[3]))
    return [(one, told[one.id]) for one in notices]


async def own_reports(session: Session, person_id: PersonId) -> Sequence[OwnReport]:
    """What the person handed in, in the order in which it came."""
    found = (
        select(Deliverable, Goal, Institution)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .join(Institution, Institution.id == Deliverable.institution_id)
        .where(Deliverable.person_id == person_id)
        .order_by(Deliverable.id)
    )
    return [OwnReport(*row) for row in (await session.execute(found)).all()]


async def own_interests(session: Session, person_id: PersonId) -> Sequence[Interest]:
    found = select(Interest).where(Interest.person_id == person_id).order_by(Interest.subject)
    return (await session.scalars(found)).all()


async def own_replies(session: Session, person_id: PersonId) -> Sequence[tuple[Invitee, Convened]]:
    """To what meetings the person was called, the first one first."""
    found = (
        select(Invitee, Convened)
        .join(Convened, Convened.id == Invitee.meeting_id)
        .where(Invitee.person_id == person_id)
        .order_by(Convened.starts_at, Convened.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def own_contributions(session: Session, person_id: PersonId) -> Sequence[Contribution]:
    found = select(Contribution).where(Contribution.person_id == person_id).order_by(Contribution.id)
    return (await session.scalars(found)).all()


async def own_invites(session: Session, person_id: PersonId) -> Sequence[Invite]:
    found = select(Invite).where(Invite.person_id == person_id).order_by(Invite.id)
    return (await session.scalars(found)).all()


async def done_by(session: Session, person_id: PersonId) -> Sequence[AuditEntry]:
    """In the order in which it was done."""
    found = select(AuditEntry).where(AuditEntry.person_id == person_id).order_by(AuditEntry.id)
    return (await session.scalars(found)).all()


async def done_about(session: Session, person_id: PersonId) -> Sequence[AuditEntry]:
    """By others, or by the service."""
    about = AuditEntry.object == f"people:{person_id}"
    others = AuditEntry.person_id.is_distinct_from(person_id)
    found = select(AuditEntry).where(about, others).order_by(AuditEntry.id)
    return (await session.scalars(found)).all()
