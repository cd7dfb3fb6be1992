"""What Telegram finds by itself in a plain text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import FormattedText, utf16_length, utf16_slice
from sandbox.formatting.plain_text import with_found_entities


def found(text: str) -> list[tuple[str, str]]:
    entities = with_found_entities(FormattedText(text)).entities
    return [(e.type, utf16_slice(text, e.offset, e.end)) for e in entities]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("veja /prazos.", [("bot_command", "/prazos")]),
        ("/ajuda@sandbox_bot", [("bot_command", "/ajuda@sandbox_bot")]),
        ("/ajuda@ab", []),
        ("a/b 1/2 15/03/2027 </b", []),
        ("/" + "a" * 65, []),
        ("/início", []),
        ("(/a)", [("bot_command", "/a")]),
        ("@sandbox_bot e @ab", [("mention", "@sandbox_bot")]),
        ("x@sandbox_bot", []),
        ("@gif @pic", [("mention", "@gif"), ("mention", "@pic")]),
        ("é #urgente, #2027", [("hashtag", "#urgente")]),
        ("#2027a #ação", [("hashtag", "#2027a"), ("hashtag", "#ação")]),
        ("a#b #c#d", []),
        ("#turma@sandbox_bot", [("hashtag", "#turma@sandbox_bot")]),
        ("$USD e $usd", [("cashtag", "$USD")]),
        ("escreva para ana@example.org!", [("email", "ana@example.org")]),
        ("mailto:ana@example.org", [("email", "ana@example.org")]),
        ("ana.lima@sub.example.org", [("email", "ana.lima@sub.example.org")]),
        ("example.org", [("url", "example.org")]),
        ("(https://example.org/a?b=1).", [("url", "https://example.org/a?b=1")]),
        ("https://example.org/a_(b)", [("url", "https://example.org/a_(b)")]),
        ("http://intranet.local/a", [("url", "http://intranet.local/a")]),
        ("intranet.local prova.txt 3.14 14.30 v1.2", []),
        ("1.1.1.1 1.1.1.256", [("url", "1.1.1.1")]),
        ("EXAMPLE.ORG Example.Org", [("url", "EXAMPLE.ORG")]),
        ("https://example.org:8443/x", [("url", "https://example.org:8443/x")]),
        ("tg://resolve?domain=a", [("url", "tg://resolve?domain=a")]),
        ("x://example.org", []),
        ("😀 example.org 😀 /a", [("url", "example.org"), ("bot_command", "/a")]),
        ("Sala 101. Prova amanhã.", []),
    ],
)
def test_a_text_is_searched(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities


@pytest.mark.parametrize("text", ["1/2", "a/b/c", "15/03/2027", "50%", "às 14h30 @ sala", "R$ 12,50"])
def test_ordinary_text_has_no_entities(text: str) -> None:
    assert found(text) == []


@given(st.text("a1./@#$:é😀 \n-_?()", max_size=24))
def test_whatever_is_found_lies_apart_and_inside(text: str) -> None:
    entities = with_found_entities(FormattedText(text)).entities
    assert all(before.end <= after.offset for before, after in pairwise(entities))
    assert all(0 <= e.offset < e.end <= utf16_length(text) for e in entities)
