"""A CPF is never taken by chat: a valid one is masked, at equal length, before anything is stored."""

import re
from typing import Any

from validate_docbr import CPF

#: Eleven digits, written bare or as 000.000.000-00, with any of the usual separators.
SHAPE = re.compile(r"(?<![\d*])\d{3}[. ]?\d{3}[. ]?\d{3}[-. /]?\d{2}(?![\d*])")
MASKED = re.compile(r"(?<!\*)\*{3}[. ]?\*{3}[. ]?\*{3}[-. /]?\*{2}(?!\*)")


def mask_text(text: str) -> str:
    """Digits of every valid CPF become `*`: entity offsets of the message stay true."""
    return SHAPE.sub(lambda found: _masked(found.group()), text)


def mask_update(value: Any) -> Any:
    """The same for every string of an update (text, caption, file name), however deep."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, list):
        return [mask_update(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_update(item) for key, item in value.items()}
    return value


def has_masked_cpf(text: str) -> bool:
    return MASKED.search(text) is not None


def _masked(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return re.sub(r"\d", "*", number) if CPF().validate(digits) else number
