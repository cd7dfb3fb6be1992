"""A phrase in plain letters: lower case, no accents, single spaces; and where each letter was written."""

import re
import unicodedata

Letters = tuple[str, list[int]]

_DROPPED = frozenset("*\"'“”‘’`´\u00ad\u200b\u200c\u200d\u2060\ufeff")
_HYPHENS = frozenset("‐‑‒–—−")
#: A word cut at the end of a line: `vigên-` and `cia` on the next.
_CUT = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s*\n\s*(?=[^\W\d_])")
#: The same, where the line end has already become a space.
_CUT_BEFORE = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad] (?=[^\W\d_])")


def normalised(phrase: str) -> Letters:
    """The plain letters, and for each of them its place in the phrase; one more place for the end."""
    return _normalised(phrase, _cuts(phrase, _CUT))


def joined_at_hyphens(phrase: str) -> Letters | None:
    """As `normalised`, once words are joined that a line end may have cut; None where there is none."""
    cuts = _cuts(phrase, _CUT_BEFORE)
    return _normalised(phrase, cuts | _cuts(phrase, _CUT)) if cuts else None


def _cuts(phrase: str, cut: re.Pattern[str]) -> set[int]:
    return {place for found in cut.finditer(phrase) for place in range(found.start(), found.end())}


def _normalised(phrase: str, left_out: set[int]) -> Letters:
    letters: list[str] = []
    places: list[int] = []
    for place, written in enumerate(phrase):
        for letter in "" if place in left_out else _plain(written):
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            places.append(place)
    text = "".join(letters).rstrip(" .;")
    return text, [*places[: len(text)], len(phrase)]


def _plain(written: str) -> str:
    if written.isspace():
        return " "
    if written in _DROPPED:
        return ""
    if written in _HYPHENS:
        return "-"
    if written == "°":  # typed for the ordinal sign
        return "o"
    if unicodedata.category(written) == "No":  # the mark of a footnote is no digit of the number before it
        return written
    decomposed = unicodedata.normalize("NFKD", written)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
