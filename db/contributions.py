"""What partners offer the others: good practices, courses, suggestions, questions (goals C5, C6; art. 21, XI)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import AnnouncementId, ContributionId, DeliverableId, EnclosureId, InstitutionId, PersonId


class ContributionKind(StrEnum):
    PRACTICE = "boa-pratica"
    COURSE_OFFER = "curso"
    SUGGESTION = "sugestao"
    QUESTION = "duvida"


class ContributionState(StrEnum):
    SENT = "sent"
    #: Announced, with credit.
    PUBLISHED = "published"
    #: Taken note of, and answered; not announced.
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Contribution(Base):
    __tablename__ = "contributions"

    id: Mapped[ContributionId] = mapped_column(primary_key=True, init=False)
    kind: Mapped[ContributionKind] = mapped_column(text_enum(ContributionKind, "kind"))
    state: Mapped[ContributionState] = mapped_column(text_enum(ContributionState, "state"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    sent_at: Mapped[datetime]
    link: Mapped[str] = mapped_column(default="")
    #: JSON object of what its kind asks besides (vacancies, dates …).
    details: Mapped[str] = mapped_column(default="")
    axis: Mapped[str] = mapped_column(default="")
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
    #: Restricted (Lei 12.527/2011): not published before the institution says yes once more.
    restricted: Mapped[bool] = mapped_column(default=False)
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    answer: Mapped[str] = mapped_column(default="")
    announcement_id: Mapped[AnnouncementId | None] = mapped_column(
        ForeignKey("announcements.id"), default=None
    )
    #: The report of goal C5 or C6 that it makes, where the institution owes one.
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)
    #: The message in the forum group where a question was taken to.
    topic_chat: Mapped[int | None] = mapped_column(BigInteger, default=None)
    topic_message: Mapped[int | None] = mapped_column(BigInteger, default=None)
