"""Classes, meetings and requests from their beginning to their end, through the whole service."""

import asyncio
from datetime import datetime, timedelta

from elo.demo.cast import ANA, JOAO, MARIA
from scheduler.clock import BRASILIA
from tests.journeys.conftest import Town

HEADINGS = "curso;turma;modalidade;carga horária;início;fim;inscrições até;link\n"
CLASS = (
    "Gestão de parcerias;T1;remota;{hours};05/01/2026;09/01/2026;19/12/2025 18h;https://www.gov.br/cursos\n"
)


async def settle(town: Town) -> None:
    """What was just said is done, and what follows from it, minute by minute, before anything else happens."""
    for _ in range(3):
        await asyncio.sleep(0.4)
        town.sandbox.clock.advance(timedelta(minutes=1))
    await asyncio.sleep(0.4)


def at(town: Town, month: int, day: int, hour: int) -> None:
    year = 2026 if month < 12 else 2025
    town.sandbox.clock.set(datetime(year, month, day, hour, 5, tzinfo=BRASILIA))


def sheet(hours: str) -> bytes:
    return (HEADINGS + CLASS.format(hours=hours)).encode()


async def test_a_class_goes_from_a_sheet_to_its_last_day(town: Town) -> None:
    maria, ana = await town.linked(MARIA), await town.linked(ANA)
    await ana.says("/turma")
    await ana.waits_for("De qual curso?")
    await ana.sends("turmas.csv", sheet("muitas"))
    assert "muitas" in (await ana.waits_for("carga horária")).text
    await ana.sends("turmas.csv", sheet("20h"))
    await ana.waits_for("Novas: 1")
    await ana.presses("Importar")
    await ana.waits_for("")
    await settle(town)
    assert "sexta-feira, 19/12/2025" in (await maria.waits_for("Inscrições abertas")).text
    mail = await town.sandbox.mailbox.wait_for(to=JOAO.email, subject_contains="Inscrições abertas")
    assert any(part.name.endswith(".ics") for part in mail.attachments)
    at(town, 12, 16, 9)
    await settle(town)
    await maria.waits_for("Inscrições terminam em breve")
    await ana.says("/cursos 1")
    await ana.waits_for("Turma T1 · SEGES")
    await ana.presses("Cancelar turma")
    await ana.waits_for("")
    await ana.says("Sem sala disponível")
    await ana.waits_for("Turma cancelada")
    await settle(town)
    assert "Sem sala disponível" in (await maria.waits_for("Turma cancelada")).text


async def test_a_meeting_goes_from_convocation_to_attendance_with_one_change(town: Town) -> None:
    maria, ana = await town.linked(MARIA), await town.linked(ANA)
    await ana.says('/convocar "Balanço" 22/12/2025 14h30 local: Auditório pauta: Metas do ano')
    await ana.waits_for("Confirma a convocação?")
    await ana.presses("Convocar")
    await ana.waits_for("Convocação registrada")
    await settle(town)
    await maria.waits_for("Balanço")
    await maria.presses("Vou")
    await maria.waits_for("Anotado: vou")
    await ana.says("/reunioes 1")
    await ana.waits_for("Vão: 1")
    await ana.presses("Mudar")
    await ana.waits_for("")
    await ana.presses("Dia e hora")
    await ana.waits_for("")
    await ana.says("23/12/2025 9h")
    await ana.waits_for("")
    await settle(town)
    assert "terça-feira, 23/12/2025" in (await maria.waits_for("23/12/2025")).text
    await maria.presses("Vou")
    await maria.waits_for("Anotado: vou")
    at(town, 12, 23, 12)
    await ana.waits_for("Registrar presença: Balanço")
    await ana.presses("Registrar presença")
    await ana.waits_for("Toque em quem participou")
    await ana.says("UPB 3")
    await ana.waits_for("UPB: 3")
    await ana.presses("Concluir")
    await ana.waits_for("Presença registrada")
    await settle(town)
    assert "RP-2025-" in (await maria.waits_for("1.4")).text


async def test_a_request_goes_from_opening_to_compilation(town: Town) -> None:
    maria, ana = await town.linked(MARIA), await town.linked(ANA)
    await ana.says('/solicitar "Relatório 2025" até 30/12/2025 de 01/01/2025 a 31/12/2025 camada:1')
    await ana.waits_for("Confira antes de abrir")
    await ana.presses("Abrir pedido")
    await ana.waits_for("")
    await settle(town)
    await maria.waits_for("Relatório 2025")
    await maria.presses("Ver rascunho")
    await maria.waits_for("Relatório 2025")
    await maria.says("acrescentar Visita técnica a Barra")
    await maria.waits_for("Visita técnica a Barra")
    await maria.presses("Enviar")
    await maria.waits_for("RP-2025-")
    await ana.says("/solicitar 1")
    await ana.waits_for("1 de 1")
    await ana.presses("Encerrar e consolidar")
    await ana.waits_for("")
    await ana.presses("Sim, encerrar")
    await ana.waits_for("")
    await settle(town)
    assert "Responderam 1 de 1" in (await ana.waits_for("Respostas reunidas")).text


async def test_a_class_of_a_partner_becomes_its_report_once_it_is_over(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says("/turma")
    await maria.waits_for("De qual curso?")
    row = "Compras públicas;M1;presencial;8h;10/12/2025;11/12/2025;Auditório\n"
    await maria.sends(
        "turmas.csv", ("curso;turma;modalidade;carga horária;início;fim;local\n" + row).encode()
    )
    await maria.waits_for("Novas: 1")
    await maria.presses("Importar")
    await maria.waits_for("")
    at(town, 12, 12, 9)
    await settle(town)
    await maria.waits_for("A turma terminou")
    await maria.presses("Entregar relato")
    told = await maria.waits_for("Posso registrar?")
    assert "Compras públicas" in told.text
    assert "8" in told.text
    await maria.presses("Enviar")
    await maria.waits_for("RP-2025-000001")
