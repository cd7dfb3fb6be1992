"""Texts: what is kept of them, and the words of each refusal."""

import pytest

from sandbox.requests.json_values import Json, JsonObject
from tests.sandbox.contract.line import Line

_PARSE = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "a" * 4097}, "Bad Request: message is too long"),
        (
            {"text": "a <teste>", "parse_mode": "HTML"},
            f'{_PARSE}Unsupported start tag "teste" at byte offset 2',
        ),
        ({"text": "ção <x>", "parse_mode": "HTML"}, f'{_PARSE}Unsupported start tag "x" at byte offset 6'),
        ({"text": "a</b>", "parse_mode": "HTML"}, f"{_PARSE}Unexpected end tag at byte offset 1"),
        (
            {"text": "<b>a</i>", "parse_mode": "HTML"},
            f'{_PARSE}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        (
            {"text": "<b>a", "parse_mode": "HTML"},
            f'{_PARSE}Can\'t find end tag corresponding to start tag "b"',
        ),
        ({"text": "a", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        ({"text": "a", "chat_id": 1}, "Bad Request: chat not found"),
        ({"text": "a", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "a", "message_thread_id": 987654321}, "Bad Request: message thread not found"),
        (
            {"text": "a", "reply_parameters": {"message_id": 987654321}},
            "Bad Request: message to be replied not found",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ç" * 33}]]}},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_a_text_is_refused_in_telegrams_words(line: Line, parameters: JsonObject, words: str) -> None:
    answer = await line.says(**{"text": "", **parameters})  # type: ignore[arg-type]
    assert answer.refusal == (400, words)


@pytest.mark.parametrize(
    ("text", "kept", "entities"),
    [
        ("  <b>oi</b>  ", "oi", [{"type": "bold", "offset": 0, "length": 2}]),
        ("😀<i>é</i>", "😀é", [{"type": "italic", "offset": 2, "length": 1}]),
        (
            '<pre><code class="language-py">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "py"}],
        ),
        (
            '<a href="https://example.org">aqui</a>',
            "aqui",
            [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/"}],
        ),
        (
            "<i><b>x</b>y</i>",
            "xy",
            [
                {"type": "bold", "offset": 0, "length": 1},
                {"type": "italic", "offset": 0, "length": 2},
            ],
        ),
        ("A &amp; B &lt;teste&gt;", "A & B <teste>", None),
        ("veja /prazos", "veja /prazos", [{"type": "bot_command", "offset": 5, "length": 7}]),
        ("a@example.org", "a@example.org", [{"type": "email", "offset": 0, "length": 13}]),
    ],
)
async def test_a_formatted_text_is_kept_as_text_and_entities(
    line: Line, text: str, kept: str, entities: Json
) -> None:
    message = (await line.says(text, parse_mode="HTML")).message
    found = message.get("entities")
    assert message["text"] == kept
    assert _in_order(found) == _in_order(entities)


async def test_an_edit_that_changes_nothing_is_refused(line: Line) -> None:
    number = (await line.says("igual")).message_id
    answer = await line.call("editMessageText", chat_id=line.chat, message_id=number, text="igual")
    assert answer.refusal == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message",
    )


async def test_a_deleted_message_is_gone_for_edits_and_deletions(line: Line) -> None:
    number = (await line.says("adeus")).message_id
    assert (await line.call("deleteMessage", chat_id=line.chat, message_id=number)).result is True
    edit = await line.call("editMessageText", chat_id=line.chat, message_id=number, text="x")
    again = await line.call("deleteMessage", chat_id=line.chat, message_id=number)
    assert (edit.refusal, again.refusal) == (
        (400, "Bad Request: message to edit not found"),
        (400, "Bad Request: message to delete not found"),
    )


async def test_a_keyboard_comes_back_as_it_was_sent(line: Line) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ciente", "callback_data": "ok"}]]}
    message = (await line.says("Prazo", reply_markup=keyboard)).message
    assert message["reply_markup"] == keyboard


async def test_protected_messages_cannot_be_forwarded(line: Line) -> None:
    number = (await line.says("reservado", protect_content=True)).message_id
    answer = await line.call("forwardMessage", chat_id=line.chat, from_chat_id=line.chat, message_id=number)
    assert answer.refusal == (400, "Bad Request: message has protected content and can't be forwarded")


def _in_order(entities: Json) -> list[str]:
    return sorted(map(str, entities)) if isinstance(entities, list) else []
