"""What Telegram keeps of a text and its entities, once they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import Entity, FormattedText, in_order, utf16_length
from sandbox.formatting.html_text import parse_html
from sandbox.formatting.kept_text import kept_text
from sandbox.formatting.nesting import nested
from sandbox.formatting.plain_text import with_found_entities
from sandbox.refusals import BadRequest

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")


def kept(text: str, *entities: Entity) -> FormattedText:
    return kept_text(FormattedText(text, entities))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb", "a\nb"),
        ("a\tb\x00c\x1fd", "a b c d"),
        ("a\u202eb\u2028c\u2029d", "abcd"),
        ("a\u0333b\u033fc\u030ad", "abcd"),
        ("a\u200e\u200f\u200eb", "a\u200c\u200c\u200eb"),
        ("\n a \n", "a"),
        ("a\u00a0", "a\u00a0"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    assert kept(text).text == cleaned


@pytest.mark.parametrize("text", [" ", "\n", "\u200b", "\u2800 \u3000", "\u00a0", "\U000e0020", "\ufeff"])
def test_what_cannot_be_seen_is_nothing(text: str) -> None:
    assert kept(text) == FormattedText("")


def test_a_caption_may_be_invisible_but_not_blank() -> None:
    assert kept_text(FormattedText("\u2800"), may_be_invisible=True).text == "\u2800"
    assert kept_text(FormattedText(" \n"), may_be_invisible=True).text == ""


def test_entities_follow_what_vanishes() -> None:
    assert kept("a\r\u202eb", Entity("bold", 2, 2)) == FormattedText("ab", (Entity("bold", 1, 1),))


def test_white_space_inside_the_first_entity_stays() -> None:
    assert kept("  a ", Entity("bold", 1, 3)) == FormattedText(" a", (Entity("bold", 0, 2),))


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (Entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (Entity("bold", 1_000_001, 1), "receive an entity with incorrect offset 1000001"),
        (Entity("bold", 0, -1), "receive an entity with incorrect length -1"),
        (Entity("bold", 2, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 5"),
        (
            Entity("bold", 0, 2),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5",
        ),
    ],
)
def test_a_misplaced_entity_is_refused(entity: Entity, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        kept("a😀b", entity)
    assert caught.value.description == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("source", "entities"),
    [
        ("<b>a<i>b</i></b>", [Entity("bold", 0, 1), Entity("bold", 1, 1), Entity("italic", 1, 1)]),
        ("<b>a<b>b</b></b>", [Entity("bold", 0, 2)]),
        ("<b>a</b><b>b</b>", [Entity("bold", 0, 2)]),
        ("<b>a<code>b</code>c</b>", [Entity("bold", 0, 1), Entity("code", 1, 1), Entity("bold", 2, 1)]),
        ("<code><b>a</b></code>", [Entity("code", 0, 1)]),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            [Entity("blockquote", 0, 2)],
        ),
        (
            '<a href="example.org">a<a href="b.org">b</a></a>',
            [Entity("text_link", 0, 2, url="http://example.org/")],
        ),
        ("<blockquote>a<code>b</code></blockquote>", [Entity("blockquote", 0, 2), Entity("code", 1, 1)]),
    ],
)
def test_entities_are_nested_as_telegram_nests_them(source: str, entities: list[Entity]) -> None:
    assert kept_text(parse_html(source)).entities == tuple(entities)


def test_only_the_first_hundred_entities_count() -> None:
    source = "".join(f"<code>{number}</code> " for number in range(120))
    assert len(kept_text(parse_html(source)).entities) == 100


def test_emoji_are_not_counted() -> None:
    source = "<tg-emoji emoji-id='7'>👍</tg-emoji>" * 120
    assert len(kept_text(parse_html(source)).entities) == 120


def test_styles_are_cut_at_a_found_address() -> None:
    bold = kept("veja example.org já", Entity("bold", 0, 19))
    assert with_found_entities(bold).entities == (
        Entity("bold", 0, 5),
        Entity("url", 5, 11),
        Entity("bold", 5, 11),
        Entity("bold", 16, 3),
    )


_KINDS = (*STYLES, "code", "pre", "blockquote", "expandable_blockquote", "text_link", "custom_emoji")
_ENTITIES = st.lists(
    st.builds(Entity, st.sampled_from(_KINDS), st.integers(0, 12), st.integers(1, 12)), max_size=8
)


@given(_ENTITIES)
def test_nested_entities_never_cross_and_nesting_them_again_changes_nothing(entities: list[Entity]) -> None:
    kept = nested(entities)
    crossing = [
        (a, b) for a in kept for b in kept if a.offset < b.offset < a.end < b.end and a.type != b.type
    ]
    assert not crossing
    assert nested(kept) == kept == in_order(kept)


@given(_ENTITIES)
def test_every_letter_keeps_the_styles_it_may_have(entities: list[Entity]) -> None:
    kept = nested(entities)
    verbatim = {place for e in kept if e.type in ("code", "pre") for place in range(e.offset, e.end)}
    for style in STYLES:
        wanted = {place for e in entities if e.type == style for place in range(e.offset, e.end)} - verbatim
        got = {place for e in kept if e.type == style for place in range(e.offset, e.end)}
        assert got == wanted


@given(st.text("a 😀\r\n\t\u200b\u202e", max_size=12), _ENTITIES)
def test_kept_entities_lie_inside_the_kept_text(text: str, entities: list[Entity]) -> None:
    try:
        formatted = kept(text, *entities)
    except BadRequest:
        return
    assert all(0 <= e.offset < e.end <= utf16_length(formatted.text) for e in formatted.entities)
    assert formatted.text == formatted.text.rstrip(" \n")
