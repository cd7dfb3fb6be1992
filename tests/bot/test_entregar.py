"""/entregar for whoever has many agreements: which one is asked, by button or by name."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.commands import entregar
from bot.forms import open_form
from bot.turn import Turn
from bot.update import Said
from db import Database
from db.instruments import Instrument
from db.people import Person, institutions_served
from rede.desk import Desk
from tests.rede.makers import ANA, a_desk, import_for, person_id, register

CHAT = 77


async def turn_of(desk: Desk, text: str) -> Turn:
    assert desk.actor is not None
    person = await desk.session.get_one(Person, desk.actor)
    served = await institutions_served(desk.session, person.id)
    said = Said(update_id=1, chat_id=CHAT, private=True, text=text)
    return Turn(desk=desk, said=said, person=person, served=served, menu=())


@pytest.fixture
async def many_agreements(database: Database) -> Database:
    """UPB has signed twenty-two agreements, so the Secretariat owes goal C1 as often."""
    await register(database)
    for number in range(22):
        instrument, _ = await import_for(database, "UPB", starts=date(2025, 12, 9))
        async with a_desk(database) as desk:
            renamed = update(Instrument).where(Instrument.id == instrument.id)
            await desk.session.execute(renamed.values(number=f"AC {number}/2025"))
    return database


async def test_more_agreements_than_buttons_are_named_in_a_word(many_agreements: Database) -> None:
    ana = await person_id(many_agreements, ANA)
    async with a_desk(many_agreements, actor=ana) as desk:
        turn = await turn_of(desk, "")
        turn.arguments = "C1 Fórum aberto, endereço enviado"
        await entregar.handle(turn)
        (asked,) = turn.answers
        assert len(asked.buttons) == 20
        assert asked.buttons[0][0][0] == "UPB · AC 0/2025"
        assert "escreva a sigla do parceiro ou o número do acordo" in asked.text


@pytest.mark.parametrize("named", ["ac 21/2025", "21/2025"])
async def test_an_agreement_without_a_button_is_named_by_its_number(
    many_agreements: Database, named: str
) -> None:
    ana = await person_id(many_agreements, ANA)
    async with a_desk(many_agreements, actor=ana) as desk:
        turn = await turn_of(desk, "")
        turn.arguments = "C1 Fórum aberto em https://www.gov.br/forum"
        await entregar.handle(turn)
        turn = await turn_of(desk, named)
        form = await open_form(turn)
        assert form is not None
        await entregar.resume(turn, form)
        assert "Posso registrar?" in turn.answers[-1].text
