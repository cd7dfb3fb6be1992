"""`Lembrar em 3 dias`: until then, one person hears nothing of one obligation."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, insert
from db.ids import ObligationId, PersonId


class Snooze(Base):
    __tablename__ = "snoozes"
    __table_args__ = (UniqueConstraint("person_id", "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"))
    #: The day on which it may be told again, in Brasília.
    until: Mapped[date]


async def snooze(session: Session, person_id: PersonId, days: Mapping[ObligationId, date]) -> None:
    """Until which day nothing is told of each; the last word counts."""
    for obligation_id, until in days.items():
        statement = insert(session, Snooze).values(
            person_id=person_id, obligation_id=obligation_id, until=until
        )
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "obligation_id"], set_={"until": until}
            )
        )


async def snoozes_of(
    session: Session, person_ids: Collection[PersonId]
) -> dict[tuple[PersonId, ObligationId], date]:
    """What these people wanted to hear nothing of, and until when."""
    found: dict[tuple[PersonId, ObligationId], date] = {}
    for part in batches(person_ids):
        rows = select(Snooze.person_id, Snooze.obligation_id, Snooze.until).where(Snooze.person_id.in_(part))
        found.update({(row[0], row[1]): row[2] for row in (await session.execute(rows)).all()})
    return found


async def snoozes_over(session: Session, *, today: date) -> Sequence[Snooze]:
    """Those whose day has come, by id. The table is as small as what people put off."""
    found = select(Snooze).where(Snooze.until <= today).order_by(Snooze.id)
    return (await session.scalars(found)).all()


async def end_snoozes(session: Session, ended: Collection[tuple[PersonId, ObligationId]]) -> None:
    """The person was told."""
    for person_id, obligation_id in ended:
        told = (Snooze.person_id == person_id, Snooze.obligation_id == obligation_id)
        await session.execute(delete(Snooze).where(*told))


async def forget_snoozes(session: Session, obligation_ids: Collection[ObligationId]) -> None:
    """The obligation ended: there is nothing to put off."""
    for part in batches(obligation_ids):
        await session.execute(delete(Snooze).where(Snooze.obligation_id.in_(part)))
