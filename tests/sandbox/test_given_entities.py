"""Entities a bot marks itself, and the parse mode it names instead."""

import pytest

from sandbox.formatting.entities import Entity, FormattedText
from sandbox.formatting.given_entities import read_entities
from sandbox.methods.wording import parse_marked
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json

HERE: dict[str, Json] = {"offset": 0, "length": 1}
PARSE = "can't parse MessageEntity: "


def of(kind: str, **fields: Json) -> dict[str, Json]:
    return {"type": kind, **HERE, **fields}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (of("bold"), [Entity("bold", 0, 1)]),
        ({"type": "bold", "offset": "0", "length": "1"}, [Entity("bold", 0, 1)]),
        (of("pre", language="py"), [Entity("pre", 0, 1, language="py")]),
        (of("text_link", url="example.org"), [Entity("text_link", 0, 1, url="http://example.org/")]),
        (of("text_link", url="tg://user?id=4"), [Entity("text_mention", 0, 1, user_id=4)]),
        (of("text_mention", user={"id": 4}), [Entity("text_mention", 0, 1, user_id=4)]),
        (of("custom_emoji", custom_emoji_id="7"), [Entity("custom_emoji", 0, 1, custom_emoji_id="7")]),
        (
            of("date_time", unix_time=9, date_time_format="Tw"),
            [Entity("date_time", 0, 1, unix_time=9, date_time_format="wT")],
        ),
        (of("bot_command"), []),
        (of("url"), []),
    ],
)
def test_an_entity_is_read(given: Json, read: list[Entity]) -> None:
    assert read_entities([given]) == tuple(read)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("bold", f"{PARSE}expected an Object"),
        ({}, f'{PARSE}Can\'t find field "offset"'),
        ({"offset": 0}, f'{PARSE}Can\'t find field "length"'),
        (HERE, f'{PARSE}Can\'t find field "type"'),
        ({"offset": True}, f'{PARSE}Field "offset" must be a Number'),
        ({"offset": "x"}, f'{PARSE}Field "offset" must be a valid Number'),
        ({"offset": 1 << 31}, f'{PARSE}Field "offset" must be a valid Number'),
        (of(""), f"{PARSE}Type is not specified"),
        (of("dancing"), f"{PARSE}Unsupported type specified"),
        (of("text_link"), f'{PARSE}Can\'t find field "url"'),
        (of("text_link", url=[]), f'{PARSE}Field "url" must be of type String'),
        (of("text_link", url="x"), "entity URL 'x' is invalid: Wrong HTTP URL"),
        (of("text_mention"), f'{PARSE}Can\'t find field "user"'),
        (of("text_mention", user=3), f'{PARSE}Field "user" must be of type Object'),
        (of("text_mention", user={"id": 0}), "user not found"),
        (of("custom_emoji", custom_emoji_id="0"), "invalid custom emoji identifier specified"),
        (of("date_time", unix_time=0), "invalid date specified"),
        (of("date_time", unix_time=1, date_time_format="x"), f"{PARSE}Invalid date-time format specified"),
    ],
)
def test_a_wrong_entity_is_refused(given: Json, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_entities([given])
    assert caught.value.description == f"Bad Request: {words}"


@pytest.mark.parametrize("given", [None, {}, 3, "x", False])
def test_what_is_no_array_counts_as_no_entities(given: Json) -> None:
    assert read_entities(given) == ()


@pytest.mark.parametrize(
    ("mode", "text"),
    [("", "<b>*a*</b>"), ("None", "<b>*a*</b>"), ("hTmL", "*a*"), ("markdown", "<b>a</b>")],
)
def test_a_parse_mode_ignores_case(mode: str, text: str) -> None:
    assert parse_marked("<b>*a*</b>", mode, None).text == text


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2"])
def test_both_markdowns_are_read(mode: str) -> None:
    assert parse_marked("*a*", mode, None) == FormattedText("a", (Entity("bold", 0, 1),))


def test_a_parse_mode_takes_the_place_of_the_entities() -> None:
    assert parse_marked("a", "HTML", [of("bold")]) == FormattedText("a")


def test_nobody_minds_the_parse_mode_of_nothing() -> None:
    assert parse_marked("", "BBCode", None) == FormattedText("")


def test_what_no_message_could_hold_is_not_even_parsed() -> None:
    with pytest.raises(BadRequest, match=r"^Bad Request: text is too long$"):
        parse_marked("é" * 16385, "HTML", None)
