"""Encryption and login are taken at their word: without them nothing leaves, and the lane waits."""

import time
from pathlib import Path

import pytest

from notifier.by_email import EmailSender, Security, SmtpTimeouts
from notifier.outcome import LaneStopped, Sent, Unauthorized, Unreachable
from tests.notifier.certificates import certificate
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import DROP, SILENCE, ScriptedSmtp, serving_smtp

LETTER = make_parcel(address="ana@tj.test", body="Amanhã vence.")
OFFERS_TLS = "250-here\r\n250 STARTTLS"


def secure(port: int, security: Security, *, ca_file: str | None = None, username: str = "") -> EmailSender:
    return EmailSender(
        "127.0.0.1",
        port,
        sender="elo@rede.test",
        security=security,
        username=username,
        password="segredo",
        ca_file=ca_file,
        monotonic=time.monotonic,
        timeouts=SmtpTimeouts(connect=2, command=1, after_dot=1),
    )


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_letters_leave_under_tls(tmp_path: Path, security: Security) -> None:
    context, ca_file = certificate(tmp_path)
    async with serving_smtp(tls=context, implicit=security == "tls") as smtp:
        smtp.script = {"EHLO": ["250-here\r\n250 STARTTLS", "250-here\r\n250 AUTH PLAIN"]}
        if security == "tls":
            smtp.script = {}
        sender = secure(smtp.port, security, ca_file=ca_file, username="elo")
        outcome = await sender.send(LETTER, nothing)
        await sender.close()
    assert isinstance(outcome, Sent)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_stops_the_lane(
    tmp_path: Path, security: Security
) -> None:
    context, _ = certificate(tmp_path)
    async with serving_smtp(tls=context, implicit=security == "tls") as smtp:
        smtp.script = {"EHLO": ["250-here\r\n250 STARTTLS"] * 2}
        sender = secure(smtp.port, security)
        outcome = await sender.send(LETTER, nothing)
        with pytest.raises(Unauthorized):
            await sender.check()
    assert outcome == LaneStopped("tls failed", "TLS failed: self-signed certificate")


async def test_starttls_never_falls_back_to_clear(smtp: ScriptedSmtp) -> None:
    sender = secure(smtp.port, "starttls")
    assert isinstance(await sender.send(LETTER, nothing), LaneStopped)
    assert smtp.messages == []
    with pytest.raises(Unauthorized):
        await sender.check()


async def test_a_wrong_password_stops_the_lane(smtp: ScriptedSmtp) -> None:
    smtp.script = {"AUTH": ["535 5.7.8 bad credentials"] * 2}
    sender = secure(smtp.port, "none", username="elo")
    assert isinstance(await sender.send(LETTER, nothing), LaneStopped)
    with pytest.raises(Unauthorized):
        await sender.check()
    await sender.check()


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("flaw", "reason"),
    [
        pytest.param({"expired": True}, "certificate has expired", id="expired"),
        pytest.param({"host": "127.0.0.2"}, "IP address mismatch", id="of another host"),
    ],
)
async def test_a_certificate_with_a_flaw_stops_the_lane(
    tmp_path: Path, security: Security, flaw: dict[str, object], reason: str
) -> None:
    context, ca_file = certificate(tmp_path, **flaw)  # type: ignore[arg-type]
    async with serving_smtp(tls=context, implicit=security == "tls") as smtp:
        smtp.script = {"EHLO": [OFFERS_TLS]} if security == "starttls" else {}
        outcome = await secure(smtp.port, security, ca_file=ca_file).send(LETTER, nothing)
    assert isinstance(outcome, LaneStopped)
    assert outcome.code == "tls failed"
    assert reason in outcome.reason


async def test_a_server_without_tls_where_tls_is_asked_for_stops_the_lane(smtp: ScriptedSmtp) -> None:
    outcome = await secure(smtp.port, "tls").send(LETTER, nothing)
    assert isinstance(outcome, LaneStopped)
    assert smtp.messages == []


@pytest.mark.parametrize(
    "answer",
    ["454 4.7.0 TLS not available", "501 5.5.4 no parameters", "502 what", DROP, SILENCE, "gibberish"],
)
async def test_a_refused_starttls_is_never_clear(smtp: ScriptedSmtp, answer: str) -> None:
    smtp.script = {"EHLO": [OFFERS_TLS], "STARTTLS": [answer]}
    outcome = await secure(smtp.port, "starttls", username="elo").send(LETTER, nothing)
    assert isinstance(outcome, LaneStopped)
    assert smtp.messages == []
    assert not [line for line in smtp.commands if line.startswith(("AUTH", "MAIL"))]


@pytest.mark.parametrize(
    ("answer", "refuses_us"),
    [
        pytest.param("535 5.7.8 bad credentials", True, id="535"),
        pytest.param("534 5.7.9 mechanism too weak", True, id="534"),
        pytest.param("530 5.7.0 encryption required", True, id="530"),
        pytest.param("454 4.7.0 temporary authentication failure", False, id="454"),
        pytest.param("421 4.7.0 too many errors", False, id="421"),
    ],
)
async def test_a_login_that_fails_stops_the_lane(smtp: ScriptedSmtp, answer: str, refuses_us: bool) -> None:
    smtp.script = {"AUTH": [answer] * 2}
    sender = secure(smtp.port, "none", username="elo")
    outcome = await sender.send(LETTER, nothing)
    assert isinstance(outcome, LaneStopped)
    assert answer[:3] in outcome.code
    with pytest.raises(Unauthorized if refuses_us else Unreachable):
        await sender.check()


async def test_a_server_that_offers_no_login_stops_the_lane(smtp: ScriptedSmtp) -> None:
    smtp.script = {"EHLO": ["250 here"]}
    outcome = await secure(smtp.port, "none", username="elo").send(LETTER, nothing)
    assert isinstance(outcome, LaneStopped)
    assert smtp.messages == []


async def test_the_lane_is_asked_whether_it_lives_without_sending(smtp: ScriptedSmtp) -> None:
    smtp.script = {"AUTH": ["535 5.7.8 bad credentials"]}
    sender = secure(smtp.port, "none", username="elo")
    assert isinstance(await sender.alive(), LaneStopped)
    assert await sender.alive() is None
    assert smtp.messages == []
