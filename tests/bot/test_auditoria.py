"""/auditoria: the Secretariat reads who did what, by protocol, person or institution; reading is on record."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry, record
from rede.access import NotYours
from rede.submit_deliverable import submit_deliverable
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, NOW, a_desk, import_for, owed_by, person_id, register

DAY = date(2026, 3, 2)


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    await register(database)
    return OfficeChat(database, await person_id(database, ANA), DAY)


async def reported(database: Database) -> str:
    await import_for(database, "UPB")
    owed = await owed_by(database, "UPB", "1.2")
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        told = await submit_deliverable(desk, owed.obligation.id, description="Indicação.", hours=None)
        return told.protocol


async def test_the_newest_come_first_ten_at_a_time(database: Database, ana: OfficeChat) -> None:
    async with a_desk(database) as desk:
        for number in range(25):
            record(desk.session, "elo.add", f"elos:{number}", now=NOW, person_id=None)
    first = await ana.says("/auditoria")
    assert first.count("\n• ") == 10
    assert "ter., 09/12/2025 10h00 · o serviço criou um elo (elo 24)" in first
    second = await ana.presses("Ver mais")
    assert "(elo 14)" in second
    assert "(elo 15)" not in second


async def test_a_protocol_tells_who_sent_it(database: Database, ana: OfficeChat) -> None:
    protocol = await reported(database)
    shown = await ana.says(f"/auditoria {protocol.lower()}")
    assert f"Maria enviou um relato ({protocol})" in shown
    assert shown.count("\n• ") == 1


@pytest.mark.parametrize("said", [f"/auditoria {MARIA}", "/auditoria upb", "/auditoria União dos Municípios"])
async def test_a_person_or_an_institution_is_looked_for(
    database: Database, ana: OfficeChat, said: str
) -> None:
    await reported(database)
    assert "Maria enviou um relato" in await ana.says(said)


async def test_older_entries_of_one_thing_stay_of_that_thing(database: Database, ana: OfficeChat) -> None:
    async with a_desk(database) as desk:
        for _ in range(12):
            record(desk.session, "deliverable.correct", "RP-2026-000007", now=NOW, person_id=None)
        record(desk.session, "elo.add", "elos:1", now=NOW, person_id=None)
    await ana.says("/auditoria RP-2026-000007")
    older = await ana.presses("Ver mais")
    assert older.count("corrigiu um relato (RP-2026-000007)") == 2
    assert older.count("\n• ") == 2


async def test_reading_is_on_record(database: Database, ana: OfficeChat) -> None:
    await ana.says("/auditoria RP-2026-000007")
    async with database.read() as session:
        entry = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()))).first()
    assert entry is not None
    assert (entry.act, entry.object) == ("audit.read", "RP-2026-000007")


@pytest.mark.parametrize("said", ["/auditoria ninguem@example.org", "/auditoria pessoa 999"])
async def test_who_is_not_known_is_not_found(ana: OfficeChat, said: str) -> None:
    with pytest.raises(NotYours):
        await ana.says(said)


async def test_a_partner_reads_nothing(database: Database, ana: OfficeChat) -> None:
    maria = OfficeChat(database, await person_id(database, MARIA), DAY)
    with pytest.raises(NotYours):
        await maria.says("/auditoria")
