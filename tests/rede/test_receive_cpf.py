"""Goals 1.1 and 1.2 wait for a CPF by e-mail where the Secretariat asks for it, until it ticks that it came."""

from dataclasses import replace

import pytest

from db import Database
from db.cpf_awaited import reports_awaiting_cpf
from rede.access import NotYours
from rede.receive_cpf import CpfRefused, receive_cpf
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import ANA, MARIA, a_desk, import_for, make_office, owed_by, person_id, register

ASKING = replace(make_office(), asks_cpf=True)


async def reported(database: Database, key: str, *, asks: bool = True) -> str:
    await register(database)
    await import_for(database, "UPB")
    owed = await owed_by(database, "UPB", key)
    office = ASKING if asks else make_office()
    async with a_desk(database, office=office, actor=await person_id(database, MARIA)) as desk:
        receipt = await submit_deliverable(desk, owed.obligation.id, description="Joana Lima", hours=None)
        return receipt.protocol


async def tick(database: Database, protocol: str, *, actor: str = ANA) -> None:
    async with a_desk(database, office=ASKING, actor=await person_id(database, actor)) as desk:
        await receive_cpf(desk, protocol)


async def waiting(database: Database) -> list[str]:
    async with database.read() as session:
        return [report.protocol for report, _ in await reports_awaiting_cpf(session)]


@pytest.mark.parametrize("key", ["1.1", "1.2"])
async def test_a_report_waits_until_the_secretariat_ticks_it(database: Database, key: str) -> None:
    protocol = await reported(database, key)
    assert await waiting(database) == [protocol]
    await tick(database, protocol.lower())
    assert await waiting(database) == []
    with pytest.raises(CpfRefused, match="cpf_received_before"):
        await tick(database, protocol)


async def test_nothing_waits_where_the_secretariat_does_not_ask(database: Database) -> None:
    protocol = await reported(database, "1.2", asks=False)
    assert await waiting(database) == []
    with pytest.raises(CpfRefused, match="cpf_not_awaited"):
        await tick(database, protocol)


async def test_only_the_secretariat_ticks(database: Database) -> None:
    protocol = await reported(database, "1.2")
    with pytest.raises(NotYours):
        await tick(database, protocol, actor=MARIA)
    with pytest.raises(NotYours):
        await tick(database, "RP-2025-999999")
