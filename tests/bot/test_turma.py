"""/turma: a class entered cell by cell, in one line or by a table; changed, called off; and its reports."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.classes import CourseClass, Modality
from db.deliverables import Deliverable
from rede.access import NotYours
from rede.change_class import change_class
from rede.class_plan import ClassRefused
from rede.class_sheet import ClassSheetRefused
from rede.import_plan import PlanOrder, import_plan, read_goals
from rede.open_obligations import open_obligations
from rede.refusal import Refusal
from scheduler.deadlines import Policy
from scheduler.plan_document import read_plan
from tests.bot.office_chat import OfficeChat
from tests.bot.sheets import workbook
from tests.rede.classes import class_of, entered
from tests.rede.makers import ANA, JOAO, MARIA, PLAN, STARTS, TEXTS, a_desk, person_id, register

UPB = "União dos Municípios da Bahia - UPB"
SCHEDULE = f"2.1\tApresentar o cronograma\tAnual\t{UPB}\n"


async def chat_of(database: Database, email: str, *, later: int = 0) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), STARTS + timedelta(days=later))


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    await register(database)
    return await chat_of(database, ANA)


async def import_with_schedule(database: Database) -> None:
    text = PLAN.replace("2.2\t", f"{SCHEDULE}2.2\t", 1)
    order = PlanOrder(
        acronym="UPB",
        starts=STARTS,
        ends=None,
        signed=None,
        published=None,
        policy=Policy.LEI_9784,
        document_name="plano.txt",
        content=text.encode(),
    )
    async with a_desk(database) as desk:
        plan = read_plan(text)
        await open_obligations(
            desk, await import_plan(desk, order, document=plan, goals=read_goals(plan, {}))
        )


async def says_all(chat: OfficeChat, *lines: str) -> str:
    said = ""
    for line in lines:
        pressed = line.startswith("[")
        said = await (chat.presses(line.strip("[]")) if pressed else chat.says(line))
    return said


BEGUN = ("/turma", "Gestão de parcerias", "15/12", "17/12/2025", "15/12 14h-17h; 17/12 14h às 17h", "online")


async def test_a_class_is_asked_for_cell_by_cell_and_shown_whole(database: Database, ana: OfficeChat) -> None:
    shown = await says_all(
        ana, *BEGUN, "20h", "amanhã 9h", "14/12/2025 18h", "[Sem limite]", "[Pular o resto]"
    )
    assert "Início: segunda-feira, 15/12/2025" in shown
    assert "Inscrições até: domingo, 14/12/2025, 18h" in shown
    saved = await ana.presses("Salvar")
    assert "Aviso a: todas as pessoas da Rede. Sai em quarta-feira, 10/12/2025, 9h" in saved
    async with database.read() as session:
        one = (await session.scalars(select(CourseClass))).one()
    assert (one.code, one.modality, one.seats) == ("1", Modality.REMOTE, None)


@pytest.mark.parametrize(
    ("lines", "wrong", "words"),
    [
        (BEGUN[:3], "14/12/2025", "antes de começar"),
        (BEGUN[:2], "30/02", "não é uma data"),
        (BEGUN[:5], "banana", "A modalidade “banana” não existe"),
        (BEGUN, "muitas", "não é um número de horas"),
        ((*BEGUN, "20h", "[Já estão abertas]"), "20/12/2025", "depois do fim da turma"),
        ((*BEGUN, "20h", "[Já estão abertas]"), "01/12/2025", "já passou"),
    ],
    ids=["ends early", "no day", "modality", "hours", "closes late", "closed"],
)
async def test_a_wrong_answer_is_refused_with_one_sentence_and_nothing_is_lost(
    ana: OfficeChat, lines: tuple[str, ...], wrong: str, words: str
) -> None:
    await says_all(ana, *lines)
    before = await ana.fields()
    with pytest.raises(Refusal) as refused:
        await ana.says(wrong)
    assert words in TEXTS.chat(refused.value.key, **refused.value.facts)
    assert await ana.fields() == before


async def test_what_does_not_go_together_after_a_correction_is_asked_again(ana: OfficeChat) -> None:
    await says_all(ana, *BEGUN, "20h", "[Já estão abertas]", "[Sem data]", "[Sem limite]", "[Pular o resto]")
    asked = await says_all(ana, "[Corrigir campo]", "[Início]", "18/12/2025")
    assert "antes de começar" in asked
    assert "Em que dia a turma termina?" in asked
    assert "fora do período" in await ana.says("19/12/2025")
    assert "Confira a turma" in await ana.says("18/12/2025 14h-17h")


async def test_a_title_nearly_known_is_asked_about(database: Database, ana: OfficeChat) -> None:
    await entered(database)
    assert "É o mesmo?" in await says_all(ana, "/turma", "Gestao de convenio")
    assert "Em que dia" in await ana.presses("Gestão de convênios")
    assert (await ana.fields())["course"] == "Gestão de convênios"


async def test_a_new_one_is_no_title(ana: OfficeChat) -> None:
    assert "De qual curso?" in await ana.says("/turma nova")


async def test_one_line_fills_what_it_says_and_the_rest_is_asked(ana: OfficeChat) -> None:
    said = await ana.says("/turma curso: Excel; início: 20/12/2025; modalidade: remota; carga horária: 20h")
    assert "Em que dia a turma termina?" in said
    assert "ainda sem salvar" in await ana.says("/turma")
    assert "termina?" in await ana.presses("Continuar")
    with pytest.raises(ClassRefused):
        await ana.says("/turma curso: Excel; início: ontem mesmo")


async def test_a_relevant_change_is_told_and_a_small_one_need_not_be(
    database: Database, ana: OfficeChat
) -> None:
    number = await entered(database)
    await says_all(ana, f"/turma {number}", "[Vagas]", "31")
    assert "Ninguém recebe aviso" in await ana.presses("Correção pequena")
    shown = await says_all(ana, f"/turma {number}", "[Local]", "Feira de Santana")
    assert "Local: Salvador → Feira de Santana" in shown
    assert "Correção pequena" not in str(ana.answers)
    assert "recebe a mudança" in await ana.presses("Salvar e avisar")
    one = await class_of(database, number)
    assert (one.seats, one.place, one.sequence) == (31, "Feira de Santana", 1)


async def test_days_that_go_together_only_when_all_are_changed_can_be_changed_one_by_one(
    database: Database, ana: OfficeChat
) -> None:
    number = await entered(database, lessons="", starts="12/01/2026", ends="13/01/2026")
    asked = await says_all(ana, f"/turma {number}", "[Inscrições até]", "20/01/2026 18h")
    assert "depois do fim da turma" in asked
    assert "Confira a mudança" in await says_all(ana, "[Mudar outro campo]", "[Fim]", "23/01/2026")
    assert "Mudança guardada" in await ana.presses("Salvar e avisar")
    assert (await class_of(database, number)).ends_on.day == 23


async def test_what_changed_meanwhile_is_shown_before_anything_is_saved(
    database: Database, ana: OfficeChat
) -> None:
    number = await entered(database)
    await says_all(ana, f"/turma {number}", "[Local]", "Feira de Santana")
    async with a_desk(database) as desk:
        await change_class(desk, number, {"link": "https://www.gov.br/outro"})
    shown = await ana.presses("Salvar e avisar")
    assert "Mudou: link." in shown
    assert "Confira a mudança" in shown
    assert (await class_of(database, number)).place == "Salvador"
    assert "Mudança guardada" in await ana.presses("Salvar e avisar")


async def test_a_class_is_called_off_with_a_reason(database: Database, ana: OfficeChat) -> None:
    number = await entered(database)
    await ana.says(f"/cursos {number}")
    assert "Por que a turma 1" in await ana.presses("Cancelar turma")
    with pytest.raises(ClassRefused):
        await ana.says("...")
    assert "Motivo: o instrutor adoeceu" in await ana.says("o instrutor adoeceu")
    assert (await class_of(database, number)).cancelled_at is not None
    with pytest.raises(ClassRefused):
        await ana.says(f"/turma {number}")


async def test_whose_it_is_not_neither_changes_nor_calls_off(database: Database, ana: OfficeChat) -> None:
    number = await entered(database)
    maria = await chat_of(database, MARIA)
    for said in (f"/turma {number}", f"/turma cancelar {number} porque sim", "/turma 99"):
        with pytest.raises(NotYours):
            await maria.says(said)
    await maria.says(f"/cursos {number}")
    assert "Cancelar turma" not in str(maria.answers)


HEADINGS = ("Curso", "Turma", "Início", "Carga horária", "Modalidade")
ROW = ("Compras", "1", "20/01/2026", "20", "remota")


async def test_a_table_is_shown_first_and_taken_in_after_that(database: Database, ana: OfficeChat) -> None:
    await ana.says("/turma")
    shown = await ana.sends(workbook([HEADINGS, ROW, ("Excel", "1", "21/01/2026", "8", "remota")]), "t.xlsx")
    assert "Novas: 2 · mudam: 0 · iguais: 0" in shown
    assert "Linha 2: Compras, turma 1, nova" in shown
    assert "Planilha importada" in await ana.presses("Importar")
    await ana.says("/turma")
    changed = workbook([HEADINGS, (*ROW[:3], "30", "remota")])
    assert "muda carga horária" in await ana.sends(changed, "t.xlsx")
    await ana.says("importar")
    async with database.read() as session:
        hours = (await session.scalars(select(CourseClass.workload).order_by(CourseClass.id))).all()
    assert [int(one or 0) for one in hours] == [30, 8]


async def test_a_table_with_errors_is_told_by_line_and_can_be_sent_again(ana: OfficeChat) -> None:
    await ana.says("/turma")
    bad = [("", str(line), "99/99/2026", "x", "remota") for line in range(30)]
    shown = await ana.sends(workbook([HEADINGS, *bad]), "t.xlsx")
    assert "30 linhas têm erro" in shown
    assert "Linha 2: Falta informar: curso." in shown
    assert len(shown) < 4096
    with pytest.raises(ClassSheetRefused):
        await ana.sends(b"nada", "t.csv")
    assert "Novas: 1" in await ana.sends(workbook([HEADINGS, ROW]), "t.xlsx")


async def test_the_model_is_a_table_that_can_be_taken_in(ana: OfficeChat) -> None:
    assert "Preencha uma linha" in await ana.says("/turma modelo")
    assert ana.answers[0].enclosure_id is not None


async def test_a_partners_class_counts_in_its_schedule_and_becomes_its_report(
    database: Database, ana: OfficeChat
) -> None:
    await import_with_schedule(database)
    maria = await chat_of(database, MARIA)
    line = (
        "/turma curso: Excel; início: 20/12/2025; modalidade: presencial; carga horária: 20h; local: Salvador"
    )
    said = await says_all(
        maria, line, "[No mesmo dia]", "pular", "pular", "pular", "pular", "[Pular o resto]"
    )
    assert "Confira a turma" in said
    saved = await maria.presses("Salvar")
    assert "pessoas de UPB e de quem aderiu por ela" in saved
    assert "conta no cronograma da meta 2.1" in saved
    await maria.presses("Entregar 2.1 com turmas")
    fields = await maria.fields()
    assert fields["key"] == "2.1"
    assert "Excel, turma 1: sábado, 20/12/2025" in fields["description"]


async def test_a_class_that_is_over_becomes_a_report_that_names_it(
    database: Database, ana: OfficeChat
) -> None:
    await import_with_schedule(database)
    number = await entered(database, holder="UPB")
    maria = await chat_of(database, MARIA, later=40)
    await maria.says(f"/cursos {number}")
    assert "Gestão de convênios" in await maria.presses("Entregar relato")
    fields = await maria.fields()
    assert (fields["hours"], fields["e_modality"], fields["e_place"]) == ("20.00", "presencial", "Salvador")
    while "Enviar" not in str(maria.answers[-1].buttons):
        await maria.presses("Pular")
    assert "Recebemos" in await maria.presses("Enviar")
    async with database.read() as session:
        report = (await session.scalars(select(Deliverable))).one()
    assert (await class_of(database, number)).deliverable_id == report.id
    await maria.says(f"/cursos {number}")
    assert report.protocol in await maria.presses("Entregar relato")


async def test_a_class_of_ones_first_layer_is_not_ones_own(database: Database, ana: OfficeChat) -> None:
    joao = await chat_of(database, JOAO)
    number = await entered(database, holder="UPB")
    with pytest.raises(NotYours):
        await joao.says(f"/turma {number}")
