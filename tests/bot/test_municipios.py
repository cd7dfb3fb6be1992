"""/municipios: the second layer as its first layer sees it, and the reminder in its name, once a week."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.deliveries import Delivery
from db.marks import marks_like, set_mark
from elo.reminding_second_layer import remind_second_layers
from rede.access import NotYours
from rede.remind_second_layer import NobodyToRemind, ask_to_remind, count_to_remind
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, import_for, make_office, morning, person_id, register
from tests.rede.termos import place

#: Tuesday, 6 January 2026: goal 1.2 of Irecê was due on 24 December, then on the 26th.
OVER = date(2026, 1, 6)


@pytest.fixture
async def network(database: Database) -> Database:
    """UPB, and Irecê, which joined through it and misses goal 1.2."""
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    return database


async def chat_of(database: Database, email: str, day: date = OVER) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), day)


async def ring(database: Database, day: date = OVER) -> int:
    return await remind_second_layers(database, make_office(), morning(day))


async def told(database: Database) -> list[str]:
    """What João was told in UPB's name."""
    async with database.read() as session:
        found = select(Delivery.body).where(
            Delivery.address == JOAO, Delivery.subject.contains("Mensagem de")
        )
        return list((await session.scalars(found.order_by(Delivery.id))).all())


async def test_the_coordinator_sees_who_misses_what(network: Database) -> None:
    maria = await chat_of(network, MARIA)
    listed = await maria.says("/municipios")
    assert "Instituições: 1. Com pendência nos próximos 15 dias: 1." in listed
    assert "<b>IRECE</b> · prazo encerrado: 1 · a vencer: 0" in listed
    one = await maria.presses("IRECE")
    assert "Meta 1.2 · prazo encerrado há" in one
    assert "/contatos IRECE" in one
    assert "<b>IRECE</b>" in await maria.presses("Voltar à lista")
    assert "<b>IRECE</b>" in await maria.presses("Ver todas")


@pytest.mark.parametrize("said", ["Irecê", "irece", "município de irecê"])
async def test_one_is_found_by_its_name(network: Database, said: str) -> None:
    assert "Meta 1.2" in await (await chat_of(network, MARIA)).says(f"/municipios {said}")


async def test_one_tap_reminds_those_who_miss_something_once(network: Database) -> None:
    maria = await chat_of(network, MARIA)
    await maria.says("/municipios")
    assert "Instituições: 1. Pessoas: 1." in await maria.presses("Lembrar quem falta")
    assert "segue para 1 pessoa de 1 instituição" in await maria.presses("Enviar o lembrete")
    with pytest.raises(NobodyToRemind):
        await maria.presses("Enviar o lembrete")
    assert [await ring(network), await ring(network)] == [1, 0]
    with pytest.raises(NobodyToRemind) as resting:
        await maria.presses("Lembrar quem falta")
    assert resting.value.facts["resting"]
    [words] = await told(network)
    assert words.startswith("Mensagem de UPB")
    assert "Meta 1.2: Indicar responsável pelo Painel" in words


async def test_a_goal_rests_for_a_week(network: Database) -> None:
    upb, maria = await place(network, "UPB"), await person_id(network, MARIA)
    for days in (0, 6, 7):
        day = OVER + timedelta(days=days)
        async with a_desk(network, now=morning(day), actor=maria) as desk:
            if days == 6:
                with pytest.raises(NobodyToRemind):
                    await ask_to_remind(desk, upb.id)
                continue
            await ask_to_remind(desk, upb.id)
        await ring(network, day)
    assert len(await told(network)) == 2


async def test_a_bell_that_was_stopped_tells_nobody_twice(network: Database) -> None:
    upb, maria = await place(network, "UPB"), await person_id(network, MARIA)
    async with a_desk(network, now=morning(OVER), actor=maria) as desk:
        await ask_to_remind(desk, upb.id)
        [(name, value)] = (await marks_like(desk.session, "second layer asked")).items()
    await ring(network)
    # As if it had died before it could forget what was asked, and went on the next day.
    async with network.write() as session:
        await set_mark(session, name, value)
        await set_mark(session, f"second layer told: {upb.id}", "{}")
    assert await ring(network, OVER + timedelta(days=1)) == 0
    assert len(await told(network)) == 1


async def test_one_institution_is_reminded_alone(network: Database) -> None:
    maria = await chat_of(network, MARIA)
    await maria.says("/municipios Irecê")
    assert "a Município de Irecê?" in await maria.presses("Lembrar quem falta")
    await maria.presses("Enviar o lembrete")
    assert await ring(network) == 1


@pytest.mark.parametrize("email", [JOAO, ANA], ids=["the second layer", "the Secretariat"])
async def test_nobody_else_speaks_in_its_name(network: Database, email: str) -> None:
    assert "de quem coordena" in await (await chat_of(network, email)).says("/municipios")
    upb, who = await place(network, "UPB"), await person_id(network, email)
    async with a_desk(network, now=morning(OVER), actor=who) as desk:
        with pytest.raises(NotYours):
            await count_to_remind(desk, upb.id)


async def test_where_nothing_is_missing_nobody_is_reminded(network: Database) -> None:
    upb, maria = await place(network, "UPB"), await person_id(network, MARIA)
    async with a_desk(network, now=morning(date(2025, 12, 9)), actor=maria) as desk:
        counted = await count_to_remind(desk, upb.id)
        assert (counted.institutions, counted.people, counted.resting) == (1, 1, 0)
    async with a_desk(network, now=morning(date(2025, 12, 8)), actor=maria) as desk:
        with pytest.raises(NobodyToRemind):
            await count_to_remind(desk, upb.id)
