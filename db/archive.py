"""Deliveries that ended long ago: what happened stays on record, the words and the addresses go."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import Base, text_enum
from db.deliveries import DeliveryState
from db.ids import DeliveryId, NoticeId


class ArchivedDelivery(Base):
    __tablename__ = "archived_deliveries"

    #: As it was among the deliveries.
    id: Mapped[DeliveryId] = mapped_column(primary_key=True, autoincrement=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState, "state"))
    attempts: Mapped[int]
    resent: Mapped[bool]
    settled_at: Mapped[datetime]
    last_error: Mapped[str]
    #: JSON list of [number, instant, outcome, answer].
    history: Mapped[str]
