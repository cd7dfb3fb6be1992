"""What people typed with its formatting: never a tag too many, never a word lost."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cpf import mask_update
from bot.formatted import Entity, Styled, read_entities, styled
from bot.update import Said, read_update
from sandbox.formatting.html_text import parse_html

KINDS = (
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "url",
    "custom_emoji",
    "text_mention",
    "unheard_of",
)
LETTERS = st.text(st.sampled_from("aé 😀<>&\"'\n\u200d👩🏽"), max_size=30)
MARKS = st.lists(
    st.builds(
        Entity,
        st.sampled_from(KINDS),
        st.integers(-2, 40),
        st.integers(-2, 40),
        st.sampled_from(["", "https://gov.br/a?b=1&c=2", 'https://x.br/"><b>', "javascript:alert(1)"]),
    ),
    max_size=8,
)


def html(text: str, *marks: Entity) -> str:
    return styled(text, marks).html


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("a & b < c", (), "a &amp; b &lt; c"),
        ("forte e leve", (Entity("bold", 0, 5), Entity("italic", 8, 4)), "<b>forte</b> e <i>leve</i>"),
        ("um dois", (Entity("bold", 0, 7), Entity("italic", 3, 4)), "<b>um <i>dois</i></b>"),
        ("um dois", (Entity("bold", 0, 5), Entity("italic", 3, 4)), "<b>um <i>do</i></b><i>is</i>"),
        ("um", (Entity("bold", 0, 2), Entity("italic", 0, 2)), "<b><i>um</i></b>"),
        ("um", (Entity("bold", 0, 2), Entity("bold", 0, 2)), "<b>um</b>"),
        ("😀 já 👩🏽 vai", (Entity("bold", 3, 2), Entity("italic", 11, 3)), "😀 <b>já</b> 👩🏽 <i>vai</i>"),
        ("😀 já", (Entity("bold", 1, 3),), "😀 já"),
        ("um dois", (Entity("bold", 3, 400),), "um <b>dois</b>"),
        ("um", (Entity("bold", 9, 2), Entity("bold", -1, 2), Entity("bold", 1, 0)), "um"),
        ("x = 1", (Entity("code", 0, 5), Entity("bold", 0, 5)), "<code>x = 1</code>"),
        (
            "cita x",
            (Entity("expandable_blockquote", 0, 6), Entity("pre", 5, 1)),
            "<blockquote expandable>cita <pre>x</pre></blockquote>",
        ),
        (
            "a b",
            (Entity("blockquote", 0, 3), Entity("blockquote", 2, 1)),
            "<blockquote>a b</blockquote>",
        ),
        (
            "veja aqui",
            (Entity("text_link", 5, 4, "https://gov.br/a?b=1&c=2"),),
            'veja <a href="https://gov.br/a?b=1&amp;c=2">aqui</a>',
        ),
        (
            "veja",
            (Entity("text_link", 0, 4, "HTTPS://gov.br/A"),),
            '<a href="https://gov.br/A">veja</a>',
        ),
        ("veja", (Entity("text_link", 0, 4, "javascript:alert(1)"),), "veja"),
        ("veja", (Entity("text_link", 0, 4, 'https://gov.br/"><script>'),), "veja"),
        ("veja", (Entity("text_link", 0, 4, "tg://user?id=7"),), "veja"),
        ("veja", (Entity("text_link", 0, 4, "https://[gov.br"),), "veja"),
        ("@ana #rede", (Entity("mention", 0, 4), Entity("hashtag", 5, 5)), "@ana #rede"),
    ],
    ids=[
        "plain",
        "side by side",
        "nested",
        "overlapping",
        "the same words",
        "twice the same",
        "after emojis",
        "in the middle of an emoji",
        "past the end",
        "nowhere",
        "nothing inside code",
        "code in a quote",
        "no quote in a quote",
        "a link",
        "a link in capitals",
        "what runs",
        "out of its tag",
        "a person",
        "no address",
        "what needs no tag",
    ],
)
def test_formatting_is_kept_and_what_is_odd_is_plain(
    text: str, marks: tuple[Entity, ...], shown: str
) -> None:
    assert html(text, *marks) == shown


@given(LETTERS, MARKS)
def test_without_its_tags_it_is_what_was_typed_and_telegram_takes_it(text: str, marks: list[Entity]) -> None:
    found = html(text, *marks)
    assert unescape(re.sub(r"<[^>]*>", "", found)) == text
    # As Telegram reads it: a tag out of its place would be refused.
    assert parse_html(found).text == text


@given(LETTERS, MARKS, st.integers(0, 30), st.integers(0, 30))
def test_a_part_of_a_text_keeps_its_own_formatting(
    text: str, marks: list[Entity], one: int, two: int
) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    found = styled(text, marks, start=start, end=end)
    assert found.plain == text[start:end]
    assert parse_html(found.html).text == text[start:end]


def test_addresses_are_told_once_each_in_their_order() -> None:
    marks = (
        Entity("text_link", 11, 4, "https://gov.br/a"),
        Entity("url", 0, 10),
        Entity("url", 16, 10),
    )
    assert styled("x.gov.br/b e isto y.gov.br/c", marks[:1] + marks[1:2]) == Styled(
        "x.gov.br/b e isto y.gov.br/c",
        'x.gov.br/b <a href="https://gov.br/a">e is</a>to y.gov.br/c',
        ("x.gov.br/b", "https://gov.br/a"),
    )


@pytest.mark.parametrize(
    "given_entities",
    [None, "bold", {"type": "bold"}, [None, 3, {"type": 5, "offset": 0, "length": 1}], [{"type": "bold"}]],
    ids=["nothing", "a word", "one alone", "no objects", "no place"],
)
def test_what_is_no_entity_is_left_out(given_entities: object) -> None:
    assert read_entities(given_entities) == ()


def said(**message: object) -> Said:
    chat = {"id": 7, "type": "private"}
    update = mask_update({"update_id": 1, "message": {"message_id": 3, "chat": chat, **message}})
    found = read_update(json.dumps(update))
    assert isinstance(found, Said)
    return found


def test_a_message_brings_its_formatting() -> None:
    found = said(text="Oi, Rede", entities=[{"type": "bold", "offset": 4, "length": 4}])
    assert styled(found.text, found.entities).html == "Oi, <b>Rede</b>"


def test_so_does_what_is_written_under_a_photo() -> None:
    photo = [{"file_id": "a", "width": 9, "height": 9}]
    marks = [{"type": "italic", "offset": 0, "length": 4}]
    found = said(photo=photo, caption="Rede", caption_entities=marks)
    assert styled(found.text, found.entities).html == "<i>Rede</i>"


def test_a_masked_cpf_moves_no_mark() -> None:
    cpf = "529.982.247-25"
    marks = [{"type": "bold", "offset": len(cpf) + 5, "length": 4}]
    found = said(text=f"CPF {cpf} aqui", entities=marks)
    assert styled(found.text, found.entities).html == "CPF ***.***.***-** <b>aqui</b>"
