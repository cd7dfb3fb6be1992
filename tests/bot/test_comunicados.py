"""/comunicados: each announcement as it stands, and what its own people, and the Secretariat, may still do."""

import csv
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from db import Database
from db.announcements import Announcement
from db.audit import AuditEntry
from db.deliveries import Delivery, DeliveryState
from db.enclosures import Enclosure
from db.ids import AnnouncementId
from db.notices import Notice, NoticeKind
from db.people import Person
from elo.announcing import fill_announcements
from rede.access import NotYours
from rede.approval_of_broadcasts import APPROVE, ApprovalRefused, ask_approval
from rede.bound_buttons import bound
from rede.refusal import Refusal
from tests.bot.transmitting_chat import (
    DAY,
    WORDS,
    WritersChat,
    announced,
    another_chat,
    chat_of,
    sent_by,
)
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, make_office, morning, person_id
from tests.rede.reviews import RUI, joins


async def became(database: Database, state: DeliveryState, *names: str) -> None:
    """As if every delivery of the announcement to these, or to all, had come so far."""
    among = select(Notice.id).join(Person, Person.id == Notice.person_id)
    among = among.where(Notice.kind == NoticeKind.ANNOUNCEMENT)
    if names:
        among = among.where(Person.name.in_(names))
    async with database.write() as session:
        rows = update(Delivery).where(Delivery.notice_id.in_(among.scalar_subquery()))
        await session.execute(rows.values(state=state, settled_at=morning(DAY).replace(hour=10)))


async def of_upb(database: Database) -> WritersChat:
    """Maria's, who wrote one to her second layer."""
    maria = await chat_of(database, MARIA)
    await maria.says_all("/transmitir", WORDS, "continuar", "pronto", "agora", "1")
    return maria


async def test_the_list_tells_how_each_one_stands(database: Database) -> None:
    ana = await chat_of(database)
    assert "Ainda não há nenhum" in await ana.says("/comunicados")
    await sent_by(ana, database)
    shown = await ana.says("/comunicados")
    assert "<b>1 · Curso de Transferegov</b>\nEm envio, com 0 de 3 enviados." in shown
    assert "Comunicado 1" in await ana.presses("Abrir o 1")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_the_list_counts_people_and_not_messages(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    await became(database, DeliveryState.SENT)
    assert "com 3 de 3 enviados" in await ana.says("/comunicados")


async def test_a_card_counts_by_person(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    await became(database, DeliveryState.SENT, "Ana")
    await became(database, DeliveryState.FAILED, "Maria")
    await became(database, DeliveryState.UNKNOWN, "João")
    shown = await ana.says("/comunicados 1")
    for words in ("Enviados: 1 (Telegram 1, e-mail 0)", "Sem sucesso: 1", "Sem confirmação: 1", "Pessoas: 3"):
        assert words in shown


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        ("planned", ["Pausar", "Cancelar envio", "Atualizar"]),
        ("leaving", ["Pausar", "Cancelar envio", "Baixar resultado", "Atualizar"]),
        ("paused", ["Retomar", "Cancelar envio", "Baixar resultado"]),
        ("failed", ["Reenviar os sem sucesso", "Baixar resultado"]),
        ("lost", ["Ver os sem confirmação", "Corrigir", "Baixar resultado"]),
        ("done", ["Corrigir", "Baixar resultado"]),
        ("cancelled", ["Baixar resultado"]),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_buttons_follow_the_state(database: Database, state: str, labels: Sequence[str]) -> None:
    ana = await chat_of(database)
    if state == "planned":
        await ana.says_all("/transmitir todos", WORDS, "continuar", "agora", "3")
    else:
        await sent_by(ana, database)
    ends = {"failed": DeliveryState.FAILED, "lost": DeliveryState.UNKNOWN, "done": DeliveryState.SENT}
    if state in ends:
        await became(database, ends[state])
    if state in ("paused", "cancelled"):
        await ana.says("/comunicados 1 pausar" if state == "paused" else "/comunicados 1 cancelar")
    await ana.says("/comunicados 1")
    assert ana.labels() == labels


async def test_it_is_paused_goes_on_and_is_called_off(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    assert "À espera: 3." in await ana.says("/comunicados 1 pausar")
    assert "segue de onde parou" in await ana.presses("Retomar")
    await became(database, DeliveryState.SENT, "Maria")
    assert "quem falta não recebe" in await ana.presses("Cancelar envio")
    assert "Comunicado 1 cancelado" in await ana.presses("Cancelar o que falta")
    assert (await announced(database)).cancelled_at is not None


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_it_is_called_off_at_one_tap_while_nobody_has_it(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    assert "Comunicado 1 cancelado. Ninguém recebeu nada." in await ana.says("/comunicados 1 cancelar")


async def test_what_failed_goes_once_more(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    await became(database, DeliveryState.SENT, "Ana", "Maria")
    await became(database, DeliveryState.FAILED, "João")
    assert "vai de novo a 1 pessoa" in await ana.says("/comunicados 1 reenviar")
    assert "quem falta não recebe" in await ana.says("/comunicados 1 cancelar")
    assert "pessoa por pessoa" in await ana.says("/comunicados 1 baixar")
    assert await fill_announcements(database, make_office(), morning(DAY).replace(hour=10)) == 1


async def test_answers_that_were_lost_are_a_persons_to_decide(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    with pytest.raises(Refusal, match="announcement_none_unknown"):
        await ana.says("/comunicados 1 decidir")
    await became(database, DeliveryState.UNKNOWN)
    assert "não veio resposta" in await ana.says("/comunicados 1 decidir")
    assert "contam como recebidos" in await ana.presses("Contar como recebidos")
    assert "Concluído, com 3 de 3 enviados" in ana.answers[-1].text


async def test_the_result_is_a_table_with_everybody(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    await ana.says("/comunicados 1 baixar")
    async with database.read() as session:
        file = await session.get_one(Enclosure, ana.answers[0].enclosure_id)
        acts = await session.scalars(select(AuditEntry.act).where(AuditEntry.object == "announcements:1"))
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Maria", "Ana", "João"]
    assert "announcement.result" in acts.all()


async def test_a_correction_goes_to_those_who_got_the_original(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    await became(database, DeliveryState.CANCELLED)
    await became(database, DeliveryState.SENT, "Maria")
    assert "Correção do comunicado 1" in await ana.says("/comunicados 1 corrigir")
    shown = await ana.says_all(
        "Curso de Transferegov\nAs inscrições vão até 10/12/2026.", "continuar", "agora"
    )
    assert "Digite <b>1</b>" in shown
    await ana.says("1")
    made = await announced(database)
    assert (made.correction_of, made.people) == (1, 1)


async def test_nothing_is_corrected_that_nobody_heard_or_that_still_leaves(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    with pytest.raises(Refusal) as leaving:
        await ana.says("/comunicados 1 corrigir")
    assert leaving.value.key == "correction_too_early"
    await became(database, DeliveryState.FAILED)
    assert "não há o que corrigir" in await ana.says("/comunicados 1 corrigir")


async def test_a_coordinator_sees_only_those_of_the_own_institution(database: Database) -> None:
    ana = await chat_of(database)
    await sent_by(ana, database)
    maria = await another_chat(database, MARIA)
    assert "Ainda não há nenhum" in await maria.says("/comunicados")
    for number in ("1", "7"):
        with pytest.raises(NotYours):
            await maria.says(f"/comunicados {number}")


async def test_the_secretariat_suspends_what_a_first_layer_sends(database: Database) -> None:
    maria = await of_upb(database)
    ana = await another_chat(database, ANA)
    assert "Em nome de: UPB" in await ana.says("/comunicados 1")
    assert "Comunicado 1 suspenso" in await ana.presses("Suspender")
    await maria.says("/comunicados 1")
    assert "Retomar" not in maria.labels()
    with pytest.raises(Refusal) as refused:
        await maria.says("/comunicados 1 retomar")
    assert refused.value.key == "announcement_suspended"
    assert "segue de onde parou" in await ana.says("/comunicados 1 retomar")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_the_secretariat_corrects_in_nobody_elses_name(database: Database) -> None:
    maria = await of_upb(database)
    await fill_announcements(database, make_office(), morning(DAY).replace(hour=10))
    await became(database, DeliveryState.SENT)
    await maria.says("/comunicados 1")
    assert "Corrigir" in maria.labels()
    ana = await another_chat(database, ANA)
    await ana.says("/comunicados 1")
    assert "Corrigir" not in ana.labels()
    with pytest.raises(NotYours):
        await ana.says("/comunicados 1 corrigir")


@pytest.mark.parametrize("typed", ["x", "1 voar", "pausar 1 cancelar", "1 2", "9999999999"])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_is_no_number_says_how_to_write_one(database: Database, typed: str) -> None:
    ana = await chat_of(database)
    assert "Use /comunicados para ver a lista" in await ana.says(f"/comunicados {typed}")


async def waiting(database: Database) -> WritersChat:
    """Ana's, who wrote one that waits for Rui."""
    ana = await chat_of(database)
    await joins(database, RUI, "Rui", "SEGES", "coordenador")
    await ana.says_all("/transmitir camada:1", WORDS, "continuar", "agora", "1")
    async with a_desk(database, actor=await person_id(database, ANA), now=morning(DAY)) as desk:
        made = await desk.session.get_one(Announcement, AnnouncementId(1))
        made.needs_approval = True
        await ask_approval(desk, made)
    return ana


async def test_a_second_person_says_yes(database: Database) -> None:
    await waiting(database)
    rui = await another_chat(database, RUI)
    assert "À espera de aprovação" in await rui.says("/comunicados 1")
    assert "Olá, Rui." in rui.answers[0].text
    assert "As inscrições vão até 12/12/2026." in rui.answers[0].text
    assert "Você aprovou o comunicado 1" in await rui.presses("Aprovar")
    assert (await announced(database)).approved_at is not None


async def test_or_no_and_why_and_the_author_hears_it(database: Database) -> None:
    await waiting(database)
    rui = await another_chat(database, RUI)
    await rui.says("/comunicados 1")
    assert "Por que você recusa" in await rui.presses("Recusar")
    assert "recusado, e nada sai" in await rui.says("A data está errada")
    async with database.read() as session:
        told = select(Delivery.body).join(Notice).where(Notice.key == "broadcast-decided:1")
        assert any("A data está errada" in body for body in await session.scalars(told))


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_whoever_wrote_it_approves_nothing(database: Database) -> None:
    ana = await waiting(database)
    await ana.says("/comunicados 1")
    assert "Aprovar" not in ana.labels()
    button = bound(make_office().sealer, await person_id(database, ANA), APPROVE, 1)
    with pytest.raises(ApprovalRefused):
        await ana.presses_data(button)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_no_that_comes_too_late_asks_nothing_more(database: Database) -> None:
    await waiting(database)
    await joins(database, "bia@seges.example.org", "Bia", "SEGES", "coordenador")
    rui, bia = await another_chat(database, RUI), await another_chat(database, "bia@seges.example.org")
    await rui.says("/comunicados 1")
    await rui.presses("Recusar")
    await bia.says("/comunicados 1")
    await bia.presses("Aprovar")
    assert "não espera mais aprovação" in await rui.says("A data está errada")
    assert await rui.fields() == {}


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_who_serves_a_second_layer_opens_nothing(database: Database) -> None:
    await of_upb(database)
    joao = await another_chat(database, JOAO)
    assert "cabe à Secretaria-Executiva" in await joao.says("/comunicados 1")
