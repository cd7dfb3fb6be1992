import json
from dataclasses import replace

import pytest
import structlog

from db.deliveries import Lane
from db.slots import slot
from notifier.bot_api import Identity
from notifier.by_telegram import TelegramSender
from notifier.outcome import (
    Button,
    Dead,
    LaneStopped,
    Moved,
    Outcome,
    RetryAt,
    Sent,
    Slowed,
    Unauthorized,
    Unknown,
    Unreachable,
)
from tests.notifier.conftest import make_telegram
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import Hang, Raw, Reaction, Say, ScriptedApi, closed_port, error

CLOSED = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: the bot can't send messages to the bot"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: something new"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: private chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
]
OUR_BUGS = [
    (400, "Bad Request: message text is empty"),
    (400, "Bad Request: message is too long"),
    (400, "Bad Request: BUTTON_DATA_INVALID"),
    (400, "Bad Request: message thread not found"),
    (413, "Request Entity Too Large"),
]
HEAD = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n"
PORTAL = Say(200, "<html>Aceite os termos para navegar</html>")
#: A success that says it is packed, and is not.
GZIP = Raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip")
LONG = Say(200, '{"ok": true, "result": "' + "x" * 1_200_000 + '"}')


async def answered(api: ScriptedApi, telegram: TelegramSender, answer: Reaction) -> Outcome:
    api.script = [answer]
    return await telegram.send(make_parcel(), nothing)


def methods(api: ScriptedApi) -> list[str]:
    return [method for method, _ in api.calls]


async def test_a_message_leaves_as_html_without_preview_with_its_buttons(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    buttons = ((Button("Ciente", "ack:3"), Button("Adiar", "later:3")),)
    outcome = await telegram.send(replace(make_parcel(body="<b>Olá</b>"), buttons=buttons), nothing)
    assert outcome == Sent("77")
    (method, form), *others = api.calls
    assert (method, form["chat_id"], form["text"], form["parse_mode"]) == (
        "sendMessage",
        "501",
        "<b>Olá</b>",
        "HTML",
    )
    assert json.loads(form["link_preview_options"]) == {"is_disabled": True}
    row = json.loads(form["reply_markup"])["inline_keyboard"][0]
    assert [(one["text"], one["callback_data"]) for one in row] == [("Ciente", "ack:3"), ("Adiar", "later:3")]
    assert others == []


@pytest.mark.parametrize(("code", "text"), CLOSED)
async def test_a_chat_that_nobody_reads_closes_the_channel(
    api: ScriptedApi, telegram: TelegramSender, code: int, text: str
) -> None:
    outcome = await answered(api, telegram, error(code, text))
    assert isinstance(outcome, Dead)
    assert outcome.closes_channel


@pytest.mark.parametrize(("code", "text"), OUR_BUGS)
async def test_a_refused_message_fails_alone(
    api: ScriptedApi, telegram: TelegramSender, code: int, text: str
) -> None:
    outcome = await answered(api, telegram, error(code, text))
    assert isinstance(outcome, Dead)
    assert not outcome.closes_channel


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(error(401, "Unauthorized"), LaneStopped, id="wrong token"),
        pytest.param(error(404, "Not Found"), LaneStopped, id="malformed token"),
        pytest.param(error(500, "Internal Server Error"), RetryAt, id="500"),
        pytest.param(error(502, "Bad Gateway"), RetryAt, id="502"),
        pytest.param(error(409, "Conflict: terminated"), RetryAt, id="409"),
        pytest.param(Say(502, "<html>Bad Gateway</html>"), RetryAt, id="502 of a load balancer"),
        pytest.param(Raw(HEAD % (b"502 X", 9) + b"<html"), RetryAt, id="502 cut short"),
        pytest.param(Raw(HEAD % (b"502 X", 9) + b"<h", drip=0.1), RetryAt, id="502 that dribbles"),
        pytest.param(Say(503, "x" * 1_200_000), RetryAt, id="503 that never ends"),
        pytest.param(Say(504, "<html>Time-out</html>"), Unknown, id="a gateway that gave up"),
        pytest.param(Say(429, "slow down"), Slowed, id="429 of a load balancer"),
        pytest.param(error(429, "Too Many Requests: retry after 9", retry_after=9), Slowed, id="429"),
        pytest.param(PORTAL, Unknown, id="200 that is not JSON"),
        pytest.param(GZIP, Unknown, id="200 wrongly packed"),
        pytest.param(LONG, Unknown, id="200 larger than an answer can be"),
        pytest.param(Raw(HEAD % (b"200 OK", 90) + b'{"ok": tr'), Unknown, id="200 cut short"),
        pytest.param(
            Raw(HEAD % (b"200 OK", 60) + b'{"ok": true}', drip=0.1), Unknown, id="200 that dribbles"
        ),
        pytest.param(Raw(b"\x15\x03\x01\x00\x02"), Unknown, id="no HTTP at all"),
        pytest.param(Say(200, '{"ok": true, "result": true}'), Unknown, id="200 without its message"),
        pytest.param(Say(200, '{"ok": true}'), Unknown, id="200 without result"),
        pytest.param(
            Say(200, '{"ok": false, "error_code": 500, "description": ""}'), RetryAt, id="no in a 200"
        ),
        pytest.param(Hang(), Unknown, id="connection closed without an answer"),
        pytest.param(Hang(seconds=1), Unknown, id="no answer in time"),
    ],
)
async def test_an_answer_or_its_absence_is_classified(
    api: ScriptedApi, telegram: TelegramSender, answer: Reaction, kind: type[Outcome]
) -> None:
    assert isinstance(await answered(api, telegram, answer), kind)
    assert len(api.calls) == 1


PAGES = [
    pytest.param(Say(403, "<html>proxy</html>"), id="the page of a proxy"),
    pytest.param(Say(404, "nothing here"), id="another server"),
    pytest.param(Say(413, "<html>Request Entity Too Large</html>"), id="too large for a proxy"),
    pytest.param(Say(407, ""), id="a proxy that wants a password"),
    pytest.param(
        Raw(b"HTTP/1.1 302 X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), id="a redirect"
    ),
]


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_meets_everything_stops_the_lane(
    api: ScriptedApi, telegram: TelegramSender, page: Reaction
) -> None:
    api.script = [page, page]
    assert isinstance(await telegram.send(make_parcel(), nothing), LaneStopped)
    assert methods(api) == ["sendMessage", "getMe"]


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_meets_one_message_holds_no_other_up(
    api: ScriptedApi, telegram: TelegramSender, page: Reaction
) -> None:
    assert isinstance(await answered(api, telegram, page), RetryAt)
    assert isinstance(await telegram.send(make_parcel(address="502"), nothing), Sent)


async def test_after_a_lost_answer_nothing_leaves_before_the_server_is_there_again(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    left: list[str] = []
    api.script = [PORTAL, PORTAL]
    outcomes = [await telegram.send(make_parcel(), lambda: left.append("x")) for _ in range(3)]
    assert [type(one) for one in outcomes] == [Unknown, LaneStopped, Sent]
    assert methods(api) == ["sendMessage", "getMe", "getMe", "sendMessage"]
    assert len(left) == 2


async def test_nobody_listening_stops_the_lane_for_a_moment() -> None:
    sender = make_telegram(f"http://127.0.0.1:{closed_port()}")
    outcome = await sender.send(make_parcel(), nothing)
    await sender.close()
    assert isinstance(outcome, LaneStopped)
    assert outcome.probe_after.total_seconds() < 5


async def test_a_migrated_group_has_a_new_address(api: ScriptedApi, telegram: TelegramSender) -> None:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    assert await answered(api, telegram, error(400, text, migrate_to_chat_id=-1001)) == Moved("-1001")


async def test_markup_that_is_refused_goes_once_as_plain_text(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    refusal = error(400, "Bad Request: can't parse entities: Unsupported start tag")
    assert isinstance(await answered(api, telegram, refusal), Sent)
    assert [form.get("parse_mode") for _, form in api.calls] == ["HTML", None]
    assert api.texts()[-1] == "Prazo & aviso"


async def test_a_text_that_is_no_unicode_fails_before_anything_leaves(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    left: list[bool] = []
    outcome = await telegram.send(make_parcel(body="\ud800"), lambda: left.append(True))
    assert isinstance(outcome, Dead)
    assert (left, api.calls) == ([], [])


async def test_words_that_many_share_leave_filled_in_and_escaped(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    parcel = replace(make_parcel(body=f"<b>{slot('name')}</b>"), fills={"name": "Tribunal A & B <teste>"})
    await telegram.send(parcel, nothing)
    assert api.texts() == ["<b>Tribunal A &amp; B &lt;teste&gt;</b>"]


@pytest.mark.parametrize(
    "answer",
    [
        Hang(),
        Say(200, "x"),
        Say(500, "x"),
        error(401, "Unauthorized"),
        error(400, "Bad Request: no route /bot42:TEST/sendMessage, /bot42%3ATEST/sendMessage"),
    ],
)
async def test_the_token_is_in_no_outcome_and_no_log(
    api: ScriptedApi, telegram: TelegramSender, answer: Reaction, caplog: pytest.LogCaptureFixture
) -> None:
    with structlog.testing.capture_logs() as ours:
        outcome = await answered(api, telegram, answer)
    assert "TEST" not in repr(outcome)
    assert "TEST" not in repr(ours)
    assert "TEST" not in "".join(one.getMessage() for one in caplog.records if one.name != "httpx")


async def test_identity_is_who_the_token_is(api: ScriptedApi, telegram: TelegramSender) -> None:
    assert await telegram.identity() == Identity(42, "elo_bot")


async def test_identity_tells_a_wrong_token_from_a_silent_server(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    api.script = [error(401, "Unauthorized"), Hang()]
    with pytest.raises(Unauthorized):
        await telegram.identity()
    with pytest.raises(Unreachable):
        await telegram.identity()


async def test_lanes_share_one_bot(api: ScriptedApi, telegram: TelegramSender) -> None:
    for lane in Lane:
        assert isinstance(await telegram.send(make_parcel(lane=lane, address=str(500 + lane)), nothing), Sent)
