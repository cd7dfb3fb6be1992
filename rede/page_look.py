"""What the service sees at the address of a partner's page (goal 3.1): does it answer, does it name the Rede?

A hint for whoever reviews, never a verdict: what a script draws, a pop-up for one, is not seen from here.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from notifier.fetch import Fetched, NotFetched
from rede.page_words import PageWords, as_text, read_page

LONGEST_TITLE, LONGEST_RAW_TITLE = 120, 1000
#: Letters under which a page was not written for readers without scripts.
FEWEST_LETTERS = 80

_NAME = re.compile(r"\brede de parcerias\b")
_NO_WORD = re.compile(r"[\W_]+")
#: Latin letters without what they wear. A table: to normalise a long row of accents takes hours.
_BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}
#: Accents that stand alone, and what shows nothing: soft hyphens, joiners, marks of direction.
_UNHEARD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
#: Also what a server says that does not know.
_PERHAPS = frozenset({"", "application/octet-stream", "text/plain"})


class Unseen(StrEnum):
    """Why a page could not be seen, beside the reasons of `notifier.fetch.Fault`."""

    #: It answered, and not with the page: the status says how.
    STATUS = "status"
    #: A picture, a document, or anything else that is not read here.
    NOT_A_PAGE = "not_a_page"
    #: It did not name the Rede as far as it was read, and that was not to its end.
    CUT = "cut"
    #: Hardly a word in it: a script makes the page, or hands over to another.
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """One look at one address."""

    url: str
    final_url: str
    #: With the page, a 2xx.
    answered: bool
    #: Of HTTP; 0 where there was no answer.
    status: int
    names_rede: bool
    title: str
    #: A `Fault` or an `Unseen`; empty where the page could be seen.
    why: str


def look_at(url: str, answer: Fetched | NotFetched) -> SeenPage:
    """What the answer from that address says. It may take half a second of a large page: not for the event loop."""
    if isinstance(answer, NotFetched):
        return _unseen(url, final_url=answer.url, status=0, why=answer.fault)
    if not 200 <= answer.status <= 299:
        return _unseen(url, final_url=answer.final_url, status=answer.status, why=Unseen.STATUS)
    words = _words(answer)
    names_rede = words is not None and names_the_rede(words)
    return SeenPage(
        url=url,
        final_url=answer.final_url,
        answered=True,
        status=answer.status,
        names_rede=names_rede,
        title=_one_line(words.title) if words else "",
        why="" if names_rede else _why(answer, words),
    )


def names_the_rede(words: PageWords) -> bool:
    """In words, in what a picture is called, in its file's name, or in a link to the Rede's pages of gov.br."""
    said = (words.text, words.title, *words.labels)
    pictures = (unquote(one) for one in words.pictures if not one.startswith("data:"))
    links = (unquote(one) for one in words.links if _is_of_government(one))
    return any(_NAME.search(_plain(one)) for one in (*said, *pictures, *links))


def _unseen(url: str, *, final_url: str, status: int, why: str) -> SeenPage:
    return SeenPage(
        url=url, final_url=final_url, answered=False, status=status, names_rede=False, title="", why=why
    )


def _words(answer: Fetched) -> PageWords | None:
    content_type = answer.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    looks_like_one = answer.body.lstrip()[:1] == b"<" and b"\0" not in answer.body[:1000]
    if kind in _PAGES or (kind in _PERHAPS and looks_like_one):
        return read_page(answer.body, content_type=content_type)
    if kind == "text/plain":
        text = as_text(answer.body, content_type=content_type)
        return PageWords(title="", text=text, labels=(), pictures=(), links=())
    return None


def _why(answer: Fetched, words: PageWords | None) -> str:
    if words is None:
        return Unseen.NOT_A_PAGE
    if not answer.is_whole:
        return Unseen.CUT
    return Unseen.NO_WORDS if len(_plain(words.text)) < FEWEST_LETTERS else ""


def _is_of_government(link: str) -> bool:
    try:
        host = urlsplit(link.strip()).hostname or ""
    except ValueError:
        return False
    return host == "gov.br" or host.endswith(".gov.br")


def _plain(words: str) -> str:
    """Small letters and digits without accents, one space between words."""
    heard = _UNHEARD.sub("", words.translate(_BARE))
    return _NO_WORD.sub(" ", heard.casefold()).strip()


def _one_line(title: str) -> str:
    """Fit to be shown inside our own words: no line ends, nothing that turns the direction of writing."""
    shown = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in title[:LONGEST_RAW_TITLE])
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"
