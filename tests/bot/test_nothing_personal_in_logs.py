"""Whatever people say, and whatever fails while it is handled: no name, address, phone or CPF is in a log."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import structlog
from validate_docbr import CPF

from bot.door import TRIES, Door
from bot.intake import take_in
from db import Database
from db.inbox import Received, waiting_updates
from db.people import Person
from elo import logs
from elo.forgetting import forget_erased
from notifier.by_telegram import TelegramSender
from notifier.texts import Texts
from rede.desk import Office
from rede.erase_person import erase_person
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import MARIA, NOW, a_desk, link, make_office, person_id, register

CHAT, NAME, PHONE, CPF_TYPED = 7, "Maria Florisbela", "71912345678", CPF().generate(mask=True)
PERSONAL = ("Florisbela", MARIA, "nova@example.org", PHONE, "91234", CPF_TYPED, CPF_TYPED[4:11])
SAID = (
    "/meusdados",
    "/meusdados levar",
    f"/meusdados telefone {PHONE}",
    "/meusdados nome Maria Florisbela da Silva",
    "/meusdados email nova@example.org",
    f"/meusdados nome {NAME} {CPF_TYPED}",
    f"meu CPF é {CPF_TYPED}",
    f"/contatos {NAME}, {MARIA}, {PHONE}",
    f"/auditoria {MARIA}",
    NAME,
)


class Wordless(Texts):
    def chat(self, key: str, /, **_: object) -> str:
        raise LookupError(key)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the service would write, at its most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logs.set_up(stream=stream, level=logging.DEBUG)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSender]:
    async with serving_api() as api:
        sender = make_telegram(api.url)
        yield sender
        await sender.close()


@pytest.fixture
async def known(database: Database) -> Database:
    await register(database)
    await link(database, MARIA, CHAT)
    async with a_desk(database) as desk:
        (await desk.session.get_one(Person, await person_id(database, MARIA))).name = NAME
    return database


async def received(database: Database, number: int, said: str) -> Received:
    chat = {"id": CHAT, "type": "private", "first_name": NAME}
    message = {"message_id": number, "date": 1, "chat": chat, "from": chat, "text": said}
    async with database.write() as session:
        await take_in(session, [{"update_id": number, "message": message}], now=NOW)
        return (await waiting_updates(session, limit=1, busy=[]))[0]


def a_door(database: Database, office: Office, telegram: TelegramSender) -> Door:
    return Door(database, office, clock=StoppedClock(), telegram=telegram)


def personal_in(lines: io.StringIO) -> list[str]:
    return [value for value in PERSONAL if value in lines.getvalue()]


async def test_what_people_say_is_in_no_line(
    known: Database, telegram: TelegramSender, lines: io.StringIO
) -> None:
    door = a_door(known, make_office(), telegram)
    for number, said in enumerate(SAID, start=1):
        await door.handle(await received(known, number, said))
    async with a_desk(known) as desk:
        await erase_person(desk, await person_id(known, MARIA))
    await forget_erased(known, NOW)
    logging.getLogger("tests").warning("the last line")
    assert "the last line" in lines.getvalue()
    assert personal_in(lines) == []


async def test_what_fails_is_told_without_the_words_that_failed(
    known: Database, telegram: TelegramSender, lines: io.StringIO
) -> None:
    door = a_door(known, replace(make_office(), texts=Wordless()), telegram)
    poison = await received(known, 1, f"/meusdados nome {NAME} {PHONE} {MARIA}")
    for _ in range(TRIES):
        await door.handle(poison)
    assert "update.failed" in lines.getvalue()
    assert personal_in(lines) == []
