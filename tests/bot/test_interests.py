"""What courses a person wants to hear of, chosen by buttons."""

import pytest

from db import Database
from rede.access import NotYours
from rede.choose_interests import InterestRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.classes import entered
from tests.rede.makers import MARIA, STARTS, person_id, register


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    return OfficeChat(database, await person_id(database, MARIA), STARTS)


async def test_one_tap_chooses_and_another_takes_back(maria: OfficeChat) -> None:
    assert "você recebe todos os cursos" in await maria.says("/cursos interesses")
    assert "só os cursos que combinam" in await maria.presses("Presenciais")
    assert "você recebe todos os cursos" in await maria.presses("✓ Presenciais")


async def test_a_course_is_chosen_where_it_is_shown_and_stands_in_the_list(
    database: Database, maria: OfficeChat
) -> None:
    number = await entered(database)
    await maria.says(f"/cursos {number}")
    assert "próximas turmas deste curso" in await maria.presses("Quero saber deste curso")
    assert "Um curso está marcado" in await maria.says("/cursos interesses")
    assert "não está mais" in await maria.presses("✓ Gestão de convênios")
    assert "todos os cursos" in await maria.says("/cursos interesses")


async def test_a_button_of_nobody_chooses_nothing(maria: OfficeChat) -> None:
    await maria.says("/cursos interesses")
    data = maria.button("Presenciais")
    assert "expirou" in await maria.presses_data(data.replace("quero:3", "quero:99"))
    with pytest.raises((InterestRefused, NotYours)):
        await maria.says("/cursos 99")
