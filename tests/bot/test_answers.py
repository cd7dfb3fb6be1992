"""Answers in the outbox: a receipt goes by e-mail too, and files that come together get one message."""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import select, update

from bot.answers import put_answer
from bot.dispatch import open_turn
from bot.turn import Answer
from bot.update import Said
from db import Database
from db.deliveries import Delivery, DeliveryState
from db.enclosures import keep_enclosure
from db.ids import PersonId
from db.notices import NoticeKind
from db.people import Person
from notifier.texts import Mail
from tests.rede.makers import MARIA, NOW, a_desk, link, person_id, register

ALBUM = "album:7:77"


@pytest.fixture
async def maria(database: Database) -> PersonId:
    """Maria, who has an e-mail and a chat."""
    await register(database)
    await link(database, MARIA, 7)
    return await person_id(database, MARIA)


async def answer(database: Database, maria: PersonId, given: Answer, number: int = 0) -> None:
    async with a_desk(database, actor=maria) as desk:
        said = Said(update_id=1, chat_id=7, private=True)
        turn = await open_turn(desk, said, await desk.session.get_one(Person, maria))
        await put_answer(turn, given, f"update:{number}")


async def deliveries(database: Database) -> list[Delivery]:
    async with database.read() as session:
        return list((await session.scalars(select(Delivery).order_by(Delivery.id))).all())


async def test_a_receipt_leaves_by_both_channels_at_once(database: Database, maria: PersonId) -> None:
    mail = Mail(subject="Recibo", text="Recebemos.", html="<p>Recebemos.</p>")
    await answer(database, maria, Answer("Recebemos", kind=NoticeKind.RECEIPT, mail=mail))
    chat, letter = await deliveries(database)
    assert (chat.notice_id, chat.state) == (letter.notice_id, DeliveryState.PENDING)
    assert (letter.state, letter.subject, letter.address) == (DeliveryState.PENDING, "Recibo", MARIA)
    assert chat.expires_at is letter.expires_at is None


async def test_a_file_goes_with_both(database: Database, maria: PersonId) -> None:
    mail = Mail(subject="Teste", text="Teste.", html="<p>Teste.</p>")
    async with a_desk(database) as desk:
        file = await keep_enclosure(
            desk.session, name="a.txt", media_type="text/plain", content=b"a", now=NOW
        )
    await answer(database, maria, Answer("Teste", mail=mail, enclosure_id=file))
    assert [one.enclosure_id for one in await deliveries(database)] == [file, file]


async def test_what_gathers_waits_a_moment_and_is_rewritten(database: Database, maria: PersonId) -> None:
    for count in ("1 anexo", "2 anexos", "3 anexos"):
        await answer(database, maria, Answer(count, gathers=ALBUM))
    (one,) = await deliveries(database)
    assert (one.body, one.not_before) == ("3 anexos", NOW.astimezone(UTC) + timedelta(seconds=1))


async def test_what_has_left_is_followed_by_another(database: Database, maria: PersonId) -> None:
    await answer(database, maria, Answer("1 anexo", gathers=ALBUM))
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
    for count in ("2 anexos", "3 anexos"):
        await answer(database, maria, Answer(count, gathers=ALBUM))
    assert [one.body for one in await deliveries(database)] == ["1 anexo", "3 anexos"]


async def test_what_is_said_once_is_not_said_for_each_file(database: Database, maria: PersonId) -> None:
    for number in range(3):
        await answer(database, maria, Answer("São até 10 anexos", once=f"{ALBUM}:full"), number)
    assert len(await deliveries(database)) == 1
