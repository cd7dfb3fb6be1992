"""Files that go with a message: a picture to scan, a spreadsheet, an export. Kept once, sent by any channel."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from db.announcements import Announcement
from db.contributions import Contribution
from db.convened import Convened
from db.courses import Material
from db.database import Base, Session, batches
from db.deliveries import Delivery
from db.drafts import Draft
from db.ids import EnclosureId
from db.kits import Kit
from db.requests import Request

#: Bytes. As e-mail it grows by a third, and many a mailbox takes no letter past 25 MB.
LARGEST = 18_000_000


class Enclosure(Base):
    __tablename__ = "enclosures"

    id: Mapped[EnclosureId] = mapped_column(primary_key=True, init=False)
    #: As the person sees it, with its ending.
    name: Mapped[str]
    #: IANA media type (`image/png`).
    media_type: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime]


#: Every column that keeps a file from being dropped.
NAMED_BY = (
    Delivery.enclosure_id,
    Announcement.enclosure_id,
    Contribution.enclosure_id,
    Convened.minutes_id,
    Kit.enclosure_id,
    Material.enclosure_id,
    Request.enclosure_id,
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One such file, at hand."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


async def keep_enclosure(
    session: Session, *, name: str, media_type: str, content: bytes, now: datetime
) -> EnclosureId:
    """For the deliveries that are put after it, as many as there are. Raises ValueError for what no channel takes:
    nothing, or more than LARGEST."""
    if not 0 < len(content) <= LARGEST:
        raise ValueError(f"a file of {len(content)} bytes goes with no message")
    kept = Enclosure(name=name, media_type=media_type, content=content, created_at=now)
    session.add(kept)
    await session.flush()
    return kept.id


async def enclosures_of(session: Session, ids: Collection[EnclosureId]) -> dict[EnclosureId, Enclosed]:
    found: dict[EnclosureId, Enclosed] = {}
    for part in batches(ids):
        wanted = select(Enclosure.id, Enclosure.name, Enclosure.media_type, Enclosure.content)
        rows = await session.execute(wanted.where(Enclosure.id.in_(part)))
        found.update({row.id: Enclosed(row.name, row.media_type, row.content) for row in rows.all()})
    return found


async def given_up(session: Session, *, before: datetime) -> list[EnclosureId]:
    """Kept before then, and neither sent, nor anybody's, nor in a form that is open: by number."""
    old = select(Enclosure.id).where(Enclosure.created_at < before, *_unnamed()).order_by(Enclosure.id)
    found = (await session.scalars(old)).all()
    if not found:
        return []
    forms = await session.scalars(select(Draft.fields).order_by(Draft.chat_id))
    open_ones = {value for fields in forms for value in json.loads(fields).values()}
    return [one for one in found if str(one) not in open_ones]


async def drop_unused(session: Session, *among: ColumnElement[bool]) -> None:
    """Those among them that no delivery, and nothing that keeps a file for itself, names any more."""
    await session.execute(delete(Enclosure).where(*among, *_unnamed()))


def _unnamed() -> list[ColumnElement[bool]]:
    return [~exists().where(name == Enclosure.id) for name in NAMED_BY]
