"""What courses a person wants to hear of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches
from db.ids import PersonId


class Interest(Base):
    __tablename__ = "interests"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: `eixo:2`, `modalidade:presencial`, `curso:12`: in the language of audiences, after `interesse:`.
    subject: Mapped[str] = mapped_column(primary_key=True)
    chosen_at: Mapped[datetime]


async def interested(
    session: Session, people: Collection[PersonId], subjects: Collection[str]
) -> list[PersonId]:
    """Those of them, in their order, who said nothing of what they want to hear of, or named one of `subjects`."""
    said: set[PersonId] = set()
    match: set[PersonId] = set()
    for part in batches(people):
        rows = select(Interest.person_id, Interest.subject).where(Interest.person_id.in_(part))
        for person_id, subject in (await session.execute(rows)).all():
            said.add(person_id)
            if subject in subjects:
                match.add(person_id)
    return [one for one in people if one not in said or one in match]


async def interests_of(session: Session, person_id: PersonId) -> set[str]:
    """Subjects; none: everything interests them."""
    return set(await session.scalars(select(Interest.subject).where(Interest.person_id == person_id)))


async def drop_interest(session: Session, person_id: PersonId, subject: str) -> None:
    chosen = (Interest.person_id == person_id, Interest.subject == subject)
    await session.execute(delete(Interest).where(*chosen))
