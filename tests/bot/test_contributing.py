"""/boapratica, /oferecercurso, /sugestao, /duvida, /contribuicoes: in one line or asked for, decided on in chat."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.contributions import Contribution, ContributionKind, ContributionState
from db.notices import NoticeKind
from rede.access import NotYours
from rede.links import LinkRefused
from rede.offers import ContributionRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.contributions import shared
from tests.rede.makers import ANA, JOAO, MARIA, person_id
from tests.rede.reviews import a_network, told

DAY = date(2025, 12, 9)
PDF = b"%PDF-1.7\n1 0 obj\n"
PAGE = "https://www.gov.br/exemplo"


async def chat(database: Database, who: str = MARIA) -> OfficeChat:
    return OfficeChat(database, await person_id(database, who), DAY)


async def maria(database: Database) -> OfficeChat:
    await a_network(database)
    return await chat(database)


async def sent(database: Database) -> Contribution:
    async with database.read() as session:
        return (await session.scalars(select(Contribution).order_by(Contribution.id.desc()))).all()[0]


async def test_a_suggestion_in_one_line(database: Database) -> None:
    upb = await maria(database)
    assert "Trocar o dia da reunião" in await upb.says("/sugestao Trocar o dia da reunião")
    assert "Número CT-000001" in await upb.presses("Enviar")
    found = await sent(database)
    assert (found.kind, found.title) == (ContributionKind.SUGGESTION, "Trocar o dia da reunião")


async def test_a_good_practice_step_by_step(database: Database) -> None:
    upb = await maria(database)
    for said, asked in (
        ("/boapratica", "título da boa prática"),
        ("Compras em conjunto", "Conte o que foi feito"),
        ("Oito municípios compraram juntos.", "Há uma página"),
        ("pular", "Há um arquivo"),
    ):
        assert asked in await upb.says(said)
    assert "De que eixo" in await upb.sends(PDF, "modelo.doc")
    assert "Isso pode ser publicado?" in await upb.presses("2 · Capacitação")
    preview = await upb.presses("Restrito")
    assert all(words in preview for words in ("modelo.pdf", "2 · Capacitação", "Restrito"))
    assert "nada é publicado antes" in await upb.presses("Enviar")
    found = await sent(database)
    assert (found.axis, found.restricted, found.enclosure_id is not None) == ("2", True, True)


async def test_a_course_in_one_line_asks_only_for_what_is_missing(database: Database) -> None:
    upb = await maria(database)
    line = "/oferecercurso Obrasgov | Uso do sistema | 30 vagas | 10/03 a 12/03/2026 | remota | Na página"
    assert "Para quem é o curso?" in await upb.says(line)
    await upb.says("Servidores")
    await upb.says(PAGE)
    preview = await upb.presses("Pular")
    for words in ("10/03/2026 a 12/03/2026", "Remota", "30", PAGE):
        assert words in preview
    await upb.presses("Enviar")
    assert (await sent(database)).details == (
        '{"days": "2026-03-10/2026-03-12", "enrol": "Na página", "modality": "online",'
        ' "seats": "30", "whom": "Servidores"}'
    )


@pytest.mark.parametrize(
    ("line", "asked", "answer"),
    [
        ("Curso | Texto | muitas | a combinar | remota", "Quantas vagas", "30"),
        ("Curso | Texto | 30 | 10/03/2025 | remota", "Em que datas", "10/03/2026"),
        ("Curso | Texto | 30 | um dia | remota", "Em que datas", "a combinar"),
        ("Curso | Texto | 30 | a combinar | por carta", "Qual é a modalidade", "remota"),
    ],
)
async def test_of_a_line_only_what_cannot_be_read_is_asked_again(
    database: Database, line: str, asked: str, answer: str
) -> None:
    upb = await maria(database)
    assert asked in await upb.says(f"/oferecercurso {line}")
    assert "se inscreve" in await upb.says(answer)


async def test_a_page_that_announcements_may_not_lead_to(database: Database) -> None:
    upb = await maria(database)
    await upb.says("/boapratica Título | Texto")
    with pytest.raises(LinkRefused):
        await upb.says("https://example.org/pagina")
    assert "Há um arquivo" in await upb.says(PAGE)


async def test_one_answer_is_corrected(database: Database) -> None:
    upb = await maria(database)
    assert "Confira antes" in await upb.says("/boapratica Títlo | Texto | | nenhum | publicar")
    await upb.presses("Corrigir")
    assert "título da boa prática" in await upb.presses("Título")
    assert "<b>Título:</b> Outro título" in await upb.says("Outro título")
    assert "cancelado" in (await upb.presses("Cancelar")).lower()


async def test_a_file_that_runs_is_not_taken(database: Database) -> None:
    upb = await maria(database)
    await upb.says("/boapratica Título | Texto")
    with pytest.raises(ContributionRefused, match="report_file_kind"):
        await upb.sends(b"MZ\x90\x00" + bytes(60), "programa.pdf")


async def test_it_is_published_from_its_card(database: Database) -> None:
    upb = await maria(database)
    await upb.says("/boapratica Título | Texto da prática | pular")
    number = (await shared(database)).id
    ana = await chat(database, ANA)
    assert "Compras em conjunto" in await ana.says("/contribuicoes")
    assert "Oito municípios" in await ana.presses(f"CT-{number:06d}")
    assert "foi aceita" in await ana.presses("Publicar")
    assert "Nenhuma contribuição espera" in await ana.says("/contribuicoes")
    joao = await chat(database, JOAO)
    assert "Oito municípios" in await joao.says(f"/boapratica {number}")


async def test_a_title_is_edited_and_an_old_button_says_so(database: Database) -> None:
    await maria(database)
    await shared(database)
    ana = await chat(database, ANA)
    await ana.says("/contribuicoes 1")
    old = ana.button("Publicar")
    await ana.presses("Editar título")
    assert "<b>Compras juntas</b>" in await ana.says("Compras juntas")
    with pytest.raises(ContributionRefused, match="contribution_changed"):
        await ana.presses_data(old)


async def test_a_refusal_needs_its_reason(database: Database) -> None:
    await maria(database)
    await shared(database)
    ana = await chat(database, ANA)
    await ana.says("/contribuicoes 1")
    assert "Por que não publicar CT-000001" in await ana.presses("Recusar")
    assert "recebe o motivo" in await ana.says("Já foi anunciada.")
    assert (await sent(database)).state is ContributionState.DECLINED


async def test_the_institution_says_yes_by_its_own_button(database: Database) -> None:
    await maria(database)
    await shared(database, restricted=True)
    ana = await chat(database, ANA)
    await ana.says("/contribuicoes 1")
    assert "Perguntamos à instituição" in await ana.presses("Publicar")
    assert "aguarda o sim" in await ana.says("/contribuicoes 1")
    assert len(await told(database, NoticeKind.TASK, "contribution-ask:")) == 1
    upb = await chat(database)
    await upb.says("/contribuicoes 1")
    assert "será anunciada" in await upb.presses("Pode publicar")
    assert (await sent(database)).state is ContributionState.PUBLISHED


async def test_a_partner_sees_its_own_and_takes_it_back(database: Database) -> None:
    upb = await maria(database)
    await shared(database)
    assert "aguarda a Secretaria-Executiva" in await upb.says("/contribuicoes")
    await upb.presses("CT-000001")
    assert "foi retirada" in await upb.presses("Retirar")


async def test_what_was_not_published_is_nobody_elses(database: Database) -> None:
    await maria(database)
    await shared(database)
    joao = await chat(database, JOAO)
    for said in ("/contribuicoes 1", "/boapratica 1", "/boapratica 99"):
        with pytest.raises(NotYours):
            await joao.says(said)


async def test_a_question_without_a_group_goes_to_the_secretariat(database: Database) -> None:
    upb = await maria(database)
    assert "De que eixo" in await upb.says("/duvida Quem usa o modelo?")
    assert "sem o seu nome" in await upb.presses("Nenhum em especial")
    assert "vai responder" in await upb.presses("Enviar")
