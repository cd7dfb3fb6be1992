"""Words with Telegram's formatting (Bot API, "HTML style"), as mails take them: as HTML, and as plain text."""

import re
from collections.abc import Sequence
from html import escape, unescape
from html.parser import HTMLParser

from markupsafe import Markup

_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r'<a href="([^"<>]*)">(.*?)</a>', re.DOTALL)
_SAFE = re.compile(
    r"</?(?:b|i|u|s|code|pre|blockquote|tg-spoiler)>|<blockquote expandable>|"
    r'<a href="https?://[^"<>\s]*">|</a>',
    re.ASCII,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
#: Where an address is no link of its own.
_WITHIN = ("a", "code", "pre")


def is_marked(words: str) -> bool:
    """Whether Telegram and every mail reader take it: only its own marks, each closed where it was opened."""
    if "<" in _SAFE.sub("", words) or ">" in _SAFE.sub("", words):
        return False
    return _Nesting(words).is_sound


class _Nesting(HTMLParser):
    def __init__(self, words: str) -> None:
        super().__init__(convert_charrefs=True)
        self.is_sound, self._open = True, list[str]()
        self.feed(words)
        self.close()
        self.is_sound = self.is_sound and not self._open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_sound = self.is_sound and bool(self._open) and self._open.pop() == tag


def links_of(marked: str) -> list[str]:
    """Where its words lead, each once."""
    return list(dict.fromkeys(unescape(found[1]) for found in _LINK.finditer(marked)))


def as_chat(marked: str) -> Markup:
    """To be put into a text of the chat as it is."""
    return Markup(marked)  # noqa: S704  only what `is_marked`


def as_plain(marked: str) -> str:
    """Without its marks; an address that stood behind words stands after them."""
    return unescape(_TAG.sub("", _LINK.sub(_beside, marked)))


def _beside(found: re.Match[str]) -> str:
    address, words = found[1], found[2]
    return words if _TAG.sub("", words) == address else f"{words} ({address})"


def as_mail(marked: str) -> Markup:
    """HTML for a mail: lines end where they ended, and addresses are links."""
    pieces: list[str] = []
    opened: list[str] = []
    for piece in _TAG.split(marked.replace("<blockquote expandable>", "<blockquote>")):
        if piece.startswith("</"):
            opened.pop()
        elif piece.startswith("<"):
            opened.append(piece.strip("<>").partition(" ")[0])
        pieces.append(piece if piece.startswith("<") else _lines(piece, opened))
    words = "".join(pieces).replace("<tg-spoiler>", "<span>").replace("</tg-spoiler>", "</span>")
    return Markup(words)  # noqa: S704  only what `is_marked`


def _lines(words: str, within: Sequence[str]) -> str:
    linked = words if set(within) & set(_WITHIN) else _ADDRESS.sub(_linked, words)
    # What is laid out already has its lines.
    return linked if "pre" in within else linked.replace("\n", "<br>\n")


def _linked(found: re.Match[str]) -> str:
    return f'<a href="{escape(unescape(found[0]))}">{found[0]}</a>'
