"""Files that people hand in with a report. The content lies in data_dir under a name of ours; what it is, here."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches
from db.ids import AttachmentId, DeliverableId, PersonId


class Attachment(Base):
    __tablename__ = "attachments"

    id: Mapped[AttachmentId] = mapped_column(primary_key=True, init=False)
    #: The chat whose form it came for.
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    #: As it was sent, cleaned; never part of a path.
    name: Mapped[str]
    #: Found in its content, not in its name.
    media_type: Mapped[str]
    #: Bytes.
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    #: Below the folder of attachments; generated.
    path: Mapped[str]
    received_at: Mapped[datetime]
    #: Files sent together (Bot API, media_group_id); empty for one alone.
    album: Mapped[str] = mapped_column(default="")
    #: None until the report is sent.
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(
        ForeignKey("deliverables.id"), index=True, default=None
    )
    #: With which version of the report it came.
    version: Mapped[int] = mapped_column(default=1)


async def attachments_by_id(session: Session, ids: Collection[AttachmentId]) -> Sequence[Attachment]:
    """In the order in which they came."""
    found = select(Attachment).where(Attachment.id.in_(ids)).order_by(Attachment.id)
    return (await session.scalars(found)).all()


async def attachments_of(
    session: Session, deliverable_ids: Collection[DeliverableId]
) -> dict[DeliverableId, list[Attachment]]:
    """Of each of these reports, of all its versions, in the order in which they came; without any: not there."""
    found: dict[DeliverableId, list[Attachment]] = {}
    for part in batches(deliverable_ids):
        rows = select(Attachment).where(Attachment.deliverable_id.in_(part)).order_by(Attachment.id)
        for row in await session.scalars(rows):
            if row.deliverable_id is not None:
                found.setdefault(row.deliverable_id, []).append(row)
    return found


async def attach(
    session: Session,
    ids: Collection[AttachmentId],
    person_id: PersonId,
    *,
    deliverable_id: DeliverableId,
    version: int,
) -> int:
    """Files of that person that go with no report yet go with this one; how many did."""
    loose = (
        Attachment.id.in_(ids), Attachment.person_id == person_id, Attachment.deliverable_id.is_(None)
    )  # fmt: skip
    attached = update(Attachment).where(*loose).values(deliverable_id=deliverable_id, version=version)
    return len((await session.scalars(attached.returning(Attachment.id))).all())


async def forget_loose(session: Session, ids: Collection[AttachmentId], person_id: PersonId) -> None:
    """Files of a form that was given up; what lies in the folder is swept later."""
    loose = (
        Attachment.id.in_(ids), Attachment.person_id == person_id, Attachment.deliverable_id.is_(None)
    )  # fmt: skip
    await session.execute(delete(Attachment).where(*loose))


async def forget_loose_before(session: Session, before: datetime) -> None:
    """Files that came for a form so long ago, and went with no report."""
    loose = (Attachment.deliverable_id.is_(None), Attachment.received_at < before)
    await session.execute(delete(Attachment).where(*loose))


async def paths_known(session: Session, paths: Collection[str]) -> set[str]:
    """Which of these files some row names."""
    known: set[str] = set()
    for part in batches(paths):
        known |= set(await session.scalars(select(Attachment.path).where(Attachment.path.in_(part))))
    return known
