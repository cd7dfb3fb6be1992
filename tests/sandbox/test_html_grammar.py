"""Telegram's HTML against its grammar: any tree comes out as it went in, any one defect is named where it is."""

import html
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import Entity, utf16_length
from sandbox.formatting.html_text import parse_html
from sandbox.formatting.kept_text import kept_text
from sandbox.formatting.plain_text import with_found_entities
from sandbox.refusals import BadRequest, CannotParse

#: The tokens of a tree, a place between them, and the names of the tags open there.
Place = tuple[list[str], int, list[str]]
LINK = "https://example.org/?a=1&b=2"
#: Kind, name of the tag, what else stands in the start tag, fields of the entity.
FORMS: list[tuple[str, str, str, dict[str, str]]] = [
    *(("bold", name, "", {}) for name in ("b", "strong", "B", "Strong")),
    *(("italic", name, "", {}) for name in ("i", "em")),
    *(("underline", name, "", {}) for name in ("u", "ins")),
    *(("strikethrough", name, "", {}) for name in ("s", "strike", "del")),
    ("spoiler", "tg-spoiler", "", {}),
    ("spoiler", "span", ' class="tg-spoiler"', {}),
    ("spoiler", "SPAN", " class=tg-spoiler id='x'", {}),
    ("blockquote", "blockquote", "", {}),
    ("expandable_blockquote", "blockquote", " expandable", {}),
    ("code", "code", "", {}),
    ("pre", "pre", "", {}),
    ("text_link", "a", f'\thref="{html.escape(LINK)}"', {"url": LINK}),
    ("text_link", "a", f"  title=x\n href = '{html.escape(LINK)}' ".replace("\n", "\r"), {"url": LINK}),
    ("custom_emoji", "tg-emoji", ' emoji-id="54321"', {"custom_emoji_id": "54321"}),
]


@dataclass(frozen=True)
class Element:
    form: tuple[str, str, str, dict[str, str]]
    inside: "Forest"


Forest = list[Element | str]


def _forests() -> st.SearchStrategy[Forest]:
    words = st.text("aé😀<>&\"' \n;#x1", max_size=5)
    nodes: st.SearchStrategy[Element | str] = st.deferred(
        lambda: words | st.builds(Element, st.sampled_from(FORMS), st.lists(nodes, max_size=3))
    )
    return st.lists(nodes, max_size=4)


def tokens(forest: Forest) -> list[str]:
    """The source, cut between tags and words."""
    made: list[str] = []
    for node in forest:
        if isinstance(node, str):
            made.append("".join(f"&#{ord(c)};" if c == "<" else html.escape(c) for c in node))
        else:
            _, name, rest, _ = node.form
            made += [f"<{name}{rest}>", *tokens(node.inside), f"</{name.swapcase()}>"]
    return made


def meaning(forest: Forest, offset: int = 0) -> tuple[str, list[Entity]]:
    """The text and its entities, told by the tree alone."""
    text, entities = "", list[Entity]()
    for node in forest:
        start = offset + utf16_length(text)
        if isinstance(node, str):
            text += node
            continue
        kind, _, _, fields = node.form
        inner, within = meaning(node.inside, start)
        text += inner
        if inner:
            entities += [Entity(kind, start, utf16_length(inner), **fields), *within]  # type: ignore[arg-type]
    return text, entities


def refused(source: str) -> str:
    with pytest.raises(CannotParse) as caught:
        parse_html(source)
    return caught.value.description.removeprefix("Bad Request: can't parse entities: ")


@st.composite
def _places(draw: st.DrawFn) -> Place:
    made = tokens(draw(_forests()))
    place = draw(st.integers(0, len(made)))
    stack: list[str] = []
    for token in made[:place]:
        if token.startswith("</"):
            stack.pop()
        elif token.startswith("<"):
            stack.append(token[1:-1].split()[0].lower())
    return made, place, stack


def _offset(made: list[str], place: int) -> int:
    return len("".join(made[:place]).encode())


@given(_forests())
def test_a_tree_becomes_its_text_and_its_entities(forest: Forest) -> None:
    parsed = parse_html("".join(tokens(forest)))
    text, entities = meaning(forest)
    assert parsed.text == text
    assert Counter(parsed.entities) == Counter(entities)


@given(_places(), st.sampled_from(["x", "br", "p", "bb", "tg", "é", "B2"]), st.sampled_from(["", " a='b'"]))
def test_an_unknown_tag_is_named(where: Place, name: str, rest: str) -> None:
    made, place, _ = where
    source = "".join([*made[:place], f"<{name}{rest}>", *made[place:]])
    assert refused(source) == f'Unsupported start tag "{name.lower()}" at byte offset {_offset(made, place)}'


@given(
    _places(),
    st.sampled_from(
        [
            ("<b", "Unclosed start tag at byte offset {}"),
            ("<", "Unclosed start tag at byte offset {}"),
            ("<b a", 'Unclosed start tag "b" at byte offset {}'),
            ("<i a=", 'Unclosed start tag "i" at byte offset {}'),
            ("<b a='b", "Unclosed start tag at byte offset {}"),
            ("<b a=b ", 'Empty attribute name in the tag "b" at byte offset {}'),
        ]
    ),
)
def test_a_start_tag_that_never_ends_is_found(where: Place, defect: tuple[str, str]) -> None:
    made, place, _ = where
    assert refused("".join(made[:place]) + defect[0]) == defect[1].format(_offset(made, place))


@given(_places(), st.sampled_from(["<b =>", '<b ="a">', "<b />", "<b a='b'/>", "<b a = 'c' =d>"]))
def test_an_attribute_without_a_name_is_found(where: Place, tag: str) -> None:
    made, place, _ = where
    source = "".join([*made[:place], tag, *made[place:]])
    words = f'Empty attribute name in the tag "b" at byte offset {_offset(made, place)}'
    assert refused(source) == words


@given(_places(), st.sampled_from(["b", "x", ""]))
def test_an_end_tag_nobody_waits_for_is_found(where: Place, name: str) -> None:
    made, place, stack = where
    source = "".join([*made[:place], f"</{name}>", *made[place:]])
    offset = _offset(made, place)
    if not stack:
        assert refused(source) == f"Unexpected end tag at byte offset {offset}"
    elif name and name != stack[-1]:
        words = f'Unmatched end tag at byte offset {offset}, expected "</{stack[-1]}>", found "</{name}>"'
        assert refused(source) == words


@given(_places())
def test_an_end_tag_that_never_ends_is_found(where: Place) -> None:
    made, place, stack = where
    source = "".join(made[:place]) + f"</{stack[-1] if stack else 'b'} "
    kind = "Unclosed" if stack else "Unexpected"
    assert refused(source) == f"{kind} end tag at byte offset {_offset(made, place)}"


@given(_places())
def test_the_innermost_tag_left_open_is_named(where: Place) -> None:
    made, place, stack = where
    if stack:
        words = f'Can\'t find end tag corresponding to start tag "{stack[-1]}"'
        assert refused("".join(made[:place])) == words


@given(st.text(max_size=40) | st.text("<>/ab=\"'&#x;1 é😀", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        kept = with_found_entities(kept_text(parse_html(source)))
    except BadRequest:
        return
    assert all(0 <= e.offset < e.end <= utf16_length(kept.text) for e in kept.entities)
