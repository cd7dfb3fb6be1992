"""What institutions did together (goals 2.3, 3.3, C3): one report, and each side says in one tap that it was so."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import DeliverableId, InstitutionId, JointActionId, PersonId


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
