"""Updates received from Telegram, stored before Telegram is told that they arrived, handled once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert, text_enum


class UpdateState(StrEnum):
    RECEIVED = "received"
    HANDLED = "handled"
    #: Failed three times: kept with its error code for a person to look at.
    SET_ASIDE = "set_aside"


class StoredUpdate(Base):
    __tablename__ = "updates"
    __table_args__ = (
        Index(
            "ix_updates_received",
            "update_id",
            sqlite_where=text("state = 'received'"),
            postgresql_where=text("state = 'received'"),
        ),
    )

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: Whose turn it is: the sender's id, or the chat's; 0 when there is neither.
    sender: Mapped[int] = mapped_column(BigInteger)
    #: JSON as received, a valid CPF masked at equal length; emptied once handled.
    payload: Mapped[str]
    received_at: Mapped[datetime]
    state: Mapped[UpdateState] = mapped_column(text_enum(UpdateState, "state"), default=UpdateState.RECEIVED)
    tries: Mapped[int] = mapped_column(default=0)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: The code that the person was given when it failed.
    error_code: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class Received:
    update_id: int
    sender: int
    payload: str


async def store_updates(session: Session, updates: Sequence[Received], *, now: datetime) -> None:
    """A redelivered update changes nothing."""
    rows = [
        {
            "update_id": one.update_id,
            "sender": one.sender,
            "payload": one.payload,
            "received_at": now,
            "state": UpdateState.RECEIVED,
            "tries": 0,
            "error_code": "",
        }
        for one in updates
    ]
    if rows:
        await session.execute(insert(session, StoredUpdate).on_conflict_do_nothing(), rows)


async def waiting_updates(session: Session, *, limit: int, busy: Sequence[int]) -> Sequence[Received]:
    """Oldest first, leaving out senders whose earlier update is being handled."""
    found = (
        select(StoredUpdate.update_id, StoredUpdate.sender, StoredUpdate.payload)
        .where(StoredUpdate.state == UpdateState.RECEIVED, StoredUpdate.sender.not_in(busy))
        .order_by(StoredUpdate.update_id)
        .limit(limit)
    )
    return [Received(*row) for row in (await session.execute(found)).all()]


async def count_try(session: Session, update_id: int) -> int:
    counted = update(StoredUpdate).where(StoredUpdate.update_id == update_id)
    counted = counted.values(tries=StoredUpdate.tries + 1).returning(StoredUpdate.tries)
    return (await session.execute(counted)).scalar_one()


async def mark_handled(session: Session, update_id: int, *, now: datetime) -> bool:
    """False when it was handled before: then nothing else of this transaction may count."""
    marked = update(StoredUpdate).where(
        StoredUpdate.update_id == update_id, StoredUpdate.state == UpdateState.RECEIVED
    )
    marked = marked.values(state=UpdateState.HANDLED, handled_at=now, payload="").returning(
        StoredUpdate.update_id
    )
    return (await session.execute(marked)).first() is not None


async def set_aside(session: Session, update_id: int, *, error_code: str, now: datetime) -> None:
    aside = update(StoredUpdate).where(StoredUpdate.update_id == update_id)
    await session.execute(aside.values(state=UpdateState.SET_ASIDE, error_code=error_code, handled_at=now))
