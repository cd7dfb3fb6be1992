"""/instrumento: a plan goes in by phone, its phrases are decided, its dates are set, and it can be read again."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db import Database
from db.audit import AuditEntry
from db.instruments import Instrument
from db.notices import NoticeKind
from db.obligations import Obligation
from db.plans import Goal
from db.readings import ReadingDecision
from rede.access import NotYours
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, PLAN, import_for, person_id, register

TODAY = date(2026, 3, 10)
UNREADABLE = PLAN.replace("Até 15 dias após o início da vigência", "bianual")
#: The check digits are right; nobody has it.
CPF = "529.982.247-25"


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    """Ana serves the Secretariat."""
    await register(database)
    return OfficeChat(database, await person_id(database, ANA), TODAY)


@pytest.fixture
async def upb(database: Database, ana: OfficeChat) -> OfficeChat:
    """UPB has an agreement, in force since December."""
    await import_for(database, "UPB")
    return ana


async def sends_plan(ana: OfficeChat, document: str = PLAN) -> str:
    await ana.says("/instrumento UPB")
    await ana.presses("Novo plano")
    return await ana.sends(document)


async def to_the_summary(ana: OfficeChat) -> str:
    """With the readings decided: the dates, from December on."""
    await ana.says("09/12/2025")
    await ana.says("2035-12-09")
    await ana.presses("Ainda não sei")
    return await ana.presses("Ainda não sei")


async def count(
    database: Database, table: type[Instrument] | type[ReadingDecision] | type[Obligation]
) -> int:
    async with database.read() as session:
        return (await session.scalars(select(func.count()).select_from(table))).one()


async def goal(database: Database, key: str) -> Goal:
    async with database.read() as session:
        found = select(Goal).where(Goal.key == key).order_by(Goal.id.desc())
        return (await session.scalars(found.limit(1))).one()


async def test_a_plan_goes_in_by_phone(database: Database, ana: OfficeChat) -> None:
    told = await sends_plan(ana)
    assert "Metas: 4" in told
    assert "→ Até 15 dias corridos após o início da vigência." in told
    assert "(1 de 1)" in told
    await ana.presses("2")
    await ana.presses("Pular")
    assert "terça-feira, 09/12/2025" in await to_the_summary(ana)
    receipt = await ana.presses("Importar")
    assert "Decisões registradas em seu nome: 1." in receipt
    assert "UPB, meta 2.2: qui., 31/12/2026" in receipt
    assert ana.answers[0].kind is NoticeKind.RECEIPT
    assert (
        await goal(database, "2.2")
    ).reading == "No mínimo 60 horas a cada ano civil, até o último dia dele."
    assert await count(database, Obligation) > 0
    assert await ana.fields() == {}


async def test_a_decision_is_recorded_with_who_why_and_the_process(
    database: Database, ana: OfficeChat
) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.says("Nota técnica 12, processo 19955.000321/2026-17")
    await to_the_summary(ana)
    await ana.says("importar")
    async with database.read() as session:
        decision = (await session.scalars(select(ReadingDecision))).one()
        acts = (await session.scalars(select(AuditEntry.act).where(AuditEntry.person_id.is_not(None)))).all()
    assert decision.person_id == await person_id(database, ANA)
    assert (decision.sei, decision.why) == ("19955.000321/2026-17", "Nota técnica 12, processo")
    assert {"reading.decide", "plan.import"} <= set(acts)


async def test_what_was_decided_once_is_not_asked_again(database: Database, ana: OfficeChat) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.presses("Pular")
    await to_the_summary(ana)
    await ana.presses("Importar")
    await ana.says("/instrumento irece")
    await ana.presses("Novo plano")
    assert "Quando começa a vigência?" in await ana.sends(PLAN)
    assert "outro parceiro" in "\n".join(answer.text for answer in ana.answers)
    assert await count(database, ReadingDecision) == 1


async def test_a_phrase_that_cannot_be_read_is_asked_until_it_can(
    database: Database, ana: OfficeChat
) -> None:
    assert "Meta 1.2" in await sends_plan(ana, UNREADABLE)
    assert "Meta 1.2" in await ana.says("quando der")
    assert "Como contar este prazo?" in await ana.says("Até 20 dias após o início da vigência")
    await ana.says("1")
    await ana.presses("Pular")
    assert "1.2 = Até 20 dias após o início da vigência" in await to_the_summary(ana)
    await ana.presses("Importar")
    stored = await goal(database, "1.2")
    assert (stored.phrase, stored.reading) == ("bianual", "Até 20 dias corridos após o início da vigência.")


async def test_a_reading_can_be_written_otherwise(database: Database, ana: OfficeChat) -> None:
    await sends_plan(ana)
    assert "Escreva como este prazo" in await ana.presses("Escrever de outro modo")
    assert "também se lê de mais de um modo" in await ana.says("Anual")
    assert "Não há leitura 9" in await ana.says("9")
    assert "Há número SEI" in await ana.says("60 horas por ano civil")
    await ana.presses("Pular")
    await to_the_summary(ana)
    await ana.presses("Importar")
    assert (await goal(database, "2.2")).decision_id is not None


async def test_a_goal_is_corrected_from_the_summary_for_this_plan_alone(
    database: Database, ana: OfficeChat
) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.presses("Pular")
    await to_the_summary(ana)
    unknown = await ana.says("9.9 = Até 31 de março de cada ano")
    assert "não tem a meta 9.9" in unknown
    assert "Posso importar?" in unknown
    assert "2.2 = 80 horas por ano civil" in await ana.says("2.2 = 80 horas por ano civil")
    await ana.presses("Importar")
    assert await count(database, ReadingDecision) == 0
    assert "80 horas" in (await goal(database, "2.2")).reading


async def test_correcting_asks_everything_again_but_the_file(ana: OfficeChat) -> None:
    await sends_plan(ana)
    await ana.says("2")
    await ana.presses("Pular")
    await to_the_summary(ana)
    assert "Como contar este prazo?" in await ana.presses("Corrigir")


async def test_without_any_date_nothing_can_be_counted(ana: OfficeChat) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.presses("Pular")
    for _ in range(3):
        await ana.presses("Ainda não sei")
    assert "ao menos uma data" in await ana.says("não sei")
    assert "Confira antes de importar" in await ana.says("hoje")


async def test_a_start_that_is_not_known_yet_makes_provisional_dates(ana: OfficeChat) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.presses("Pular")
    await ana.presses("Ainda não sei")
    await ana.presses("Ainda não sei")
    await ana.says("02/03/2026")
    assert "ninguém recebe lembrete" in await ana.presses("Ainda não sei")
    assert "Próximas datas</b> (provisórias)" in await ana.presses("Importar")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31/02/2026", "Não entendi a data"),
        ("amanhã", "Não entendi a data"),
        ("09/12/0205", "Não entendi a data"),
        ("09/12/2020", "tem de vir depois do início"),
    ],
)
async def test_a_day_typed_wrongly_is_asked_again(ana: OfficeChat, typed: str, answer: str) -> None:
    await sends_plan(ana)
    await ana.says("1")
    await ana.presses("Pular")
    await ana.says("09/12/2025")
    told = await ana.says(typed)
    assert answer in told
    assert "Quando termina a vigência?" in told


async def test_a_cpf_in_the_document_is_named_by_its_line_and_never_kept(
    database: Database, ana: OfficeChat
) -> None:
    told = await sends_plan(ana, PLAN.replace("Dizer quem", f"Dizer quem, CPF {CPF},"))
    assert "Linha 10: há um valor com forma de CPF" in told
    kept = str(await ana.fields())
    assert "xxx.xxx.xxx-xx" in kept
    assert not any(part in told + kept for part in (CPF, "52998224725", "982.247"))


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"%PDF-1.7 plano", "Não consigo ler este tipo de arquivo"),
        (b"PK\x03\x04 plano", "Não consigo ler este tipo de arquivo"),
        (b"Prezada Ana, segue o plano.", "Não encontrei um plano neste arquivo"),
        (b"", "Não encontrei um plano neste arquivo"),
    ],
    ids=["PDF", "DOCX", "another text", "empty"],
)
async def test_a_file_that_is_no_plan_is_asked_for_again(
    ana: OfficeChat, content: bytes, answer: str
) -> None:
    await ana.says("/instrumento UPB")
    await ana.presses("Novo plano")
    told = await ana.sends(content)
    assert answer in told
    assert "Salvar como, Página da Web" in told
    assert "Salvar como, Página da Web" in await ana.says("Não tenho outro")
    assert "Não leio fotos" in await ana.says("")
    assert "Metas: 4" in await ana.sends(PLAN)


async def test_the_same_agreement_is_not_imported_twice_and_the_summary_comes_again(
    database: Database, upb: OfficeChat
) -> None:
    await sends_plan(upb)
    await upb.says("1")
    await upb.presses("Pular")
    await to_the_summary(upb)
    for _ in range(2):
        told = await upb.presses("Importar")
        assert "AC 99/2025 de UPB já foi importado. Nada mudou." in told
        assert "Posso importar?" in told
    assert await count(database, ReadingDecision) == 0
    assert "Cancelado" in await upb.presses("Cancelar")


async def test_what_is_typed_with_a_cpf_is_asked_again_and_not_kept(
    database: Database, ana: OfficeChat
) -> None:
    await sends_plan(ana)
    await ana.says("1")
    assert "tem um CPF. Escreva de novo sem ele." in await ana.says("Ofício de Rui, CPF 111.222.333-44")
    await ana.says("Ofício de Rui, processo 19955.000321/2026-17")
    assert "Posso importar?" in await to_the_summary(ana)
    assert "111" not in str(await ana.fields())
    assert "Plano importado" in await ana.presses("Importar")


async def test_a_long_plan_is_told_in_several_messages(ana: OfficeChat) -> None:
    goals = "".join(
        f"1.{number}\tRealizar a ação número {number} em conjunto com os municípios\tAnual\tSEGES\n"
        for number in range(3, 43)
    )
    told = await sends_plan(ana, PLAN.replace("2\tCapacitação", f"{goals}2\tCapacitação"))
    assert "Metas: 44" in told
    assert len(ana.answers) > 3
    assert max(len(answer.text) for answer in ana.answers) <= 3600
    assert "Metas: 1.3, 1.4" in ana.answers[-1].text


async def test_others_find_nothing(database: Database, upb: OfficeChat) -> None:
    maria = OfficeChat(database, await person_id(database, MARIA), TODAY)
    with pytest.raises(NotYours):
        await maria.says("/instrumento UPB")


async def test_a_partner_that_is_not_known_is_asked_for_again(upb: OfficeChat) -> None:
    assert "De qual parceiro" in await upb.says("/instrumento")
    assert "Não conheço a sigla ubp" in await upb.says("ubp")
    assert "É sempre de um parceiro" in (await upb.says("seges")).replace("é sempre", "É sempre")
    assert "União dos Municípios da Bahia" in await upb.says("upb")
    assert "um dos botões" in await upb.says("o quê?")


async def test_old_buttons_say_so_and_cancelling_drops_the_form(upb: OfficeChat) -> None:
    await upb.says("/instrumento UPB")
    old = upb.button("Novo plano")
    await upb.presses("Datas")
    assert "Este botão expirou" in await upb.presses_data(old)
    assert "Cancelado" in await upb.says("/cancelar")
    assert await upb.fields() == {}
    assert "Novo plano ou em Termo aditivo" not in await upb.says("Datas")
