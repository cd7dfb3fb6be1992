"""Which couriers are at work, where several machines share one database: each says so now and then.

By leases on the database's clock; whoever began first comes first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import Base, DatabaseClock, Session, insert, text_enum

#: Seconds after which a courier that says nothing has died, and the next takes its place.
LEASE_SECONDS = 15


class CourierAtWork(Base):
    __tablename__ = "couriers"
    __table_args__ = (UniqueConstraint("channel", "holder"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    holder: Mapped[str]
    lease_until: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a courier stands among those of its channel; the first has 0."""

    number: int
    couriers: int


async def check_in(session: Session, channel: ChannelKind, holder: str) -> Place:
    """This courier is at work for another LEASE_SECONDS; those that did not say so are not."""
    gone = delete(CourierAtWork).where(
        CourierAtWork.channel == channel,
        CourierAtWork.holder != holder,
        CourierAtWork.lease_until < DatabaseClock(),
    )
    await session.execute(gone)
    lease = {"lease_until": DatabaseClock(LEASE_SECONDS)}
    here = insert(session, CourierAtWork).values(channel=channel, holder=holder, **lease)
    await session.execute(here.on_conflict_do_update(index_elements=["channel", "holder"], set_=lease))
    at_work = select(CourierAtWork.holder).where(CourierAtWork.channel == channel)
    holders = (await session.scalars(at_work.order_by(CourierAtWork.id))).all()
    return Place(holders.index(holder), len(holders))


async def nobody_at_work(session: Session) -> None:
    """For who knows to be alone: whoever is still on record has died."""
    await session.execute(delete(CourierAtWork))


async def check_out(session: Session, channel: ChannelKind, holder: str) -> None:
    """This courier goes: the next need not wait for its lease to run out."""
    mine = (CourierAtWork.channel == channel, CourierAtWork.holder == holder)
    await session.execute(delete(CourierAtWork).where(*mine))
