import asyncio
from email.message import EmailMessage

import pytest

from notifier.by_email import EmailSender
from notifier.outcome import Dead, LaneStopped, Outcome, RetryAt, Sent, Unknown, Unreachable
from tests.notifier.conftest import NOON, STAMPS, make_email
from tests.notifier.letters import read
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import DROP, SILENCE, ScriptedSmtp, closed_port

LETTER = make_parcel(address="ana@tj.test", body="Amanhã vence.\n.\nAté", html="<p>Amanhã vence.</p>")


async def test_a_letter_has_text_html_and_the_headers_of_a_machine(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    assert await email.send(LETTER, nothing) == Sent("2.0.0 queued as 1")
    ((recipient, content),) = smtp.messages
    message = read(content)
    assert recipient == "ana@tj.test"
    assert message["From"] == "Elo · Rede de Parcerias <elo@rede.test>"
    assert message["Subject"] == "Prazo da meta 2.2 é amanhã"
    assert message["Date"].datetime == NOON
    assert message["Message-ID"] == f"<elo.7.{STAMPS.stamp('message', 7)}@rede.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "pt-BR"
    plain, rich = message.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(rich, EmailMessage)
    assert plain.get_content().splitlines() == ["Amanhã vence.", ".", "Até"]
    assert (rich.get_content_type(), rich.get_content().strip()) == ("text/html", "<p>Amanhã vence.</p>")


async def test_every_attempt_has_the_same_message_id_in_seven_bits(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    for _ in range(2):
        await email.send(LETTER, nothing)
    first, second = (content for _, content in smtp.messages)
    assert read(first)["Message-ID"] == read(second)["Message-ID"]
    assert first.isascii()


@pytest.mark.parametrize(
    ("stage", "answer", "kind"),
    [
        ("CONNECT", DROP, LaneStopped),
        ("CONNECT", "421 4.3.2 too many connections", LaneStopped),
        ("CONNECT", "554 go away", LaneStopped),
        ("EHLO", DROP, LaneStopped),
        ("MAIL", DROP, RetryAt),
        ("MAIL", "421 4.3.2 shutting down", RetryAt),
        ("MAIL", "550 5.7.1 sender refused", LaneStopped),
        ("RCPT", DROP, RetryAt),
        ("RCPT", "450 4.7.1 greylisted", RetryAt),
        ("RCPT", "550 5.1.1 user unknown", Dead),
        ("RCPT", "gibberish", RetryAt),
        ("DATA", DROP, RetryAt),
        ("DATA", "451 4.3.0 later", RetryAt),
        ("BODY", DROP, Unknown),
        ("BODY", "gibberish", Unknown),
        ("BODY", "452 4.3.1 no space", RetryAt),
        ("BODY", "554 5.7.1 spam", Dead),
    ],
)
async def test_an_answer_is_classified_by_its_stage(
    smtp: ScriptedSmtp, email: EmailSender, stage: str, answer: str, kind: type[Outcome]
) -> None:
    smtp.script = {stage: [answer]}
    assert isinstance(await email.send(LETTER, nothing), kind)
    assert isinstance(await email.send(LETTER, nothing), Sent), "the next message finds a good connection"


async def test_nothing_has_left_until_the_body_does(smtp: ScriptedSmtp, email: EmailSender) -> None:
    smtp.script = {"DATA": ["451 later"]}
    left: list[bool] = []
    await email.send(LETTER, lambda: left.append(True))
    assert left == []
    await email.send(LETTER, lambda: left.append(True))
    assert left == [True]


async def test_silence_after_the_final_dot_is_unknown(smtp: ScriptedSmtp, email: EmailSender) -> None:
    smtp.scan = 1
    assert isinstance(await email.send(LETTER, nothing), Unknown)


async def test_connections_are_reused_and_bounded(smtp: ScriptedSmtp, email: EmailSender) -> None:
    smtp.scan = 0.01
    outcomes = await asyncio.gather(*(email.send(LETTER, nothing) for _ in range(20)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert smtp.connections <= 2


async def test_a_connection_carries_fifty_messages(smtp: ScriptedSmtp, email: EmailSender) -> None:
    for _ in range(51):
        await email.send(LETTER, nothing)
    assert smtp.connections == 2


async def test_a_reused_connection_that_the_server_closed_costs_no_attempt(
    smtp: ScriptedSmtp, email: EmailSender
) -> None:
    await email.send(LETTER, nothing)
    smtp.script = {"MAIL": ["421 4.4.2 enough"]}
    assert isinstance(await email.send(LETTER, nothing), Sent)
    smtp.script = {"MAIL": [DROP]}
    assert isinstance(await email.send(LETTER, nothing), Sent)


@pytest.mark.parametrize(
    "address",
    ["", "ana", "@tj.test", "ana@", "a b@tj.test", "ana@tj.test\r\nRCPT TO:<x@y>", "ána@tj.test", "a@b,c@d"],
)
async def test_a_broken_address_fails_alone(smtp: ScriptedSmtp, email: EmailSender, address: str) -> None:
    assert isinstance(await email.send(make_parcel(address=address), nothing), Dead)
    assert smtp.messages == []


async def test_an_international_domain_is_written_in_ascii(smtp: ScriptedSmtp, email: EmailSender) -> None:
    await email.send(make_parcel(address="ana@justiça.test"), nothing)
    assert smtp.messages[0][0] == "ana@xn--justia-0ua.test"


@pytest.mark.parametrize("poison", [{"subject": "a\r\nBcc: x@y"}, {"body": "\ud800"}, {"subject": "\ud800"}])
async def test_words_that_cannot_be_written_fail_alone(
    smtp: ScriptedSmtp, email: EmailSender, poison: dict[str, str]
) -> None:
    outcome = await email.send(make_parcel(address="ana@tj.test", **poison), nothing)  # type: ignore[arg-type]
    assert isinstance(outcome, Dead)
    assert not outcome.closes_channel
    assert smtp.messages == []


async def test_nobody_listening_stops_the_lane_for_a_moment() -> None:
    sender = make_email(closed_port())
    assert isinstance(await sender.send(LETTER, nothing), LaneStopped)
    with pytest.raises(Unreachable):
        await sender.check()


async def test_farewells_take_a_moment_together_whatever_the_server_says(smtp: ScriptedSmtp) -> None:
    email = make_email(smtp.port, connections=4)
    smtp.scan, smtp.script["QUIT"] = 0.1, [SILENCE] * 4
    await asyncio.gather(*(email.send(LETTER, nothing) for _ in range(4)))
    assert smtp.connections == 4
    async with asyncio.timeout(1.5):
        await _ended_by_a_child(email)


async def _ended_by_a_child(email: EmailSender) -> None:
    """As `elo/lifetime.py` closes: on Python 3.11 this task keeps a cancellation, which spoils its time-outs."""

    async def stop() -> None:
        raise LookupError

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(stop())
            await asyncio.Event().wait()
    except* LookupError:
        await email.close()
