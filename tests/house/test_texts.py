"""Every sentence that people read: it renders, it is plain, it is safe, Telegram takes it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from notifier.letter_file import SHOWN
from notifier.texts import Mail, Texts
from rede.digest import MOST_LINES
from rede.lines import BRIEF
from rede.progress_lines import Shortfall
from rede.second_layer import MOST_COUNTED, MOST_NAMED, Member
from sandbox.formatting.entities import utf16_length
from sandbox.formatting.html_text import parse_html
from tests.house.check_in_samples import Facts
from tests.house.reminder_samples import JOINED, LASTING, REMINDER, WEEKLY, make_line, make_section
from tests.house.samples import CHAT, DUE_PLAINLY, MAILS

#: Lei 15.263/2025 asks for short sentences; this is the house's measure of short.
MOST_WORDS = 25
#: Bot API, sendMessage: UTF-16 units after entities are read.
MOST_UNITS = 4096
LARGEST_MAIL = 100_000
#: Blame, threats, hurry, shorteners, spellings outside the norm.
NEVER = (
    r"inadimpl\w+|em atraso|atrasad\w+|descumpri\w+|penalidade\w*|multas?|sanç\w+|urgente\w*|imediatamente"
    r"|últim[ao] (?:chance|aviso)|você não|link curto|bit\.ly|encurt\w+|tod[ex]s|amig[ex]s|\w+@s\b|prezad\w+"
)
#: Words of ours that must not leak.
ENGLISH = (
    r"deadline|feedback|reports?|reminders?|goals?|invites?|outbox|update|upload|download|login|click|please"
    r"|error|failed|the|and|your|you|is|not"
)
#: What is false a day later.
ONLY_TODAY = re.compile(r"\bhoje\b|\bamanhã\b|\bontem\b|\b[Ff]altam? \d|há \d+ dias")
HOSTILE = "<u>&amp;"
#: Chosen by the service, not typed by people.
OURS = {
    "distance",
    "literal",
    "extended",
    "literal_before",
    "extended_before",
    "day",
    "nature",
    "rung",
    "told_before",
}


def mail_samples() -> list[tuple[str, Facts]]:
    return [(key, facts) for key, samples in MAILS.items() for facts in samples]


@cache
def sources() -> dict[str, str]:
    """Every template as written, without Jinja's own words."""
    folder = files("notifier.texts")
    written = {
        one.name: one.read_text("utf8")
        for kind in ("chat", "email", "calendar")
        for one in (folder / kind).iterdir()
    }
    code = re.compile(
        r"{%.*?%}|{{.*?}}|^#[^\n]*$|^\w+ = |<style>.*?</style>|<[^>]+>|/\w+", re.DOTALL | re.MULTILINE
    )
    return {name: code.sub(" ", text) for name, text in written.items()}


def sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from re.split(r"(?<=[.?!])\s+", line)


def longest_sentence(text: str) -> str:
    return max(sentences(text), key=lambda sentence: len(words_of(sentence)))


def words_of(sentence: str) -> list[str]:
    return [word for word in sentence.split() if any(character.isalnum() for character in word)]


class Reader(HTMLParser):
    """What a person sees of a mail, and the tags it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden = tag in ("style", "title")
        if tag in ("p", "h1", "h2", "div"):
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)

    @property
    def text(self) -> str:
        return "".join(self.seen)


def hostile(value: object) -> object:
    """The same facts, as somebody would type them who wants to break out of the template."""
    match value:
        case str():
            return HOSTILE + value if value else value
        case Mapping():
            return {name: hostile(one) for name, one in value.items()}
        case tuple():
            return tuple(hostile(one) for one in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            typed = [field.name for field in fields(value) if field.name not in OURS]
            return replace(value, **{name: hostile(getattr(value, name)) for name in typed})
        case _:
            return value


def typed_by_a_stranger(facts: Facts) -> dict[str, object]:
    return {name: hostile(value) for name, value in facts.items()}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def test_every_text_has_a_sample_and_every_sample_a_text(texts: Texts) -> None:
    assert set(CHAT) == texts.keys


def test_every_mail_has_both_twins_and_a_sample() -> None:
    written = {one.name for one in (files("notifier.texts") / "email").iterdir()} - {"layout.html.j2"}

    assert written == {f"{key}.{kind}.j2" for key in MAILS for kind in ("txt", "html")}


@pytest.mark.parametrize("key", sorted(CHAT))
def test_chat_text_renders_and_telegram_takes_it(texts: Texts, key: str) -> None:
    for facts in CHAT[key]:
        shown = parse_html(texts.chat(key, **facts)).text

        assert shown.strip()
        assert utf16_length(shown) <= MOST_UNITS
        assert "\n\n\n" not in shown


@pytest.mark.parametrize("key", sorted(CHAT))
def test_chat_sentences_are_short(texts: Texts, key: str) -> None:
    for facts in CHAT[key]:
        longest = longest_sentence(parse_html(texts.chat(key, **facts)).text)

        assert len(words_of(longest)) <= MOST_WORDS, longest


@pytest.mark.parametrize("key", sorted(MAILS))
def test_mail_sentences_are_short(texts: Texts, key: str) -> None:
    for facts in MAILS[key]:
        mail = texts.email(key, **facts)
        longest = longest_sentence(mail.text + Reader(mail.html).text)

        assert len(words_of(longest)) <= MOST_WORDS, longest


@pytest.mark.parametrize("name", sorted(sources()))
@pytest.mark.parametrize("words", [NEVER, ENGLISH], ids=["never said", "English"])
def test_words_that_nobody_should_read_are_nowhere(name: str, words: str) -> None:
    written = sources()[name]
    found = re.findall(rf"(?<![\w-])(?:{words})(?![\w-])", written, re.IGNORECASE)

    assert written.strip()
    assert found == []


@pytest.mark.parametrize("key", sorted(MAILS))
def test_mail_is_an_accessible_page_of_its_own(texts: Texts, key: str) -> None:
    for facts in MAILS[key]:
        mail = texts.email(key, **facts)
        tags = Reader(mail.html).tags

        assert ("html", {"lang": "pt-BR"}) in tags
        assert [tag for tag, _ in tags].count("h1") == 1
        assert not {"script", "link", "iframe"} & {tag for tag, _ in tags}
        assert all(shown["src"] == SHOWN and shown["alt"] for tag, shown in tags if tag == "img")
        assert len(mail.html.encode()) + len(mail.text.encode()) < LARGEST_MAIL


@pytest.mark.parametrize("key", sorted(MAILS))
def test_mail_has_a_subject_that_fits_a_phone(texts: Texts, key: str) -> None:
    for facts in MAILS[key]:
        subject = texts.email(key, **facts).subject

        assert 0 < len(subject) <= 60
        assert "Assunto" not in texts.email(key, **facts).text


@pytest.mark.parametrize("key", sorted(MAILS))
def test_both_twins_of_a_mail_tell_the_same_facts(texts: Texts, key: str) -> None:
    for facts in MAILS[key]:
        mail = texts.email(key, **facts)
        told = re.compile(r"\d+/\d+/\d{4}|RP-\d{4}-\d{6}|[\w.]+@[\w.]+|https?://[\w.]+|\d\.\d\b")

        assert set(told.findall(mail.text)) == set(told.findall(Reader(mail.html).text))


@pytest.mark.parametrize("key", sorted(CHAT))
def test_what_people_typed_is_escaped_in_chat(texts: Texts, key: str) -> None:
    for facts in CHAT[key]:
        formatted = parse_html(texts.chat(key, **typed_by_a_stranger(facts)))

        assert "underline" not in {entity.type for entity in formatted.entities}
        assert "<U>" not in formatted.text


@pytest.mark.parametrize("key", sorted(MAILS))
def test_what_people_typed_is_escaped_in_html_and_plain_in_text(texts: Texts, key: str) -> None:
    for facts in MAILS[key]:
        mail = texts.email(key, **typed_by_a_stranger(facts))

        assert "u" not in {tag for tag, _ in Reader(mail.html).tags}
        assert HOSTILE in mail.text
        assert HOSTILE in Reader(mail.html).text


def test_reminders_have_no_exclamation_marks(texts: Texts) -> None:
    for facts in REMINDER:
        mail = texts.email("reminder", **facts)

        assert "!" not in texts.chat("reminder", **facts) + mail.text + Reader(mail.html).text + mail.subject


def test_mails_stay_true_on_the_next_day(texts: Texts) -> None:
    mails: Sequence[Mail] = [texts.email(key, **facts) for key, facts in mail_samples()]

    for mail in mails:
        assert not ONLY_TODAY.search(mail.text + mail.html)


def test_a_chat_that_stands_by_stays_true_on_the_next_day(texts: Texts) -> None:
    for facts in LASTING:
        assert not ONLY_TODAY.search(texts.chat("reminder", **facts))
    assert any(ONLY_TODAY.search(texts.chat("reminder", **facts)) for facts in REMINDER)


def test_longest_digest_fits_one_telegram_message(texts: Texts) -> None:
    short = Shortfall(hours=True, missing="1.159,5", asked="1.160", is_one=False, on="14/12/2026")
    long = replace(make_line(extended="quarta-feira, 25/12/2026"), brief="x" * BRIEF, shortfall=short)
    sections = [replace(make_section(long), acronym="SAOSEBASTIAO") for _ in range(MOST_LINES)]
    shown = parse_html(texts.chat("reminder", **{**REMINDER[0], "sections": sections}))

    assert utf16_length(shown.text) <= MOST_UNITS


def test_longest_weekly_list_fits_one_telegram_message(texts: Texts) -> None:
    member = Member("Município de Vila Bela da Santíssima Trindade", [f"3.{number}" for number in range(14)])
    lists = [replace(JOINED, members=[member] * MOST_NAMED)]
    facts = {**WEEKLY[0], "lists": lists, "totals": [JOINED] * MOST_COUNTED, "more_totals": 480}

    assert utf16_length(parse_html(texts.chat("weekly", **facts)).text) <= MOST_UNITS


@pytest.mark.parametrize("key", ["reminder", "due_list"])
def test_a_distance_stands_beside_the_date_it_is_counted_to(texts: Texts, key: str) -> None:
    line = replace(make_line(extended="sexta-feira, 25/12/2026"), distance="vence hoje", day="25/12/2026")
    section = {**DUE_PLAINLY, "document": "AC 15/2025", "lines": [line]}
    told = texts.chat(key, sections=[section], more=0, official_page="")
    assert "Vence hoje: sexta-feira, 25/12/2026." in told
    assert line.literal not in told


def test_a_question_asks_for_no_report(texts: Texts) -> None:
    line = replace(make_line(), key="C4", nature="internal", asked="março de 2026")
    told = texts.chat("reminder", **{**REMINDER[0], "sections": [make_section(line)]})
    assert "Responda em /adesao. Sem termo, nada é devido." in told
    assert "/entregar" not in told
    assert told.startswith("<b>Lembrete</b>")
