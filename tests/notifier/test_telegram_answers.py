import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.outcome import Dead, LaneStopped, Moved, Outcome, RetryAt, Slowed, Unknown
from notifier.telegram_answers import (
    DEFAULT_WAIT,
    LONGEST_WAIT,
    Answer,
    Success,
    outcome_of,
    read_answer,
    without_markup,
)


def said(code: int, text: str = "", **parameters: object) -> bytes:
    content = {"ok": False, "error_code": code, "description": text, "parameters": parameters}
    return json.dumps(content).encode()


def answer_to(status: int, payload: bytes, *, wait: str = "") -> Answer:
    answer = read_answer(status, payload, wait=wait)
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize(
    ("order", "seconds"),
    [
        pytest.param(9, 9, id="a number"),
        pytest.param(1.2, 2, id="a fraction is rounded up"),
        pytest.param("17", 17, id="a number as text"),
        pytest.param(10**400, LONGEST_WAIT, id="huge"),
        pytest.param("1e999", LONGEST_WAIT, id="endless"),
        pytest.param(-5, DEFAULT_WAIT, id="negative"),
        pytest.param(0, DEFAULT_WAIT, id="nothing"),
        pytest.param(True, DEFAULT_WAIT, id="a truth"),
        pytest.param(math.nan, DEFAULT_WAIT, id="not a number"),
        pytest.param("soon", DEFAULT_WAIT, id="a word"),
        pytest.param([3], DEFAULT_WAIT, id="a list"),
        pytest.param(None, DEFAULT_WAIT, id="absent"),
    ],
)
def test_a_429_waits_as_long_as_it_says_and_half_a_minute_when_it_does_not(
    order: object, seconds: int
) -> None:
    answer = answer_to(429, said(429, "Too Many Requests", retry_after=order))
    assert answer.retry_after == seconds
    assert isinstance(outcome_of(answer), Slowed)


def test_of_several_waits_the_longest_is_kept() -> None:
    payload = said(429, "Too Many Requests: retry after 8", retry_after=3)
    assert answer_to(429, payload, wait="5").retry_after == 8
    assert answer_to(429, payload, wait="60").retry_after == 60
    assert answer_to(429, b"<html>", wait="Wed, 21 Oct 2026 07:28:00 GMT").retry_after == DEFAULT_WAIT


@pytest.mark.parametrize(
    ("status", "payload", "kind"),
    [
        (401, said(401, "Unauthorized"), LaneStopped),
        (404, said(404, "Not Found"), LaneStopped),
        (409, said(409, "Conflict: terminated by other getUpdates request"), RetryAt),
        (500, said(500, "Internal Server Error"), RetryAt),
        (502, b"<html>Bad Gateway</html>", RetryAt),
        (503, b"", RetryAt),
        (504, b"<html>Gateway Time-out</html>", Unknown),
        (408, b"", RetryAt),
        (413, b"<html>Request Entity Too Large</html>", LaneStopped),
        (302, b"", LaneStopped),
        (200, said(403, "Forbidden: bot was blocked by the user"), Dead),
        (200, b'{"ok": false}', RetryAt),
        (400, said(400, "Bad Request: message thread not found"), Dead),
        (400, said(-7, "Bad Request: chat not found"), Dead),
        (400, b"[" * 200_000, LaneStopped),
        (400, b'{"ok": "yes"}', LaneStopped),
        (400, said(400, "upgraded", migrate_to_chat_id=-1005), Moved),
        (400, said(400, "upgraded", migrate_to_chat_id="-1005"), Moved),
        (400, said(400, "upgraded", migrate_to_chat_id="x; DROP"), Dead),
        (400, said(400, "upgraded", migrate_to_chat_id=True), Dead),
    ],
)
def test_what_an_answer_means(status: int, payload: bytes, kind: type[Outcome]) -> None:
    assert isinstance(outcome_of(answer_to(status, payload)), kind)


def test_a_busy_server_that_names_a_time_is_left_alone_until_then() -> None:
    outcome = outcome_of(answer_to(503, b"", wait="120"))
    assert isinstance(outcome, RetryAt)
    assert (outcome.at_least.total_seconds(), outcome.everybodys) == (120, True)


@pytest.mark.parametrize(
    "text", ["Forbidden: bot was blocked by the user", "Forbidden: algo novo: ção \ud800"]
)
def test_every_403_of_the_bot_api_closes_the_channel(text: str) -> None:
    outcome = outcome_of(answer_to(403, said(403, text)))
    assert isinstance(outcome, Dead)
    assert outcome.closes_channel


def test_a_message_that_is_refused_for_its_own_sake_closes_nothing() -> None:
    outcome = outcome_of(answer_to(400, said(400, "Bad Request: message thread not found")))
    assert isinstance(outcome, Dead)
    assert not outcome.closes_channel


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"<html>",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"ok": 1}',
        b'{"ok": null}',
        b'{"result": {}}',
        b"[" * 200_000,
    ],
)
def test_a_200_that_is_not_the_bot_apis_is_neither_a_success_nor_a_refusal(payload: bytes) -> None:
    with pytest.raises(ValueError, match="not the Bot API's"):
        read_answer(200, payload)


@settings(max_examples=60)
@given(
    status=st.integers(100, 599),
    content=st.one_of(
        st.binary(max_size=40),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
            lambda inner: st.dictionaries(
                st.sampled_from(
                    ["ok", "error_code", "description", "parameters", "retry_after", "migrate_to_chat_id"]
                ),
                inner,
            ),
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_nothing_that_a_server_says_breaks_the_reader(status: int, content: bytes) -> None:
    try:
        answer = read_answer(status, content)
    except ValueError:
        assert 200 <= status <= 299
        return
    if isinstance(answer, Answer):
        outcome_of(answer)
        assert answer.retry_after is None or 0 < answer.retry_after <= LONGEST_WAIT
    else:
        assert isinstance(answer, Success)


def test_plain_text_has_neither_tags_nor_entities() -> None:
    assert (
        without_markup('<b>Meta 2.2</b> &lt; 3 &amp; <a href="x">aqui</a> a<b') == "Meta 2.2 < 3 & aqui a<b"
    )
