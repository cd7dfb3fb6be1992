"""Updates received from Telegram, stored before Telegram is told that they arrived, handled once each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, Index, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert, text_enum

#: Characters; no update is as short.
FINGERPRINT = 16


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
    #: JSON as received, a valid CPF masked at equal length; once handled only its fingerprint is kept.
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

    @property
    def fingerprint(self) -> str:
        """Tells what is delivered again from another update of the same number."""
        return hashlib.sha256(self.payload.encode()).hexdigest()[:FINGERPRINT]


@dataclass(frozen=True, slots=True)
class Stored:
    #: How many were new.
    new: int
    #: Numbers under which an earlier update still waits to be handled: to be stored after it, not confirmed.
    taken: Sequence[int] = ()


async def store_updates(session: Session, updates: Sequence[Received], *, now: datetime) -> Stored:
    """A redelivered update changes nothing; one that only has the number of a handled one takes its row.

    Numbers come again after a week of silence (Bot API, Update), with another bot, or another server.
    """
    rows = {one.update_id: one for one in updates}
    found = select(StoredUpdate.update_id, StoredUpdate.payload, StoredUpdate.state)
    found = found.where(StoredUpdate.update_id.in_(rows))
    known = {number: (payload, state) for number, payload, state in await session.execute(found)}
    fresh = [_row(one, now) for one in rows.values() if one.update_id not in known]
    if fresh:
        await session.execute(insert(session, StoredUpdate).on_conflict_do_nothing(), fresh)
    again, taken = 0, []
    for number, (payload, state) in known.items():
        if payload in ("", rows[number].payload, rows[number].fingerprint):
            continue
        if state is UpdateState.RECEIVED:
            taken.append(number)
            continue
        # Another poller may have been faster: the row must still be the one that was read.
        same = (StoredUpdate.update_id == number, StoredUpdate.payload == payload)
        await session.execute(update(StoredUpdate).where(*same).values(**_row(rows[number], now)))
        again += 1
    return Stored(new=len(fresh) + again, taken=tuple(sorted(taken)))


async def is_known(session: Session, one: Received) -> bool:
    """Whether this very update was stored before, and not another of its number."""
    found = select(StoredUpdate.payload).where(StoredUpdate.update_id == one.update_id)
    payload = (await session.scalars(found)).one_or_none()
    return payload is not None and payload in (one.payload, one.fingerprint)


def _row(one: Received, now: datetime) -> dict[str, object]:
    return {
        "update_id": one.update_id,
        "sender": one.sender,
        "payload": one.payload,
        "received_at": now,
        "state": UpdateState.RECEIVED,
        "tries": 0,
        "handled_at": None,
        "error_code": "",
    }


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


async def mark_handled(session: Session, received: Received, *, now: datetime) -> bool:
    """False when it was handled before: then nothing else of this transaction may count."""
    marked = update(StoredUpdate).where(
        StoredUpdate.update_id == received.update_id,
        StoredUpdate.state == UpdateState.RECEIVED,
        StoredUpdate.payload == received.payload,
    )
    marked = marked.values(state=UpdateState.HANDLED, handled_at=now, payload=received.fingerprint).returning(
        StoredUpdate.update_id
    )
    return (await session.execute(marked)).first() is not None


async def forget_set_aside(session: Session, *which: ColumnElement[bool]) -> int:
    """Of those that were set aside only the fingerprint stays, as of the others; how many were forgotten.

    Never nothing at all: another update of that number would be taken for it.
    """
    found = select(StoredUpdate).where(
        StoredUpdate.state == UpdateState.SET_ASIDE, func.length(StoredUpdate.payload) != FINGERPRINT, *which
    )
    rows = (await session.scalars(found.order_by(StoredUpdate.update_id))).all()
    for row in rows:
        row.payload = Received(row.update_id, row.sender, row.payload).fingerprint
    await session.flush()
    return len(rows)


async def set_aside(session: Session, update_id: int, *, error_code: str, now: datetime) -> None:
    aside = update(StoredUpdate).where(StoredUpdate.update_id == update_id)
    await session.execute(aside.values(state=UpdateState.SET_ASIDE, error_code=error_code, handled_at=now))
