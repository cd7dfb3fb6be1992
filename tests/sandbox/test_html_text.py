"""Telegram's HTML, by tables and by properties."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import Entity, FormattedText, utf16_length
from sandbox.formatting.html_text import parse_html
from sandbox.formatting.kept_text import kept_text
from sandbox.page.bubbles import to_html
from sandbox.refusals import BadRequest, CannotParse


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a<x>b</x>", 'Unsupported start tag "x" at byte offset 1'),
        ("A & B <teste>", 'Unsupported start tag "teste" at byte offset 6'),
        ("ção <x>", 'Unsupported start tag "x" at byte offset 6'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b a", 'Unclosed start tag "b" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b =>x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>é</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<i><b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units",
        ),
    ],
)
def test_malformed_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(CannotParse) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


def _relative_time(moment: int) -> Entity:
    return Entity("date_time", 0, 1, unix_time=moment, date_time_format="r")


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("oi", "oi", []),
        ("<b>oi</b>", "oi", [Entity("bold", 0, 2)]),
        ("<strong>a</strong><em>b</em>", "ab", [Entity("bold", 0, 1), Entity("italic", 1, 1)]),
        ("<INS>a</ins>", "a", [Entity("underline", 0, 1)]),
        ("<del>a</del>", "a", [Entity("strikethrough", 0, 1)]),
        ("<b>a</>", "a", [Entity("bold", 0, 1)]),
        ("😀<b>é</b>", "😀é", [Entity("bold", 2, 1)]),
        ("<b>😀</b>", "😀", [Entity("bold", 0, 2)]),
        ("<b></b>x", "x", []),
        ("<i><b>x</b>y</i>", "xy", [Entity("italic", 0, 2), Entity("bold", 0, 1)]),
        ("&lt;b&gt; &amp;quot; &quot;", '<b> &quot; "', []),
        ("&#65;&#x42;&nbsp;&", "AB&nbsp;&", []),
        ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [Entity("spoiler", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [Entity("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
        ("<code class='language-py'>x</code>", "x", [Entity("code", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [Entity("pre", 0, 1, language="py")]),
        ('<code class="language-py"><pre>x</pre></code>', "x", [Entity("pre", 0, 1, language="py")]),
        ('<pre>a<code class="language-py">x</code></pre>', "ax", [Entity("pre", 0, 2), Entity("code", 1, 1)]),
        ("<pre>x</pre>", "x", [Entity("pre", 0, 1)]),
        (
            "<a href='https://example.org/a'>x</a>",
            "x",
            [Entity("text_link", 0, 1, url="https://example.org/a")],
        ),
        ("<a>example.org</a>", "example.org", [Entity("text_link", 0, 11, url="http://example.org/")]),
        ("<a href='javascript:x()'>x</a>", "x", []),
        ("<a href='tg://user?id=42'>x</a>", "x", [Entity("text_mention", 0, 1, user_id=42)]),
        ("<tg-emoji emoji-id='7'>👍</tg-emoji>", "👍", [Entity("custom_emoji", 0, 2, custom_emoji_id="7")]),
        ("<tg-time unix='1700000000'>x</tg-time>", "x", [Entity("date_time", 0, 1, unix_time=1700000000)]),
        (
            "<tg-time unix='9' format='tDw'>x</tg-time>",
            "x",
            [Entity("date_time", 0, 1, unix_time=9, date_time_format="wDt")],
        ),
        ("<tg-time unix='9' format='R'>x</tg-time>", "x", [_relative_time(9)]),
        ("<tg-time unix='x'>x</tg-time>", "x", []),
        ("<blockquote expandable='no'>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(source) == FormattedText(text, tuple(entities))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-emoji emoji-id='x'>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time unix='9' format='x'>a</tg-time>", "Invalid date format used"),
    ],
)
def test_an_emoji_or_a_date_that_means_nothing_is_refused(source: str, words: str) -> None:
    with pytest.raises(BadRequest, match=rf"can't parse entities: {words}$"):
        parse_html(source)


def test_white_space_is_cut_from_both_ends_and_entities_follow() -> None:
    formatted = FormattedText("  😀 a  ", (Entity("bold", 2, 3), Entity("italic", 6, 2)))
    assert kept_text(formatted) == FormattedText("😀 a", (Entity("bold", 0, 3),))


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=4),
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<i>",
                "</i>",
                "<a>",
                "</a>",
                "<a",
                "href='https://example.org'>",
                "<pre>",
                "</pre>",
                "<code>",
                "</code>",
                "<x>",
                "<",
                ">",
                "&",
                "&lt;",
                "&#128512;",
                "&#xD800;",
                "<blockquote",
                "expandable>",
                "</blockquote>",
                "</",
                "<b",
                "😀",
                "ç",
                "<span",
                "class='tg-spoiler'>",
                "</span>",
                "<code",
                "class=language-py>",
            ]
        ),
    ),
    max_size=12,
).map("".join)


@given(_PIECES)
def test_any_text_is_read_or_refused_and_offsets_stay_inside(source: str) -> None:
    try:
        parsed = parse_html(source)
    except BadRequest:
        return
    length = utf16_length(parsed.text)
    assert all(e.offset >= 0 and e.length > 0 and e.end <= length for e in parsed.entities)
    assert len(parsed.text) <= len(source)


@given(st.text(max_size=30))
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == FormattedText(text)


@given(
    st.text("abç &<>'\"", max_size=20),
    st.lists(st.builds(Entity, st.sampled_from(["bold", "code"]), st.integers(0, 20), st.integers(1, 20))),
)
def test_the_page_shows_the_whole_text_whatever_the_entities(text: str, entities: list[Entity]) -> None:
    """Entities that cross, or run past the end, never lose or double a character."""
    shown = re.sub("</?(?:b|code)>", "", to_html(FormattedText(text, tuple(entities))))
    assert html.unescape(shown) == text
