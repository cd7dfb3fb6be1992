"""The words of a post as another's feed has them, with tags and whatever else → a title and a sentence or two."""

import html
import re
import unicodedata

#: More of it is not looked at.
_MOST = 20_000
_UNREAD = re.compile(r"<(script|style)\b.*?(?:</\1\s{0,9}>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w:-]*+)[^<>]*+>")
_INLINE = frozenset(
    {"a", "abbr", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_HUGE_CODE = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{7,});?")
#: Joins the parts of one emoji, and is kept alone of all that shows nothing.
_JOINER = "\u200d"
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»)]?\s+(?=[\"“«(]?[^\Wa-z_])")
#: What blogs write under their summaries.
_FILLER = re.compile(
    r"\s*(?:\[(?:…|\.\.\.)\]|(?:O post|The post) .{1,300}? (?:apareceu primeiro em|appeared first on) .*)\s*\Z",
    re.DOTALL,
)


def one_line(words: str) -> str:
    """Without tags, codes, line ends, and marks that turn the direction of writing."""
    plain = _unescaped(_TAG.sub(_gap, _UNREAD.sub(" ", words[:_MOST])))
    # Titles are often coded twice.
    if "&" in plain:
        plain = _unescaped(plain)
    return " ".join("".join(_shown(one) for one in plain).split())


def shortened(line: str, longest: int) -> str:
    """Cut between two words, and said so."""
    if len(line) <= longest:
        return line
    cut = line[:longest]
    room = cut[:-1].rpartition(" ")[0] if line[longest - 1] != " " else cut
    return (room or cut[:-1]).rstrip(" ,;:.–-") + "…"


def first_sentences(line: str, longest: int) -> str:
    """One or two, as they fit; of a single long one its beginning."""
    line = _FILLER.sub("", line)
    ends = [*(found.start() for found in _SENTENCE_END.finditer(line)), len(line)]
    fitting = [end for end in ends[:2] if end <= longest]
    return line[: max(fitting)].rstrip() if fitting else shortened(line[: ends[0]], longest)


def _gap(found: re.Match[str]) -> str:
    return "" if found["name"].lower() in _INLINE else " "


def _unescaped(words: str) -> str:
    return html.unescape(_HUGE_CODE.sub(" ", words))


def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return letter if letter == _JOINER else ""
    return " " if kind[0] == "C" or kind in ("Zl", "Zp") else letter
