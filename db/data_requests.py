"""What people ask about their personal data (Lei 13.709/2018, art. 18): correction, erasure. Each has a number."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, text_enum
from db.ids import DataRequestId, PersonId
from db.people import Person

#: Of what is answered.
DONE, REFUSED = "done", "refused"
_CODE = re.compile(r"\s*lg[\s-]*0*([0-9]{1,9})\s*", re.IGNORECASE | re.ASCII)


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


def read_data_request(text: str) -> DataRequestId | None:
    """`LG-000001`, however it is typed; None: it is no such number."""
    found = _CODE.fullmatch(text)
    return DataRequestId(int(found[1])) if found else None


async def held_request(session: Session, request_id: DataRequestId) -> DataRequest | None:
    """Nobody else answers it till the end of the transaction."""
    found = select(DataRequest).where(DataRequest.id == request_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update(key_share=True))).one_or_none()


async def requests_of(session: Session, person_id: PersonId) -> Sequence[DataRequest]:
    """All of one person, the oldest first."""
    found = select(DataRequest).where(DataRequest.person_id == person_id).order_by(DataRequest.id)
    return (await session.scalars(found)).all()


async def open_requests(session: Session, *, limit: int) -> Sequence[tuple[DataRequest, Person]]:
    """What waits for an answer, the longest first, with who asked."""
    found = select(DataRequest, Person).join(Person, Person.id == DataRequest.person_id)
    found = found.where(DataRequest.answered_at.is_(None)).order_by(DataRequest.id).limit(limit)
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def open_request_like(
    session: Session, person_id: PersonId, kind: DataRequestKind, detail: str
) -> DataRequest | None:
    """What the person asked already, to the letter, and was not answered."""
    found = select(DataRequest).where(
        DataRequest.person_id == person_id,
        DataRequest.kind == kind,
        DataRequest.detail == detail,
        DataRequest.answered_at.is_(None),
    )
    return (await session.scalars(found.order_by(DataRequest.id))).first()
