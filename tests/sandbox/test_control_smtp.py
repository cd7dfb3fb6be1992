"""The mail server and the mailbox over the control address."""

import ssl

import aiosmtplib
import httpx
import pytest

from sandbox.desk import Sandbox
from sandbox.mail.office import Door
from sandbox.requests.json_values import JsonObject
from tests.sandbox.mailer import client, send, session


async def test_the_authority_can_be_fetched_and_trusted(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    pem = (await web.get("/control/authority")).text
    context = ssl.create_default_context(cadata=pem)
    await send(
        sandbox,
        aiosmtplib.SMTP(hostname="localhost", port=sandbox.smtps_port, use_tls=True, tls_context=context),
    )
    assert sandbox.mailbox.messages[0].passage.secured


async def test_the_switches_are_turned_and_shown(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    usual = (await web.get("/control/smtp")).json()
    assert (usual["certificate"], usual["login_required"], usual["starttls"]) == ("good", True, True)
    turned = {"certificate": "expired", "login_required": False, "messages_per_connection": 1}
    assert (await web.post("/control/smtp", json=turned)).json() == {**usual, **turned}
    with pytest.raises(aiosmtplib.SMTPConnectError, match="expired"):
        await send(sandbox, client(sandbox, Door.SMTPS))
    await web.post("/control/smtp", json={"certificate": "good", "messages_per_connection": None})
    await send(sandbox, client(sandbox, Door.SMTPS), login=False)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"certificate": "golden"}, "a certificate is one of good, expired, other_name, stranger"),
        ({"starttls": 1}, "starttls is true or false"),
        ({"messages_per_connection": 0}, "messages_per_connection is a whole number from 1"),
        ({"largest_mail": None}, "largest_mail is a whole number from 1"),
        ({"login_required": False, "colour": 1}, "no such switch: colour"),
    ],
)
async def test_a_wrong_wish_switches_nothing(
    web: httpx.AsyncClient, sandbox: Sandbox, body: JsonObject, words: str
) -> None:
    answer = await web.post("/control/smtp", json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": words})
    assert sandbox.smtp.switches.login_required


async def test_the_mails_after_a_number_are_shown_with_how_they_came(
    web: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    for _ in range(2):
        await session(sandbox)
    (mail,) = (await web.get("/control/mails?after=1")).json()
    assert (mail["number"], mail["secured"], mail["login"]) == (2, True, sandbox.smtp_login)
    assert (mail["connection"], mail["subject"]) == (2, "Prazo")
    assert mail["helo"]


@pytest.mark.parametrize("what", ["mails", "ledger"])
@pytest.mark.parametrize("after", ["-1", "x", "1.5", ""])
async def test_after_what_is_no_number_nothing_is_shown(
    web: httpx.AsyncClient, what: str, after: str
) -> None:
    assert (await web.get(f"/control/{what}?after={after}")).status_code == 400
