"""The ways to reach a person: one row per Telegram chat or mailbox, open or closed with its reason."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, text_enum
from db.ids import ChannelId, PersonId
from db.people import Person


class ChannelKind(StrEnum):
    TELEGRAM = "telegram"
    EMAIL = "email"


#: Why a chat is nobody's any more: the person left it.
LEFT = "left by the person"


class Channel(Base):
    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        # A chat belongs to one person; a mailbox may be read by several.
        Index(
            "uq_channels_telegram_address",
            "address",
            unique=True,
            sqlite_where=text("kind = 'telegram'"),
            postgresql_where=text("kind = 'telegram'"),
        ),
    )

    id: Mapped[ChannelId] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "kind"))
    #: Chat id in digits, or the e-mail address.
    address: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_reason: Mapped[str] = mapped_column(default="")
    #: Deliveries in a row that came back for a passing reason.
    soft_bounces: Mapped[int] = mapped_column(default=0)
    #: Whoever has to know that it closed was told; None while nobody was.
    followed_up_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_left(self) -> bool:
        """It is a stranger's chat now, though its row is still there."""
        return self.closed_at is not None and self.closed_reason == LEFT


async def open_channels(session: Session, person_id: PersonId) -> dict[ChannelKind, Channel]:
    found = select(Channel).where(Channel.person_id == person_id, Channel.closed_at.is_(None))
    return {row.kind: row for row in await session.scalars(found)}


async def channels_of(
    session: Session, person_ids: Collection[PersonId]
) -> dict[PersonId, dict[ChannelKind, Channel]]:
    """The open channels of each of these people."""
    found: dict[PersonId, dict[ChannelKind, Channel]] = {one: {} for one in person_ids}
    for part in batches(person_ids):
        rows = select(Channel).where(Channel.person_id.in_(part), Channel.closed_at.is_(None))
        for row in await session.scalars(rows):
            found[row.person_id][row.kind] = row
    return found


async def channel_of_chat(session: Session, chat_id: int) -> Channel | None:
    """The Telegram channel with this chat, open or closed."""
    found = select(Channel).where(Channel.kind == ChannelKind.TELEGRAM, Channel.address == str(chat_id))
    return (await session.scalars(found)).one_or_none()


async def person_of_chat(session: Session, chat_id: int) -> Person | None:
    """Whoever left it is a stranger there."""
    channel = await channel_of_chat(session, chat_id)
    if channel is None or channel.is_left:
        return None
    return await session.get(Person, channel.person_id)


async def take_leave(session: Session, person_id: PersonId) -> Channel | None:
    """The chat of the person, open or closed, which counts as left from now on. None: there is none."""
    found = select(Channel).where(Channel.person_id == person_id, Channel.kind == ChannelKind.TELEGRAM)
    channel = (await session.scalars(found.with_for_update())).one_or_none()
    if channel is not None and channel.closed_at is not None:
        channel.closed_reason = LEFT
        await session.flush()
    return channel


async def open_channel(
    session: Session, person_id: PersonId, kind: ChannelKind, *, address: str, now: datetime
) -> Channel:
    """Opens or reopens the person's channel of that kind; a chat is taken from its former owner, of whom nothing
    may be on record there any more (`outbox.free_chat`)."""
    other = await channel_of_chat(session, int(address)) if kind is ChannelKind.TELEGRAM else None
    if other is not None and other.person_id != person_id:
        await session.delete(other)
        await session.flush()
    found = select(Channel).where(Channel.person_id == person_id, Channel.kind == kind)
    channel = (await session.scalars(found)).one_or_none()
    if channel is None:
        channel = Channel(person_id=person_id, kind=kind, address=address, opened_at=now)
        session.add(channel)
    elif channel.address != address or channel.closed_at is not None:
        channel.address, channel.opened_at, channel.closed_at, channel.closed_reason = address, now, None, ""
        channel.soft_bounces, channel.followed_up_at = 0, None
    await session.flush()
    return channel


async def move_chat(session: Session, old: int, new: int) -> None:
    """Telegram gave the chat another number. Where a channel is there already, this one stays."""
    channel = await channel_of_chat(session, old)
    if channel is not None and await channel_of_chat(session, new) is None:
        channel.address = str(new)
        await session.flush()


async def lost_channels(session: Session, *, held: bool = False) -> Sequence[Channel]:
    """Channels that closed and of which nobody was told yet, by id. `held`: nobody else tells of them till the
    end of the transaction."""
    lost = (Channel.closed_at.is_not(None), Channel.followed_up_at.is_(None))
    found = select(Channel).where(*lost).order_by(Channel.id)
    if held:
        found = found.with_for_update()
    return (await session.scalars(found)).all()


async def mark_followed_up(session: Session, ids: Collection[ChannelId], *, now: datetime) -> None:
    for part in batches(ids):
        told = (Channel.id.in_(part), Channel.closed_at.is_not(None))
        await session.execute(update(Channel).where(*told).values(followed_up_at=now))
