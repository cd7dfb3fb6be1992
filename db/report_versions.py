"""Every version of a report, with what was decided about it. The report itself stands as its newest version."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import DeliverableId, PersonId


class ReportVersion(Base):
    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("deliverable_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deliverable_id: Mapped[DeliverableId] = mapped_column(ForeignKey("deliverables.id"))
    #: From 1.
    version: Mapped[int]
    sent_at: Mapped[datetime]
    #: Who sent it; None for what was brought in from before.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    description: Mapped[str]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    #: JSON object, as `Deliverable.evidence`.
    evidence: Mapped[str] = mapped_column(default="")
    #: A `DeliverableState` that somebody decided on; empty while nobody did.
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    #: Internal date by which a returned report is asked for again.
    due_again: Mapped[date | None] = mapped_column(default=None)


async def versions_of(session: Session, deliverable_id: DeliverableId) -> Sequence[ReportVersion]:
    """The first first."""
    found = select(ReportVersion).where(ReportVersion.deliverable_id == deliverable_id)
    return (await session.scalars(found.order_by(ReportVersion.version))).all()


async def version_of(session: Session, deliverable_id: DeliverableId, version: int) -> ReportVersion | None:
    found = select(ReportVersion).where(
        ReportVersion.deliverable_id == deliverable_id, ReportVersion.version == version
    )
    return (await session.scalars(found)).one_or_none()
