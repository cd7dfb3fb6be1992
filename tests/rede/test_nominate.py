"""The letter of a nomination: to the mailbox and to the coordinator, and where the CPF goes."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from db import Database
from db.deliveries import Delivery, DeliveryState
from db.institutions import institution_by_acronym
from db.people import Function
from elo.blanking import blank_what_was_told
from rede.access import NotYours
from rede.desk import Office
from rede.nominate import Nomination, nominate, obligations_for
from tests.rede.makers import JOAO, MARIA, NOW, a_desk, import_for, make_office, person_id, register

MAILBOX = "rede@seges.example.org"


async def nominated(
    database: Database, office: Office, *, key: str = "1.2", actor: str = MARIA, phone: str = ""
) -> bool:
    joao = await person_id(database, JOAO)
    new = Nomination(
        person_id=joao,
        key=key,
        function=Function.RESPONSAVEL_PAINEL,
        phone=phone,
        protocols=["RP-2025-000001"],
    )
    async with a_desk(database, office=office, actor=await person_id(database, actor)) as desk:
        upb = await institution_by_acronym(desk.session, "UPB")
        assert upb is not None
        return await nominate(desk, upb.id, new)


async def put(database: Database) -> list[Delivery]:
    async with database.read() as session:
        return list(await session.scalars(select(Delivery).order_by(Delivery.id)))


async def test_both_letters_leave_at_once_and_say_how_the_cpf_comes(database: Database) -> None:
    await register(database)
    assert await nominated(database, replace(make_office(), asks_cpf=True, sender="elo@example.org"))
    found = await put(database)
    assert [(one.address, one.state) for one in found] == [
        (MAILBOX, DeliveryState.PENDING),
        (MARIA, DeliveryState.PENDING),
    ]
    for one in found:
        assert "A coordenação envia o CPF por e-mail: responda a esta mensagem." in one.body
        assert "Cite o protocolo RP-2025-000001." in one.body


@pytest.mark.parametrize(("asks", "key"), [(False, "1.2"), (True, "")], ids=["not asked", "a multiplicador"])
async def test_no_cpf_is_spoken_of_where_none_is_asked_for(database: Database, asks: bool, key: str) -> None:
    await register(database)
    await nominated(database, replace(make_office(), asks_cpf=asks), key=key)
    assert all("CPF" not in one.body for one in await put(database))


async def test_a_phone_does_not_stay_in_what_was_sent(database: Database) -> None:
    await register(database)
    await nominated(database, make_office(), phone="+5571999990000")
    assert all("99999" in one.body for one in await put(database))
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
    await blank_what_was_told(database, NOW)
    assert {(one.body, one.html) for one in await put(database)} == {("", "")}


async def test_without_a_mailbox_no_letter_is_written(database: Database) -> None:
    await register(database)
    assert not await nominated(database, replace(make_office(), mailbox=""))
    assert await put(database) == []


async def test_nobody_nominates_for_others(database: Database) -> None:
    await register(database)
    with pytest.raises(NotYours):
        await nominated(database, make_office(), actor=JOAO)


async def test_a_nomination_is_a_report_of_what_is_pending_with_the_soonest_date(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    async with a_desk(database) as desk:
        upb = await institution_by_acronym(desk.session, "UPB")
        assert upb is not None
        [first], [second] = [await obligations_for(desk, upb.id, key) for key in ("1.1", "1.2")]
    assert (first.obligation.internal, first.obligation.occurrence) == (True, "target")
    assert second.obligation.literal is not None
