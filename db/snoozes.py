"""`Lembrar em 3 dias`: until then, one person hears nothing of one obligation."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert
from db.ids import ObligationId, PersonId


class Snooze(Base):
    __tablename__ = "snoozes"
    __table_args__ = (UniqueConstraint("person_id", "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"))
    #: The day on which it may be told again, in Brasília.
    until: Mapped[date]


async def snooze(
    session: Session, person_id: PersonId, obligation_ids: Sequence[ObligationId], *, until: date
) -> None:
    """The last word counts."""
    for obligation_id in obligation_ids:
        statement = insert(session, Snooze).values(
            person_id=person_id, obligation_id=obligation_id, until=until
        )
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "obligation_id"], set_={"until": until}
            )
        )


async def snoozed(session: Session, person_id: PersonId, *, today: date) -> dict[ObligationId, date]:
    """What a person wants to hear nothing of today, and until when."""
    found = select(Snooze.obligation_id, Snooze.until).where(
        Snooze.person_id == person_id, Snooze.until > today
    )
    return {row[0]: row[1] for row in (await session.execute(found)).all()}
