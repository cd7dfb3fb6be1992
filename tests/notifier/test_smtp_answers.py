import pytest

from notifier.outcome import Dead, LaneStopped, RetryAt, Unknown
from notifier.smtp_answers import GREYLISTED, Stage, asks_for_less, hung_up, lost, not_ready, refused


@pytest.mark.parametrize(
    ("stage", "code", "text"),
    [
        (Stage.RCPT, 550, "5.1.1 <x@y>: Recipient address rejected: User unknown in virtual mailbox table"),
        (Stage.RCPT, 550, "User unknown"),
        (Stage.RCPT, 550, "No such user here"),
        (Stage.RCPT, 550, "Requested action not taken: mailbox unavailable"),
        (Stage.RCPT, 551, "User not local"),
        (Stage.RCPT, 553, "5.1.3 bad address syntax"),
        (Stage.RCPT, 501, "5.1.3 Bad recipient address syntax"),
        (Stage.RCPT, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound"),
        (Stage.RCPT, 550, "5.2.1 The email account that you tried to reach is disabled"),
        (Stage.RCPT, 554, "5.1.2 Bad destination system address"),
        (Stage.BODY, 550, "5.1.1 unknown user, said late"),
    ],
)
def test_a_mailbox_that_is_not_there_closes_the_address(stage: Stage, code: int, text: str) -> None:
    outcome = refused(stage, code, text)
    assert isinstance(outcome, Dead)
    assert outcome.closes_channel


@pytest.mark.parametrize(
    ("stage", "code", "text"),
    [
        (Stage.RCPT, 550, "5.7.1 Message rejected as spam"),
        (Stage.RCPT, 550, "5.7.26 unauthenticated sender, SPF failed"),
        (Stage.RCPT, 550, "Blocked by RBL, see http://example"),
        (Stage.RCPT, 550, "Relaying denied"),
        (Stage.RCPT, 554, "5.7.1 <x@y>: Relay access denied"),
        (Stage.RCPT, 552, "5.2.2 mailbox full"),
        (Stage.RCPT, 550, "5.2.2 over quota"),
        (Stage.MAIL, 552, "5.3.4 message size exceeds fixed limit"),
        (Stage.DATA, 554, "5.5.1 no valid recipients"),
        (Stage.BODY, 554, "5.7.1 policy"),
        (Stage.BODY, 550, "content refused"),
        (Stage.BODY, 552, "5.3.4 too big"),
    ],
)
def test_a_refusal_of_us_or_of_the_words_keeps_the_address(stage: Stage, code: int, text: str) -> None:
    outcome = refused(stage, code, text)
    assert isinstance(outcome, Dead)
    assert not outcome.closes_channel


@pytest.mark.parametrize(
    ("stage", "code", "text"),
    [
        (Stage.MAIL, 451, "4.3.0 try later"),
        (Stage.RCPT, 450, "4.2.0 greylisted"),
        (Stage.RCPT, 421, "4.7.0 closing"),
        (Stage.RCPT, 452, "4.2.2 mailbox full"),
        (Stage.DATA, 451, "4.3.0 queue file write error"),
        (Stage.BODY, 421, "4.3.2 shutting down"),
        (Stage.RCPT, 503, "5.5.1 bad sequence of commands"),
        (Stage.RCPT, -1, "Malformed SMTP response line"),
    ],
)
def test_a_passing_refusal_is_tried_again(stage: Stage, code: int, text: str) -> None:
    assert isinstance(refused(stage, code, text), RetryAt)


@pytest.mark.parametrize(
    ("stage", "code", "text"),
    [
        (Stage.MAIL, 530, "5.7.0 Authentication required"),
        (Stage.MAIL, 530, "5.7.0 Must issue a STARTTLS command first"),
        (Stage.MAIL, 553, "5.7.1 sender address rejected: not owned by user"),
        (Stage.MAIL, 501, "5.1.7 bad sender address syntax"),
        (Stage.RCPT, 530, "5.7.1 client was not authenticated"),
    ],
)
def test_what_would_refuse_every_message_stops_the_lane(stage: Stage, code: int, text: str) -> None:
    assert isinstance(refused(stage, code, text), LaneStopped)


def test_greylisting_waits_five_minutes_at_least() -> None:
    outcome = refused(Stage.RCPT, 450, "4.7.1 greylisted")
    assert isinstance(outcome, RetryAt)
    assert outcome.at_least == GREYLISTED


def test_a_busy_server_is_tried_sooner_than_one_that_refuses_us() -> None:
    busy, refusing = not_ready(Stage.CONNECT, 421, "busy"), not_ready(Stage.LOGIN, 535, "5.7.8 no")
    assert busy.probe_after < refusing.probe_after


def test_only_what_is_lost_after_the_body_may_have_arrived() -> None:
    assert isinstance(lost(Stage.DATA, "gone"), RetryAt)
    assert isinstance(lost(Stage.BODY, "gone"), Unknown)
    assert isinstance(refused(Stage.BODY, -1, "noise"), Unknown)


def test_a_reason_tells_no_address_and_no_byte_that_a_database_refuses() -> None:
    outcome = refused(Stage.RCPT, 550, "5.1.1 <ana.souza@tj.test>: unknown\0\udcff")
    assert isinstance(outcome, Dead)
    assert "ana" not in outcome.reason
    assert "\0" not in outcome.reason
    assert outcome.reason.isascii() or "…" in outcome.reason
    assert outcome.code == "rcpt 550 5.1.1"


@pytest.mark.parametrize(
    ("stage", "code", "text", "less"),
    [
        (Stage.RCPT, 421, "4.7.0 Try again later, closing connection", True),
        (Stage.RCPT, 421, "Too many connections from your host", True),
        (Stage.BODY, 421, "4.7.28 our system has detected an unusual rate", True),
        (Stage.RCPT, 451, "4.7.500 Server busy. Please try again later", True),
        (Stage.RCPT, 450, "4.7.1 rate limit exceeded", True),
        (Stage.RCPT, 452, "4.5.3 Too many recipients this hour", True),
        (Stage.RCPT, 450, "4.7.1 Greylisting in action", False),
        (Stage.RCPT, 450, "4.2.0 Graylisted, too fast", False),
        (Stage.RCPT, 450, "4.2.1 The user is receiving mail too quickly", False),
        (Stage.RCPT, 452, "4.2.2 mailbox full", False),
        (Stage.BODY, 421, "4.3.2 shutting down", False),
        (Stage.MAIL, 421, "4.7.0 too many messages", False),
    ],
)
def test_a_domain_that_wants_fewer_messages_is_known(stage: Stage, code: int, text: str, less: bool) -> None:
    outcome = refused(stage, code, text)
    assert isinstance(outcome, RetryAt)
    assert asks_for_less(outcome) is less


def test_a_server_that_leaves_is_told_from_one_that_refuses() -> None:
    left = [lost(Stage.MAIL, "SMTPServerDisconnected"), refused(Stage.RCPT, 421, "4.4.2 enough")]
    stays = refused(Stage.RCPT, 450, "4.2.0 greylisted")
    assert [isinstance(one, RetryAt) and hung_up(one) for one in (*left, stays)] == [True, True, False]


def test_what_fails_for_everybody_is_no_fault_of_one_letter() -> None:
    server = [
        lost(Stage.DATA, "SMTPReadTimeoutError"),
        refused(Stage.DATA, 451, "4.3.0 queue file write error"),
    ]
    letter = refused(Stage.RCPT, 450, "4.2.0 greylisted")
    assert [isinstance(one, RetryAt) and one.everybodys for one in (*server, letter)] == [True, True, False]
