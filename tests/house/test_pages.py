"""The pages behind the links of e-mails: they render, they are plain, and they need nothing from anywhere else."""

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

import pytest

from elo.http.routes import AGAIN, ONE_CLICK
from notifier import qr
from notifier.texts import Texts
from tests.house.check_in_samples import MAILBOX, PAGE, Facts
from tests.house.joining_samples import INVITES
from tests.house.test_texts import ENGLISH, MOST_WORDS, NEVER, Reader, longest_sentence, words_of

COMMON: Facts = {"mailbox": MAILBOX, "official_page": PAGE}
BUTTONS: Facts = {"one_click": ONE_CLICK, "again": AGAIN}
HOSTILE = "<u>&amp;"
PAGES: Mapping[str, Sequence[Facts]] = {
    "leave": (BUTTONS,),
    "left": (BUTTONS,),
    "back": (BUTTONS,),
    "see": ({"code": "AV-000123"},),
    "seen": ({"code": "AV-000123"},),
    "not_found": ({}, {"mailbox": "", "official_page": ""}),
    "refused": ({},),
    "unavailable": ({},),
    "failed": ({"code": "7F3A"},),
    "invite": [{**one, "drawing": qr.svg("Elo") if one["link"] else ""} for one in INVITES],
}
#: The bytes that a page may have: it is opened on a phone, by whoever pays for each.
LARGEST_PAGE = 4_000


def samples() -> list[tuple[str, Facts]]:
    return [(key, {**COMMON, **facts}) for key, each in PAGES.items() for facts in each]


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def test_every_page_has_a_sample() -> None:
    written = {one.name for one in (files("notifier.texts") / "page").iterdir()}

    assert written == {f"{key}.html.j2" for key in PAGES} | {"layout.html.j2", "style.css"}


@pytest.mark.parametrize(("key", "facts"), samples())
def test_page_is_plain(texts: Texts, key: str, facts: Facts) -> None:
    shown = Reader(texts.page(key, **facts)).text
    longest = longest_sentence(shown)

    assert len(words_of(longest)) <= MOST_WORDS, longest
    assert re.findall(rf"(?<![\w/-])(?:{NEVER}|{ENGLISH})(?![\w-])", shown, re.IGNORECASE) == []
    assert "!" not in shown


@pytest.mark.parametrize(("key", "facts"), samples())
def test_page_is_accessible_and_whole(texts: Texts, key: str, facts: Facts) -> None:
    page = texts.page(key, **facts)
    reader = Reader(page)
    tags = [tag for tag, _ in reader.tags]

    assert ("html", {"lang": "pt-BR"}) in reader.tags
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in reader.tags
    assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1)
    assert tags.count("button") == tags.count("form") <= 1
    assert not {"img", "script", "link", "iframe", "object"} & set(tags)
    assert not {name for _, attributes in reader.tags for name in attributes} & {"style", "src", "onclick"}
    assert re.search("<title>(.+) · Elo</title>", page)[1] in reader.text  # type: ignore[index]
    assert len(page.encode()) < LARGEST_PAGE


def test_style_asks_nobody_for_anything(texts: Texts) -> None:
    assert texts.page_style.startswith("body {")
    assert not re.search(r"url\(|@import|//", texts.page_style)


@pytest.mark.parametrize(("key", "facts"), samples())
def test_what_is_told_is_escaped(texts: Texts, key: str, facts: Facts) -> None:
    hostile = {name: HOSTILE + value if isinstance(value, str) else value for name, value in facts.items()}

    assert "u" not in {tag for tag, _ in Reader(texts.page(key, **hostile)).tags}
