"""/envios: the Secretariat sees what leaves in the next days; nobody else does, and nothing leaves by it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.door import Door
from bot.menu import named
from db import Database
from db.deliveries import Delivery
from db.notices import Notice, NoticeKind
from elo.agenda import Agenda
from notifier.by_telegram import TelegramSender
from tests.bot.test_door import receive
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import ANA, JOAO, import_for, link, make_office, register

CHAT = 7


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSender]:
    async with serving_api() as api:
        sender = make_telegram(api.url)
        yield sender
        await sender.close()


async def answer(database: Database, telegram: TelegramSender, *, by: str, said: str) -> str:
    """What that person is answered, on 9 December 2025 at 9h."""
    await register(database)
    await import_for(database, "IRECE")
    await link(database, by, CHAT)
    office = make_office()
    foresee = Agenda(database, office, rolled=True).sendings
    door = Door(database, office, clock=StoppedClock(), telegram=telegram, foresee=foresee)
    await door.handle(await receive(database, said))
    async with database.read() as session:
        return (await session.scalars(select(Delivery.body).order_by(Delivery.id.desc()))).first() or ""


@pytest.mark.parametrize("said", ["/envios IRECE", "/envios irece 7", "/envios 7 Irece"])
async def test_the_secretariat_sees_each_message_to_one_institution(
    database: Database, telegram: TelegramSender, said: str
) -> None:
    shown = await answer(database, telegram, by=ANA, said=said)
    assert shown.startswith("<b>Envios de 09/12/2025 a 16/12/2025</b> · IRECE")
    assert "sex., 12/12/2025: 1 mensagem para 1 pessoa" in shown
    assert "• sex., 12/12/2025 9h00 · João · e-mail · lembrete · 1.2 (faltam 12 dias)" in shown


async def test_of_everybody_only_the_days_are_told(database: Database, telegram: TelegramSender) -> None:
    shown = await answer(database, telegram, by=ANA, said="/envios 30")
    assert "sex., 12/12/2025: 1 mensagem para 1 pessoa" in shown
    assert "João" not in shown


async def test_looking_ahead_puts_nothing_into_the_outbox(
    database: Database, telegram: TelegramSender
) -> None:
    await answer(database, telegram, by=ANA, said="/envios IRECE 31")
    async with database.read() as session:
        put = select(func.count()).select_from(Notice).where(Notice.kind != NoticeKind.REPLY)
        assert (await session.scalars(put)).one() == 0


@pytest.mark.parametrize(
    ("by", "said", "answered"),
    [
        (JOAO, "/envios", "Não encontrei o que você pediu."),
        (ANA, "/envios NADA", "Não entendi, ou não conheço essa sigla."),
        (ANA, "/envios 32", "O número de dias vai de 1 a 31."),
        (ANA, "/envios UPB IRECE", "Escreva a sigla, o número de dias, ou os dois"),
        (ANA, "/envios UPB 2", "Nenhum envio previsto de 09/12/2025 a 11/12/2025 para UPB."),
    ],
    ids=["not of the Secretariat", "no such acronym", "too many days", "two acronyms", "nothing"],
)
async def test_what_is_not_shown_is_said(
    database: Database, telegram: TelegramSender, by: str, said: str, answered: str
) -> None:
    assert answered in await answer(database, telegram, by=by, said=said)


@pytest.mark.parametrize("said", ["/envios", "/envios@EloBot UPB", "/ENVIOS\n7"])
def test_the_command_is_known_however_it_is_typed(said: str) -> None:
    command = named(said)
    assert command is not None
    assert command.name == "envios"
