"""CPFs in a plano de trabalho: found however they are typed, so that none is ever kept (LGPD)."""

import re

from validate_docbr import CPF

#: Written as a CPF is, whatever its check digits: a mistyped one is still somebody's.
_POINTED = r"(?P<pointed>\d{3}\s?\.\s?\d{3}\s?\.\s?\d{3}\s?[-‐‑–—/]\s?\d{2})"
#: Eleven digits with fewer signs: a telephone or a protocol has eleven as well, so they have to check.
_BARE = r"\d{3}[.\s]?\d{3}[.\s]?\d{3}[-‐‑–—/.\s]?\d{2}"
#: What follows the word itself, with a leading zero or two lost by a spreadsheet.
_NAMED = r"(?P<named>(?<=[Cc][Pp][Ff])(?:/MF)?[^\w\n]{0,3}(?:n[ºo°.]{0,2}[^\w\n]{0,3})?(?:\d[.\s-]?){8,10}\d)"
_SHAPE = re.compile(rf"(?:(?<!\d)(?<!\d[./-])(?:{_POINTED}|{_BARE})|{_NAMED})(?![\d/]|[-.]\d)")
_DIGIT = re.compile(r"\d")


def has_cpf(text: str) -> bool:
    return any(_is_cpf(found) for found in _SHAPE.finditer(text))


def without_cpf(text: str) -> str:
    """The text with each digit of a CPF as `*`."""
    return _SHAPE.sub(lambda found: _DIGIT.sub("*", found[0]) if _is_cpf(found) else found[0], text)


def _is_cpf(found: re.Match[str]) -> bool:
    if found["pointed"] or found["named"]:
        return True
    return bool(CPF().validate("".join(str(int(digit)) for digit in _DIGIT.findall(found[0]))))
