"""What comes to the mailbox of refusals is read as what it is, whoever wrote it and however badly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.bounce_codes import Severity
from notifier.incoming import Bounce, Dropped, Token, Unsubscribe, read_incoming
from tests.notifier import bounce_letters as letters
from tests.notifier.bounce_letters import OUR_ID, RETURN_PATH, TOKEN, dsn, plain, recipient

OURS = Token(81, "abcdefghij234567")
HARD, SOFT = Severity.HARD, Severity.SOFT


@pytest.mark.parametrize(
    ("letter", "severity", "status"),
    [
        (letters.POSTFIX, HARD, "5.1.1"),
        (letters.EXIM, HARD, "5.0.0"),
        (letters.EXCHANGE, HARD, "5.1.10"),
        (letters.GMAIL, HARD, "5.1.1"),
        (letters.SENDMAIL, SOFT, "5.2.2"),
        (letters.DELAYED, Severity.DELAYED, "4.4.1"),
        (letters.QMAIL, HARD, "5.1.1"),
        (letters.OLD_EXIM, HARD, ""),
        (letters.EXIM_WARNING, Severity.DELAYED, ""),
    ],
    ids=[
        "Postfix",
        "Exim",
        "Exchange",
        "Gmail",
        "Sendmail",
        "delayed",
        "qmail",
        "old Exim",
        "Exim's warning",
    ],
)
def test_servers_bounces_are_read(letter: bytes, severity: Severity, status: str) -> None:
    read = read_incoming(letter)
    assert isinstance(read, Bounce)
    assert (read.tokens[0], read.severity, read.status) == (OURS, severity, status)
    assert "maria" not in read.diagnostic


@pytest.mark.parametrize(
    ("status", "said", "severity"),
    [
        ("5.1.1", "", HARD),
        ("5.1.2", "bad destination system", HARD),
        ("5.2.1", "mailbox disabled", HARD),
        ("5.4.4", "Host not found", HARD),
        ("5.0.0", "", HARD),
        ("5.0.0", "550 5.1.1 user unknown", HARD),
        ("5.0.0", "552 5.2.2 mailbox full", SOFT),
        ("5.0.0", "554 5.7.1 spam", SOFT),
        ("5.0.0", "550 blocked by policy", SOFT),
        ("5.5.0", "550 Requested action not taken: mailbox unavailable", HARD),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", HARD),
        ("5.4.1", "no answer from host", SOFT),
        ("5.1.8", "sender's domain unknown", SOFT),
        ("5.2.2", "mailbox full", SOFT),
        ("5.3.4", "message too big", SOFT),
        ("5.4.7", "delivery time expired", SOFT),
        ("5.7.1", "550 5.7.1 rejected by DMARC policy", SOFT),
        ("5.7.26", "unauthenticated", SOFT),
        ("4.4.1", "connection timed out", SOFT),
        ("4.2.2", "over quota", SOFT),
        ("nonsense", "554 transaction failed", SOFT),
        ("nonsense", "550 no such user", HARD),
    ],
)
def test_only_what_is_about_the_mailbox_itself_is_hard(status: str, said: str, severity: Severity) -> None:
    read = read_incoming(dsn(recipient(status, said)))
    assert isinstance(read, Bounce)
    assert read.severity is severity


@pytest.mark.parametrize(
    ("recipients", "severity"),
    [
        ((recipient("5.1.1"), recipient("5.1.1")), HARD),
        ((recipient("5.1.1"), recipient("2.0.0", action="delivered")), SOFT),
        ((recipient("5.1.1"), recipient("4.4.1", action="delayed")), SOFT),
        ((recipient("5.1.1"), recipient("5.2.2")), SOFT),
        ((recipient("2.0.0", action="relayed"), recipient("4.4.1", action="delayed")), Severity.DELAYED),
    ],
    ids=["both dead", "one arrived", "one delayed", "one full", "one relayed"],
)
def test_an_address_that_stands_for_several_is_dead_when_all_are(
    recipients: tuple[str, ...], severity: Severity
) -> None:
    read = read_incoming(dsn(*recipients))
    assert isinstance(read, Bounce)
    assert read.severity is severity


@pytest.mark.parametrize(
    ("letter", "given"),
    [
        (dsn(recipient("5.1.1"), to=RETURN_PATH, returned=""), ""),
        (dsn(recipient("5.1.1"), to=RETURN_PATH.upper(), returned=""), ""),
        (dsn(recipient("5.1.1"), returned="", head=f"From: x@y\nDelivered-To: {RETURN_PATH}"), ""),
        (dsn(recipient("5.1.1"), returned=""), RETURN_PATH),
        (dsn(recipient("5.1.1"), returned="", envelope=f"Original-Envelope-Id: {TOKEN}"), ""),
        (dsn(recipient("5.1.1"), returned=f"Message-ID: {OUR_ID}"), ""),
        (dsn(recipient("5.1.1"), returned=f"Message-ID:\n {OUR_ID}", returned_as="text/rfc822-headers"), ""),
        (dsn(recipient("5.1.1"), returned="", head=f"In-Reply-To: {OUR_ID}"), ""),
    ],
    ids=[
        "To",
        "in capitals",
        "Delivered-To",
        "--recipient",
        "envelope id",
        "message",
        "headers",
        "In-Reply-To",
    ],
)
def test_a_bounce_is_matched_by_what_only_we_could_have_written(letter: bytes, given: str) -> None:
    read = read_incoming(letter, recipient=given)
    assert isinstance(read, Bounce)
    assert read.tokens == (OURS,)


def test_other_messages_of_ours_that_the_copy_refers_to_are_not_meant() -> None:
    read = read_incoming(letters.OLD_EXIM)
    assert isinstance(read, Bounce)
    assert read.tokens == (OURS,)


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        (b"", "nothing in it"),
        (b" \r\n\r\n", "nothing in it"),
        (letters.ARRIVED, "a report that it arrived"),
        (letters.VACATION, "an automatic reply"),
        (letters.REPLY, "no report of a mail server"),
        (b"Precedence: auto_reply\n\nx", "an automatic reply"),
        (b"X-Autoreply: yes\n\nx", "an automatic reply"),
        (b"X-Auto-Response-Suppress: All\n\nx", "an automatic reply"),
        (
            dsn(recipient("5.1.1"), returned="Subject: Prazo em 24/12/2026"),
            "a report about no message of ours",
        ),
        (
            b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nx\n--b--",
            "a disposition-notification",
        ),
        (
            plain("MAILER-DAEMON@example.net", "Your message was lovely."),
            "a mail server's message without an outcome",
        ),
        (b"Subject: sair 12.ABC\n\n", "no report of a mail server"),
    ],
)
def test_what_is_nothing_for_us_is_dropped_with_its_reason(letter: bytes, why: str) -> None:
    assert read_incoming(letter) == Dropped(why)


@pytest.mark.parametrize(
    "subject",
    [
        b"sair 12.abcdefghij234567",
        b"Re: SAIR 12.ABCDEFGHIJ234567",
        b"=?utf-8?q?sair_12=2Eabcdefghij234567?=",
    ],
    ids=["plain", "in capitals", "encoded"],
)
def test_a_farewell_names_who_leaves(subject: bytes) -> None:
    letter = b"From: maria@example.org\nSubject: " + subject + b"\n\n"
    assert read_incoming(letter) == Unsubscribe(Token(12, "abcdefghij234567"))


@pytest.mark.parametrize(
    "letter",
    [
        letters.POSTFIX[:400],
        letters.POSTFIX.replace(b"rejected", b"\x00\xff\xfe"),
        letters.POSTFIX.replace(b"Subject:", b"Subject: \xe9\xff"),
        b"Content-Type: message/rfc822\n\n" * 9000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000)),
        b"Content-Type: multipart/report; report-type*=x'y'z; boundary=\n\n",
        b"Subject: =?x?b?!!!?= =?utf-8?q?=FF=FE?=\nFrom: =?nowhere?q?mailer-daemon?=\n\n550",
        b"\x00" * 1000,
        dsn(recipient("9" * 500 + ".1.1", "x" * 5000)),
        dsn(recipient("5.1.1"), to=f"elo+{'9' * 40}.abcdefghij234567@x", returned=""),
    ],
)
def test_broken_letters_are_read_as_far_as_they_go(letter: bytes) -> None:
    read_incoming(letter)


@pytest.mark.parametrize(
    "letter",
    [
        plain("MAILER-DAEMON@example.net", "-" * 90_000),
        plain("MAILER-DAEMON@example.net", "550 " + "x" * 90_000),
        dsn(recipient("5.1.1", "x" * 90_000)),
    ],
    ids=["dashes", "a line", "a diagnostic"],
)
def test_a_line_without_end_is_read_in_no_time(letter: bytes) -> None:
    """Looked at from each of its letters anew, it would take minutes."""
    read_incoming(letter)


PIECES = [*letters.POSTFIX.splitlines(keepends=True), *letters.QMAIL.splitlines(keepends=True)]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=40)), max_size=60))
def test_no_bytes_make_it_fail(pieces: list[bytes]) -> None:
    read_incoming(b"".join(pieces))


@given(st.integers(0, len(letters.POSTFIX)), st.binary(max_size=20))
def test_no_damage_to_a_bounce_names_another_message(at: int, noise: bytes) -> None:
    read = read_incoming(letters.POSTFIX[:at] + noise + letters.POSTFIX[at + len(noise) :])
    if isinstance(read, Bounce):
        assert "maria@" not in read.diagnostic
        assert OURS in read.tokens
