"""Who answers what people type: with an accent, without the slash, glued together, nearly right."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

import pytest

from bot import menu
from bot.command import Scope
from bot.dialogues import BUTTONS
from bot.dispatch import dispatch
from bot.turn import Turn
from db import Database
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.refusal import Refusal
from tests.bot.office_chat import OfficeChat
from tests.bot.test_entregar import turn_of
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, import_for, make_office, person_id, register


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """Maria's, of UPB."""
    await register(database)
    await import_for(database, "UPB")
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        yield desk


async def told(desk: Desk, said: str) -> str:
    turn: Turn = await turn_of(desk, said)
    turn.menu = menu.offered({Scope.PARTNER})
    await dispatch(turn)
    [answer] = turn.answers
    return answer.text


@pytest.mark.parametrize(
    ("said", "name", "arguments"),
    [
        ("/prazos UPB", "prazos", "UPB"),
        ("/Prazos@EloBot\n2.2", "prazos", "2.2"),
        ("/adesões", "adesao", ""),
        ("/entregar2.2 Curso", "entregar", "2.2 Curso"),
        ("/entregar, 2.2", "entregar", "2.2"),
        ("/start -_abc", "start", "-_abc"),
    ],
)
def test_a_command_is_known_by_its_letters(said: str, name: str, arguments: str) -> None:
    command = menu.named(said)
    assert command is not None
    assert (command.name, menu.arguments_of(said)) == (name, arguments)


@pytest.mark.parametrize("said", ["prazos", "Prazos.", "PRAZOS", "/prazos"])
async def test_a_command_is_known_without_its_slash(desk: Desk, said: str) -> None:
    assert "Meta 1.2" in await told(desk, said)


@pytest.mark.parametrize(("said", "near"), [("/prazo", "/prazos"), ("/entrega 2.2", "/entregar")])
async def test_who_nearly_types_a_command_is_shown_it(desk: Desk, said: str, near: str) -> None:
    assert f"Talvez você queira {near}." in await told(desk, said)


@pytest.mark.parametrize("said", ["/", "/relatorios", "/2.2"])
async def test_what_is_near_no_command_is_shown_none(desk: Desk, said: str) -> None:
    answer = await told(desk, said)
    assert "Não conheço o comando" in answer
    assert "Talvez" not in answer


async def test_the_word_alone_drops_a_form_that_waits_for_a_text(desk: Desk) -> None:
    await told(desk, "/entregar 1.2")
    assert "Cancelado." in await told(desk, "cancelar")


async def test_another_word_answers_the_form_that_is_open(desk: Desk) -> None:
    await told(desk, "/entregar 1.2")
    assert "Posso registrar?" in await told(desk, "prazos")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("meus dados", "Seus dados"),
        ("Meus  dados!", "Seus dados"),
        ("reuniões", "Nenhuma reunião convocada"),
        ("metas", "Eixo 1"),
        ("sair", "Desligar esta conversa"),
        ("termos", "Nenhuma das suas instituições informa termos de adesão."),
        ("pendências", "Meta 1.2"),
    ],
)
async def test_what_people_call_a_command_is_understood(desk: Desk, said: str, answer: str) -> None:
    assert answer in await told(desk, said)


@pytest.mark.parametrize(("serves", "listed"), [(0, False), (1, False), (2, True)])
def test_another_institution_is_offered_to_who_serves_several(serves: int, listed: bool) -> None:
    names = [name for name, _ in menu.offered({Scope.PARTNER}, serves=serves)]

    assert ("trocar" in names) is listed


async def test_a_button_of_ours_with_a_number_that_is_gone_is_refused_and_breaks_nothing(
    database: Database,
) -> None:
    """Every act, with a good stamp: what it was about may be gone, or have grown shorter, since it was shown."""
    await register(database)
    for email in (ANA, MARIA, JOAO):
        who = await person_id(database, email)
        chat = OfficeChat(database, who, date(2025, 12, 20))
        for act in sorted(BUTTONS):
            for number, version in ((0, 7), (99_999, 1)):
                data = bound(make_office().sealer, who, act, number, version)
                with suppress(Refusal):
                    await chat.presses_data(data)
