"""/adesao: the question of a month answered in chat, by a tap or by the termos themselves."""

from datetime import date

import pytest

from bot.commands import adesao
from bot.forms import open_form, read_button
from bot.termo_words import UnreadableTermo, read_termos
from bot.turn import Turn
from db import Database
from db.obligations import ObligationState
from rede.access import NotYours
from rede.desk import Desk
from rede.dues import ADHESIONS, NO_ADHESIONS
from tests.bot.test_entregar import turn_of
from tests.rede.happenings import called_for, rede_of
from tests.rede.makers import ANA, MARIA, a_desk, morning, person_id
from tests.rede.test_say_no_adhesions import APRIL, questions, ring, the_question

TERMO = "Município de Flores; 12.ABC.345/01DE-35; 20/03/2026"


@pytest.fixture
async def asked(database: Database) -> Database:
    """UPB is asked on 1 April whether there was a termo in March."""
    await rede_of(database, "UPB")
    await ring(database, [APRIL])
    return database


async def said(desk: Desk, text: str) -> Turn:
    turn = await turn_of(desk, text)
    form = await open_form(turn)
    assert form is not None
    await adesao.resume(turn, form)
    return turn


async def test_the_question_is_put_with_its_two_answers(asked: Database) -> None:
    async with a_desk(asked, now=morning(APRIL), actor=await person_id(asked, MARIA)) as desk:
        turn = await turn_of(desk, "")
        await adesao.handle(turn)
        [answer] = turn.answers
        assert "houve termo de adesão em março de 2026?" in answer.text
        assert [label for label, _ in answer.buttons[0]] == ["Não houve", "Sim, informar"]


async def test_one_tap_says_that_there_was_none(asked: Database) -> None:
    question = await the_question(asked)
    async with a_desk(asked, now=morning(APRIL), actor=await person_id(asked, MARIA)) as desk:
        turn = await turn_of(desk, "")
        assert await adesao.take_button(turn, f"{NO_ADHESIONS}{question.id}")
        assert "Nada é devido por esse mês" in turn.answers[0].text
    assert [state for _, _, state in await questions(asked)] == [ObligationState.FULFILLED]


async def test_the_termos_told_line_by_line_are_the_list_that_is_due_on_day_10(asked: Database) -> None:
    question = await the_question(asked)
    async with a_desk(asked, now=morning(APRIL), actor=await person_id(asked, MARIA)) as desk:
        assert await adesao.take_button(await turn_of(desk, ""), f"{ADHESIONS}{question.id}")
        turn = await said(desk, TERMO)
        assert "Município de Flores · CNPJ 12.ABC.345/01DE-35 · 20/03/2026" in turn.answers[-1].text
        pressed = read_button(turn.answers[-1].buttons[0][0][1])
        form = await open_form(turn)
        assert pressed is not None
        assert form is not None
        assert pressed.version == form.version
        await adesao.press(turn, form, pressed)
        assert "sexta-feira, 10/04/2026" in turn.answers[-1].text
    assert await called_for(asked, "UPB", "C1") == [(date(2026, 4, 10), ObligationState.FULFILLED)]
    assert [state for _, _, state in await questions(asked)] == [ObligationState.FULFILLED]


async def test_what_cannot_be_read_is_said_and_asked_again(asked: Database) -> None:
    question = await the_question(asked)
    async with a_desk(asked, now=morning(APRIL), actor=await person_id(asked, MARIA)) as desk:
        await adesao.take_button(await turn_of(desk, ""), f"{ADHESIONS}{question.id}")
        turn = await said(desk, f"{TERMO}\nFlores")
        assert turn.answers[-1].text.startswith("Não entendi a linha 2: Flores.")
        assert "posso registrar?" in (await said(desk, TERMO)).answers[-1].text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Flores; 20/03/2026", "adhesions_unreadable"),
        ("Flores; 12.ABC.345/01DE-36; 20/03/2026", "adhesions_cnpj"),
        ("Flores; 12.ABC.345/01DE-35; 31/02/2026", "adhesions_day"),
        ("Flores; 12.ABC.345/01DE-35; 02/04/2026", "adhesions_day"),
    ],
    ids=["a part is missing", "a wrong CNPJ", "a date that does not exist", "a date to come"],
)
def test_a_termo_that_cannot_be_is_refused(text: str, key: str) -> None:
    with pytest.raises(UnreadableTermo) as refused:
        read_termos(text, today=APRIL)
    assert (refused.value.key, refused.value.line) == (key, 1)


async def test_another_institution_cannot_answer(asked: Database) -> None:
    question = await the_question(asked)
    async with a_desk(asked, now=morning(APRIL), actor=await person_id(asked, ANA)) as desk:
        for prefix in (NO_ADHESIONS, ADHESIONS):
            with pytest.raises(NotYours):
                await adesao.take_button(await turn_of(desk, ""), f"{prefix}{question.id}")
