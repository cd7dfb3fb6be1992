"""Termos that a partner informs: they answer the goal of their month, under one protocol, and go to the mailbox."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.adhesions import AdhesionState
from db.audit import AuditEntry
from db.deliverables import Deliverable
from db.deliveries import Delivery
from db.obligations import ObligationState
from rede.access import NotYours
from rede.adhesion_rows import Numbered
from rede.decide_adhesions import refuse_adhesion
from rede.inform_adhesions import AdhesionsRefused, weigh_adhesions
from rede.rows import Flaw
from tests.rede.happenings import STARTS, called_for, rede_of
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, morning, person_id, register
from tests.rede.termos import SIGNED, TOLD, adhesions, informed, place, termo


async def reports(database: Database) -> list[Deliverable]:
    async with database.read() as session:
        return list((await session.scalars(select(Deliverable).order_by(Deliverable.id))).all())


async def test_what_is_informed_is_the_report_of_its_month(database: Database) -> None:
    await rede_of(database, "UPB")
    [month] = await informed(database, termo(1), termo(2))
    assert (month.month, month.count, month.due) == (date(2026, 3, 1), 2, date(2026, 4, 10))
    assert await called_for(database, "UPB", "C1") == [(date(2026, 4, 10), ObligationState.FULFILLED)]
    [report] = await reports(database)
    assert report.protocol == month.protocol
    assert report.description.startswith(
        "Termos de adesão assinados em março de 2026: 2.\nMunicípio de Flores 1"
    )
    assert [one.state for one in await adhesions(database)] == [AdhesionState.INFORMED] * 2


async def test_what_comes_later_of_the_same_month_adds_to_its_report(database: Database) -> None:
    await rede_of(database, "UPB")
    [first] = await informed(database, termo(1))
    [later] = await informed(database, termo(2, signed=date(2026, 3, 25)), now=morning(date(2026, 4, 3)))
    assert (later.protocol, later.version) == (first.protocol, 2)
    [report] = await reports(database)
    assert "março de 2026: 2." in report.description


async def test_each_month_has_its_own_protocol(database: Database) -> None:
    await rede_of(database, "UPB")
    months = await informed(database, termo(1, signed=date(2026, 4, 1)), termo(2))
    assert [one.month for one in months] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert len({one.protocol for one in months}) == 2


async def test_the_same_termo_is_kept_once(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    assert await informed(database, termo(1)) == []
    assert len(await adhesions(database)) == 1
    async with a_desk(database, now=morning(TOLD), actor=await person_id(database, MARIA)) as desk:
        upb = await place(database, "UPB")
        weighed = await weigh_adhesions(desk, upb.id, [Numbered(2, termo(1)), Numbered(3, termo(2))])
    assert ([one.name for one in weighed.new], weighed.known) == (["Município de Flores 2"], 1)


async def test_what_was_refused_may_be_told_anew(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    [one] = await adhesions(database)
    async with a_desk(database, now=morning(TOLD), actor=await person_id(database, ANA)) as desk:
        await refuse_adhesion(desk, one.id, reason="Falta a assinatura.")
    await informed(database, termo(1, name="Município de Flores"), now=morning(date(2026, 4, 3)))
    [again] = await adhesions(database)
    assert (again.id, again.state, again.reason) == (one.id, AdhesionState.INFORMED, "")
    assert again.name == "Município de Flores"


async def test_the_list_goes_to_the_mailbox_with_the_coordinator_in_copy(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    async with database.read() as session:
        found = select(Delivery).where(Delivery.subject.contains("relação de termos"))
        letters = (await session.scalars(found.order_by(Delivery.id))).all()
        audited = await session.scalars(select(AuditEntry.act).where(AuditEntry.act == "adhesions.inform"))
        assert audited.all() == ["adhesions.inform"]
    assert [one.address for one in letters] == ["rede@seges.example.org", MARIA]
    assert all("Município de Flores 1" in one.body for one in letters)
    assert "uma cópia" in letters[1].body


async def test_a_termo_of_before_the_agreement_is_named(database: Database) -> None:
    await rede_of(database, "UPB")
    early = Numbered(7, termo(1, signed=date(2026, 3, 1)))
    async with a_desk(database, now=morning(TOLD), actor=await person_id(database, MARIA)) as desk:
        weighed = await weigh_adhesions(desk, (await place(database, "UPB")).id, [early])
    [problem] = weighed.problems
    assert (problem.line, problem.flaw, problem.got) == (7, Flaw.BEFORE_START, f"{STARTS:%d/%m/%Y}")


async def test_without_an_agreement_nothing_is_informed(database: Database) -> None:
    await register(database)
    async with a_desk(database, now=morning(TOLD), actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(AdhesionsRefused):
            await weigh_adhesions(desk, (await place(database, "UPB")).id, [Numbered(1, termo(1))])


@pytest.mark.parametrize("email", [ANA, JOAO], ids=["the Secretariat", "the second layer"])
async def test_nobody_else_informs_for_a_partner(database: Database, email: str) -> None:
    await rede_of(database, "UPB")
    with pytest.raises(NotYours):
        await informed(database, termo(1), email=email)
    assert SIGNED < TOLD
    assert await adhesions(database) == []
