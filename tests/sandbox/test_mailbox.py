"""Real mail over real SMTP, into a mailbox one can read."""

import asyncio
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.faults.kinds import SmtpFault, Stage
from sandbox.mail.mailbox import Mailbox


def make_mail(to: str = "ana@example.org", subject: str = "Prazo em 7 dias: ação") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Elo <elo@example.org>"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content("Olá, Ana.\n.\nAté logo.\n")
    mail.add_alternative("<p>Olá, <b>Ana</b></p>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="prazo.ics")
    return mail


async def send(sandbox: Sandbox, mail: EmailMessage, recipients: list[str] | None = None) -> None:
    await aiosmtplib.send(
        mail, hostname=sandbox.smtp_host, port=sandbox.smtp_port, start_tls=False, recipients=recipients
    )


async def test_a_mail_arrives_whole(sandbox: Sandbox) -> None:
    await send(sandbox, make_mail(), recipients=["bcc@example.org"])
    (mail,) = sandbox.mailbox.messages
    assert (mail.sender, mail.recipients) == ("elo@example.org", ("bcc@example.org",))
    assert mail.subject == "Prazo em 7 dias: ação"
    assert mail.text.splitlines() == ["Olá, Ana.", ".", "Até logo."]
    assert mail.html.strip() == "<p>Olá, <b>Ana</b></p>"
    assert [(a.name, a.media_type, a.content) for a in mail.attachments] == [
        ("prazo.ics", "text/calendar", b"BEGIN:VCALENDAR")
    ]
    assert b"Subject:" in mail.raw


async def test_waiting_finds_what_came_and_what_is_to_come(sandbox: Sandbox) -> None:
    await send(sandbox, make_mail(subject="um"))
    assert (await sandbox.mailbox.wait_for(to="ANA@example.org")).subject == "um"
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(sandbox.mailbox.wait_for(subject_contains="dois"))
        await send(sandbox, make_mail(subject="aviso dois"))
    assert waiting.result().number == 2


async def test_waiting_in_vain_says_what_came(sandbox: Sandbox) -> None:
    await send(sandbox, make_mail(subject="um"))
    with pytest.raises(TimeoutError, match=r"'ana@example\.org', 'um'"):
        await sandbox.mailbox.wait_for(to="maria@example.org", timeout=0.05)


async def test_one_connection_may_carry_many_mails(sandbox: Sandbox) -> None:
    async with aiosmtplib.SMTP(hostname=sandbox.smtp_host, port=sandbox.smtp_port, start_tls=False) as client:
        for number in range(5):
            await client.send_message(make_mail(subject=str(number)))
    assert [mail.subject for mail in sandbox.mailbox.to("ana@example.org")] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("stage", "reply", "error"),
    [
        ("MAIL", "451 4.7.1 try again later", aiosmtplib.SMTPSenderRefused),
        ("RCPT", "550 5.1.1 no such user", aiosmtplib.SMTPRecipientsRefused),
        ("BODY", "452 4.2.2 mailbox full", aiosmtplib.SMTPDataError),
    ],
)
async def test_a_planned_reply_refuses_once(
    sandbox: Sandbox, stage: str, reply: str, error: type[Exception]
) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=Stage(stage), reply=reply))
    with pytest.raises(error):
        await send(sandbox, make_mail())
    await send(sandbox, make_mail())
    assert len(sandbox.mailbox.messages) == 1


async def test_a_planned_reply_may_refuse_one_recipient(sandbox: Sandbox) -> None:
    sandbox.smtp.faults.add(SmtpFault(stage=Stage.RCPT, reply="550 5.1.1 no", recipient="joao@example.org"))
    await send(sandbox, make_mail(), recipients=["ana@example.org", "joao@example.org"])
    assert sandbox.mailbox.messages[0].recipients == ("ana@example.org",)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\n\r\nx",
        b"Subject: =?utf-8?b?!!?=\r\nContent-Type: x\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Disposition: attachment\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
        b"Content-Disposition: attachment; filename*=utf-7''%2b2AA-\r\n",
        b"From: " + b"(" * 20_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    ],
)
async def test_odd_mail_is_kept_and_shown_without_breaking(sandbox: Sandbox, raw: bytes) -> None:
    mail = sandbox.mailbox.keep(
        sender="", recipients=("ana@example.org",), received=sandbox.clock.now(), raw=raw
    )
    assert isinstance((mail.subject, mail.text, mail.html, mail.attachments), tuple)


PIECES = [
    b"Subject: ",
    b"From: ",
    b"To: a\r\n",
    b"=?utf-8?q?=ED=A0=80?=",
    b"=?utf-7?q?+2AA-?=",
    b"=?unicode_escape?q?=5Cud800?=",
    b"=?x?b?!!?=",
    b"Content-Type: multipart/mixed; boundary=a\r\n",
    b"Content-Type: text/html; charset=unicode_escape\r\n",
    b"Content-Type: text/plain; charset*=a'b'%ff\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename*=utf-7''%2b2AA-\r\n",
    b"Message-ID: <",
    b"Date: ",
    b"\\ud800",
    b"--a\r\n",
    b"--a--",
    b"\r\n",
    b"\xff",
    b"\x00",
    b"<a@",
    b"(((",
]


@pytest.mark.filterwarnings(
    "ignore:invalid escape sequence:DeprecationWarning"
)  # of the codec unicode_escape
@settings(max_examples=400)
@given(pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=15))
def test_mail_of_any_bytes_can_be_kept_and_shown(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    mail = Mailbox().keep(sender="", recipients=(), received=datetime(2026, 1, 1, tzinfo=UTC), raw=raw)
    names = [f"{attachment.name} {attachment.media_type}" for attachment in mail.attachments]
    shown = (mail.subject, mail.author, mail.text, mail.html, mail.contents.message_id, *names)
    assert all(text.encode().decode() == text for text in shown)
    assert mail.raw == raw
