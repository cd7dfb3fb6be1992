"""What the service remembers of its own work from one start to the next: one short text under each name."""

from sqlalchemy import delete, select
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


async def marks_like(session: Session, beginning: str) -> dict[str, str]:
    """Those whose name begins so, by name."""
    found = select(Mark.name, Mark.value).where(Mark.name.startswith(beginning, autoescape=True))
    return {row[0]: row[1] for row in (await session.execute(found.order_by(Mark.name))).all()}


async def forget_mark(session: Session, name: str, value: str) -> None:
    """Where it still says so: another one may have taken its place."""
    await session.execute(delete(Mark).where(Mark.name == name, Mark.value == value))
