"""TLS at the three doors of the mail server, good and bad, as a careful mailer and a careless one see it."""

import asyncio
import ssl
from pathlib import Path

import aiosmtplib
import pytest

from sandbox.desk import Sandbox
from sandbox.mail.authority import Certificate
from sandbox.mail.office import Door
from tests.sandbox.mailer import ANA, ELO, MAIL, client, send

TLS_DOORS = [Door.SUBMISSION, Door.SMTPS]


@pytest.mark.parametrize("door", Door)
async def test_a_mail_comes_in_by_each_door(sandbox: Sandbox, door: Door) -> None:
    await send(sandbox, client(sandbox, door), login=door is not Door.PLAIN)
    (mail,) = sandbox.mailbox.messages
    assert mail.passage.secured is (door is not Door.PLAIN)
    assert mail.raw == MAIL


@pytest.mark.parametrize(
    ("certificate", "complaint"),
    [
        (Certificate.EXPIRED, "certificate has expired"),
        (Certificate.OTHER_NAME, "IP address mismatch"),
        (Certificate.STRANGER, "unable to get local issuer certificate"),
    ],
)
@pytest.mark.parametrize("door", TLS_DOORS)
async def test_a_careful_mailer_shuns_a_bad_certificate(
    sandbox: Sandbox, door: Door, certificate: Certificate, complaint: str
) -> None:
    sandbox.smtp.switches.certificate = certificate
    with pytest.raises((aiosmtplib.SMTPException, ssl.SSLError), match=complaint):
        await send(sandbox, client(sandbox, door))
    assert sandbox.mailbox.messages == []
    sandbox.smtp.switches.certificate = Certificate.GOOD
    await send(sandbox, client(sandbox, door))


@pytest.mark.parametrize("name", ["localhost", "sandbox.example.org"])
async def test_the_certificate_is_good_for_each_name_of_the_server(sandbox: Sandbox, name: str) -> None:
    context = sandbox.authority.client_context()
    _, writer = await asyncio.open_connection(
        sandbox.smtp_host, sandbox.smtps_port, ssl=context, server_hostname=name
    )
    writer.close()
    await writer.wait_closed()


async def test_a_server_without_starttls_is_shunned_by_who_asks_for_it(sandbox: Sandbox) -> None:
    sandbox.smtp.switches.starttls = False
    with pytest.raises(aiosmtplib.SMTPException, match="STARTTLS extension not supported"):
        await send(sandbox, client(sandbox, Door.SUBMISSION))


async def test_a_server_without_starttls_gets_the_password_of_a_careless_mailer(sandbox: Sandbox) -> None:
    sandbox.smtp.switches.starttls = False
    careless = aiosmtplib.SMTP(hostname=sandbox.smtp_host, port=sandbox.submission_port)
    await send(sandbox, careless)
    (mail,) = sandbox.mailbox.messages
    assert (mail.passage.secured, mail.passage.login) == (False, sandbox.smtp_login)


async def test_the_plain_door_offers_neither_tls_nor_login(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.PLAIN) as mailer:
        await mailer.ehlo()
        assert not mailer.supports_extension("starttls")
        assert not mailer.supports_extension("auth")
        assert mailer.supports_extension("smtputf8")
        assert mailer.esmtp_extensions["size"] == "35000000"


async def test_no_mail_is_taken_before_tls(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.SUBMISSION, secure=False) as mailer:
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as caught:
            await mailer.sendmail(ELO, [ANA], MAIL)
    assert (caught.value.code, caught.value.message) == (530, "Must issue a STARTTLS command first")


async def test_tls_begins_only_once(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.SMTPS) as mailer:
        assert (await mailer.execute_command(b"STARTTLS")).code == 503
        assert (await mailer.noop()).code == 250


@pytest.mark.parametrize(
    "said", [b"", b"EHLO a\r\n", b"\x16\x03\x01\x00\x05hello", b"GET / HTTP/1.1\r\n\r\n"]
)
async def test_who_does_not_speak_tls_is_sent_away(sandbox: Sandbox, said: bytes) -> None:
    reader, writer = await asyncio.open_connection(sandbox.smtp_host, sandbox.smtps_port)
    writer.write(said)
    writer.write_eof()
    await reader.read()
    writer.close()
    await send(sandbox, client(sandbox, Door.SMTPS))


@pytest.mark.parametrize("door", TLS_DOORS)
async def test_the_desk_waits_for_no_handshake(door: Door) -> None:
    async with asyncio.timeout(2), Sandbox() as desk:
        port = desk.smtps_port if door is Door.SMTPS else desk.submission_port
        reader, writer = await asyncio.open_connection(desk.smtp_host, port)
        if door is Door.SUBMISSION:
            await reader.readline()
            writer.write(b"STARTTLS\r\n")
            await reader.readline()
    assert await reader.read() == b""
    writer.close()


async def test_the_authority_may_be_written_to_a_file(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "authority.pem"
    sandbox.authority.write(file)
    context = ssl.create_default_context(cafile=file)
    mailer = aiosmtplib.SMTP(hostname="127.0.0.1", port=sandbox.smtps_port, use_tls=True, tls_context=context)
    await send(sandbox, mailer)
    assert len(sandbox.mailbox.messages) == 1
