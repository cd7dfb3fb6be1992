"""What became of each attempt to deliver: written with the outcome, for whoever asks where a message is.

A success needs no row: the delivery itself says when, and what the server answered.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import DeliveryId


class Attempt(Base):
    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    delivery_id: Mapped[DeliveryId] = mapped_column(ForeignKey("deliveries.id"), index=True)
    #: The fencing number of its claim.
    number: Mapped[int]
    ended_at: Mapped[datetime]
    #: `retry`, `slowed`, `moved`, `failed`, `unknown`, `stopped`, `returned`, `bounced`,
    #: `delayed` (a server that took it still tries).
    outcome: Mapped[str]
    #: What the server said, or why it did not leave; no personal data.
    answer: Mapped[str] = mapped_column(default="")
