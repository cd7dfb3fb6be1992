"""Who did what, when: ids and keys only, never personal data."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import PersonId


class AuditEntry(Base):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    #: None when the service or the command line acted.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str]
    #: What it was done to, as `table:id` or a protocol number.
    object: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")


def record(
    session: Session, act: str, object_: str, *, now: datetime, person_id: PersonId | None, detail: str = ""
) -> None:
    session.add(AuditEntry(at=now, person_id=person_id, act=act, object=object_, detail=detail))
