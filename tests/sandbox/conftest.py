"""A fresh desk for each test, a real Telegram client and a real HTTP client to reach it."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
import telegram
from telegram.request import HTTPXRequest

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns of its own coming change; this is how it asks to be told that we know."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """In a hurry: a bot that asks twice in a row is not kept waiting."""
    async with Sandbox() as desk:
        desk.telegram.patience.second = 0
        yield desk


@pytest_asyncio.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's own client. Without certificates to load it is made twenty times sooner."""
    plain = {"verify": False}
    client = telegram.Bot(
        sandbox.token,
        base_url=f"{sandbox.base_url}/bot",
        base_file_url=f"{sandbox.base_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8, httpx_kwargs=plain),
        get_updates_request=HTTPXRequest(httpx_kwargs=plain),
    )
    async with client:
        yield client


@pytest_asyncio.fixture
async def web(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.base_url, verify=False, timeout=10) as client:
        yield client


@pytest_asyncio.fixture
async def maria(sandbox: Sandbox) -> Phone:
    """Somebody the bot may write to."""
    phone = sandbox.telegram.phone("Maria Souza")
    await phone.says("/start")
    return phone


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """The bot's own web server, for webhooks."""
    async with receiving() as server:
        yield server
