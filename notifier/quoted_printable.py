"""Words in quoted-printable (RFC 2045, 6.7), with their slots left open: what many letters share is encoded once.

A value stands between two soft line breaks, so that what surrounds it needs no other encoding than alone.
"""

import html
import re
from binascii import b2a_qp
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.slots import CLOSE, OPEN

SLOT = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]+){CLOSE}")
#: Characters of a line, a soft break's `=` included.
LONGEST = 76
SOFT_BREAK = b"=\r\n"

#: Of one letter: the name of a slot → what fills it.
Values = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Blank:
    """Where the value of a slot goes; `rich`: into HTML, where it is escaped."""

    name: str
    rich: bool


Piece = bytes | Blank


def pieces_of(text: str, *, rich: bool) -> list[Piece]:
    """What is always the same, encoded, and what is not. Raises UnicodeError."""
    text = _lines_of(text)
    text = text if text.endswith("\n") else text + "\n"
    # Every second part is the name of a slot.
    parts = SLOT.split(text)
    found: list[Piece] = [encoded(parts[0])]
    for name, following in zip(parts[1::2], parts[2::2], strict=True):
        found += [SOFT_BREAK, Blank(name, rich), SOFT_BREAK + encoded(following)]
    return found


def filled(pieces: Sequence[Piece], values: Values) -> bytes:
    """Raises UnicodeError, and what `values` raises."""
    return b"".join([piece if isinstance(piece, bytes) else _value(piece, values) for piece in pieces])


def encoded(text: str) -> bytes:
    """Lines end with CRLF; the last one, when it is open, has room for a soft break. Raises UnicodeError."""
    # Not CRLF before: the standard library breaks lines as it finds the first of them broken.
    found = b2a_qp(_lines_of(text).encode())
    for blank in (b"=20\n", b"=09\n"):
        # Where a line ends with a space, it does not count what that takes.
        if blank in found:
            lines = found.splitlines(keepends=True)
            found = b"".join(
                line[:-4] + b"=\n" + blank if line.endswith(blank) and len(line) > LONGEST + 1 else line
                for line in lines
            )
    last = len(found) - found.rfind(b"\n") - 1
    if last >= LONGEST:
        at = len(found) - (3 if found[-3:-2] == b"=" else 1)
        found = found[:at] + b"=\n" + found[at:]
    return found.replace(b"\n", b"\r\n")


def _value(blank: Blank, values: Values) -> bytes:
    value = values(blank.name)
    return encoded(html.escape(value) if blank.rich else value)


def _lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
