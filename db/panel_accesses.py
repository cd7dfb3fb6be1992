"""Access to the Painel Gerencial (goal 1.3): given by the Secretariat for each 1.2, confirmed by the partner."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert
from db.deliverables import NOT_COUNTED, Deliverable
from db.ids import DeliverableId, InstitutionId, ObligationId, PersonId
from db.institutions import Institution
from db.obligations import Obligation
from db.plans import Goal


class PanelAccess(Base):
    __tablename__ = "panel_accesses"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: The report of goal 1.2 that named who is to get in.
    deliverable_id: Mapped[DeliverableId] = mapped_column(ForeignKey("deliverables.id"), unique=True)
    noted_at: Mapped[datetime]
    given_on: Mapped[date | None] = mapped_column(default=None)
    given_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: The partner is asked whether it works on this day; none once it was asked.
    ask_on: Mapped[date | None] = mapped_column(default=None, index=True)
    #: Whether they got in; None while they have not said.
    works: Mapped[bool | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


async def note_access(
    session: Session, institution_id: InstitutionId, deliverable_id: DeliverableId, *, now: datetime
) -> int | None:
    """The number of the new row; None: that report has one."""
    new = insert(session, PanelAccess).values(
        institution_id=institution_id, deliverable_id=deliverable_id, noted_at=now
    )
    new = new.on_conflict_do_nothing(index_elements=["deliverable_id"])
    return (await session.scalars(new.returning(PanelAccess.id))).first()


async def held_access(session: Session, access_id: int) -> PanelAccess | None:
    """Nobody else changes it till the end of the transaction."""
    found = select(PanelAccess).where(PanelAccess.id == access_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update(key_share=True))).one_or_none()


async def access_of_report(session: Session, deliverable_id: DeliverableId) -> PanelAccess | None:
    """The one that this report called for."""
    found = select(PanelAccess).where(PanelAccess.deliverable_id == deliverable_id)
    return (await session.scalars(found.with_for_update(key_share=True))).one_or_none()


async def accesses_to_give(
    session: Session, *, institution_id: InstitutionId | None = None, limit: int = 100
) -> list[tuple[PanelAccess, Institution, Deliverable]]:
    """What waits for the Secretariat, the longest first: not given yet, or given and of no use; of one institution,
    or (None) of all."""
    waits = or_(PanelAccess.given_on.is_(None), PanelAccess.works.is_(False))
    found = (
        select(PanelAccess, Institution, Deliverable)
        .join(Institution, Institution.id == PanelAccess.institution_id)
        .join(Deliverable, Deliverable.id == PanelAccess.deliverable_id)
        .where(waits, Deliverable.state.not_in(NOT_COUNTED))
        .order_by(PanelAccess.noted_at, PanelAccess.id)
        .limit(limit)
    )
    if institution_id is not None:
        found = found.where(PanelAccess.institution_id == institution_id)
    return [(row[0], row[1], row[2]) for row in (await session.execute(found)).all()]


async def accesses_to_ask(session: Session, *, today: date) -> Sequence[int]:
    """Those of which the partner is to be asked by `today`, by number."""
    found = select(PanelAccess.id).where(PanelAccess.ask_on <= today)
    return (await session.scalars(found.order_by(PanelAccess.id))).all()


async def unanswered_access(session: Session, institution_id: InstitutionId) -> PanelAccess | None:
    """The newest that was given and of which the institution has not said whether it works."""
    found = select(PanelAccess).where(
        PanelAccess.institution_id == institution_id,
        PanelAccess.given_on.is_not(None),
        PanelAccess.works.is_(None),
    )
    return (await session.scalars(found.order_by(PanelAccess.id.desc()).limit(1))).one_or_none()


async def task_of_access(session: Session, access: PanelAccess, *, key: str) -> ObligationId | None:
    """What the report behind it made the Secretariat owe for the goal of that key, under the same agreement; None
    where the plan has no such goal, or nobody opened it yet."""
    instrument = (
        select(Obligation.instrument_id)
        .join(Deliverable, Deliverable.obligation_id == Obligation.id)
        .where(Deliverable.id == access.deliverable_id)
        .scalar_subquery()
    )
    found = (
        select(Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(
            Goal.key == key,
            Obligation.instrument_id == instrument,
            Obligation.occurrence == f"target:{access.deliverable_id}",
        )
    )
    return (await session.scalars(found)).first()


async def report_for(session: Session, obligation_id: ObligationId) -> Deliverable | None:
    """The newest report for an obligation, which nobody else changes till the end of the transaction."""
    found = select(Deliverable).where(Deliverable.obligation_id == obligation_id)
    newest = found.order_by(Deliverable.id.desc()).limit(1)
    return (await session.scalars(newest.with_for_update(key_share=True))).one_or_none()
