"""What is typed in the forum group: the Secretariat attaches it and its topics, others are told where to speak."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.door import Door
from db import Database
from db.contributions import ContributionKind
from db.deliveries import Delivery, DeliveryState
from db.forum_groups import forum_group, topics_of
from db.inbox import Received, store_updates
from db.notices import NoticeKind
from notifier.by_telegram import TelegramSender
from notifier.outcome import Dead, Sent
from rede.take_question import take_question
from sandbox.chats import Chat
from sandbox.desk import Sandbox
from tests.bot.test_door import NOW, door, telegram
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.makers import make_parcel, nothing
from tests.rede.contributions import shared
from tests.rede.makers import ANA, MARIA, a_desk, link, make_office, person_id
from tests.rede.reviews import a_network, told

__all__ = ("door", "telegram")

GROUP, ANAS, MARIAS = -1001, 41, 42


@pytest.fixture
async def seated(database: Database, door: Door) -> Door:
    await a_network(database)
    await link(database, ANA, ANAS)
    await link(database, MARIA, MARIAS)
    return door


async def typed(database: Database, door: Door, text: str, **beside: object) -> str:
    """The answer in the group; empty for none."""
    number = len(await in_group(database)) * 100 + len(text)
    message = {
        "message_id": 5,
        "from": {"id": ANAS},
        "chat": {"id": GROUP, "type": "supergroup", "title": "Fórum"},
        "text": text,
    }
    payload = json.dumps({"update_id": number, "message": message | beside})
    received = Received(update_id=number, sender=GROUP, payload=payload)
    before = len(await in_group(database))
    async with database.write() as session:
        await store_updates(session, [received], now=NOW)
    await door.handle(received)
    return "\n".join(one.body for one in (await in_group(database))[before:])


async def in_group(database: Database) -> list[Delivery]:
    async with database.read() as session:
        found = select(Delivery).where(Delivery.address == str(GROUP)).order_by(Delivery.id)
        return list(await session.scalars(found))


IN_TOPIC = {"message_thread_id": 22, "is_topic_message": True}


async def test_the_secretariat_attaches_it_and_names_its_topics(database: Database, seated: Door) -> None:
    assert "Grupo anexado" in await typed(database, seated, "/anexarforum")
    assert "eixo 2" in await typed(database, seated, "/topico@EloBot 2", **IN_TOPIC)
    assert "sem eixo próprio" in await typed(database, seated, "/tópico geral")
    async with database.read() as session:
        assert await topics_of(session, GROUP) == {"": 0, "2": 22}
    assert [one.thread_id for one in await in_group(database)] == [0, 22, 0]
    assert "desanexado" in await typed(database, seated, "/desanexar")


@pytest.mark.parametrize("sender", [MARIAS, 43, 0], ids=["a partner", "a stranger", "nobody"])
async def test_nobody_else_attaches_it(database: Database, seated: Door, sender: int) -> None:
    said = await typed(database, seated, "/anexarforum", **{"from": {"id": sender}})
    assert "Só a Secretaria-Executiva" in said
    async with database.read() as session:
        assert await forum_group(session) is None


async def test_a_small_group_has_no_topics(database: Database, seated: Door) -> None:
    chat = {"id": GROUP, "type": "group", "title": "Fórum"}
    assert "não tem tópicos" in await typed(database, seated, "/anexarforum", chat=chat)


@pytest.mark.parametrize("words", ["/topico", "/topico 7", "/topico eixo"])
async def test_an_axis_that_is_none_is_asked_again(database: Database, seated: Door, words: str) -> None:
    await typed(database, seated, "/anexarforum")
    assert "Diga o eixo" in await typed(database, seated, words, **IN_TOPIC)


async def test_everything_else_is_for_the_private_chat(database: Database, seated: Door) -> None:
    assert "particular" in await typed(database, seated, "/prazos")
    assert await typed(database, seated, "bom dia") == ""


@pytest.mark.parametrize(("whose", "answers"), [("EloBot", True), ("elobot", True), ("OutroBot", False)])
async def test_only_what_is_for_this_bot_is_answered(
    database: Database, telegram: TelegramSender, whose: str, answers: bool
) -> None:
    office = replace(make_office(), username="EloBot")
    own = Door(database, office, clock=StoppedClock(), telegram=telegram)
    assert bool(await typed(database, own, f"/prazos@{whose}")) is answers


async def test_an_answer_in_the_group_comes_back_to_who_asked(database: Database, seated: Door) -> None:
    await typed(database, seated, "/anexarforum")
    question = await shared(database, kind=ContributionKind.QUESTION)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await take_question(desk, question.id)
        sent = update(Delivery).values(state=DeliveryState.SENT, remote_id="77")
        await desk.session.execute(sent)
    await typed(database, seated, "Nós usamos.", reply_to_message={"message_id": 77})
    ((_, words),) = [one for one in await told(database, NoticeKind.REVIEW) if one[0] == str(MARIAS)]
    assert "Do fórum: Nós usamos." in words


async def test_out_of_the_group_nothing_is_posted_there(database: Database, seated: Door) -> None:
    await typed(database, seated, "/anexarforum")
    member = {"chat": {"id": GROUP, "type": "supergroup"}, "new_chat_member": {"status": "kicked"}}
    payload = json.dumps({"update_id": 9999, "my_chat_member": member})
    received = Received(update_id=9999, sender=GROUP, payload=payload)
    async with database.write() as session:
        await store_updates(session, [received], now=NOW)
    await seated.handle(received)
    async with database.read() as session:
        assert await forum_group(session) is None


async def test_a_message_lands_in_its_topic_or_is_dead() -> None:
    async with Sandbox() as sandbox:
        forum: Chat = sandbox.telegram.group("Fórum", forum=True, rights=["can_manage_topics"])
        seat = await (await sandbox.telegram.phone("Maria").joins(forum)).opens_topic(forum, "Eixo 2")
        sender = make_telegram(sandbox.base_url, token=sandbox.token)
        try:
            parcel = replace(make_parcel(address=str(forum.id)), thread_id=seat.topic or 0)
            assert isinstance(await sender.send(parcel, nothing), Sent)
            assert sandbox.telegram.ledger.entries[-1].thread_id == seat.topic
            gone = replace(parcel, thread_id=99_999)
            assert isinstance(await sender.send(gone, nothing), Dead)
        finally:
            await sender.close()
