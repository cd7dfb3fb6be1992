"""What people ask about their personal data (Lei 13.709/2018, art. 18): correction, erasure. Each has a number."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import DataRequestId, PersonId


class DataRequestKind(StrEnum):
    CORRECTION = "correction"
    ERASURE = "erasure"


class DataRequest(Base):
    __tablename__ = "data_requests"

    id: Mapped[DataRequestId] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[DataRequestKind] = mapped_column(text_enum(DataRequestKind, "kind"))
    made_at: Mapped[datetime]
    #: What is to be corrected; blanked once it was answered.
    detail: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: `done` or `refused`, and why.
    answer: Mapped[str] = mapped_column(default="")


def data_request_code(number: DataRequestId) -> str:
    return f"LG-{number:06d}"
