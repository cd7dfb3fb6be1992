"""The letters of an exported document put right: spaces, bold markers, ligatures, hyphens left by wrapping."""

import html
import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SOFT_HYPHEN = re.compile("\u00ad(?!\\s*(?:\n|$))")  #: at the end of a line it says that the word goes on
_TAG = re.compile(
    r"</?(?:b|i|u|strong|em|span|p|font|sup|sub|center|div|a|o:p)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*|__|(?<![\w*])[*_](?=\w)|(?<=[\w.,;:)])[*_](?![\w*])")
_ESCAPED = re.compile(r"\\([!-/:-@\[\]^-`{}~])")  #: Markdown's; `\|` is left to those who split the cells
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[\da-fA-F]{2,5}|[a-zA-Z]{2,8}\d?);")
_SPACE = re.compile(r"[^\S\t\n]")
_SPECIAL = re.compile(r"[*_<\\&\x00-\x08\x0b-\x1f\x7f]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_HYPHEN = re.compile(r"(\w+)[-‐‑]$")
#: First parts that keep their hyphen: `e-mail`, `pop-up`, `pré-requisito`, `físico-financeiro`.
_FIRST_PARTS = re.compile(
    r"(?:e|pop|on|off|ex|vice|pré|pós|pró|além|recém|bem|não|guarda|check|\w{2,}[ií]co)$", re.IGNORECASE
)
#: What a line ends in that goes on in the next: `e`, `da`, `pela`, a comma, a dash.
_UNFINISHED = re.compile(
    r"(?:(?:^|\s)(?:e|ou|[dn]?[aeo]s?|aos?|em|por|para|com|que|pel[ao]s?|[-–/])|[,(-])$", re.IGNORECASE
)
#: Pronouns after a verb: `enviando-o`, `encaminhá-los`, `utiliza-se`; never the end of `pla-no` or `ba-se`.
_PRONOUNS = re.compile(
    r"(?:\w(?:-[oa]s?|-lhes?)|[áéêíôói]-l[oa]s?|(?:m|ão|õe)-n[oa]s?|(?:ndo|r|m|rá|\w{4}[ae])-se)$"
)


def cleaned(written: str) -> str:
    """Markup and invisible characters go; every other kind of space becomes a plain one, tabs apart."""
    if written.isascii() and not _SPECIAL.search(written):
        return written.rstrip(" ")
    shown = _ENTITY.sub(lambda found: html.unescape(found[0]), written)
    shown = unicodedata.normalize("NFC", _INVISIBLE.sub("", shown)).translate(_LIGATURES)
    shown = _BOLD.sub("", _TAG.sub("", _BREAK.sub("\n", shown)))
    return _SPACE.sub(" ", _ESCAPED.sub(r"\1", _SOFT_HYPHEN.sub("", shown))).rstrip(" ")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Without accents, in lower case, single spaces: for comparing, never for showing."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.casefold().split())


def is_unfinished(text: str) -> bool:
    """Whether the last word asks for another."""
    return _UNFINISHED.search(text) is not None


def joined(pieces: list[str]) -> str:
    """The words of a cell whose lines were wrapped: hyphens of wrapping go, those of the words stay."""
    parts: list[str] = []
    for piece in (part for whole in pieces for part in whole.split("\n")):
        if words := " ".join(piece.split()):
            if parts:
                parts[-1] = _ready_for(words, parts[-1])
            parts.append(words)
    return "".join(parts).replace("\u00ad", "")


def _ready_for(piece: str, text: str) -> str:
    """The text before a piece, with a space where one belongs between them."""
    if text.endswith("\u00ad"):
        return text[:-1]
    if piece.startswith("@") or re.search(r"(?:@|[^\s/]/)$", text[-2:]):
        return text
    if (found := _HYPHEN.search(text[-60:])) is None:
        return text + " "
    return text if _keeps_hyphen(found[1], piece) else text[:-1]


def _keeps_hyphen(word: str, piece: str) -> bool:
    if not piece[0].islower() or _FIRST_PARTS.match(word):
        return True
    rest = re.match(r"\w+", piece)
    return rest is not None and _PRONOUNS.search(f"{word}-{rest[0]}") is not None
