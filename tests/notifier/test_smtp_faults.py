"""What the worst of servers does to one letter, and that the next one leaves all the same."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from notifier.by_email import EmailSender
from notifier.outcome import Dead, LaneStopped, Outcome, RetryAt, Sent, Unknown
from notifier.smtp_line import SmtpTimeouts
from tests.notifier.conftest import STAMPS, make_email
from tests.notifier.letters import parts, read
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import SILENCE, THEN_CLOSE, THEN_HALF, ScriptedSmtp

LETTER = make_parcel(address="ana@tj.test", body="Amanhã vence.")
OFFERS_REPORTS = "250-here\r\n250-DSN\r\n250 SIZE 1000000"
ENVELOPE_ID = f"7.{STAMPS.stamp('message', 7)}"


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("CONNECT", LaneStopped),
        ("EHLO", LaneStopped),
        ("MAIL", RetryAt),
        ("RCPT", RetryAt),
        ("DATA", RetryAt),
        ("BODY", Unknown),
        ("RSET", Sent),
    ],
)
async def test_silence_has_an_end(smtp: ScriptedSmtp, stage: str, kind: type[Outcome]) -> None:
    email = make_email(smtp.port, after_dot=0.1, command=0.1)
    smtp.script = {stage: [SILENCE]}
    assert isinstance(await email.send(LETTER, nothing), kind)
    assert isinstance(await email.send(LETTER, nothing), Sent)


async def test_an_answer_that_came_too_late_is_none_to_the_next_letter(smtp: ScriptedSmtp) -> None:
    email = make_email(smtp.port, command=0.2)
    smtp.slow = {"RCPT": 0.3}
    assert isinstance(await email.send(LETTER, nothing), RetryAt)
    smtp.slow = {}
    assert isinstance(await email.send(LETTER, nothing), Sent)
    assert smtp.connections == 2


def test_a_server_may_scan_for_five_minutes() -> None:
    assert SmtpTimeouts().after_dot >= 300


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("CONNECT", LaneStopped),
        ("EHLO", LaneStopped),
        ("MAIL", RetryAt),
        ("RCPT", RetryAt),
        ("DATA", RetryAt),
        ("BODY", RetryAt),
    ],
)
async def test_421_ends_a_connection_at_every_stage(
    smtp: ScriptedSmtp, email: EmailSender, stage: str, kind: type[Outcome]
) -> None:
    smtp.script = {stage: ["421 4.3.2 shutting down"]}
    assert isinstance(await email.send(LETTER, nothing), kind)
    assert isinstance(await email.send(LETTER, nothing), Sent)
    assert smtp.connections == 2


@pytest.mark.parametrize(
    "answer",
    ["2", "abc", "25\u0030 \u00e9", "999 what", "250 " + "x" * 9000, "250-never ending"],
    ids=["short", "words", "foreign", "no code", "long", "half"],
)
@pytest.mark.parametrize(("stage", "kind"), [("RCPT", RetryAt), ("BODY", Unknown)])
async def test_an_answer_that_is_no_smtp_spoils_one_letter_at_most(
    smtp: ScriptedSmtp, email: EmailSender, answer: str, stage: str, kind: type[Outcome]
) -> None:
    smtp.script = {stage: [answer]}
    outcome = await email.send(LETTER, nothing)
    assert isinstance(outcome, (kind, Sent))
    assert isinstance(await email.send(LETTER, nothing), Sent)


@pytest.mark.parametrize("end", [THEN_CLOSE, THEN_HALF], ids=["closed", "half closed"])
async def test_a_server_that_leaves_after_taking_a_letter_took_it(
    smtp: ScriptedSmtp, email: EmailSender, end: str
) -> None:
    smtp.script = {"BODY": ["250 2.0.0 queued" + end] * 2}
    outcomes = [await email.send(LETTER, nothing) for _ in range(3)]
    assert outcomes[:2] == [Sent("2.0.0 queued")] * 2
    assert isinstance(outcomes[2], Sent)
    assert len(smtp.messages) == 3


async def test_a_connection_that_closed_in_mid_dialogue_costs_no_letter(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    await email.send(LETTER, nothing)
    smtp.script = {"MAIL": ["250 ok" + THEN_CLOSE]}
    assert isinstance(await email.send(LETTER, nothing), Sent)


async def test_a_greylisted_letter_waits_and_the_others_of_its_domain_do_not(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    smtp.by_recipient = {"ana@tj.test": "450 4.7.1 Greylisted, try again in 300 seconds"}
    outcome = await email.send(LETTER, nothing)
    assert isinstance(outcome, RetryAt)
    assert outcome.at_least == timedelta(minutes=5)
    assert isinstance(await email.send(make_parcel(address="bia@tj.test"), nothing), Sent)
    assert email.held_domains() == frozenset()


@pytest.mark.parametrize(
    "answer", ["421 4.7.0 Try again later", "450 4.7.28 unusual rate", "451 Too many messages, slow down"]
)
async def test_a_domain_that_asks_for_less_rests_and_the_others_go_on(
    smtp: ScriptedSmtp, email: EmailSender, answer: str
) -> None:
    smtp.by_recipient = {"ana@tj.test": answer}
    first = await email.send(LETTER, nothing)
    second = await email.send(make_parcel(address="bia@TJ.test"), nothing)
    elsewhere = await email.send(make_parcel(address="ana@tre.test"), nothing)
    assert email.held_domains() == {"tj.test"}
    assert [type(one) for one in (first, second, elsewhere)] == [RetryAt, RetryAt, Sent]
    assert smtp.messages[0][0] == "ana@tre.test"
    assert isinstance(second, RetryAt)
    assert timedelta(seconds=50) < second.at_least <= timedelta(seconds=60)


async def test_a_letter_has_one_recipient(smtp: ScriptedSmtp, email: EmailSender) -> None:
    await asyncio.gather(*(email.send(make_parcel(address=f"p{n}@tj.test"), nothing) for n in range(5)))
    envelopes = [line.split()[0] for line in smtp.commands if line.startswith(("MAIL", "RCPT", "DATA"))]
    assert (envelopes.count("MAIL"), envelopes.count("RCPT"), envelopes.count("DATA")) == (5, 5, 5)
    assert {recipient for recipient, _ in smtp.messages} == {f"p{n}@tj.test" for n in range(5)}


async def test_a_long_letter_arrives_whole(smtp: ScriptedSmtp) -> None:
    email = make_email(smtp.port, after_dot=5)
    body = ".\n" + ("é" * 997 + "\n") * 500
    assert isinstance(await email.send(replace(LETTER, body=body), nothing), Sent)
    assert parts(read(smtp.messages[0][1]))[0][1] == body.rstrip("\n")


async def test_an_empty_letter_arrives(smtp: ScriptedSmtp, email: EmailSender) -> None:
    assert isinstance(await email.send(replace(LETTER, subject="", body=""), nothing), Sent)


async def test_a_server_that_reports_is_asked_for_failures_of_this_letter(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    smtp.script = {"EHLO": [OFFERS_REPORTS]}
    assert isinstance(await email.send(LETTER, nothing), Sent)
    mail, rcpt = (line for line in smtp.commands if line.startswith(("MAIL", "RCPT")))
    assert mail.endswith(f" RET=HDRS ENVID={ENVELOPE_ID}")
    assert rcpt == "RCPT TO:<ana@tj.test> NOTIFY=FAILURE"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
@pytest.mark.parametrize("answer", ["501 5.5.4 parameters", "504 not implemented", "555 5.5.4 unsupported"])
async def test_a_server_that_takes_no_parameters_gets_none(
    smtp: ScriptedSmtp, email: EmailSender, stage: str, answer: str
) -> None:
    smtp.script = {"EHLO": [OFFERS_REPORTS], stage: [answer]}
    assert isinstance(await email.send(LETTER, nothing), Sent)
    assert isinstance(await email.send(LETTER, nothing), Sent)
    assert smtp.connections == 1


async def test_a_letter_too_big_for_the_server_is_told_apart(smtp: ScriptedSmtp, email: EmailSender) -> None:
    smtp.script = {"MAIL": ["552 5.3.4 message too big"]}
    outcome = await email.send(LETTER, nothing)
    assert isinstance(outcome, Dead)
    assert not outcome.closes_channel
