"""The bytes of a web page → its title, its words, what its pictures are called and where its links lead.

Pages are other people's, and none makes this slow: every letter is looked at a bounded number of times, where
Python's own parser is quadratic on broken tags (10 s for 40 KB of them).
"""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"<!--"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:.-]*+)(?P<attributes>(?>[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|<[!?/a-zA-Z][^<>]*>"
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([a-zA-Z][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_HUGE_CODE = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{7,});?")
#: Within a word they part nothing.
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "big",
        "em",
        "font",
        "i",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    }
)
#: What stands between their tags is not for people.
_UNREAD = {
    name: re.compile(rf"</{name}(?![\w:.-])", re.IGNORECASE)
    for name in ("script", "style", "template", "textarea", "iframe", "object")
}
_COMMENT_END = re.compile(r"--!?>")
_LABELS = ("alt", "title", "aria-label")

_DECLARED = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
#: How far a browser looks for a declared charset (HTML, 13.2.3.2), and some more.
_HEAD = 4096
_LEGACY = "cp1252"
#: Python knows more, some of them slow, and no page is written in those.
_CHARSETS = re.compile(r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What a reader would find."""

    title: str
    text: str
    #: What pictures and controls are called, for who cannot see them.
    labels: tuple[str, ...]
    #: Addresses as they are written: of pictures, and of what is linked.
    pictures: tuple[str, ...]
    links: tuple[str, ...]


def read_page(body: bytes, *, content_type: str) -> PageWords:
    """The words of an HTML page, finished or not."""
    page = _Page()
    text = as_text(body, content_type=content_type)
    for token in _tokens(text):
        if isinstance(token, str):
            page.take_words(token)
        else:
            page.take_tag(token)
    return PageWords(
        title="".join(page.title),
        text="".join(page.text),
        labels=tuple(page.labels),
        pictures=tuple(page.pictures),
        links=tuple(page.links),
    )


def as_text(body: bytes, *, content_type: str) -> str:
    """The letters, in the charset that a mark, the header or the page declares; UTF-8 or Windows' otherwise."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    header = re.search(r"charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", content_type, re.IGNORECASE)
    within = _DECLARED.search(body, 0, _HEAD)
    for named in (header and header[1], within and within[1].decode("ascii", "replace")):
        if named and (known := _charset(named)):
            return body.decode(known, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body that was cut may end within a letter.
        is_cut = len(body) - error.start < 4 and error.reason == "unexpected end of data"
        return body.decode("utf-8" if is_cut else _LEGACY, "replace")


def _charset(named: str) -> str | None:
    try:
        name = codecs.lookup(named).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        # Both mean Windows' own letters (Encoding Standard, 4.2).
        return _LEGACY
    return name if _CHARSETS.fullmatch(name) else None


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: str
    is_end: bool


def _tokens(text: str) -> Iterator[_Tag | str]:
    place = 0
    while found := _TOKEN.search(text, place):
        yield text[place : found.start()]
        name = (found["tag"] or "").lower()
        tag = _Tag(name, found["attributes"] or "", bool(found["end"]))
        yield tag
        closing = _COMMENT_END if found[0] == "<!--" else None if tag.is_end else _UNREAD.get(name)
        # A comment may close at once: `<!-->` (HTML, 13.2.5.43).
        start = found.end() - 2 if closing is _COMMENT_END else found.end()
        end = closing.search(text, start) if closing else found
        if end is None:
            return
        place = end.end() if closing in (None, _COMMENT_END) else end.start()
    yield text[place:]


@dataclass(slots=True)
class _Page:
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _is_title: bool = False

    def take_words(self, words: str) -> None:
        if words:
            (self.title if self._is_title else self.text).append(_unescaped(words))

    def take_tag(self, tag: _Tag) -> None:
        if tag.name == "title":
            # Drawings within the page have titles of their own.
            self._is_title = not tag.is_end and not self.title
        if tag.name not in _INLINE:
            self.text.append(" ")
        if "=" in tag.attributes and not tag.is_end:
            self._take_attributes(tag)

    def _take_attributes(self, tag: _Tag) -> None:
        for found in _ATTRIBUTE.finditer(tag.attributes):
            name, value = found[1].lower(), _unescaped(found[2] or found[3] or found[4] or "")
            if name in _LABELS:
                self.labels.append(value)
            elif tag.name in ("img", "source") and name in ("src", "data-src", "srcset"):
                self.pictures.append(value)
            elif tag.name in ("a", "area") and name == "href":
                self.links.append(value)


def _unescaped(text: str) -> str:
    return html.unescape(_HUGE_CODE.sub("\ufffd", text)) if "&" in text else text
