"""Readings of deadline phrases that the Secretariat decided: each serves every identical phrase till revised."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, func, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import DecisionId, PersonId
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState
from db.plans import Goal, GoalKind, Plan

#: `Goal.confidence` of what reads several ways (scheduler.phrases).
ASSUMED = "assumed"


class ReadingDecision(Base):
    """Never changed, only replaced: what was decided before stays on record."""

    __tablename__ = "reading_decisions"
    __table_args__ = (
        Index(
            "uq_reading_decisions_phrase",
            "phrase",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[DecisionId] = mapped_column(primary_key=True, init=False)
    #: In plain lower-case letters, so that case, accents and spaces make no other phrase.
    phrase: Mapped[str]
    #: To the letter, as it stood where it was decided.
    written: Mapped[str]
    #: JSON of scheduler.deadlines.
    rule: Mapped[str]
    reading: Mapped[str]
    decided_at: Mapped[datetime]
    #: None when it was decided on the command line.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(default="")
    sei: Mapped[str] = mapped_column(default="")
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)


async def decisions_in_force(session: Session) -> dict[str, ReadingDecision]:
    """By the phrase in plain letters."""
    found = select(ReadingDecision).where(ReadingDecision.replaced_at.is_(None))
    return {decision.phrase: decision for decision in (await session.scalars(found)).all()}


async def decide_reading(session: Session, new: ReadingDecision) -> None:
    """Puts a decision in force, in the place of the one before."""
    found = select(ReadingDecision).where(
        ReadingDecision.phrase == new.phrase, ReadingDecision.replaced_at.is_(None)
    )
    before = (await session.scalars(found)).one_or_none()
    if before is not None:
        before.replaced_at = new.decided_at
        await session.flush()
    session.add(new)
    await session.flush()


def _undecided() -> ColumnElement[bool]:
    """Goals whose phrase reads several ways, where nobody said which, for this plan or for all."""
    return and_(Goal.kind == GoalKind.PLAN, Goal.confidence == ASSUMED, Goal.decision_id.is_(None))


async def undecided_phrases(session: Session) -> dict[str, int]:
    """How many goals stand under each, to the letter."""
    found = select(Goal.phrase, func.count()).where(_undecided()).group_by(Goal.phrase).order_by(Goal.phrase)
    return {row[0]: row[1] for row in (await session.execute(found)).all()}


async def goals_by_decision(session: Session) -> dict[DecisionId, int]:
    """How many goals follow each decision."""
    found = select(Goal.decision_id, func.count()).where(Goal.decision_id.is_not(None))
    rows = (await session.execute(found.group_by(Goal.decision_id))).all()
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _following(phrase: str, written: Sequence[str]) -> ColumnElement[bool]:
    """Goals that follow any decision about a phrase, or none and are `written` so."""
    decisions = select(ReadingDecision.id).where(ReadingDecision.phrase == phrase)
    return or_(Goal.decision_id.in_(decisions), and_(_undecided(), Goal.phrase.in_(written)))


async def rules_read_before(session: Session, phrase: str, written: Sequence[str]) -> Sequence[str]:
    """The rules of the goals that would follow a new decision."""
    found = select(Goal.rule).where(_following(phrase, written)).distinct().order_by(Goal.rule)
    return (await session.scalars(found)).all()


async def withdraw_undated(
    session: Session, phrase: str, written: Sequence[str], *, rules: Sequence[str], why: str, now: datetime
) -> None:
    """What had no date under these rules is owed no more that way."""
    goals = select(Goal.id).where(_following(phrase, written), Goal.rule.in_(rules))
    undated = (
        Obligation.goal_id.in_(goals),
        Obligation.literal.is_(None),
        Obligation.state == ObligationState.OPEN,
    )
    gone = update(Obligation).where(*undated)
    await session.execute(gone.values(state=ObligationState.WITHDRAWN, closed_at=now, closed_why=why))


async def follow(session: Session, new: ReadingDecision, written: Sequence[str]) -> tuple[int, int]:
    """Gives every goal of the phrase the rule of the decision; how many goals, and how many instruments have to
    be counted anew for it, which are put behind."""
    following = _following(new.phrase, written)
    moved = select(Plan.instrument_id).join(Goal, Goal.plan_id == Plan.id)
    behind = update(Instrument).where(Instrument.id.in_(moved.where(following, Goal.rule != new.rule)))
    instruments = await session.scalars(behind.values(counted_by="").returning(Instrument.id))
    recounted = len(instruments.all())
    changed = update(Goal).where(following)
    changed = changed.values(rule=new.rule, reading=new.reading, decision_id=new.id)
    return len((await session.scalars(changed.returning(Goal.id))).all()), recounted
