"""What institutions did together (goals 2.3, 3.3, C3): one report, and each side says in one tap that it was so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, text_enum
from db.deliverables import NOT_COUNTED, Deliverable
from db.ids import DeliverableId, InstitutionId, JointActionId, PersonId
from db.institutions import Institution


class Answer(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class JointAction(Base):
    __tablename__ = "joint_actions"

    id: Mapped[JointActionId] = mapped_column(primary_key=True, init=False)
    #: Key of the goal: `2.3`, `3.3`, `C3`.
    goal: Mapped[str]
    title: Mapped[str]
    result: Mapped[str]
    day: Mapped[date]
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    link: Mapped[str] = mapped_column(default="")
    #: The report of whoever told of it.
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)


class JointPartner(Base):
    __tablename__ = "joint_partners"

    action_id: Mapped[JointActionId] = mapped_column(ForeignKey("joint_actions.id"), primary_key=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(text_enum(Answer, "answer"), default=Answer.ASKED)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """A joint action, who told of it, and what each partner says."""

    action: JointAction
    teller: Institution
    partners: Sequence[tuple[JointPartner, Institution]]


async def told_of(session: Session, action_id: JointActionId) -> Told | None:
    action = await session.get(JointAction, action_id)
    if action is None:
        return None
    rows = (
        select(JointPartner, Institution)
        .join(Institution, Institution.id == JointPartner.institution_id)
        .where(JointPartner.action_id == action_id)
        .order_by(Institution.acronym)
    )
    partners = [(row[0], row[1]) for row in (await session.execute(rows)).all()]
    return Told(action, await session.get_one(Institution, action.institution_id), partners)


async def held_partner(
    session: Session, action_id: JointActionId, institution_id: InstitutionId
) -> JointPartner | None:
    """What a partner said, which nobody else changes till the end of the transaction."""
    where = (JointPartner.action_id == action_id, JointPartner.institution_id == institution_id)
    found = select(JointPartner).where(*where).with_for_update()
    return (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()


async def partner_reporting_by(session: Session, report_id: DeliverableId) -> JointPartner | None:
    """Who confirmed by that report, which nobody else changes till the end of the transaction."""
    found = select(JointPartner).where(JointPartner.deliverable_id == report_id).with_for_update()
    return (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()


async def action_reported_by(session: Session, report_id: DeliverableId) -> JointAction | None:
    """What was told of by that report."""
    found = select(JointAction).where(JointAction.deliverable_id == report_id)
    return (await session.scalars(found)).one_or_none()


async def actions_between(
    session: Session, goal: str, day: date, places: Collection[InstitutionId]
) -> Sequence[JointAction]:
    """Told of that goal and day by one of these institutions, or with one of them; the newest first."""
    with_them = exists().where(
        JointPartner.action_id == JointAction.id, JointPartner.institution_id.in_(places)
    )
    theirs = or_(JointAction.institution_id.in_(places), with_them)
    found = select(JointAction).where(JointAction.goal == goal, JointAction.day == day, theirs)
    return (await session.scalars(found.order_by(JointAction.id.desc()))).all()


async def unanswered_since(
    session: Session, before: datetime, *, after: datetime
) -> Sequence[tuple[JointActionId, InstitutionId]]:
    """Partners that were asked before that moment (and after the other) and have said nothing, by action."""
    found = (
        select(JointPartner.action_id, JointPartner.institution_id)
        .join(JointAction, JointAction.id == JointPartner.action_id)
        .join(Deliverable, Deliverable.id == JointAction.deliverable_id)
        .where(JointPartner.answer == Answer.ASKED, Deliverable.state.not_in(NOT_COUNTED))
        .where(JointAction.created_at <= before, JointAction.created_at > after)
        .order_by(JointPartner.action_id, JointPartner.institution_id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def asked_actions(
    session: Session, places: Collection[InstitutionId]
) -> Sequence[tuple[JointAction, InstitutionId]]:
    """What these institutions were asked about and have not answered, the oldest first."""
    found = (
        select(JointAction, JointPartner.institution_id)
        .join(JointPartner, JointPartner.action_id == JointAction.id)
        .join(Deliverable, Deliverable.id == JointAction.deliverable_id)
        .where(JointPartner.institution_id.in_(places), JointPartner.answer == Answer.ASKED)
        .where(Deliverable.state.not_in(NOT_COUNTED))
        .order_by(JointAction.id, JointPartner.institution_id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]
