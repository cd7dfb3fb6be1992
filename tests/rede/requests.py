"""A request of the Secretariat in a small Rede, and what its partners reported: for tests of requests."""

from datetime import date, datetime

from sqlalchemy import select, update

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.ids import InstitutionId, RequestId
from db.institutions import institution_by_acronym
from db.requests import Request, Tally, tallies
from elo.opening_requests import follow_requests
from rede.filing import Details
from rede.fill_request import Shown, draft_of
from rede.open_request import NewRequest, open_request
from rede.requested import Period
from tests.rede.happenings import NOW, rede_of
from tests.rede.makers import ANA, MARIA, a_desk, make_office, person_id
from tests.rede.reviews import handed_in

DUE = date(2026, 4, 30)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
POST = Details(evidence={"link": "https://upb.example.org/curso", "day": "2026-03-20"})


def a_request(**changes: object) -> NewRequest:
    facts: dict[str, object] = {
        "title": "Relatório 2026",
        "text": "",
        "due": DUE,
        "period": YEAR,
        "audience": "todos",
    }
    return NewRequest(**{**facts, **changes})  # type: ignore[arg-type]


async def opens(database: Database, new: NewRequest | None = None, *, now: datetime = NOW) -> RequestId:
    """By Ana; nothing follows yet."""
    async with a_desk(database, actor=await person_id(database, ANA), now=now) as desk:
        return RequestId((await open_request(desk, new or a_request())).id)


async def follows(database: Database, *, now: datetime = NOW) -> int:
    """As the bell does; how many owe an answer from now on."""
    return (await follow_requests(database, make_office(), now)).count


async def begun(database: Database, *acronyms: str) -> RequestId:
    await rede_of(database, *(acronyms or ("UPB", "IRECE")))
    number = await opens(database)
    await follows(database)
    return number


async def reported(database: Database, key: str, words: str, *, accepted: bool = True) -> Deliverable:
    """By Maria, for UPB; on 15 April 2026."""
    report = await handed_in(database, key, now=NOW, details=POST if key == "3.2" else Details())
    state = DeliverableState.ACCEPTED if accepted else DeliverableState.SUBMITTED
    async with a_desk(database) as desk:
        told = update(Deliverable).where(Deliverable.id == report.id).values(description=words, state=state)
        await desk.session.execute(told)
    return report


async def place(database: Database, acronym: str) -> InstitutionId:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
    assert found is not None
    return found.id


async def shown(database: Database, number: RequestId, acronym: str = "UPB", who: str = MARIA) -> Shown:
    there = await place(database, acronym)
    async with a_desk(database, actor=await person_id(database, who), now=NOW) as desk:
        return await draft_of(desk, number, there)


async def tally(database: Database, number: RequestId) -> Tally:
    async with database.read() as session:
        [found] = await tallies(session, only=number)
    return found


async def kept(database: Database, number: RequestId) -> Request:
    async with database.read() as session:
        return (await session.scalars(select(Request).where(Request.id == number))).one()
