"""By which channels a person wants to be told, and whether of announcements at all.

What has to be told is told: a preference changes its channel, never whether.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, text_enum
from db.ids import PersonId


class ChannelChoice(StrEnum):
    """Which channel leaves first."""

    TELEGRAM = "telegram"
    EMAIL = "email"
    #: Both at once.
    BOTH = "both"


class Preference(Base):
    """Who has none hears by Telegram first, and hears announcements."""

    __tablename__ = "preferences"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    changed_at: Mapped[datetime]
    channels: Mapped[ChannelChoice] = mapped_column(
        text_enum(ChannelChoice, "channels"), default=ChannelChoice.TELEGRAM
    )
    announcements: Mapped[bool] = mapped_column(default=True)
