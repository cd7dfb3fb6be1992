"""Lists of days without work, as loaded: the Union's by year, a State's or municipality's own. What is packed with
the program is not here: a loaded list takes the place of the packed one."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session


class CalendarList(Base):
    __tablename__ = "calendar_lists"
    __table_args__ = (UniqueConstraint("place", "year"),)

    #: Chosen by `replace_list`, ever higher: `calendar_stamp` is the highest.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, init=False)
    #: Empty for the Union, a UF ("BA"), or an IBGE code ("2927408").
    place: Mapped[str]
    #: 0 for a State or municipality: its one list holds days of every year.
    year: Mapped[int]
    loaded_at: Mapped[datetime]
    #: Name of the file it came from.
    source: Mapped[str]


class CalendarDay(Base):
    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("list_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    list_id: Mapped[int] = mapped_column(ForeignKey("calendar_lists.id"), init=False)
    #: `2026-06-24`, every year's `06-24`, or `pascoa+60`: opaque text here; rede converts it.
    day: Mapped[str]
    #: `holiday` or `optional` (ponto facultativo).
    kind: Mapped[str]
    name: Mapped[str]
    #: The law it rests on ("Lei municipal 1.234/1999"); empty where none was cited.
    law: Mapped[str] = mapped_column(default="")
    closes_at: Mapped[time | None] = mapped_column(default=None)
    opens_at: Mapped[time | None] = mapped_column(default=None)


async def calendar_stamp(session: Session) -> int:
    """Changes whenever a list is loaded: a list is always put anew, with a higher id."""
    return (await session.scalar(select(func.max(CalendarList.id)))) or 0


async def loaded_days(session: Session) -> Sequence[tuple[CalendarList, CalendarDay]]:
    """Every day of every list, by place, year and the order of its file."""
    rows = (
        select(CalendarList, CalendarDay)
        .join(CalendarDay, CalendarDay.list_id == CalendarList.id)
        .order_by(CalendarList.place, CalendarList.year, CalendarDay.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def replace_list(session: Session, new: CalendarList, days: Sequence[CalendarDay]) -> None:
    """Puts a list in the place of the earlier one of the same place and year; ids are set here."""
    new.id = await calendar_stamp(session) + 1
    old = select(CalendarList.id).where(CalendarList.place == new.place, CalendarList.year == new.year)
    for list_id in (await session.scalars(old)).all():
        await session.execute(delete(CalendarDay).where(CalendarDay.list_id == list_id))
        await session.execute(delete(CalendarList).where(CalendarList.id == list_id))
    session.add(new)
    await session.flush()
    for day in days:
        day.list_id = new.id
    session.add_all(days)
    await session.flush()
