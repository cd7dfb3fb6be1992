"""Classes for tests: one whole class in cells, who enters it, and what was told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from db import Database
from db.announcements import Announcement, AnnouncementKind, AnnouncementRecipient
from db.classes import CourseClass
from db.ids import ClassId, InstitutionId, PersonId
from db.institutions import institution_by_acronym
from db.people import Person
from elo.announcing import fill_announcements
from elo.announcing_classes import announce_classes
from rede.enter_class import enter_class
from tests.rede.makers import NOW, a_desk, make_office

OFFICE = make_office()
CELLS: Mapping[str, str] = {
    "course": "Gestão de convênios",
    "code": "1",
    "modality": "presencial",
    "workload": "20h",
    "seats": "30",
    "opens": "09/12/2025 9h",
    "closes": "19/12/2025 18h",
    "lessons": "12/01/2026 14h-17h; 13/01/2026 14h-17h",
    "place": "Salvador",
    "link": "https://www.gov.br/cursos/1",
    "axis": "2",
}


async def place_of(database: Database, acronym: str) -> InstitutionId:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
        assert found is not None
        return found.id


async def entered(
    database: Database,
    *,
    holder: str = "SEGES",
    actor: PersonId | None = None,
    now: datetime = NOW,
    cells: Mapping[str, str] | None = None,
    **more: str,
) -> ClassId:
    """A good class, with these cells instead of its own."""
    place = await place_of(database, holder)
    async with a_desk(database, now=now, actor=actor) as desk:
        return (await enter_class(desk, {**CELLS, **(cells or {}), **more}, institution_id=place)).id


async def class_of(database: Database, number: ClassId) -> CourseClass:
    async with database.read() as session:
        return await session.get_one(CourseClass, number)


async def ring(database: Database, now: datetime = NOW) -> int:
    """The minute of the bell: classes are announced, and notices put."""
    made = await announce_classes(database, OFFICE, now)
    await fill_announcements(database, OFFICE, now)
    return made


async def announced(database: Database) -> Sequence[Announcement]:
    """Those of classes that were not called off, the first first."""
    async with database.read() as session:
        rows = select(Announcement).where(
            Announcement.kind == AnnouncementKind.CLASS, Announcement.cancelled_at.is_(None)
        )
        return (await session.scalars(rows.order_by(Announcement.id))).all()


async def titles(database: Database) -> list[str]:
    return [one.title.partition(":")[0] for one in await announced(database)]


async def told_by(database: Database, one: Announcement) -> list[str]:
    async with database.read() as session:
        rows = (
            select(Person.name)
            .join(AnnouncementRecipient, AnnouncementRecipient.person_id == Person.id)
            .where(AnnouncementRecipient.announcement_id == one.id)
        )
        return sorted(await session.scalars(rows))
