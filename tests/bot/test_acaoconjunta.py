"""/acaoconjunta: told in one line or asked for, confirmed by a tap, never told twice."""

from datetime import date

import pytest

from db import Database
from rede.bound_buttons import bound
from rede.joint_words import CONFIRM, DENY, JointRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, make_office, person_id
from tests.rede.test_joint_actions import a_rede

DAY = date(2025, 12, 9)
LINE = '/acaoconjunta 2.3 "Oficina de Obrasgov" 05/12/2025 com IRECE "40 pessoas formadas"'


async def chat(database: Database, who: str = MARIA) -> OfficeChat:
    return OfficeChat(database, await person_id(database, who), DAY)


async def test_everything_in_one_line_is_shown_and_then_told(database: Database) -> None:
    await a_rede(database)
    maria, joao = await chat(database), await chat(database, JOAO)
    shown = await maria.says(LINE)
    for words in ("Oficina de Obrasgov", "sexta-feira, 05/12/2025", "IRECE · Município de Irecê"):
        assert words in shown
    said = await maria.presses("Registrar")
    assert "Recebemos" in said
    assert "Pedimos a confirmação de IRECE" in said
    assert "Espera sua confirmação" in await joao.says("/acaoconjunta")
    assert "Recebemos" in await joao.presses("Confirmar")


async def test_each_thing_is_asked_for_and_a_bad_answer_loses_nothing(database: Database) -> None:
    await a_rede(database)
    maria = await chat(database)
    assert "escolha a meta" in await maria.says("/acaoconjunta")
    assert "título" in await maria.presses("2.3 · capacitação")
    await maria.says("Oficina de Obrasgov")
    with pytest.raises(JointRefused, match="joint_day_ahead"):
        await maria.says("amanhã")
    assert "Com quem foi?" in await maria.presses("Ontem")
    with pytest.raises(JointRefused, match="joint_partner_unknown"):
        await maria.says("Xanadu")
    assert "IRECE · Município de Irecê" in await maria.says("Irecê, SEGES")
    assert "resultado" in await maria.presses("Pronto")
    assert "endereço" in await maria.says("40 pessoas formadas")
    assert "Confira a ação conjunta" in await maria.presses("Pular")
    assert "Recebemos" in await maria.says("sim")


async def test_a_day_to_come_is_told_from_a_partner(database: Database) -> None:
    await a_rede(database)
    with pytest.raises(JointRefused, match="joint_day_ahead"):
        await (await chat(database)).says(LINE.replace("05/12/2025", "amanhã"))


async def test_the_other_side_is_asked_if_it_is_the_same(database: Database) -> None:
    await a_rede(database)
    maria, joao = await chat(database), await chat(database, JOAO)
    await maria.says(LINE)
    await maria.presses("Registrar")
    assert "É a mesma ação?" in await joao.says(LINE.replace("IRECE", "UPB"))
    assert "Recebemos" in await joao.presses("Sim, é a mesma")
    assert "É a mesma ação?" in await maria.says(LINE)
    assert "Nada foi registrado de novo" in await maria.presses("Sim, é a mesma")
    await maria.says(LINE)
    assert "Confira a ação conjunta" in await maria.presses("Não, é outra")


async def test_a_partner_denies_and_others_get_nowhere_by_its_button(database: Database) -> None:
    await a_rede(database)
    maria, joao, ana = await chat(database), await chat(database, JOAO), await chat(database, ANA)
    await maria.says(LINE)
    await maria.presses("Registrar")
    data = bound(make_office().sealer, await person_id(database, JOAO), DENY, 1)
    assert "Anotado" not in await ana.presses_data(data)
    assert "Anotado" in await joao.presses_data(data)
    with pytest.raises(JointRefused, match="joint_answered"):
        await joao.presses_data(data)


def test_the_acts_of_its_buttons_are_short() -> None:
    assert all(len(act) <= 16 and act.isalpha() for act in (CONFIRM, DENY))
