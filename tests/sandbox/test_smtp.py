"""What the mail server keeps of a mail, its switches, and that nothing a client sends can break it."""

import asyncio

import aiosmtplib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.mail.office import Door
from tests.sandbox.mailer import ANA, ELO, MAIL, client, send

COMMANDS = [
    b"EHLO a",
    b"HELO",
    b"MAIL FROM:<a@example.org>",
    b"RCPT TO:<b@example.org>",
    b"DATA",
    b".",
    b"RSET",
    b"NOOP x",
    b"VRFY \xff",
    b"HELP MAIL",
    b"AUTH PLAIN",
    b"STARTTLS",
    b"",
]


async def talk(desk: Sandbox, said: bytes) -> list[bytes]:
    """Everything at once, and all that is answered, after the greeting, until the server closes the line."""
    reader, writer = await asyncio.open_connection(desk.smtp_host, desk.smtp_port)
    writer.write(said)
    writer.write_eof()
    answers = await reader.read()
    writer.close()
    return answers.splitlines()[1:]


async def test_mails_of_one_connection_bear_its_number(sandbox: Sandbox) -> None:
    async with aiosmtplib.SMTP(
        hostname=sandbox.smtp_host, port=sandbox.smtp_port, start_tls=False, local_hostname="bot.example.org"
    ) as mailer:
        for _ in range(2):
            await mailer.sendmail(ELO, [ANA], MAIL)
    await send(sandbox, client(sandbox, Door.PLAIN), login=False)
    first, second, third = (mail.passage for mail in sandbox.mailbox.messages)
    assert first == second
    assert (first.helo, first.secured, first.login) == ("bot.example.org", False, "")
    assert third.connection != first.connection


async def test_a_connection_may_be_good_for_a_few_mails_only(sandbox: Sandbox) -> None:
    sandbox.smtp.switches.messages_per_connection = 2
    async with client(sandbox, Door.PLAIN) as mailer:
        for _ in range(2):
            await mailer.sendmail(ELO, [ANA], MAIL)
        with pytest.raises(aiosmtplib.SMTPSenderRefused, match=r"^\(421, '4\.7\.0 Too many"):
            await mailer.sendmail(ELO, [ANA], MAIL)
        assert not mailer.is_connected
    await send(sandbox, client(sandbox, Door.PLAIN), login=False)
    assert len(sandbox.mailbox.messages) == 3


async def test_a_mail_may_be_too_large(sandbox: Sandbox) -> None:
    sandbox.smtp.switches.largest_mail = 100
    async with client(sandbox, Door.PLAIN) as mailer:
        await mailer.ehlo()
        assert mailer.esmtp_extensions["size"] == "100"
        with pytest.raises(aiosmtplib.SMTPSenderRefused, match="552"):
            await mailer.sendmail(ELO, [ANA], MAIL + b"x" * 100)
        await mailer.mail(ELO)  # without saying the size beforehand
        await mailer.rcpt(ANA)
        with pytest.raises(aiosmtplib.SMTPDataError, match="552"):
            await mailer.data(MAIL + b"x\r\n" * 100)
        await mailer.sendmail(ELO, [ANA], MAIL)
    assert len(sandbox.mailbox.messages) == 1


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [("ação@example.org", "josé@example.org"), ("", ANA), ('"a b"@example.org', ANA), (ELO, "postmaster")],
)
async def test_the_envelope_is_kept_as_it_was_said(sandbox: Sandbox, sender: str, recipient: str) -> None:
    said = f"MAIL FROM:<{sender}> SMTPUTF8 BODY=8BITMIME\r\nRCPT TO:<{recipient}>\r\n"
    async with client(sandbox, Door.PLAIN) as mailer:
        await mailer.ehlo()
        for line in said.encode().splitlines():
            assert (await mailer.execute_command(line)).code == 250
        await mailer.data(MAIL)
    (mail,) = sandbox.mailbox.messages
    assert (mail.sender, mail.recipients, mail.raw) == (sender, (recipient,), MAIL)


@pytest.mark.parametrize(
    "line",
    [
        b"MAIL",
        b"MAIL FROM:",
        b"MAIL FROM:<a@",
        b"MAIL FROM:<\xff@example.org>",
        b"MAIL FROM:<a\x01@example.org>",
        b"MAIL FROM:<a@example.org> SIZE=\xc2\xb2",
        b"MAIL FROM:<a@example.org> BODY=9BIT",
        b"MAIL FROM:<a@example.org> COLOUR=red",
        b"MAIL FROM:<" + b"a" * 600 + b"@example.org>",
        b"MAIL FROM:<" + b"a" * 5000 + b"@example.org>",
        b"MAIL FROM:(((((",
        b'MAIL FROM:"',
        b"RCPT TO:<b@example.org>",
        b"DATA",
        b"\xff\xfe",
        b"\x00",
        b"",
    ],
)
async def test_what_makes_no_sense_is_refused_and_the_line_goes_on(sandbox: Sandbox, line: bytes) -> None:
    answers = await talk(sandbox, b"EHLO a\r\n" + line + b"\r\nNOOP\r\nQUIT\r\n")
    refusal, noop, bye = answers[-3:]
    assert refusal.startswith(b"5")
    assert b"Error: (" not in refusal
    assert (noop, bye) == (b"250 OK", b"221 Bye")


@pytest.mark.parametrize("to", ["<>", "<a@", "\udcff@example.org", "", "<b@example.org> X=1"])
async def test_a_recipient_that_is_none_is_refused(sandbox: Sandbox, to: str) -> None:
    line = f"RCPT TO:{to}".encode(errors="surrogateescape")
    answers = await talk(sandbox, b"EHLO a\r\nMAIL FROM:<>\r\n" + line + b"\r\nQUIT\r\n")
    assert answers[-2].startswith(b"5")


async def test_a_line_too_long_within_a_mail_is_refused(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.PLAIN) as mailer:
        with pytest.raises(aiosmtplib.SMTPDataError, match="Line too long"):
            await mailer.sendmail(ELO, [ANA], b"x" * 1200)
        await mailer.sendmail(ELO, [ANA], MAIL)
    assert len(sandbox.mailbox.messages) == 1


@settings(max_examples=60)
@given(lines=st.lists(st.one_of(st.sampled_from(COMMANDS), st.binary(max_size=40)), max_size=12))
def test_garbage_sent_at_once_breaks_nothing(lines: list[bytes]) -> None:
    async def play() -> list[bytes]:
        async with Sandbox() as desk:
            answers = await talk(desk, b"".join(line + b"\r\n" for line in lines))
            await send(desk, client(desk, Door.PLAIN), login=False)
            return answers

    answers = asyncio.run(play())
    assert all(answer[:1] in b"2345" for answer in answers)
    assert not any(b"Error: (" in answer for answer in answers)
