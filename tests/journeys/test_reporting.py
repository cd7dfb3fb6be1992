"""Handing in: one line or a dialogue, the protocol, the Secretariat, and what cannot be taken."""

import pytest

from elo.demo.cast import ANA, JOAO, MARIA, RUI
from sandbox.impossible import NoSuchButton
from tests.journeys.conftest import Town


async def test_a_report_in_one_line_gets_a_protocol_and_the_secretariat_is_told(town: Town) -> None:
    maria, ana = await town.linked(MARIA), await town.linked(ANA)
    await maria.says('/entregar 1.2 "Indicada a responsável, por ofício"')
    receipt = await maria.waits_for("RP-2025-000001")
    assert "registrada como entregue" in receipt.text
    told = await ana.waits_for("RP-2025-000001")
    assert "Indicada a responsável, por ofício" in told.text
    assert "Maria" in told.text
    mail = await town.sandbox.mailbox.wait_for(to=RUI.email, subject_contains="RP-2025-000001")
    assert "Indicada a responsável, por ofício" in mail.text
    assert "Indicada a responsável, por ofício" in mail.html


async def test_hours_of_several_courses_add_up_in_their_cycle(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says('/entregar 2.2 "Curso X" 20h')
    await maria.waits_for("20 de 60. Faltam 40")
    await maria.says("/entregar 2.2 Curso Y, em Irecê, 39,5 horas")
    await maria.waits_for("59,5 de 60. Faltam 0,5")
    await maria.says("/entregar 2.2 Curso Z 1h")
    await maria.waits_for("60,5 de 60. O mínimo foi alcançado")
    await maria.says("/entregar 2.2 Mais um curso 10h")
    await maria.waits_for("70,5 de 60")


async def test_a_dialogue_asks_for_what_is_missing_and_confirms(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/entregar 2.2")
    await maria.waits_for("Conte em uma mensagem")
    await maria.says("Curso de Obrasgov <b>& cia</b>")
    await maria.waits_for("Quantas horas")
    await maria.says("muitas")
    await maria.waits_for("Não entendi o número de horas")
    await maria.says("12")
    await maria.waits_for("Posso registrar?")
    await maria.presses("Corrigir")
    await maria.waits_for("Conte em uma mensagem")
    await maria.says("Curso de Obrasgov, 30 pessoas")
    await maria.waits_for("Quantas horas")
    await maria.says("14 horas")
    assert "Curso de Obrasgov, 30 pessoas" in (await maria.waits_for("Posso registrar?")).text
    await maria.says("sim")
    await maria.waits_for("RP-2025-000001")


async def test_a_goal_is_chosen_by_its_button(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/entregar")
    await maria.waits_for("Qual meta")
    label = next(button for row in maria.buttons for button in row if button.startswith("3.1"))
    await maria.presses(label)
    await maria.waits_for("Meta 3.1")


async def test_a_report_with_nothing_in_it_is_not_taken(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/entregar 1.2")
    await maria.waits_for("Conte em uma mensagem")
    for nothing in ('""', "“ ”", "...", '" - "'):
        await maria.says(nothing)
        await maria.waits_for("O relato está vazio")
    await maria.says("Ofício enviado")
    await maria.waits_for("Posso registrar?")


async def test_a_goal_that_is_not_theirs_is_not_found(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/entregar 1.3 Painel liberado")
    await maria.waits_for("Não encontrei a meta 1.3")


async def test_pressing_twice_files_once_and_an_old_button_says_so(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/entregar 1.2")
    await maria.waits_for("Conte em uma mensagem")
    await maria.says("Ofício enviado")
    await maria.waits_for("Posso registrar?")
    await maria.presses("Enviar")
    await maria.presses("Enviar")
    await maria.waits_for("Este botão expirou")
    read = " ".join(message.text for message in maria.messages)
    assert "RP-2025-000001" in read
    assert "RP-2025-000002" not in read


async def test_cancelling_drops_the_half_filled_form(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/cancelar")
    await maria.waits_for("Não há nada em andamento")
    await maria.says("/entregar 1.2")
    await maria.waits_for("Conte em uma mensagem")
    await maria.says("/cancelar")
    await maria.waits_for("Cancelado")
    await maria.says("Ofício enviado")
    await maria.waits_for("Não entendi a mensagem")


async def test_a_cpf_is_neither_kept_nor_taken(town: Town) -> None:
    joao = await town.linked(JOAO)
    await joao.says("/entregar 1.2 Indicada Fulana, CPF 529.982.247-25")
    await joao.waits_for("Sua mensagem tinha um CPF")
    async with town.stage.database.read() as session:
        connection = await session.connection()
        dump = str((await connection.exec_driver_sql("SELECT * FROM updates")).all())
    assert "529.982.247" not in dump
    with pytest.raises(NoSuchButton):
        await joao.presses("Enviar")


ANSWERS = (
    ("/naoexiste", "Não conheço o comando /naoexiste"),
    ("oi, tudo bem?", "Não entendi a mensagem"),
    ("2.2", "/entregar 2.2"),
    ("/ajuda", "O que você pode fazer aqui"),
    ("/help", "O que você pode fazer aqui"),
    ("/PRAZOS", "Meta 1.2"),
    ("/prazos@sandbox_bot", "Meta 1.2"),
    ("/prazos ubp", "Não encontrei essa meta ou instituição"),
)


async def test_everything_said_is_answered(town: Town) -> None:
    maria = await town.linked(MARIA)
    for said, answer in ANSWERS:
        await maria.says(said)
        await maria.waits_for(answer)
