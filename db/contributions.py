"""What partners offer the others: good practices, courses, suggestions, questions (goals C5, C6; art. 21, XI)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, text_enum
from db.ids import AnnouncementId, ContributionId, DeliverableId, EnclosureId, InstitutionId, PersonId
from db.institutions import Institution


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


@dataclass(frozen=True, slots=True)
class Offered:
    """A contribution with whose it is."""

    contribution: Contribution
    institution: Institution


async def held_contribution(session: Session, number: ContributionId) -> Contribution | None:
    """As it is now, and nobody else changes it before the transaction ends."""
    found = select(Contribution).where(Contribution.id == number)
    found = found.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(found)).one_or_none()


async def waiting_contributions(session: Session) -> list[Offered]:
    """What nobody has decided on, in the order in which it came."""
    return await _offered(session, Contribution.state == ContributionState.SENT)


async def contributions_of(session: Session, places: Collection[InstitutionId], limit: int) -> list[Offered]:
    """What these institutions offered, the newest last."""
    mine = Contribution.institution_id.in_(places)
    newest = select(Contribution.id).where(mine).order_by(Contribution.id.desc()).limit(limit)
    return await _offered(session, Contribution.id.in_(newest))


async def unseen_contributions(
    session: Session, *, before: datetime, after: ContributionId | int
) -> list[Offered]:
    """What came before then, with a greater number, and nobody has looked at."""
    return await _offered(
        session,
        Contribution.state == ContributionState.SENT,
        Contribution.decided_by.is_(None),
        Contribution.sent_at < before,
        Contribution.id > after,
    )


async def _offered(session: Session, *where: ColumnElement[bool]) -> list[Offered]:
    found = (
        select(Contribution, Institution)
        .join(Institution, Institution.id == Contribution.institution_id)
        .where(*where)
        .order_by(Contribution.id)
    )
    return [Offered(row[0], row[1]) for row in (await session.execute(found)).all()]
