"""MarkdownV2 against its grammar: any tree comes out as it went in, any one defect is named where it is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sandbox.formatting.entities import Entity, FormattedText, utf16_length
from sandbox.formatting.kept_text import kept_text
from sandbox.formatting.markdown import parse_markdown
from sandbox.formatting.markdown_v2 import parse_markdown_v2
from sandbox.formatting.plain_text import with_found_entities
from sandbox.refusals import BadRequest, CannotParse

#: The beginning of a well-formed source, and what is open at its end: names and byte offsets.
Place = tuple[str, list[tuple[str, int]]]
LINK = "https://example.org/(a)"
#: By name in a refusal: kind of the entity, how it begins, how it ends, further fields.
FORMS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "Bold": ("bold", "*", "*", {}),
    "Italic": ("italic", "_", "_", {}),
    "Underline": ("underline", "__", "__", {}),
    "Strikethrough": ("strikethrough", "~", "~", {}),
    "Spoiler": ("spoiler", "||", "||", {}),
    "TextUrl": ("text_link", "[", "](https://example.org/(a\\))", {"url": LINK}),
    "CustomEmoji": ("custom_emoji", "![", "](tg://emoji?id=7)", {"custom_emoji_id": "7"}),
}
VERBATIM: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "Code": ("code", "`", "`", {}),
    "Pre": ("pre", "```\n", "```", {}),
    "PreCode": ("pre", "```py\n", "```", {"language": "py"}),
}
ALL = FORMS | VERBATIM
RESERVED = "_*[]()~`>#+-=|{}.!\\"


@dataclass(frozen=True)
class Element:
    """Words, an element, words …; so no two marks stand side by side and could be read as a third."""

    name: str
    words: tuple[str, ...]
    inside: tuple["Element", ...] = field(default=())


@st.composite
def _elements(draw: st.DrawFn, names: frozenset[str], depth: int = 0) -> Element:
    name = draw(st.sampled_from(sorted([*names, *VERBATIM])))
    count = 0 if name in VERBATIM or depth > 2 else draw(st.integers(0, 2))
    words = draw(st.lists(_WORDS, min_size=count + 1, max_size=count + 1))
    inside = [draw(_elements(names - {name}, depth + 1)) for _ in range(count)]
    return Element(name, tuple(words), tuple(inside))


_WORDS = st.text("aé😀 b.*_`[]()\\~|!>=", min_size=1, max_size=4)


@st.composite
def _documents(draw: st.DrawFn) -> Element:
    count = draw(st.integers(0, 3))
    words = draw(st.lists(_WORDS, min_size=count + 1, max_size=count + 1))
    inside = [draw(_elements(frozenset(FORMS))) for _ in range(count)]
    return Element("", tuple(words), tuple(inside))


def marks(element: Element) -> list[tuple[str, str]]:
    """The source, cut between marks and words; with each mark the name of what it begins, or "end"."""
    _, begin, end, _ = ALL.get(element.name, ("", "", "", {}))
    escaped = "`\\" if element.name in VERBATIM else RESERVED
    words = [("", "".join(f"\\{c}" if c in escaped else c for c in piece)) for piece in element.words]
    made = words[:1]
    for inner, piece in zip(element.inside, words[1:], strict=True):
        made += [*marks(inner), piece]
    return [(element.name, begin), *made, ("end", end)] if element.name else made


def written(element: Element) -> str:
    return "".join(token for _, token in marks(element))


def meaning(element: Element, offset: int = 0) -> tuple[str, list[Entity]]:
    """The text and its entities, told by the tree alone."""
    text, entities = element.words[0], list[Entity]()
    for inner, piece in zip(element.inside, element.words[1:], strict=True):
        inner_text, within = meaning(inner, offset + utf16_length(text))
        text += inner_text + piece
        entities += within
    if element.name:
        kind, _, _, fields = ALL[element.name]
        entities.append(Entity(kind, offset, utf16_length(text), **fields))  # type: ignore[arg-type]
    return text, entities


def refused(source: str) -> str:
    with pytest.raises(CannotParse) as caught:
        parse_markdown_v2(source)
    return caught.value.description.removeprefix("Bad Request: can't parse entities: ")


@st.composite
def _places(draw: st.DrawFn) -> Place:
    made = marks(draw(_documents()))
    source, stack = "", list[tuple[str, int]]()
    for name, token in made[: draw(st.integers(0, len(made)))]:
        if name == "end":
            stack.pop()
        elif name:
            stack.append((name, len(source.encode())))
        source += token
    return source, stack


@given(_documents())
def test_a_tree_becomes_its_text_and_its_entities(document: Element) -> None:
    parsed = parse_markdown_v2(written(document))
    text, entities = meaning(document)
    assert parsed.text == text
    assert Counter(parsed.entities) == Counter(entities)


@given(_documents(), _documents())
def test_a_quote_holds_its_lines(quoted: Element, after: Element) -> None:
    inside, entities = meaning(quoted)
    outside, others = meaning(after, utf16_length(inside) + 1)
    quote = Entity("blockquote", 0, utf16_length(inside) + 1)
    assume("\n" not in written(quoted))
    parsed = parse_markdown_v2(f">{written(quoted)}\n{written(after)}")
    assert parsed.text == f"{inside}\n{outside}"
    assert Counter(parsed.entities) == Counter([quote, *entities, *others])


@given(_places(), st.sampled_from("#+-={}."))
def test_a_bare_reserved_character_is_named(where: Place, character: str) -> None:
    source, stack = where
    if not any(name in VERBATIM for name, _ in stack):
        words = f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        assert refused(f"{source}{character} a") == words


@given(_places())
def test_the_innermost_mark_left_open_is_named(where: Place) -> None:
    source, stack = where
    if stack:
        name, begin = stack[-1]
        assert refused(source) == f"Can't find end of {name} entity at byte offset {begin}"


@given(_places())
def test_an_address_that_never_ends_is_found(where: Place) -> None:
    source, stack = where
    if not any(name in VERBATIM or name in ("TextUrl", "CustomEmoji") for name, _ in stack):
        begin = len(source.encode()) + len("[a](")
        assert refused(f"{source}[a](example.org") == f"Can't find end of a URL at byte offset {begin}"


@pytest.mark.parametrize("parse", [parse_markdown, parse_markdown_v2])
@given(source=st.text(max_size=40) | st.text("*_~|`[]()!>\\\n\raé😀", max_size=40))
def test_any_text_is_read_or_refused(parse: Callable[[str], FormattedText], source: str) -> None:
    try:
        kept = with_found_entities(kept_text(parse(source)))
    except BadRequest:
        return
    assert all(0 <= e.offset < e.end <= utf16_length(kept.text) for e in kept.entities)
