"""Who may leave a mail at the doors that want a login."""

from base64 import b64encode

import aiosmtplib
import pytest

from sandbox.desk import Sandbox
from sandbox.mail.office import Door
from tests.sandbox.mailer import ANA, ELO, MAIL, client

WRONG = "535 5.7.8 Authentication credentials invalid"
METHODS = ["auth_plain", "auth_login", "auth_xoauth2"]


def in_base64(*texts: str) -> bytes:
    return b64encode("\0".join(texts).encode())


@pytest.mark.parametrize("method", METHODS)
async def test_the_right_password_opens_the_door(sandbox: Sandbox, method: str) -> None:
    async with client(sandbox, Door.SUBMISSION) as mailer:
        await mailer.ehlo()
        await getattr(mailer, method)(sandbox.smtp_login, sandbox.smtp_password)
        await mailer.sendmail(ELO, [ANA], MAIL)
    assert sandbox.mailbox.messages[0].passage.login == sandbox.smtp_login


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("login", "password"), [("robot@sandbox.example.org", "wrong"), ("somebody", "x"), ("ação", "")]
)
async def test_a_wrong_password_is_refused_in_the_same_words(
    sandbox: Sandbox, method: str, login: str, password: str
) -> None:
    async with client(sandbox, Door.SMTPS) as mailer:
        await mailer.ehlo()
        with pytest.raises(aiosmtplib.SMTPAuthenticationError) as caught:
            await getattr(mailer, method)(login, password)
        assert f"{caught.value.code} {caught.value.message}" == WRONG
        await mailer.login(sandbox.smtp_login, sandbox.smtp_password)


async def test_without_a_login_no_mail_is_taken(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.SMTPS) as mailer:
        with pytest.raises(aiosmtplib.SMTPSenderRefused, match=r"5\.7\.0 Authentication required"):
            await mailer.sendmail(ELO, [ANA], MAIL)
        sandbox.smtp.switches.login_required = False
        await mailer.sendmail(ELO, [ANA], MAIL)
    assert sandbox.mailbox.messages[0].passage.login == ""


async def test_a_login_is_neither_offered_nor_taken_before_tls(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.SUBMISSION, secure=False) as mailer:
        await mailer.ehlo()
        assert not mailer.supports_extension("auth")
        with pytest.raises(aiosmtplib.SMTPAuthenticationError) as caught:
            await mailer.auth_plain(sandbox.smtp_login, sandbox.smtp_password)
    assert caught.value.code == 530


async def test_the_plain_door_takes_no_login(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.PLAIN) as mailer:
        await mailer.ehlo()
        with pytest.raises(aiosmtplib.SMTPAuthenticationError) as caught:
            await mailer.auth_plain(sandbox.smtp_login, sandbox.smtp_password)
    assert caught.value.code == 538


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([b"AUTH"], 501),
        ([b"AUTH NTLM"], 504),
        ([b"AUTH PLAIN a b"], 501),
        ([b"AUTH PLAIN !!"], 501),
        ([b"AUTH PLAIN " + in_base64("a", "b")], 501),
        ([b"AUTH PLAIN", b"*"], 501),
        ([b"AUTH LOGIN", b"*"], 501),
        ([b"AUTH LOGIN", in_base64("a"), b"!"], 501),
        ([b"AUTH LOGIN", b"\xff" * 5000], 501),
        ([b"AUTH XOAUTH2", b"*"], 501),
        ([b"AUTH XOAUTH2 !!", b""], 535),
        ([b"AUTH XOAUTH2 " + in_base64("nothing"), b"*"], 501),
        ([b"AUTH XOAUTH2", in_base64("nothing"), b""], 535),
    ],
)
async def test_a_broken_login_leaves_the_line_whole(sandbox: Sandbox, said: list[bytes], code: int) -> None:
    async with client(sandbox, Door.SMTPS) as mailer:
        await mailer.ehlo()
        answers = [await mailer.execute_command(line) for line in said]
        assert answers[-1].code == code
        assert (await mailer.noop()).code == 250


async def test_one_logs_in_only_once(sandbox: Sandbox) -> None:
    async with client(sandbox, Door.SMTPS) as mailer:
        await mailer.ehlo()
        await mailer.auth_plain(sandbox.smtp_login, sandbox.smtp_password)
        with pytest.raises(aiosmtplib.SMTPAuthenticationError, match="Already authenticated"):
            await mailer.auth_login(sandbox.smtp_login, sandbox.smtp_password)
