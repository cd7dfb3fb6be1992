"""aiosmtplib's client at each door of the mail server, and one whole session that passes every stage."""

import aiosmtplib

from sandbox.desk import Sandbox
from sandbox.mail.office import Door

MAIL = b"Subject: Prazo\r\n\r\nAt\xc3\xa9 sexta.\r\n"
ANA = "ana@example.org"
ELO = "elo@example.org"


def client(desk: Sandbox, door: Door, *, secure: bool | None = None, timeout: float = 5) -> aiosmtplib.SMTP:
    """Careful: trusts the desk's authority alone. `secure` False leaves TLS out, None takes the door's own."""
    ports = {
        Door.PLAIN: desk.smtp_port,
        Door.SUBMISSION: desk.submission_port,
        Door.SMTPS: desk.smtps_port,
    }
    wants_tls = door is not Door.PLAIN if secure is None else secure
    return aiosmtplib.SMTP(
        hostname=desk.smtp_host,
        port=ports[door],
        use_tls=wants_tls and door is Door.SMTPS,
        start_tls=wants_tls and door is not Door.SMTPS,
        tls_context=desk.authority.client_context(),
        timeout=timeout,
    )


async def session(desk: Sandbox) -> None:
    """One mail by the submission door; each of the eleven stages comes once, but for EHLO, which comes twice."""
    mailer = client(desk, Door.SUBMISSION, secure=False)
    try:
        await mailer.connect()
        await mailer.ehlo()
        await mailer.starttls(tls_context=desk.authority.client_context())
        await mailer.ehlo()
        await mailer.auth_plain(desk.smtp_login, desk.smtp_password)
        await mailer.noop()
        await mailer.rset()
        await mailer.mail(ELO)
        await mailer.rcpt(ANA)
        await mailer.data(MAIL)
        await mailer.quit()
    finally:
        mailer.close()


async def send(desk: Sandbox, mailer: aiosmtplib.SMTP, *, login: bool = True) -> None:
    """Connect, log in and leave one mail."""
    async with mailer:
        if login:
            await mailer.login(desk.smtp_login, desk.smtp_password)
        await mailer.sendmail(ELO, [ANA], MAIL)
