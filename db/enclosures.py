"""Files that go with a message: a picture to scan, a spreadsheet, an export. Kept once, sent by any channel."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import EnclosureId


class Enclosure(Base):
    __tablename__ = "enclosures"

    id: Mapped[EnclosureId] = mapped_column(primary_key=True, init=False)
    #: As the person sees it, with its ending.
    name: Mapped[str]
    #: IANA media type (`image/png`).
    media_type: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
