"""The Secretariat's work without a shell: a plan sent by phone, a phrase decided, and for nobody else."""

from elo.demo.cast import ANA, MARIA
from tests.journeys.conftest import Town
from tests.rede import makers

#: Another agreement of the same partner, with one phrase that reads several ways.
PLAN = makers.PLAN.replace("99/2025", "77/2025")


async def test_a_plan_sent_by_phone_is_imported(town: Town) -> None:
    ana = await town.linked(ANA)
    await ana.says("/instrumento UPB")
    await ana.waits_for("O que você quer fazer?")
    await ana.presses("Novo plano")
    await ana.waits_for("Envie o plano de trabalho")
    await ana.sends("plano.txt", PLAN.encode())
    await ana.waits_for("(1 de 1)")
    await ana.presses("2")
    await ana.waits_for("Há número SEI")
    await ana.presses("Pular")
    await ana.waits_for("Quando começa a vigência?")
    await ana.says("hoje")
    await ana.waits_for("Quando termina a vigência?")
    await ana.says("09/12/2035")
    await ana.waits_for("publicado no DOU")
    await ana.presses("Ainda não sei")
    await ana.waits_for("De quando é a última assinatura?")
    await ana.presses("Ainda não sei")
    await ana.waits_for("Posso importar?")
    await ana.presses("Importar")
    receipt = await ana.waits_for("Plano importado")
    assert "AC 77/2025" in receipt.text
    assert "Decisões registradas em seu nome: 1." in receipt.text


async def test_a_partner_finds_nothing(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/instrumento UPB")
    await maria.waits_for("Não encontrei o que você pediu")


async def test_a_file_that_is_too_large_says_so_and_the_question_stays(town: Town) -> None:
    ana = await town.linked(ANA)
    await ana.says("/instrumento UPB")
    await ana.waits_for("O que você quer fazer?")
    await ana.presses("Novo plano")
    await ana.waits_for("Envie o plano de trabalho")
    await ana.sends("plano.html", b"a" * 2_000_001)
    await ana.waits_for("O arquivo é grande demais: o limite é 2 MB")
    await ana.sends("plano.txt", PLAN.encode())
    await ana.waits_for("Metas: 4")
