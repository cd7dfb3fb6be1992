"""/meusdados: people see, take along and correct what is kept of them, ask for erasure; the Secretariat answers."""

import json
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.answers import put_answer
from bot.dispatch import open_turn
from bot.update import Said
from db import Database
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind, open_channel
from db.data_requests import DataRequest
from db.deliveries import Delivery, DeliveryState
from db.enclosures import Enclosure
from db.ids import DataRequestId
from db.people import Person
from elo.blanking import blank_what_was_told
from rede.access import NotYours
from rede.administrators import LastAdministrator
from rede.answer_data_request import AnswerRefused, grant_data_request
from rede.ask_about_data import DataRequestRefused
from rede.phones import keep_phone, phone_of
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, make_office, person_id, register

DAY = date(2026, 3, 2)
PHONE = "+5571912345678"


async def chat_of(database: Database, email: str) -> OfficeChat:
    who = await person_id(database, email)
    async with a_desk(database) as desk:
        await open_channel(desk.session, who, ChannelKind.TELEGRAM, address=str(who), now=NOW)
        keep_phone(desk, await desk.session.get_one(Person, who), PHONE)
    return OfficeChat(database, who, DAY)


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    return await chat_of(database, MARIA)


async def acts(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


async def test_the_card_tells_everything_and_masks_the_phone(database: Database, maria: OfficeChat) -> None:
    shown = await maria.says("/meusdados")
    assert "<b>Nome</b>: Maria" in shown
    assert f"<b>E-mail</b>: {MARIA}" in shown
    assert "(71) •••••-5678" in shown
    assert "• UPB: coordenação" in shown
    assert "• Telegram, desde 09/12/2025" in shown
    assert "art. 7º, III, e art. 23" in shown
    assert "91234" not in shown


async def test_the_whole_phone_is_shown_on_a_tap_and_that_is_on_record(
    database: Database, maria: OfficeChat
) -> None:
    await maria.says("/meusdados")
    assert "(71) 91234-5678" in await maria.presses("Mostrar telefone")
    assert (await acts(database))[-1] == "person.phone.show"


async def test_what_says_a_phone_goes_from_the_outbox_once_it_was_sent(
    database: Database, maria: OfficeChat
) -> None:
    await maria.says("/meusdados")
    await maria.presses("Mostrar telefone")
    told = [maria.answers[0]]
    await maria.says("/meusdados levar")
    told.append(maria.answers[0])
    for number, answer in enumerate(told):
        async with a_desk(database) as desk:
            said = Said(update_id=1, chat_id=7, private=True)
            await put_answer(await open_turn(desk, said, None), answer, f"update:{number}")
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT, settled_at=NOW))
    await blank_what_was_told(database, NOW)
    async with database.read() as session:
        assert list(await session.scalars(select(Delivery.body))) == ["", ""]
        assert list(await session.scalars(select(Enclosure.id))) == []


async def test_everything_goes_along_as_a_file_and_nothing_of_others(
    database: Database, maria: OfficeChat
) -> None:
    await maria.says("/meusdados levar")
    async with database.read() as session:
        kept = await session.get_one(Enclosure, maria.answers[0].enclosure_id)
    data = json.loads(kept.content)
    assert (kept.name, kept.media_type) == ("meus-dados.json", "application/json")
    assert data["pessoa"]["telefone"] == "(71) 91234-5678"
    assert data["funcoes"] == [{"instituicao": "UPB", "funcao": "coordenação"}]
    assert "cadastrou uma pessoa" in [one["ato"] for one in data["registro_de_atos"]["feitos_sobre_voce"]]
    for other in (ANA, JOAO, "token", "hash"):
        assert other not in kept.content.decode()
    assert (await acts(database))[-1] == "person.export"


@pytest.mark.parametrize(
    ("typed", "now"),
    [("75 99876-5432", "+5575998765432"), ("sem telefone", None)],
    ids=["another", "none"],
)
async def test_the_phone_is_corrected_at_once(
    database: Database, maria: OfficeChat, typed: str, now: str | None
) -> None:
    await maria.says("/meusdados corrigir")
    await maria.presses("Telefone")
    assert await maria.fields() == {"asked": "phone"}
    await maria.says(typed)
    assert await maria.fields() == {}
    async with a_desk(database) as desk:
        person = await desk.session.get_one(Person, await person_id(database, MARIA))
        assert phone_of(desk, person) == now


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("/meusdados telefone 12", "data_bad_phone"),
        ("/meusdados nome 12", "data_bad_name"),
        ("/meusdados email maria", "data_bad_email"),
        ("/meusdados nome Maria 529.982.247-25", "data_cpf"),
        ("/meusdados nome Maria", "data_same"),
    ],
)
async def test_what_cannot_be_is_said(maria: OfficeChat, typed: str, key: str) -> None:
    with pytest.raises(DataRequestRefused) as refused:
        await maria.says(typed)
    assert refused.value.key == key


async def test_a_name_is_corrected_when_the_secretariat_says_so(
    database: Database, maria: OfficeChat
) -> None:
    assert "LG-000001" in await maria.says("/meusdados nome Maria da Flor")
    assert "LG-000001" in await maria.says("/meusdados nome Maria da Flor")
    ana = await chat_of(database, ANA)
    assert "Maria pede este nome: Maria da Flor" in await ana.says("/meusdados pedidos")
    await ana.presses("Atender LG-000001")
    async with database.read() as session:
        person = await session.get_one(Person, await person_id(database, MARIA))
        request = (await session.scalars(select(DataRequest))).one()
        told = list(await session.scalars(select(Delivery.body).where(Delivery.address == MARIA)))
    assert (person.name, request.answer, request.detail) == ("Maria da Flor", "done", "")
    assert any("Olá, Maria da Flor." in body and "foi corrigido" in body for body in told)


async def test_a_new_address_is_where_the_person_is_reached(database: Database, maria: OfficeChat) -> None:
    await maria.says("/meusdados e-mail maria.nova@example.org")
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados pedidos")
    await ana.presses("Atender LG-000001")
    who = await person_id(database, "maria.nova@example.org")
    async with database.read() as session:
        mail = select(Channel.address).where(Channel.person_id == who, Channel.kind == ChannelKind.EMAIL)
        assert await session.scalar(mail) == "maria.nova@example.org"


async def test_a_refusal_needs_a_reason_which_the_person_reads(database: Database, maria: OfficeChat) -> None:
    await maria.says("/meusdados nome Mariana")
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados pedidos")
    await ana.presses("Recusar LG-000001")
    with pytest.raises(AnswerRefused):
        await ana.says("não")
    assert "recusado" in await ana.says("Outro nome consta no SEI.")
    async with database.read() as session:
        told = list(await session.scalars(select(Delivery.body)))
    assert any("Motivo: Outro nome consta no SEI." in body for body in told)


async def test_erasure_is_explained_asked_for_granted_and_done(database: Database, maria: OfficeChat) -> None:
    explained = await maria.says("/meusdados excluir")
    assert "O que fica" in explained
    assert "LG-000001" in await maria.presses("Confirmar o pedido")
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados pedidos")
    assert "sem volta" in await ana.presses("Atender LG-000001")
    assert "dados excluídos" in await ana.presses("Excluir os dados")
    async with database.read() as session:
        names = list(await session.scalars(select(Person.name).where(Person.erased_at.is_not(None))))
        bodies = list(await session.scalars(select(Delivery.body)))
    assert len(names) == 1
    assert any("(LG-000001)" in body for body in bodies)
    assert not any("Maria pede a exclusão" in body for body in bodies)
    assert (await acts(database))[-2:] == ["person.erase", "data_request.grant"]


async def test_the_secretariat_is_told_with_buttons_of_its_own(database: Database, maria: OfficeChat) -> None:
    ana = await chat_of(database, ANA)
    await maria.says("/meusdados nome Mariana")
    async with database.read() as session:
        told = select(Delivery.buttons).where(Delivery.body.contains("correção do seu nome"))
        found = json.loads((await session.scalars(told.where(Delivery.buttons != ""))).one())
    assert [label for label, _ in found[0]] == ["Atender", "Recusar"]
    assert "cadastro corrigido" in await ana.presses_data(found[0][0][1])
    assert "Este botão expirou" in await maria.presses_data(found[0][1][1])


async def test_an_answered_request_is_not_answered_again(database: Database, maria: OfficeChat) -> None:
    await maria.says("/meusdados nome Mariana")
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados pedidos")
    await ana.presses("Atender LG-000001")
    with pytest.raises(AnswerRefused) as refused:
        await ana.presses("Recusar LG-000001")
    assert refused.value.key == "data_request_answered"


async def test_nobody_answers_their_own_request(database: Database, maria: OfficeChat) -> None:
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados excluir")
    await ana.presses("Confirmar o pedido")
    shown = await ana.says("/meusdados pedidos")
    assert "Ana pede a exclusão" in shown
    assert ana.answers[0].buttons == []


async def test_the_last_of_the_secretariat_is_not_erased(database: Database, maria: OfficeChat) -> None:
    ana = await chat_of(database, ANA)
    await ana.says("/meusdados excluir")
    await ana.presses("Confirmar o pedido")
    async with a_desk(database) as desk:
        with pytest.raises(LastAdministrator):
            await grant_data_request(desk, DataRequestId(1))


async def test_a_partner_answers_nothing(maria: OfficeChat) -> None:
    with pytest.raises(NotYours):
        await maria.says("/meusdados pedidos")


async def test_words_that_mean_nothing_are_answered(maria: OfficeChat) -> None:
    assert "Não entendi" in await maria.says("/meusdados quem")


async def test_privacy_is_told_to_everybody(maria: OfficeChat) -> None:
    told = await maria.says("/privacidade")
    assert "Lei 13.709/2018, art. 7º, III" in told
    assert make_office().mailbox in told
