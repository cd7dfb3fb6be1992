"""What a day is called: months, weekdays, small numbers, as patterns over plain words."""

import re
import unicodedata
from collections.abc import Collection

_MONTHS = "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"
_DAYS_OF_WEEK = "segunda terca quarta quinta sexta sabado domingo"
_SMALL = (
    "um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove vinte"
)
_ORDINALS = "primeiro segundo terceiro quarto quinto sexto setimo oitavo nono decimo"

MONTHS = {word: at for at, month in enumerate(_MONTHS.split(), start=1) for word in (month, month[:3])}
WEEKDAYS = {
    **{word: at for at, day in enumerate(_DAYS_OF_WEEK.split()) for word in (day, day[:3])},
    **{f"{number}a": number - 2 for number in range(2, 7)},
}
NUMBERS = {
    **{word: at for at, word in enumerate(_SMALL.split(), start=1)},
    **{f"vinte e {word}": 20 + at for at, word in enumerate(_SMALL.split()[:9], start=1)},
    "uma": 1,
    "duas": 2,
    "catorze": 14,
    "vinte e uma": 21,
    "vinte e duas": 22,
    "trinta": 30,
    "trinta e um": 31,
}
ORDINALS = {
    **{word: at for at, word in enumerate(_ORDINALS.split(), start=1)},
    **{f"{number}o": number for number in range(1, 24)},
}


def one_of(words: Collection[str]) -> str:
    """A pattern; the longest first, so that `vinte e um` is not read as `vinte`."""
    return "|".join(sorted(words, key=len, reverse=True))


WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})(?: feira)?"
MONTH = rf"(?P<month>{one_of(MONTHS)})"
COUNT = rf"(?P<count>\d{{1,3}}|{one_of(NUMBERS)})"
DAY = rf"(?P<day>\d{{1,2}}o?|primeiro|{one_of(NUMBERS)})"
YEAR = r"(?P<year>\d{4}|\d{2})"

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"°": "o", "½": " ½ "})
_KEPT = "/.:-"


def number_of(written: str) -> int:
    """The value of what COUNT or DAY matched."""
    return NUMBERS.get(written) or ORDINALS.get(written) or int(written.removesuffix("o"))


def plain_words(text: str) -> str:
    """Small letters without accents, single spaces; of the punctuation only what stands within dates and hours."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_HYPHENS)).casefold()
    kept = "".join(_kept(letter) for letter in decomposed)
    kept = re.sub(r"(?<=[a-z])-|-(?=[a-z])|(?<!\d)[.:]|[.:](?!\d)", " ", kept)
    kept = re.sub(r"(?<=\d)\s*/\s*(?=\w)", "/", kept)
    return " ".join(kept.split()).removeprefix("- ").rstrip(" -")


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in _KEPT or kind[0] in "LN":
        return letter
    # What joins letters unseen, and their accents, leave no gap.
    return "" if kind in ("Mn", "Cf") else " "
