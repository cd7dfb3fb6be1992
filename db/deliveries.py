"""Deliveries: one per channel of a notice, with everything that happened to it on its way.

States: standby → pending → sending → sent | failed | unknown | cancelled. `db/outbox.py` moves them.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    and_,
    func,
    literal_column,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import Base, Session, text_enum
from db.ids import ChannelId, DeliveryId, EnclosureId, NoticeId, WordingId


class Lane(IntEnum):
    """Smaller leaves first."""

    INTERACTIVE = 0
    REMINDERS = 1
    BROADCASTS = 2


class DeliveryState(StrEnum):
    STANDBY = "standby"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Delivery(Base):
    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_pending",
            "channel",
            "lane",
            "not_before",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_deliveries_sending",
            "lease_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_deliveries_expiring",
            "expires_at",
            sqlite_where=text("state IN ('pending', 'standby')"),
            postgresql_where=text("state IN ('pending', 'standby')"),
        ),
        Index("ix_deliveries_state_channel", "state", "channel"),
        # Few have a file; without it each file that is dropped is looked for in all of them.
        Index(
            "ix_deliveries_enclosure_id",
            "enclosure_id",
            sqlite_where=text("enclosure_id IS NOT NULL"),
            postgresql_where=text("enclosure_id IS NOT NULL"),
        ),
    )

    id: Mapped[DeliveryId] = mapped_column(primary_key=True, init=False)
    notice_id: Mapped[NoticeId] = mapped_column(ForeignKey("notices.id"), index=True)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    #: Chat id in digits, or the e-mail address, as it was when put.
    address: Mapped[str]
    lane: Mapped[int]
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState, "state"))
    #: Rendered when put: what is shown is what is sent. Chat: HTML in `body`. E-mail: text in `body`, `html`.
    body: Mapped[str]
    not_before: Mapped[datetime]
    channel_id: Mapped[ChannelId | None] = mapped_column(ForeignKey("channels.id"), default=None, index=True)
    subject: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    #: JSON list of rows of [label, callback data]; empty for none.
    buttons: Mapped[str] = mapped_column(default="")
    #: Words that many share (db/announcements.py); then `body` is empty, and `fills` says what differs.
    wording_id: Mapped[WordingId | None] = mapped_column(ForeignKey("wordings.id"), default=None)
    #: JSON object, slot → value; empty for none.
    fills: Mapped[str] = mapped_column(default="")
    #: An iCalendar object (RFC 5545) that goes with the e-mail; empty for none.
    calendar: Mapped[str] = mapped_column(default="")
    #: A file that goes with it (db/enclosures.py).
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
    #: The topic of a forum group that it goes to (Bot API, message_thread_id); 0 for none.
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Past this instant it is cancelled, not sent late.
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    #: Grows with each claim; only its holder may settle.
    fence: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    #: Put back once after an answer that was lost: the person may have it twice, and that is on record.
    resent: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Telegram's message id, or the SMTP server's last answer.
    remote_id: Mapped[str] = mapped_column(default="")
    last_error: Mapped[str] = mapped_column(default="")


def is_in(state: DeliveryState) -> ColumnElement[bool]:
    """Written out, not bound: only so does SQLite see that the index over that state will do."""
    return Delivery.state == literal_column(f"'{state}'")


def is_unsent() -> ColumnElement[bool]:
    """Pending or standing by; written out as `is_in` is."""
    return Delivery.state.in_([literal_column("'pending'"), literal_column("'standby'")])


def is_blank() -> ColumnElement[bool]:
    """Its words were a secret, and are gone (db/secrets_sent.py)."""
    bare = (Delivery.wording_id.is_(None), Delivery.enclosure_id.is_(None))
    return and_(Delivery.body == "", *bare)


async def next_due(session: Session, channel: ChannelKind) -> datetime | None:
    """When the next pending delivery of that channel may leave; None when there is none."""
    # Lane by lane: each is the first row of a stretch of the index.
    lanes = (is_in(DeliveryState.PENDING), Delivery.channel == channel)
    soonest = [
        select(Delivery.not_before)
        .where(*lanes, Delivery.lane == lane)
        .order_by(Delivery.not_before)
        .limit(1)
        .subquery()
        for lane in Lane
    ]
    found = await session.scalars(union_all(*(select(one.c.not_before) for one in soonest)))
    return min(found, default=None)


async def unsent_deliveries(session: Session, notice_id: NoticeId) -> Sequence[Delivery]:
    unsent = select(Delivery).where(
        Delivery.notice_id == notice_id, Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY])
    )
    return (await session.scalars(unsent.order_by(Delivery.id))).all()


async def counts(session: Session) -> dict[ChannelKind, dict[DeliveryState, int]]:
    """How many deliveries stand in each state, by channel; every state is named."""
    table = {kind: dict.fromkeys(DeliveryState, 0) for kind in ChannelKind}
    counted = select(Delivery.channel, Delivery.state, func.count()).group_by(
        Delivery.channel, Delivery.state
    )
    for channel, state, number in (await session.execute(counted)).all():
        table[channel][state] = number
    return table
