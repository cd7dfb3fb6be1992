"""What was accepted, read over the control address: waited for, in order, while everything else goes on."""

import asyncio
from email.message import EmailMessage
from email.policy import SMTP

import httpx
import pytest
import telegram

from sandbox.desk import Sandbox
from sandbox.phone import Phone


def _mail(subject: str, attachment: bytes = b"") -> bytes:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content("Até sexta.")
    mail.add_alternative("<p>Até sexta.</p>", subtype="html")
    if attachment:
        mail.add_attachment(attachment, maintype="application", subtype="pdf", filename="relatório.pdf")
    return mail.as_bytes(policy=SMTP)


def _keep(desk: Sandbox, raw: bytes) -> None:
    desk.mailbox.keep(
        sender="elo@example.org", recipients=("ana@example.org",), received=desk.clock.now(), raw=raw
    )


async def test_a_mail_is_shown_with_all_its_parts(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    _keep(sandbox, _mail("Relatório", b"%PDF"))
    (mail,) = (await web.get("/control/mails")).json()
    assert (mail["subject"], mail["message_id"]) == ("Relatório", "<1@example.org>")
    assert (mail["text"].strip(), mail["html"].strip()) == ("Até sexta.", "<p>Até sexta.</p>")
    assert mail["attachments"] == [{"name": "relatório.pdf", "media_type": "application/pdf", "size": 4}]
    assert (await web.get("/control/mails")).json() == [mail]


async def test_a_mail_can_be_had_as_it_came(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    _keep(sandbox, raw := b"Subject: x\r\n\r\n\xff\x00")
    answer = await web.get("/control/mails/1")
    assert (answer.content, answer.headers["content-type"]) == (raw, "message/rfc822")


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1e0", "%0d%0a"])
async def test_a_mail_that_never_came_is_not_there(
    web: httpx.AsyncClient, sandbox: Sandbox, number: str
) -> None:
    _keep(sandbox, b"Subject: x\r\n\r\n")
    answer = await web.get(f"/control/mails/{number}")
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("there is no mail")


async def test_a_mail_can_be_waited_for(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    _keep(sandbox, _mail("um"))
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(web.get("/control/mails?after=1&timeout=30"))
        await web.get("/clock")
        _keep(sandbox, _mail("dois"))
    assert [mail["subject"] for mail in waiting.result().json()] == ["dois"]


async def test_a_message_of_the_bot_can_be_waited_for(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(web.get("/control/ledger?after=0&timeout=30"))
        await web.get("/clock")
        await maria.says("isto não é do robô")
        await bot.send_message(maria.chat_id, "oi")
    assert [entry["text"] for entry in waiting.result().json()] == ["oi"]


@pytest.mark.parametrize("what", ["ledger", "mails"])
async def test_waiting_in_vain_shows_nothing(web: httpx.AsyncClient, what: str) -> None:
    assert (await web.get(f"/control/{what}?after=7&timeout=0.01")).json() == []


@pytest.mark.parametrize("address", ["/control/ledger", "/control/mails", "/clock"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("after=0&timeout=nan", "timeout is a number of seconds"),
        ("after=0&timeout=-1", "timeout is a number of seconds"),
        ("after=0&timeout=soon", "timeout is a number of seconds"),
        ("after=x", "after is the number of an entry"),
        ("after=-1", "after is the number of an entry"),
        ("after=", "after is the number of an entry"),
        ("aftr=1", "no such parameter: aftr; there is after, timeout"),
    ],
)
async def test_an_odd_wait_is_refused(web: httpx.AsyncClient, address: str, query: str, words: str) -> None:
    answer = await web.get(f"{address}?{query}")
    assert (answer.status_code, answer.json()) == (400, {"error": words})


async def test_reading_many_mails_keeps_nobody_waiting(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    raw = _mail("Prazo")
    for _ in range(300):
        _keep(sandbox, raw)
    done: list[str] = []

    async def ask(address: str) -> None:
        await web.get(address)
        done.append(address)

    async with asyncio.TaskGroup() as group:
        group.create_task(ask("/control/mails"))
        group.create_task(ask("/clock"))
    assert done == ["/clock", "/control/mails"]


async def test_waiting_ends_with_the_desk() -> None:
    async with (
        asyncio.timeout(2),
        asyncio.TaskGroup() as group,
        httpx.AsyncClient(verify=False) as web,
        Sandbox() as desk,
    ):
        for what in ("mails", "ledger"):
            group.create_task(_ends(web, f"{desk.control_url}/{what}?after=0&timeout=40"))
        await web.get(desk.clock_url)


async def _ends(web: httpx.AsyncClient, address: str) -> None:
    """However it ends: the desk is gone."""
    try:
        await web.get(address)
    except httpx.TransportError:
        return
