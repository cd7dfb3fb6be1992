"""What there is to check: reports that wait for a word, and those that came back and were not sent again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, union_all, update
from sqlalchemy.orm import Mapped, aliased

from db.database import Session, batches
from db.deliverables import NOT_COUNTED, Deliverable, DeliverableState
from db.ids import DeliverableId, InstitutionId, ObligationId, PersonId
from db.institutions import Institution
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind
from db.report_versions import ReportVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A report in a list of those that wait, or that came back; without what it tells."""

    id: DeliverableId
    protocol: str
    version: int
    state: DeliverableState
    received_at: datetime
    late: bool
    sampled: bool
    institution_id: InstitutionId
    acronym: str
    layer: int
    parent_id: InstitutionId | None
    key: str
    axis: str
    person_id: PersonId | None
    registered_by: PersonId | None
    #: Of one that came back.
    due_again: date | None
    decided_at: datetime | None
    nudged_at: datetime | None


_COLUMNS: dict[str, Mapped[object]] = {
    "id": Deliverable.id,
    "protocol": Deliverable.protocol,
    "version": Deliverable.version,
    "state": Deliverable.state,
    "received_at": Deliverable.received_at,
    "late": Deliverable.late,
    "sampled": Deliverable.sampled,
    "institution_id": Deliverable.institution_id,
    "acronym": Institution.acronym,
    "layer": Institution.layer,
    "parent_id": Institution.parent_id,
    "key": Goal.key,
    "axis": Goal.axis,
    "person_id": Deliverable.person_id,
    "registered_by": Deliverable.registered_by,
    "due_again": Deliverable.due_again,
    "decided_at": Deliverable.decided_at,
    "nudged_at": Deliverable.nudged_at,
}

_UNDECIDED = aliased(Deliverable)
#: Nobody decided on it yet; of what is only recorded, where it was chosen. Two questions, each by its index: with
#: an OR between them SQLite walks every goal there is.
_WAITS: ColumnElement[bool] = Deliverable.id.in_(
    union_all(
        select(_UNDECIDED.id).where(
            _UNDECIDED.state.in_((DeliverableState.SUBMITTED, DeliverableState.SELF_DECLARED))
        ),
        select(_UNDECIDED.id).where(_UNDECIDED.state == DeliverableState.RECORDED, _UNDECIDED.sampled),
    )
)
#: Somebody was let off: there is nothing left to decide.
_OVER = (ObligationState.DISPENSED, ObligationState.NO_EVENT)


async def _listed(session: Session, *where: ColumnElement[bool]) -> list[Waiting]:
    found = (
        select(*_COLUMNS.values())
        .join(Institution, Institution.id == Deliverable.institution_id)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(*where, Goal.kind == GoalKind.PLAN, Obligation.state.not_in(_OVER))
        .order_by(Deliverable.received_at, Deliverable.id)
    )
    return [Waiting(**dict(zip(_COLUMNS, row, strict=True))) for row in (await session.execute(found)).all()]


async def waiting_reports(
    session: Session, *, institution_ids: Collection[InstitutionId] | None = None
) -> list[Waiting]:
    """What waits to be looked at, of these institutions (None: of all), the oldest first."""
    if institution_ids is None:
        return await _listed(session, _WAITS)
    parts = batches(sorted(institution_ids))
    found = [
        one for part in parts for one in await _listed(session, _WAITS, Deliverable.institution_id.in_(part))
    ]
    return sorted(found, key=lambda one: (one.received_at, one.id))


async def reports_named(session: Session, protocols: Collection[str]) -> list[Waiting]:
    """Whatever became of them, the oldest first."""
    return await _listed(session, Deliverable.protocol.in_(list(protocols)[:100]))


async def unread_since(session: Session, before: datetime) -> list[Waiting]:
    """What waits, whose newest version came before that moment and of which nobody was reminded since then."""
    newer = exists().where(
        ReportVersion.deliverable_id == Deliverable.id,
        ReportVersion.version == Deliverable.version,
        ReportVersion.sent_at >= before,
    )
    silent = or_(Deliverable.nudged_at.is_(None), Deliverable.nudged_at < before)
    return await _listed(session, _WAITS, Deliverable.received_at < before, silent, ~newer)


async def given_back(session: Session) -> list[Waiting]:
    """Everything that came back and was not sent again, the oldest first."""
    return await _listed(session, Deliverable.state == DeliverableState.RETURNED)


async def come_back(session: Session, ids: Collection[ObligationId]) -> set[ObligationId]:
    """Those of these obligations of which a report came back: they are asked for by an internal date."""
    found: set[ObligationId] = set()
    for part in batches(ids):
        returned = (Deliverable.obligation_id.in_(part), Deliverable.state == DeliverableState.RETURNED)
        found |= set(await session.scalars(select(Deliverable.obligation_id).where(*returned)))
    return found


async def has_recorded(session: Session, institution_id: InstitutionId, *, since: datetime) -> bool:
    """Whether an institution handed in anything that is only recorded from that moment on."""
    recorded = exists().where(
        Deliverable.institution_id == institution_id,
        Deliverable.received_at >= since,
        or_(Deliverable.state == DeliverableState.RECORDED, Deliverable.sampled),
    )
    return bool((await session.scalars(select(recorded))).one())


async def standing_reports(session: Session, obligation_id: ObligationId) -> int:
    """How many of its reports stand, also those that say that there is nothing to tell."""
    found = select(func.count()).where(
        Deliverable.obligation_id == obligation_id, Deliverable.state.not_in(NOT_COUNTED)
    )
    return (await session.scalars(found)).one()


async def standing_means(session: Session, obligation_id: ObligationId) -> set[str]:
    """By what means its reports that stand came; of one that was handed in: ""."""
    found = select(Deliverable.means).where(
        Deliverable.obligation_id == obligation_id, Deliverable.state.not_in(NOT_COUNTED)
    )
    return set(await session.scalars(found.distinct()))


async def accepted_reports(session: Session, obligation_id: ObligationId) -> int:
    found = select(func.count()).where(
        Deliverable.obligation_id == obligation_id, Deliverable.state == DeliverableState.ACCEPTED
    )
    return (await session.scalars(found)).one()


async def remember_nudge(session: Session, ids: Collection[DeliverableId], *, now: datetime) -> None:
    for part in batches(sorted(ids)):
        await session.execute(update(Deliverable).where(Deliverable.id.in_(part)).values(nudged_at=now))
