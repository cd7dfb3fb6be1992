"""The buttons under a reminder: its person's, while it tells of something; anybody else's press is answered."""

from datetime import date

import pytest

from bot.dispatch import dispatch
from bot.turn import Turn
from bot.update import Said
from db import Database
from db.deliveries import DeliveryState
from db.notices import Notice
from db.people import Person
from rede.refusal import Refusal
from tests.rede.makers import a_desk, import_for, link, morning, person_id
from tests.rede.networks import UPB, address, found, letters_to, ring

FRIDAY = date(2025, 12, 12)


async def press(database: Database, name: str, data: str) -> Turn:
    who = await person_id(database, address(name))
    async with a_desk(database, actor=who, now=morning(FRIDAY)) as desk:
        person = await desk.session.get_one(Person, who)
        said = Said(update_id=1, chat_id=int(who), private=True, pressed=data)
        turn = Turn(desk=desk, said=said, person=person, served=(), menu=())
        await dispatch(turn)
    return turn


@pytest.fixture
async def notice(database: Database) -> int:
    people = [("Caio", "UPB", "coordenador"), ("Dora", "UPB", "servidor_designado")]
    await found(database, UPB, people=people)
    await import_for(database, "UPB")
    await link(database, address("Caio"), 7)
    await ring(database, FRIDAY)
    return (await letters_to(database, "Caio"))[0].notice_id


async def test_seen_is_recorded_and_stops_the_mail(database: Database, notice: int) -> None:
    turn = await press(database, "Caio", f"ack:{notice}")
    assert turn.toast == "Registrado: você está ciente."
    async with database.read() as session:
        assert (await session.get_one(Notice, notice)).acknowledged_at == morning(FRIDAY)
    assert {one.state for one in await letters_to(database, "Caio")} == {DeliveryState.CANCELLED}


async def test_later_says_when(database: Database, notice: int) -> None:
    turn = await press(database, "Caio", f"later:{notice}")
    assert turn.toast == "Combinado. Próximo aviso: segunda-feira, 15/12/2025."
    assert turn.answers == []


@pytest.mark.parametrize("number", ["", "x", "0", "²", "99999999999999999999"])
async def test_a_button_that_names_no_notice_is_answered(
    database: Database, notice: int, number: str
) -> None:
    turn = await press(database, "Caio", f"ack:{number}")
    assert [answer.text[:24] for answer in turn.answers] == ["Este botão expirou. Use "]
    with pytest.raises(Refusal, match="old_button"):
        await press(database, "Caio", f"later:{number}")


async def test_anothers_button_is_answered_and_does_nothing(database: Database, notice: int) -> None:
    turn = await press(database, "Dora", f"ack:{notice}")
    assert turn.answers[0].text.startswith("Este botão expirou.")
    with pytest.raises(Refusal, match="old_button"):
        await press(database, "Dora", f"later:{notice}")
    async with database.read() as session:
        assert (await session.get_one(Notice, notice)).acknowledged_at is None
