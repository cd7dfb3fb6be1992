"""A meeting for tests: who convenes it, and what the bell then does."""

from datetime import datetime

from sqlalchemy import select

from db import Database
from db.announcements import Announcement
from db.convened import Convened, Invitee, Reply
from db.ids import InstitutionId, MeetingId
from db.institutions import institution_by_acronym
from db.people import Person
from elo.announcing import fill_announcements
from elo.recounting import recount_all
from elo.reminding_of_meetings import remind_of_meetings
from rede.convene_meeting import convene, invite
from rede.convening import Convocation
from rede.reply_to_meeting import reply_to_meeting
from scheduler.clock import BRASILIA
from tests.rede.happenings import NOW, import_for
from tests.rede.makers import ANA, a_desk, make_office, person_id, register

OFFICE = make_office()
#: Wednesday, 6 May 2026.
STARTS = datetime(2026, 5, 6, 14, 30, tzinfo=BRASILIA)
AFTER = datetime(2026, 5, 6, 17, tzinfo=BRASILIA)
NEW = Convocation(
    title="Balanço do trimestre",
    agenda="1. Metas\n2. Prazos",
    starts_at=STARTS,
    place="Auditório do MGI",
    link="https://www.gov.br/reuniao",
)


async def a_network(database: Database) -> None:
    """UPB and, through it, Irecê owe goal 1.4 when a meeting is called."""
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE", number="78/2026")


async def place_of(database: Database, acronym: str) -> InstitutionId:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
        assert found is not None
        return found.id


async def convened(
    database: Database, new: Convocation = NEW, *, by: str = ANA, place: str = "SEGES", now: datetime = NOW
) -> MeetingId:
    own = await place_of(database, place)
    async with a_desk(database, now=now, actor=await person_id(database, by)) as desk:
        return (await convene(desk, new, await invite(desk, place=own))).id


async def the_bell_rings(database: Database, now: datetime = NOW) -> None:
    await recount_all(database, OFFICE, now)
    await remind_of_meetings(database, OFFICE, now)
    await fill_announcements(database, OFFICE, now)


async def answers(
    database: Database, number: MeetingId, email: str, reply: Reply, *, now: datetime = NOW
) -> None:
    async with a_desk(database, now=now, actor=await person_id(database, email)) as desk:
        await reply_to_meeting(desk, number, reply)


async def kept(database: Database, number: MeetingId) -> Convened:
    async with database.read() as session:
        return await session.get_one(Convened, number)


async def replies(database: Database, number: MeetingId) -> dict[str, Reply | None]:
    async with database.read() as session:
        rows = select(Person.name, Invitee.reply).join(Invitee, Invitee.person_id == Person.id)
        rows = rows.where(Invitee.meeting_id == number).order_by(Person.name)
        return {row[0]: row[1] for row in (await session.execute(rows)).all()}


async def keys(database: Database) -> list[str]:
    """Of what was announced, in its order."""
    async with database.read() as session:
        found = await session.scalars(select(Announcement.key).order_by(Announcement.id))
        return [one for one in found if one]
