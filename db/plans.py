"""Work plans and their goals, as read and confirmed. A rule is opaque text here; rede converts it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import GoalId, InstrumentId, PlanId


class Plan(Base):
    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("instrument_id", "version"),)

    id: Mapped[PlanId] = mapped_column(primary_key=True, init=False)
    instrument_id: Mapped[InstrumentId] = mapped_column(ForeignKey("instruments.id"))
    version: Mapped[int]
    imported_at: Mapped[datetime]
    document_name: Mapped[str]
    document_sha256: Mapped[str]


class Goal(Base):
    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[GoalId] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[PlanId] = mapped_column(ForeignKey("plans.id"))
    #: "1.1" … "3.7", "C1" … "C6"
    key: Mapped[str]
    axis: Mapped[str]
    text: Mapped[str]
    #: Parties by role, joined by "," ("SEGES,partner").
    responsible: Mapped[str]
    second_layer: Mapped[bool]
    #: The deadline phrase, to the letter.
    phrase: Mapped[str]
    #: JSON of scheduler.deadlines.
    rule: Mapped[str]
    reading: Mapped[str]
    confidence: Mapped[str]


async def goals_of(session: Session, plan_id: PlanId) -> Sequence[Goal]:
    """In the order of the document."""
    return (await session.scalars(select(Goal).where(Goal.plan_id == plan_id).order_by(Goal.id))).all()


async def current_goals(session: Session, instrument_id: InstrumentId) -> Sequence[Goal]:
    """The goals of the instrument's newest plan, in the order of the document."""
    newest = select(Plan.id).where(Plan.instrument_id == instrument_id).order_by(Plan.version.desc()).limit(1)
    plan_id = (await session.scalars(newest)).first()
    return await goals_of(session, plan_id) if plan_id is not None else []
