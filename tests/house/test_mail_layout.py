"""The frame of every mail: what it must have for people who see badly, read in the dark, or press with a thumb."""

import re
from importlib.resources import files

import pytest

from notifier.texts import Texts
from rede.digest import MOST_LINES
from tests.house.reminder_samples import REMINDER, make_line, make_section
from tests.house.test_texts import LARGEST_MAIL, Reader

#: WCAG 2.2, 1.4.3 and 2.5.5.
CONTRAST, TARGET = 4.5, 44
LAYOUT = (files("notifier.texts") / "email" / "layout.html.j2").read_text("utf8")
LIGHT, _, DARK = LAYOUT.partition("@media (prefers-color-scheme: dark)")


def colour(css: str, selector: str, name: str = "color") -> str:
    """As `#rrggbb`."""
    style = css.rpartition("<style>")[2]
    rules = re.findall(r"([^{}]+){([^{}]*)}", style)
    (rule,) = [kept for named, kept in rules if selector in [one.strip() for one in named.split(",")]]
    found = re.search(rf"(?<![-\w]){name}: (#[0-9a-f]{{6}})", rule)
    assert found, (selector, name)
    return found[1]


def luminance(hexadecimal: str) -> float:
    shares = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["by day", "by night"])
@pytest.mark.parametrize("written", ["body", "h1", "h2", "a", ".quiet", ".brand"])
@pytest.mark.parametrize("ground", ["body", ".card"])
def test_words_stand_out_from_what_is_behind_them(css: str, written: str, ground: str) -> None:
    assert contrast(colour(css, written), colour(css, ground, "background")) >= CONTRAST


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["by day", "by night"])
def test_the_word_on_a_button_stands_out_and_so_does_the_button(css: str) -> None:
    button = colour(css, ".button", "background")
    assert contrast(colour(css, ".button a"), button) >= CONTRAST
    assert contrast(button, colour(css, ".card", "background")) >= 3


def test_no_words_are_smaller_than_sixteen_points() -> None:
    assert min(int(size) for size in re.findall(r"font(?:-size)?: (?:\d+ )?(\d+)px", LAYOUT)) >= 16


def test_a_button_is_as_high_as_a_thumb() -> None:
    style = re.search(r"\.button a {(.*?)}", LAYOUT)
    assert style
    above = re.search(r"padding: (\d+)px", style[1])
    line = re.search(r"line-height: (\d+)px", style[1])
    assert above
    assert line
    assert 2 * int(above[1]) + int(line[1]) >= TARGET


def test_a_mail_has_one_button_at_most_and_says_where_it_leads() -> None:
    for facts in REMINDER:
        mail = Texts().email("reminder", **facts)
        link = str(facts["acknowledge"])
        buttons = [
            attributes
            for tag, attributes in Reader(mail.html).tags
            if (tag, attributes.get("href")) == ("a", link)
        ]
        assert len(buttons) == bool(link)
        assert link in mail.text
        assert link in Reader(mail.html).text


def test_the_fullest_digest_is_small() -> None:
    line = make_line(extended="sexta-feira, 25/12/2026")
    sections = [make_section(line) for _ in range(MOST_LINES)]
    mail = Texts().email("reminder", **{**REMINDER[0], "sections": sections, "more": 400})
    assert len(mail.html.encode()) < LARGEST_MAIL / 2
