"""Work plans and their goals, as read and confirmed. A rule is opaque text here; rede converts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, insert, text_enum
from db.ids import DecisionId, GoalId, InstitutionId, InstrumentId, PlanId
from db.instruments import Instrument


class GoalKind(StrEnum):
    #: A row of the plano de trabalho.
    PLAN = "plan"
    #: Ours: the one question a semester about everything that is owed all the time.
    CHECK_IN = "check_in"
    #: Ours: the vigência is about to end.
    TERM_END = "term_end"


class Plan(Base):
    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("instrument_id", "version"),)

    id: Mapped[PlanId] = mapped_column(primary_key=True, init=False)
    instrument_id: Mapped[InstrumentId] = mapped_column(ForeignKey("instruments.id"))
    version: Mapped[int]
    imported_at: Mapped[datetime]
    document_name: Mapped[str]
    document_sha256: Mapped[str]
    #: The first day on which it counts, for what a termo aditivo brought; None: from the beginning.
    in_force_from: Mapped[date | None] = mapped_column(default=None)
    #: As the document names it ("1º Termo Aditivo"); empty for the first plan.
    amendment: Mapped[str] = mapped_column(default="")


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
    kind: Mapped[GoalKind] = mapped_column(text_enum(GoalKind, "kind"), default=GoalKind.PLAN)
    #: The decision that its rule follows; None where the reading is certain, or was given for this plan alone.
    decision_id: Mapped[DecisionId | None] = mapped_column(
        ForeignKey("reading_decisions.id"), index=True, default=None
    )


@dataclass(frozen=True, slots=True)
class Span:
    """From which day on (None: from the beginning) and up to which, not included (None: for good)."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class GoalInForce:
    """A goal with the days on which its plan counts."""

    goal: Goal
    span: Span


async def latest_version(session: Session, instrument_id: InstrumentId) -> int:
    """0 where there is no plan yet."""
    found = select(Plan.version).where(Plan.instrument_id == instrument_id)
    return (await session.scalars(found.order_by(Plan.version.desc()).limit(1))).first() or 0


async def first_plans(
    session: Session, institution_ids: Sequence[InstitutionId]
) -> list[tuple[Instrument, str]]:
    """Every instrument of these institutions, with the SHA-256 of the document of its first plan."""
    found: list[tuple[Instrument, str]] = []
    for part in batches(institution_ids):
        first = and_(Plan.instrument_id == Instrument.id, Plan.version == 1)
        rows = select(Instrument, Plan.document_sha256).join(Plan, first)
        rows = rows.where(Instrument.institution_id.in_(part)).order_by(Instrument.id)
        found += [(row[0], row[1]) for row in (await session.execute(rows)).all()]
    return found


async def goals_of(session: Session, plan_id: PlanId) -> Sequence[Goal]:
    """The rows of the document, in its order."""
    found = select(Goal).where(Goal.plan_id == plan_id, Goal.kind == GoalKind.PLAN).order_by(Goal.id)
    return (await session.scalars(found)).all()


async def plans_of(session: Session, instrument_id: InstrumentId) -> Sequence[tuple[Plan, Span]]:
    """Every version with the days on which it counts, the first version first; a span may be empty."""
    found = select(Plan).where(Plan.instrument_id == instrument_id).order_by(Plan.version)
    plans = (await session.scalars(found)).all()
    later = [plan.in_force_from for plan in plans[1:]]
    # A later version takes the place of any that would begin after it.
    ends = [
        min((day for day in later[index:] if day is not None), default=None) for index in range(len(plans))
    ]
    return [(plan, Span(plan.in_force_from, end)) for plan, end in zip(plans, ends, strict=True)]


async def plan_in_force(session: Session, instrument_id: InstrumentId, *, on: date) -> Plan | None:
    return next((plan for plan, span in await plans_of(session, instrument_id) if on in span), None)


async def goals_in_force(
    session: Session, instrument_id: InstrumentId, *, kinds: Sequence[GoalKind] = tuple(GoalKind)
) -> Sequence[GoalInForce]:
    """The goals of every version, the oldest first, each in the order of its document."""
    spans = {plan.id: span for plan, span in await plans_of(session, instrument_id)}
    found = select(Goal).where(Goal.plan_id.in_(spans), Goal.kind.in_(kinds)).order_by(Goal.plan_id, Goal.id)
    return [GoalInForce(goal, spans[goal.plan_id]) for goal in (await session.scalars(found)).all()]


async def put_goals(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Adds what is not there yet, by (plan, key)."""
    statement = insert(session, Goal).on_conflict_do_nothing(index_elements=["plan_id", "key"])
    await session.execute(statement, list(rows))


async def current_goals(session: Session, instrument_id: InstrumentId) -> Sequence[Goal]:
    """The rows of the instrument's newest plan, in the order of the document."""
    newest = select(Plan.id).where(Plan.instrument_id == instrument_id).order_by(Plan.version.desc()).limit(1)
    plan_id = (await session.scalars(newest)).first()
    return await goals_of(session, plan_id) if plan_id is not None else []
