"""Facts about the outside: lanes that had to stop, and the bot that answers at the configured address."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import Base, Session, insert, text_enum


class Outage(Base):
    __tablename__ = "outages"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    #: What the server said, in a few words, without personal data.
    reason: Mapped[str]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    #: What waited began to go by the other channel.
    diverted_at: Mapped[datetime | None] = mapped_column(default=None)
    #: The Secretariat was told that it began; that it ended.
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    end_told_at: Mapped[datetime | None] = mapped_column(default=None)


class BotIdentity(Base):
    __tablename__ = "bot_identities"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    username: Mapped[str]
    seen_at: Mapped[datetime]


async def open_outages(session: Session) -> Sequence[Outage]:
    return (await session.scalars(select(Outage).where(Outage.ended_at.is_(None)).order_by(Outage.id))).all()


async def outages_since(session: Session, since: datetime) -> Sequence[Outage]:
    """Those that have not ended, or ended since then, or whose end is still to be told; the oldest first."""
    end_untold = and_(Outage.told_at.is_not(None), Outage.end_told_at.is_(None))
    found = select(Outage).where(or_(Outage.ended_at.is_(None), Outage.ended_at >= since, end_untold))
    return (await session.scalars(found.order_by(Outage.began_at, Outage.id))).all()


async def longest_outage(
    session: Session, channel: ChannelKind, *, since: datetime, until: datetime
) -> Outage | None:
    """Of those that were on at some moment between the two, the one that ended last, or has not."""
    touching = (Outage.channel == channel, Outage.began_at < until)
    found = select(Outage).where(*touching, or_(Outage.ended_at.is_(None), Outage.ended_at >= since))
    last = found.order_by(Outage.ended_at.is_not(None), Outage.ended_at.desc(), Outage.id).limit(1)
    return (await session.scalars(last)).first()


async def record_downtime(
    session: Session, channel: ChannelKind, *, reason: str, since: datetime, until: datetime
) -> None:
    """An outage that was only seen when it was over."""
    session.add(Outage(channel=channel, reason=reason, began_at=since, ended_at=until))


async def mark_diverted(session: Session, outage_id: int, *, now: datetime) -> None:
    """The first time stays on record."""
    first = update(Outage).where(Outage.id == outage_id, Outage.diverted_at.is_(None))
    await session.execute(first.values(diverted_at=now))


async def begin_outage(session: Session, channel: ChannelKind, *, reason: str, now: datetime) -> bool:
    """Records that a lane stopped; False when that is already on record."""
    if any(outage.channel == channel for outage in await open_outages(session)):
        return False
    session.add(Outage(channel=channel, reason=reason, began_at=now))
    return True


async def end_outage(session: Session, channel: ChannelKind, *, now: datetime) -> None:
    still_open = (Outage.channel == channel, Outage.ended_at.is_(None))
    await session.execute(update(Outage).where(*still_open).values(ended_at=now))


async def remember_bot(session: Session, bot_id: int, username: str, *, now: datetime) -> None:
    seen = insert(session, BotIdentity).values(bot_id=bot_id, username=username, seen_at=now)
    await session.execute(
        seen.on_conflict_do_update(index_elements=["bot_id"], set_={"username": username, "seen_at": now})
    )


async def bot_username(session: Session) -> str | None:
    """The user name of the bot seen last; None before the first contact with Telegram."""
    return (
        await session.scalars(select(BotIdentity.username).order_by(BotIdentity.seen_at.desc()).limit(1))
    ).first()
