"""Goals about contacts that are open again: who owes them, and who can be reached since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, text

from db.channels import Channel
from db.database import Session, batches
from db.ids import GoalId, InstitutionId
from db.instruments import Instrument
from db.obligations import LOST, OPEN_FOR_A_CONTACT, Obligation, ObligationState
from db.people import Membership
from db.plans import Goal, GoalKind


@dataclass(frozen=True, slots=True)
class OwedAlways:
    """A goal without a date that an institution owes under one agreement."""

    goal_id: GoalId
    institution_id: InstitutionId
    instrument: Instrument


async def owed_always(
    session: Session, institution_ids: Collection[InstitutionId], *, key: str, today: date
) -> Sequence[OwedAlways]:
    """The goal of that key under each agreement in force; by goal."""
    found: list[OwedAlways] = []
    for part in batches(institution_ids):
        rows = (
            select(Obligation.goal_id, Obligation.institution_id, Instrument)
            .join(Goal, Goal.id == Obligation.goal_id)
            .join(Instrument, Instrument.id == Obligation.instrument_id)
            .where(
                Obligation.institution_id.in_(part),
                Obligation.state == ObligationState.OPEN,
                Obligation.literal.is_(None),
                Goal.kind == GoalKind.PLAN,
                Goal.key == key,
                or_(Instrument.ends.is_(None), Instrument.ends >= today),
            )
            .order_by(Obligation.goal_id, Obligation.id)
        )
        found += [OwedAlways(*row) for row in (await session.execute(rows)).all()]
    return found


async def owed_for_a_contact(
    session: Session, institution_ids: Collection[InstitutionId]
) -> Sequence[Obligation]:
    """What these institutions owe, or owed, because a contact was lost."""
    found: list[Obligation] = []
    for part in batches(sorted(institution_ids)):
        named = (Obligation.institution_id.in_(part), Obligation.occurrence.startswith(LOST))
        found += (await session.scalars(select(Obligation).where(*named).order_by(Obligation.id))).all()
    return found


async def open_for_a_contact(session: Session) -> Sequence[Obligation]:
    """What is owed because a contact was lost, by anybody; by id."""
    found = select(Obligation).where(text(OPEN_FOR_A_CONTACT)).order_by(Obligation.id)
    return (await session.scalars(found)).all()


async def newest_membership(session: Session) -> int:
    """Whoever serves by a higher number came later."""
    return (await session.scalars(select(func.max(Membership.id)))).one() or 0


@dataclass(frozen=True, slots=True)
class Reached:
    """Of those who can be reached: the newest membership, and since when the last of them can be."""

    membership: int
    opened_at: datetime


async def reached(
    session: Session, institution_ids: Collection[InstitutionId]
) -> Mapping[InstitutionId, Reached]:
    """Institutions of which nobody can be reached are not there."""
    found: dict[InstitutionId, Reached] = {}
    for part in batches(sorted(institution_ids)):
        place = Membership.institution_id
        # Who was reached all along, and opens another channel, is nobody new.
        one = (
            select(place, func.max(Membership.id).label("newest"), func.min(Channel.opened_at).label("since"))
            .join(Channel, Channel.person_id == Membership.person_id)
            .where(place.in_(part), Channel.closed_at.is_(None))
            .group_by(place, Membership.person_id)
            .subquery()
        ).c
        rows = select(one.institution_id, func.max(one.newest), func.max(one.since))
        rows = rows.group_by(one.institution_id)
        found.update({row[0]: Reached(row[1], row[2]) for row in (await session.execute(rows)).all()})
    return found
