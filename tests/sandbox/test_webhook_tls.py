"""Whom a delivery over HTTPS believes."""

import asyncio
import ssl

import pytest
import telegram
import trustme

from sandbox.connections import bind_loopback
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.receiver import Receiver, last_error, receiving, serve

#: Real seconds for one of Telegram's: short, but long enough to be seen.
SECOND = 0.02


@pytest.fixture(autouse=True)
def short_seconds(sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = SECOND


def tls_of(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


async def test_a_certificate_of_its_own_is_trusted_once_it_is_uploaded(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    authority = trustme.CA()
    async with receiving(tls_of(authority, "127.0.0.1")) as secure:
        await serve(sandbox, secure.url)
        words = await last_error(bot)
        assert words == "SSL error {error:0A000086:SSL routines::certificate verify failed}"
        await asyncio.sleep(SECOND)
        await bot.set_webhook(secure.url, certificate=authority.cert_pem.bytes())
        await secure.gets(1)
        shown = await bot.get_webhook_info()
    assert (shown.has_custom_certificate, shown.last_error_message) == (True, None)


async def test_a_certificate_must_name_the_host(bot: telegram.Bot, maria: Phone) -> None:
    authority = trustme.CA()
    async with receiving(tls_of(authority, "bot.example.org")) as secure:
        named = secure.url.replace("127.0.0.1", "other.example.org")
        await bot.set_webhook(named, certificate=authority.cert_pem.bytes(), ip_address="127.0.0.1")
        assert "certificate verify failed" in await last_error(bot)
        named = secure.url.replace("127.0.0.1", "bot.example.org")
        await asyncio.sleep(SECOND)
        await bot.set_webhook(named, certificate=authority.cert_pem.bytes(), ip_address="127.0.0.1")
        (arrival,) = await secure.gets(1)
    assert arrival.headers["host"] == "bot.example.org"


async def test_a_name_no_certificate_can_have_upsets_nobody(
    bot: telegram.Bot, maria: Phone, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url.replace("http://127.0.0.1", "https://.x"), ip_address="127.0.0.1")
    await asyncio.sleep(5 * SECOND)
    await bot.set_webhook(receiver.url)
    await receiver.gets(1)


async def test_a_handshake_given_up_leaves_no_connection_open(bot: telegram.Bot, maria: Phone) -> None:
    came, gone = asyncio.Event(), asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.set()
        await reader.read()
        gone.set()
        writer.close()

    authority = trustme.CA()
    async with asyncio.timeout(4), await asyncio.start_server(say_nothing, sock=bind_loopback(None)) as mute:
        port = mute.sockets[0].getsockname()[1]
        url = f"https://127.0.0.1:{port}/hook"
        await bot.set_webhook(url, certificate=authority.cert_pem.bytes())
        await came.wait()
        await bot.delete_webhook()
        await gone.wait()


async def test_a_server_without_tls_is_told_of(bot: telegram.Bot, maria: Phone, receiver: Receiver) -> None:
    authority = trustme.CA()
    await bot.set_webhook(receiver.url.replace("http", "https"), certificate=authority.cert_pem.bytes())
    assert await last_error(bot) == "SSL error {error:0A00010B:SSL routines::wrong version number}"
