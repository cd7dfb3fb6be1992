"""Portuguese numerals, already without accents and in lower case: `30 (trinta)`, `decimo quinto`, `iv`."""

import re


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_VALUES = {
    **_numbered("zero um dois tres quatro cinco seis sete oito nove", 0),
    **_numbered("dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove", 10),
    **_numbered("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10),
    **_numbered("cento duzentos trezentos quatrocentos quinhentos seiscentos", 100, 100),
    **_numbered("setecentos oitocentos novecentos", 700, 100),
    **_numbered("cem duzentas trezentas quatrocentas quinhentas", 100, 100),
    **_numbered("uma duas", 1),
    "hum": 1,
    "catorze": 14,
}
_ORDINALS = {
    **_numbered("primeir segund terceir quart quint sext setim oitav non decim", 1),
    **_numbered("vigesim trigesim", 20, 10),
}
_ROMAN = _numbered("i ii iii iv v vi", 1)
#: One whole numeral in words, for the grammar: its inner `e` never joins two rules.
WORDS = "(?:" + "|".join(sorted(_VALUES, key=len, reverse=True)) + ")"
#: One whole ordinal in words.
ORDINALS = "(?:" + "|".join(_ORDINALS) + ")[oa]"


class NumeralError(ValueError):
    """A numeral that says nothing, or whose digits and words say different things."""


def read_numeral(text: str) -> int:
    """The value of `30`, `1.000`, `trinta e um`, `30 (trinta)` or `trinta (30)`.

    Raises NumeralError when the words are no numeral, or when digits and words disagree.
    """
    first, _, second = text.strip().rstrip(")").partition("(")
    value = _read_side(first)
    if second and _read_side(second) != value:
        raise NumeralError(f"os algarismos e o extenso dizem números diferentes: {text.strip()}")
    return value


def read_ordinal(text: str) -> int:
    """The value of `15o`, `2a`, `quinto`, `decimo quinto`, `5o (quinto)` or `iv`.

    Raises NumeralError for anything else, and when digits and words disagree.
    """
    first, _, second = text.strip().rstrip(")").partition("(")
    value = _read_ordinal_side(first.strip())
    if second and _read_ordinal_side(second) != value:
        raise NumeralError(f"os algarismos e o extenso dizem números diferentes: {text.strip()}")
    return value


def _read_ordinal_side(text: str) -> int:
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    if text in _ROMAN:
        return _ROMAN[text]
    values = [_ORDINALS.get(word[:-1], 0) for word in text.split()]
    if 0 in values or not 1 <= len(values) <= 2 or (len(values) == 2 and not values[1] < 10 <= values[0]):
        raise NumeralError(f"o ordinal não foi entendido: {text}")
    return sum(values)


def _read_side(text: str) -> int:
    digits = text.strip().replace(".", "")
    return int(digits) if digits.isdecimal() else _read_words(text.strip())


def _read_words(text: str) -> int:
    """Hundreds, tens and units, each smaller than the place before it leaves open."""
    total, room, words = 0, 1000, re.sub(r"\be\b", " ", text).split()
    for word in words:
        value = _VALUES.get(word)
        if value is None or value >= room or (value == 0 and total):
            raise NumeralError(f"o número não foi entendido: {text}")
        total += value
        room = 100 if value >= 100 else 10 if value >= 20 else 0
    if words in ([], ["cento"]) or (words[0] == "cem" and total != 100):
        raise NumeralError(f"o número não foi entendido: {text}")
    return total
