"""Dates of obligations that moved after they were opened: from where to where, and whether people were told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches
from db.ids import DateMoveId, InstrumentId, ObligationId
from db.obligations import Obligation, ObligationState


class DateMove(Base):
    __tablename__ = "date_moves"
    __table_args__ = (
        Index(
            "ix_date_moves_untold",
            "id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[DateMoveId] = mapped_column(primary_key=True, init=False)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"), index=True)
    moved_at: Mapped[datetime]
    literal_before: Mapped[date]
    extended_before: Mapped[date]
    literal: Mapped[date]
    extended: Mapped[date]
    why: Mapped[str]
    #: Notices were put for everybody concerned.
    told_at: Mapped[datetime | None] = mapped_column(default=None)


async def untold_moves(session: Session) -> Sequence[DateMove]:
    """In the order in which they happened."""
    found = select(DateMove).where(DateMove.told_at.is_(None)).order_by(DateMove.id)
    return (await session.scalars(found)).all()


async def moves(session: Session, ids: Sequence[DateMoveId]) -> Sequence[DateMove]:
    """In the order in which they happened."""
    found: list[DateMove] = []
    for part in batches(sorted(ids)):
        rows = select(DateMove).where(DateMove.id.in_(part)).order_by(DateMove.id)
        found += (await session.scalars(rows)).all()
    return found


async def moves_under(session: Session, instrument_id: InstrumentId, *, at: datetime) -> Sequence[DateMove]:
    """What moved under an instrument at one moment and was told to nobody yet, the soonest first."""
    found = select(DateMove).join(Obligation, Obligation.id == DateMove.obligation_id)
    found = found.where(
        Obligation.instrument_id == instrument_id,
        Obligation.state == ObligationState.OPEN,
        DateMove.moved_at == at,
        DateMove.told_at.is_(None),
    )
    return (await session.scalars(found.order_by(DateMove.extended, DateMove.id))).all()


async def times_moved(session: Session, ids: Collection[ObligationId]) -> dict[ObligationId, int]:
    """How often the date of each has moved; those that never did are left out."""
    found: dict[ObligationId, int] = {}
    for part in batches(sorted(ids)):
        rows = select(DateMove.obligation_id, func.count()).where(DateMove.obligation_id.in_(part))
        found |= {row[0]: row[1] for row in await session.execute(rows.group_by(DateMove.obligation_id))}
    return found


async def mark_told(session: Session, ids: Sequence[DateMoveId], *, now: datetime) -> None:
    """These alone: on PostgreSQL one with a smaller number may be committed later, and nobody knows of it yet."""
    for part in batches(ids):
        told = update(DateMove).where(DateMove.id.in_(part))
        await session.execute(told.values(told_at=now))
