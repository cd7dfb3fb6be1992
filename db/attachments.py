"""Files that people hand in with a report. The content lies in data_dir under a name of ours; what it is, here."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
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
