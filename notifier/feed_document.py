"""The bytes of a feed → a document that a parser may be handed: its letters, no declarations, not too many posts.

What stands before the first element goes, so no entity is ever declared and none can grow. Each letter is looked at
a bounded number of times.
"""

import codecs
import html
import re
from collections.abc import Sized
from dataclasses import dataclass
from enum import StrEnum
from xml.parsers import expat

#: Posts kept: the first ones, and the last ones of a feed that grows at its end.
FIRST, LAST = 300, 100
#: Letters of a feed that is not well formed: what reads those is slow.
MOST_BROKEN = 200_000
#: More of them take minutes: elements within one another, attributes of one, prefixes in all.
MOST_WITHIN = 100
#: Elements in all, and from the beginning of one post to that of the next.
MOST_ELEMENTS, MOST_OF_POST = 40_000, 1000

_BEFORE = re.compile(r"\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*+(?P<end>[>\[])", re.IGNORECASE)
_ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?P<local>[\w.-]+))")
_ROOTS = frozenset({"rss", "rdf", "feed"})
_ITEM = re.compile(r"<(?:[\w.-]{1,20}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.-]{1,20}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)

#: What XML has no place for (XML 1.0, 2.2), and half letters.
NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
#: feedparser looks for an address of e-mail in the name of an author, from each of its letters on; and compares
#: each word of these with all that came before it.
_LONG_WORD = re.compile(r"(?<![\w.+-])([\w.+-]{500})[\w.+-]++")
_WORD_LIST = re.compile(r"(</?(?:[\w.-]++:)?)(?:tags|keywords)(?![\w.:-])", re.IGNORECASE)
#: No letter has such a number (XML 1.0, 2.2).
_LAST_LETTER, _HALVES = 0x10FFFF, range(0xD800, 0xE000)
_AMPERSAND = re.compile(
    r"&(?:(?P<known>amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});|(?P<named>[A-Za-z]{2,24}\d{0,2});)?"
)
_RAW, _RAW_END = "<![CDATA[", "]]>"
_DECLARED = re.compile(rb"<\?xml[^<>?]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w:.-]{1,40})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_HEAD = 1024
#: Python knows more, some of them slow, and no feed is written in those.
_CHARSETS = re.compile(r"utf-16(-[lb]e)?|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_LEGACY, _UNREADABLE = "cp1252", "\ufffd"


class Unread(StrEnum):
    """Why nothing was read of what came."""

    NOT_A_FEED = "not_a_feed"
    #: It declares entities of its own, which no feed needs and some use to make a little text endless.
    ENTITIES = "entities"
    #: It is one, and made to be read for hours.
    TOO_MUCH = "too_much"


def feed_document(body: bytes, *, content_type: str) -> str | Unread:
    """From its first element on; well formed where that could be mended."""
    text = as_letters(body, content_type=content_type)
    root = _root(text)
    if isinstance(root, Unread):
        return root
    feed = _shortened(_bounded(NO_LETTERS.sub("", text[root.start() :])))
    try:
        for written in (feed, mended := _mended(feed), closed := _closed(mended, root)):
            if _is_well_formed(written):
                return written
    except _TooMuch:
        return Unread.TOO_MUCH
    return closed[:MOST_BROKEN]


def as_letters(body: bytes, *, content_type: str) -> str:
    """UTF-8 where that reads well, whatever is declared; else as a mark or a declaration has it."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace").removeprefix("\ufeff")
    text = body.decode("utf-8", "replace")
    # One letter cut in two does not make it another charset.
    if text.count(_UNREADABLE) * 4 <= sum(not one.isascii() for one in text[:MOST_BROKEN]):
        return text
    header, within = _CHARSET.search(content_type), _DECLARED.search(body, 0, _HEAD)
    for named in (header and header[1], within and within[1].decode("ascii", "replace")):
        if named and (known := _charset(named)):
            return body.decode(known, "replace")
    return body.decode(_LEGACY, "replace")


def _charset(named: str) -> str | None:
    try:
        name = codecs.lookup(named).name
    except (LookupError, ValueError):
        return None
    if name == "iso8859-1":
        # It means Windows' own letters (Encoding Standard, 4.2).
        return _LEGACY
    return name if _CHARSETS.fullmatch(name) else None


def _root(text: str) -> re.Match[str] | Unread:
    at = 0
    while found := _BEFORE.match(text, at) or _DOCTYPE.match(text, at):
        if found[0].endswith("["):
            return Unread.ENTITIES
        at = found.end()
    root = _ROOT.match(text, at)
    return root if root and root["local"].lower() in _ROOTS else Unread.NOT_A_FEED


def _bounded(feed: str) -> str:
    """Without what a parser reads in the square of its length, none of which is of use here."""
    return _WORD_LIST.sub(r"\1unread", _LONG_WORD.sub(r"\1", feed))


def _shortened(feed: str) -> str:
    starts = [found.start() for found in _ITEM.finditer(feed)]
    if len(starts) <= FIRST + LAST:
        return feed
    return feed[: starts[FIRST]] + feed[starts[-LAST] :]


class _TooMuch(Exception):
    """Within one element, or one within another: no feed has that."""


def _is_well_formed(feed: str) -> bool:
    """Raises _TooMuch."""
    parser, count = expat.ParserCreate("utf-8", namespace_separator=" "), _Count()
    parser.StartElementHandler, parser.EndElementHandler = count.begin, count.end
    parser.StartNamespaceDeclHandler = count.bind
    try:
        parser.Parse(feed.encode(), True)
    except expat.ExpatError:
        return False
    return True


@dataclass(slots=True)
class _Count:
    """Of a document under way. Raises _TooMuch."""

    depth: int = 0
    prefixes: int = 0
    elements: int = 0
    of_post: int = 0

    def begin(self, name: str, attributes: Sized) -> None:
        self.depth, self.elements, self.of_post = self.depth + 1, self.elements + 1, self.of_post + 1
        if name.rpartition(" ")[2] in ("item", "entry"):
            self.of_post = 0
        _most(MOST_WITHIN, self.depth, len(attributes))
        _most(MOST_OF_POST, self.of_post)
        _most(MOST_ELEMENTS, self.elements)

    def end(self, _: str) -> None:
        self.depth -= 1

    def bind(self, _: str | None, __: str) -> None:
        self.prefixes += 1
        _most(MOST_WITHIN, self.prefixes)


def _most(limit: int, *counts: int) -> None:
    if max(counts) > limit:
        raise _TooMuch


def _mended(feed: str) -> str:
    """With each `&` that stands alone written as XML wants it; between the marks of CDATA it may."""
    before, *raw = feed.split(_RAW)
    parts = [_AMPERSAND.sub(_coded, before)]
    for one in raw:
        inside, mark, after = one.partition(_RAW_END)
        parts += [_RAW, inside, mark, _AMPERSAND.sub(_coded, after)]
    return "".join(parts)


def _coded(found: re.Match[str]) -> str:
    """A lonely `&` as one, and letters that have names in HTML alone as themselves."""
    if found["known"]:
        return found[0] if _is_letter(found["known"]) else ""
    letter = html.unescape(found[0]) if found["named"] else ""
    return letter if letter and not letter.startswith("&") else f"&amp;{found[0][1:]}"


def _is_letter(coded: str) -> bool:
    """`#233`, `#xe9`; or a name, which always is one."""
    if not coded.startswith("#"):
        return True
    number = int(coded[2:], 16) if coded[1] == "x" else int(coded[1:])
    return number <= _LAST_LETTER and number not in _HALVES


def _closed(feed: str, root: re.Match[str]) -> str:
    """A feed that breaks off ends after its last whole post."""
    *_, last = [0, *(found.end() for found in _ITEM_END.finditer(feed))]
    if not last:
        return feed
    within = "</channel>" if root["local"].lower() == "rss" else ""
    return f"{feed[:last]}{within}</{root['name']}>"
