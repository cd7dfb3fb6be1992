"""What the service remembers of its own work from one start to the next: one short text under each name."""

from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, insert


class Mark(Base):
    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


async def mark(session: Session, name: str) -> str:
    """Empty when nothing is remembered under that name."""
    found = await session.get(Mark, name)
    return found.value if found else ""


async def set_mark(session: Session, name: str, value: str) -> None:
    known = insert(session, Mark).values(name=name, value=value)
    await session.execute(known.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
