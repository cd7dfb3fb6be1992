"""/indicar: asked one thing at a time or typed in one line; the letter goes to the Secretariat's mailbox."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable
from db.deliveries import Delivery
from db.institutions import institution_by_acronym
from db.notices import Notice, NoticeKind
from db.people import Function, Membership, membership, people_by_email
from rede.access import NotYours
from rede.naming import NamingRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.happenings import import_for
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id, register

DAY = date(2026, 3, 10)
JOANA = "joana@upb.example.org"
MAILBOX = "rede@seges.example.org"


@dataclass(frozen=True, slots=True)
class Letter:
    address: str
    subject: str
    body: str


@pytest.fixture
async def upb(database: Database) -> Database:
    await register(database)
    await import_for(database, "UPB")
    return database


async def chat(database: Database, email: str = MARIA, day: date = DAY) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), day)


async def letters(database: Database) -> list[Letter]:
    """Of notices that are nobody's own: what went to the mailbox, and its copies."""
    async with database.read() as session:
        found = select(Delivery).join(Notice, Notice.id == Delivery.notice_id)
        found = found.where(Notice.kind == NoticeKind.TASK, Notice.person_id.is_(None)).order_by(Delivery.id)
        return [Letter(one.address, one.subject, one.body) for one in await session.scalars(found)]


async def functions(database: Database, email: str = JOANA) -> set[str]:
    async with database.read() as session:
        [person] = await people_by_email(session, email)
        place = await institution_by_acronym(session, "UPB")
        assert place is not None
        return {row.function for row in await membership(session, person.id, place.id)}


async def reports(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Deliverable.description).order_by(Deliverable.id)))


async def test_one_line_names_reports_and_writes_to_the_mailbox_with_a_copy(upb: Database) -> None:
    told = await (await chat(upb)).says(f'/indicar 1.2 "Joana Lima" {JOANA} 71 3333-4444')
    assert "Indicação registrada: <b>Joana Lima</b> · UPB\nProtocolo <b>RP-2026-000001</b>" in told
    assert await functions(upb) == {Function.RESPONSAVEL_PAINEL}
    assert await reports(upb) == [f"Indicação de responsável pelo Painel Gerencial: Joana Lima ({JOANA})."]
    to_mailbox, copy = await letters(upb)
    assert (to_mailbox.address, copy.address) == (MAILBOX, MARIA)
    for words in ("Joana Lima", JOANA, "(71) 3333-4444", "RP-2026-000001", "União dos Municípios da Bahia"):
        assert words in to_mailbox.body
        assert words in copy.body
    assert f"Cópia para Maria ({MARIA})." in to_mailbox.body
    assert f"Esta é a cópia do e-mail enviado a {MAILBOX}." in copy.body
    assert "CPF" not in to_mailbox.body


async def test_a_dialogue_asks_for_one_thing_at_a_time(upb: Database) -> None:
    maria = await chat(upb)
    assert "O que você quer indicar?" in await maria.says("/indicar")
    assert "Qual é o nome completo da pessoa?" in await maria.presses("Quem acompanha (1.1)")
    assert "e-mail institucional de Joana Lima" in await maria.says("Joana Lima")
    assert "Qual é o telefone" in await maria.says(JOANA)
    assert "substitui a coordenação?" in await maria.presses("Sem telefone")
    summary = await maria.presses("Sim, também")
    assert f"E-mail: {JOANA}\nTambém na substituição da coordenação." in summary
    assert "Protocolo <b>RP-2026-000001</b>" in await maria.presses("Enviar")
    assert await functions(upb) == {Function.SERVIDOR_DESIGNADO, Function.SUBSTITUTO}
    assert await maria.fields() == {}


async def test_a_phone_is_masked_in_the_summary_and_may_be_corrected(upb: Database) -> None:
    maria = await chat(upb)
    for words in ("/indicar 1.2", "Joana Lima", JOANA):
        await maria.says(words)
    with pytest.raises(NamingRefused, match="naming_phone"):
        await maria.says("123")
    assert "Telefone: (71) •••••-4444" in await maria.says("71 3333-4444")
    assert "3333" not in (await maria.fields())["phone"]
    assert "Qual é o nome completo" in await maria.presses("Corrigir")
    await maria.says("/cancelar")
    assert await maria.fields() == {}
    assert await reports(upb) == []


async def test_whoever_does_not_coordinate_is_told_who_does(upb: Database) -> None:
    await (await chat(upb)).says(f'/indicar 1.1 "Joana Lima" {JOANA}')
    told = await (await chat(upb, JOANA)).says('/indicar 1.1 "Rui Sá" rui@upb.example.org')
    assert "Quem indica pessoas é a coordenação da instituição." in told
    assert len(await reports(upb)) == 1


async def test_where_no_plan_is_known_the_letter_goes_without_a_protocol(upb: Database) -> None:
    told = await (await chat(upb, JOAO)).says('/indicar 1.2 "Rui Sá" rui@irece.example.org')
    assert "por isso não há protocolo" in told
    assert [one.address for one in await letters(upb)] == [MAILBOX, JOAO]


async def test_a_multiplicador_walks_the_path_in_chat(upb: Database) -> None:
    maria = await chat(upb)
    await maria.says(f'/indicar multiplicador "Joana Lima" {JOANA}')
    listed = await maria.says("/indicar multiplicadores")
    assert "Joana Lima (UPB): indicação, ter., 10/03/2026. Falta: trilha concluída." in listed
    assert "Em que dia foi?" in await maria.presses("Trilha: Joana")
    assert "Data: <b>terça-feira, 10/03/2026</b>" in await maria.presses("Hoje")
    assert "Próximo passo: termo assinado." in await maria.presses("Confirmar")
    assert "Confira:" in await maria.says('/indicar multiplicador "Joana Lima" termo hoje')
    assert "Próximo passo: curso feito." in await maria.says("sim")
    await maria.says('/indicar multiplicador "joana lima" curso hoje')
    assert "A Secretaria-Executiva foi avisada." in await maria.presses("Confirmar")


async def test_a_step_and_who_is_to_get_in_are_said_without_the_exact_word(upb: Database) -> None:
    maria = await chat(upb)
    await maria.says(f'/indicar multiplicador "Joana Lima" {JOANA}')
    assert "Confira:" in await maria.says('/indicar "Joana Lima" trilha hoje')
    await maria.says("/cancelar")
    assert "Protocolo" in await maria.says('/indicar painel "Rui Sá" rui@upb.example.org')


async def test_the_secretariat_certifies_with_a_level_and_an_end(upb: Database) -> None:
    maria, ana = await chat(upb), await chat(upb, ANA)
    await maria.says(f'/indicar multiplicador "Joana Lima" {JOANA}')
    for step in ("trilha", "termo", "curso"):
        await maria.says(f'/indicar multiplicador "Joana Lima" {step} hoje')
        await maria.presses("Confirmar")
    assert "à espera do certificado" in await ana.says("/indicar multiplicadores")
    await ana.presses("Certificar: Joana")
    assert "Qual é o nível" in await ana.presses("Hoje")
    assert "Até que dia vale" in await ana.says("2")
    assert "Nível: 2\nVálido até: sexta-feira, 10/03/2028" in await ana.says("10/03/2028")
    assert "certificado, terça-feira, 10/03/2026" in await ana.presses("Confirmar")


async def test_the_secretariat_gives_access_and_the_partner_answers(upb: Database) -> None:
    maria, ana = await chat(upb), await chat(upb, ANA)
    await maria.says(f'/indicar 1.2 "Joana Lima" {JOANA}')
    assert "<b>UPB</b>: Joana Lima. Indicação de terça-feira, 10/03/2026." in await ana.says(
        "/indicar painel"
    )
    assert "Em que dia UPB recebeu o acesso" in await ana.presses("UPB")
    assert "dado em <b>terça-feira, 10/03/2026</b>" in await ana.presses("Hoje")
    assert "Registrado: UPB tem acesso" in await ana.presses("Confirmar")
    assert "não espera acesso" in await ana.says("/indicar painel UPB")
    joana = await chat(upb, JOANA)
    assert "Conseguiu entrar?" in await joana.says("/indicar painel")
    assert "ainda não entrou" in await joana.presses("Ainda não")
    assert "Posso registrar?" in await ana.says("/indicar painel UPB hoje")


async def test_a_cpf_is_never_part_of_a_nomination(upb: Database) -> None:
    with pytest.raises(NamingRefused, match="naming_cpf"):
        await (await chat(upb)).says(f"/indicar 1.2 Joana Lima 111.444.777-35 {JOANA}")


async def test_nobody_ticks_a_cpf_but_the_secretariat(upb: Database) -> None:
    await (await chat(upb)).says(f'/indicar 1.2 "Joana Lima" {JOANA}')
    with pytest.raises(NotYours):
        await (await chat(upb)).says("/indicar cpf RP-2026-000001")
    assert "Nenhum relato espera CPF" in await (await chat(upb, ANA)).says("/indicar cpf")


async def test_who_serves_several_is_asked_for_which_and_the_line_goes_on(upb: Database) -> None:
    async with a_desk(upb) as desk:
        place = await institution_by_acronym(desk.session, "IRECE")
        assert place is not None
        maria_id = await person_id(upb, MARIA)
        desk.session.add(Membership(person_id=maria_id, institution_id=place.id, function="coordenador"))
    maria = await chat(upb)
    await maria.says("/indicar")
    assert "Por qual instituição você fala agora?" in await maria.presses("Painel Gerencial (1.2)")
    assert "Instituição: <b>UPB</b>" in await maria.presses("UPB")
    named = await maria.says('/indicar 1.2 IRECE "Rui Sá" rui@irece.example.org')
    assert "Indicação registrada: <b>Rui Sá</b> · IRECE" in named


async def test_the_secretariat_names_its_own_and_reports_apart(upb: Database) -> None:
    ana = await chat(upb, ANA)
    told = await ana.says('/indicar 1.1 "Rui Sá" rui@seges.example.org')
    assert "O relato da meta 1.1 segue por /entregar." in told
    assert await letters(upb) == []
    assert "Quem indica pessoas" in await ana.says('/indicar 1.2 "Rui Sá" rui@seges.example.org')


@pytest.mark.parametrize("words", ["/indicar prefeito", "/indicar 9.9"])
async def test_what_is_not_understood_offers_what_there_is(upb: Database, words: str) -> None:
    assert "Não entendi o que você quer indicar." in await (await chat(upb)).says(words)
