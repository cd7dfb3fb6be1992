"""Ready to copy: what a partner publishes of a class, a campaign, or goal 3.1: banner, news, pop-up."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import EnclosureId, KitId, PersonId


class Kit(Base):
    """One that somebody wrote; without it the words come from the texts."""

    __tablename__ = "kits"

    id: Mapped[KitId] = mapped_column(primary_key=True, init=False)
    #: `classes:12`, `meta:3.1`, `campanha:7`.
    about: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    banner: Mapped[str] = mapped_column(default="")
    news: Mapped[str] = mapped_column(default="")
    popup: Mapped[str] = mapped_column(default="")
    #: The picture of the banner.
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
