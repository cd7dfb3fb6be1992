"""Telegram's two Markdowns, by tables."""

import pytest

from sandbox.formatting.entities import Entity, FormattedText
from sandbox.formatting.markdown import parse_markdown
from sandbox.formatting.markdown_v2 import parse_markdown_v2
from sandbox.refusals import CannotParse


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("oi", "oi", []),
        ("*a* _b_ `c`", "a b c", [Entity("bold", 0, 1), Entity("italic", 2, 1), Entity("code", 4, 1)]),
        ("😀*é*", "😀é", [Entity("bold", 2, 1)]),
        ("**x", "x", []),
        (r"\*a\_b\`c\[d\e", r"*a_b`c[d\e", []),
        ("```a b```", " b", [Entity("pre", 0, 2, language="a")]),
        ("```py\nx```", "x", [Entity("pre", 0, 1, language="py")]),
        ("```py```", "py", [Entity("pre", 0, 2)]),
        ("[a](example.org)", "a", [Entity("text_link", 0, 1, url="http://example.org/")]),
        ("[a](tg://user?id=42)", "a", [Entity("text_mention", 0, 1, user_id=42)]),
        ("[a](javascript:x) b", "a b", []),
        ("*_a_*", "_a_", [Entity("bold", 0, 3)]),
    ],
)
def test_the_first_markdown_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_markdown(source) == FormattedText(text, tuple(entities))


@pytest.mark.parametrize(("source", "place"), [("*a", 0), ("é*a*_b", 5), ("[a", 0), ("```a`", 0), ("a_b", 1)])
def test_an_unfinished_mark_of_the_first_markdown_is_refused(source: str, place: int) -> None:
    with pytest.raises(CannotParse) as caught:
        parse_markdown(source)
    words = f"Can't find end of the entity starting at byte offset {place}"
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("oi", "oi", []),
        (r"\*a\.\\", r"*a.\\"[:-1], []),
        ("*a* _b_ `c`", "a b c", [Entity("bold", 0, 1), Entity("italic", 2, 1), Entity("code", 4, 1)]),
        ("__a__ ~b~", "a b", [Entity("underline", 0, 1), Entity("strikethrough", 2, 1)]),
        ("||a||", "a", [Entity("spoiler", 0, 1)]),
        ("*a _b_*", "a b", [Entity("bold", 0, 3), Entity("italic", 2, 1)]),
        ("`a_b*`", "a_b*", [Entity("code", 0, 4)]),
        ("```py\nx```", "x", [Entity("pre", 0, 1, language="py")]),
        (">a\n>b\nc", "a\nb\nc", [Entity("blockquote", 0, 4)]),
        (">a\n>b||", "a\nb", [Entity("expandable_blockquote", 0, 3)]),
        ("[a](https://example.org/\\))", "a", [Entity("text_link", 0, 1, url="https://example.org/)")]),
        ("![👍](tg://emoji?id=7)", "👍", [Entity("custom_emoji", 0, 2, custom_emoji_id="7")]),
        (
            "![a](tg://time?unix=1700000000&format=tD)",
            "a",
            [Entity("date_time", 0, 1, unix_time=1700000000, date_time_format="Dt")],
        ),
    ],
)
def test_markdown_v2_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_markdown_v2(source) == FormattedText(text, tuple(entities))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Prazo.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("é*a", "Can't find end of Bold entity at byte offset 2"),
        ("_a", "Can't find end of Italic entity at byte offset 0"),
        ("__a", "Can't find end of Underline entity at byte offset 0"),
        ("~a", "Can't find end of Strikethrough entity at byte offset 0"),
        ("||a", "Can't find end of Spoiler entity at byte offset 0"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("```\na b", "Can't find end of Pre entity at byte offset 0"),
        ("```py\na", "Can't find end of PreCode entity at byte offset 0"),
        ("[a", "Can't find end of TextUrl entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a", "Can't find end of CustomEmoji entity at byte offset 0"),
        ("![a]", "The entity must contain a tg://emoji or tg://time URL"),
        ("![a](x)", "Invalid tg://emoji or tg://time URL specified"),
        ("![a](tg://time?unix=1&format=x)", "Invalid date format used"),
        ("*a _b* c_", "Can't find end of Italic entity at byte offset 8"),
    ],
)
def test_malformed_markdown_v2_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(CannotParse) as caught:
        parse_markdown_v2(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"
