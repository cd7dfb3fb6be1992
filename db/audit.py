"""Who did what, when: ids and keys only, never personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.deliverables import Deliverable
from db.ids import InstitutionId, PersonId


class AuditEntry(Base):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    #: None when the service or the command line acted.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), index=True)
    act: Mapped[str]
    #: What it was done to, as `table:id` or a protocol number.
    object: Mapped[str] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(default="")


def record(
    session: Session, act: str, object_: str, *, now: datetime, person_id: PersonId | None, detail: str = ""
) -> None:
    session.add(AuditEntry(at=now, person_id=person_id, act=act, object=object_, detail=detail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are meant; all of these at once, and without any of them every entry."""

    #: By this person, or about them.
    person_id: PersonId | None = None
    #: Of the institution itself, of whoever was given a function there, of its reports.
    institution_id: InstitutionId | None = None
    object: str = ""
    since: datetime | None = None
    #: This instant is not among them.
    until: datetime | None = None


async def newest_entries(
    session: Session, sought: Sought, *, limit: int, before: int | None = None
) -> Sequence[AuditEntry]:
    """The newest first. `before`: only those with a smaller number."""
    found = select(AuditEntry).where(*_wanted(sought)).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        found = found.where(AuditEntry.id < before)
    return (await session.scalars(found)).all()


async def entries_after(session: Session, sought: Sought, *, after: int, limit: int) -> Sequence[AuditEntry]:
    """In the order in which they came, from the number that follows `after` on."""
    found = select(AuditEntry).where(*_wanted(sought), AuditEntry.id > after)
    return (await session.scalars(found.order_by(AuditEntry.id).limit(limit))).all()


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if (who := sought.person_id) is not None:
        wanted.append(or_(AuditEntry.person_id == who, AuditEntry.object == f"people:{who}"))
    if (place := sought.institution_id) is not None:
        named = f"institutions:{place}"
        reports = select(Deliverable.protocol).where(Deliverable.institution_id == place)
        wanted.append(
            or_(
                AuditEntry.object == named,
                AuditEntry.object.in_(reports),
                AuditEntry.detail == named,
                AuditEntry.detail.startswith(f"{named} "),
            )
        )
    if sought.object:
        wanted.append(AuditEntry.object == sought.object)
    if sought.since is not None:
        wanted.append(AuditEntry.at >= sought.since)
    if sought.until is not None:
        wanted.append(AuditEntry.at < sought.until)
    return wanted
