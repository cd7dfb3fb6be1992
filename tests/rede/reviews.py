"""Reports that were handed in, for tests of checking them; and a second person of the Secretariat, Rui."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable, report_of_protocol
from db.deliveries import Delivery
from db.ids import ObligationId
from db.notices import Notice, NoticeKind
from rede.filing import NO_DETAILS, Details
from rede.register_person import register_people
from rede.review_deliverable import Accepted, Reviewed, Seen, accept, give_back
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import MARIA, NOW, a_desk, import_for, owed_by, person_id, register

RUI = "rui@seges.example.org"
WHY, AGAIN = "Falta a lista", date(2025, 12, 23)


async def a_network(database: Database, *acronyms: str) -> None:
    """With the plan of each of these; UPB's, where none is named."""
    await register(database)
    for acronym in acronyms or ("UPB",):
        await import_for(database, acronym)
    await joins(database, RUI, "Rui", "SEGES", "coordenador")


async def joins(database: Database, email: str, name: str, acronym: str, functions: str) -> None:
    row = Row(2, {"email": email, "name": name, "institution": acronym, "functions": functions})
    async with a_desk(database) as desk:
        await register_people(desk, [row])


async def handed_in(
    database: Database,
    key: str,
    *,
    by: str = MARIA,
    acronym: str = "UPB",
    hours: str = "",
    now: datetime = NOW,
    details: Details = NO_DETAILS,
) -> Deliverable:
    owed = await owed_by(database, acronym, key)
    async with a_desk(database, actor=await person_id(database, by), now=now) as desk:
        receipt = await submit_deliverable(
            desk,
            ObligationId(owed.obligation.id),
            description=f"Feito: {key}",
            hours=Decimal(hours) if hours else None,
            details=details,
        )
    return await stored(database, receipt.protocol)


async def stored(database: Database, protocol: str) -> Deliverable:
    async with database.read() as session:
        found = await report_of_protocol(session, protocol)
    assert found is not None
    return found[0]


async def accepts(database: Database, who: str, *reports: Deliverable, now: datetime = NOW) -> Accepted:
    async with a_desk(database, actor=await person_id(database, who), now=now) as desk:
        return await accept(desk, [Seen(one.id, one.version) for one in reports])


async def gives_back(database: Database, who: str, report: Deliverable, *, now: datetime = NOW) -> Reviewed:
    async with a_desk(database, actor=await person_id(database, who), now=now) as desk:
        return await give_back(desk, Seen(report.id, report.version), reason=WHY, due_again=AGAIN)


async def told(database: Database, kind: NoticeKind, key: str = "") -> list[tuple[str, str]]:
    """(address, words) of each notice of that kind whose key begins so, in the order in which they were put."""
    async with database.read() as session:
        rows = select(Delivery.address, Delivery.body).join(Notice).where(Notice.kind == kind)
        rows = rows.where(Notice.key.startswith(key)) if key else rows
        return [(row[0], row[1]) for row in (await session.execute(rows.order_by(Delivery.id))).all()]
