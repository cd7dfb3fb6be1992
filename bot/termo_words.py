"""Termos de adesão as a person writes them: one a line, the name of the institution; its CNPJ; the day of the last
signature.
"""

from dataclasses import dataclass
from datetime import date, datetime

from validate_docbr import CNPJ

#: Longest name kept, in characters.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Termo:
    name: str
    #: As it is written: `12.ABC.345/01DE-35`.
    cnpj: str
    signed: date


class UnreadableTermo(ValueError):
    """A line says something else; `key` names the text that says so."""

    def __init__(self, key: str, line: int, text: str) -> None:
        super().__init__(key)
        self.key, self.line, self.text = key, line, text


def read_termos(text: str, *, today: date) -> list[Termo]:
    """Every line, or none.

    Raises:
        UnreadableTermo: the first line that cannot be read.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return [_read(number, line, today) for number, line in lines if line]


def _read(number: int, line: str, today: date) -> Termo:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3 or not parts[0] or len(parts[0]) > LONGEST:
        raise UnreadableTermo("adhesions_unreadable", number, line[:100])
    name, cnpj, day = parts
    bare = "".join(letter for letter in cnpj if letter.isalnum()).upper()
    if not CNPJ().validate(bare):
        raise UnreadableTermo("adhesions_cnpj", number, cnpj[:40])
    signed = _day(day)
    if signed is None or signed > today:
        raise UnreadableTermo("adhesions_day", number, day[:40])
    return Termo(name, f"{bare[:2]}.{bare[2:5]}.{bare[5:8]}/{bare[8:12]}-{bare[12:]}", signed)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
