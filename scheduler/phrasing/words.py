"""What the parts of a deadline phrase become, and why some are refused."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from lark import Token

from scheduler.phrasing.numerals import NumeralError, read_numeral, read_ordinal
from scheduler.recurring_rules import CIVIL_MONTHS
from scheduler.rules import Basis, Compound, Rule, SimpleRule, Turn, parts_of

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"], start=1
    )
}
#: Stems of periods and frequencies, in months: `trimestre`, `trimestralmente`.
_LENGTHS = {
    "men": 1,
    "mes": 1,
    "bim": 2,
    "tri": 3,
    "quad": 4,
    "sem": 6,
    "anu": 12,
    "ano": 12,
    "bie": 24,
    "trie": 36,
    "quadrie": 48,
    "quinqu": 60,
    "dece": 120,
}
#: More readings than a person would choose among.
_MOST_READINGS = 12


class MeaningError(ValueError):
    """Words that the grammar knows and that together say nothing; `place` counts in the normalised phrase."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Draft:
    """The ways to read a phrase, all different, the one to adopt first; a single one is certain."""

    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, *rules: Rule) -> "Draft":
        return cls(tuple(dict.fromkeys(rules)))

    def each(self, change: Callable[[Rule], Rule]) -> "Draft":
        return Draft.of(*map(change, self.rules))


@dataclass(frozen=True, slots=True)
class Length:
    """A length in months and from where it is counted; None where the phrase does not say."""

    months: int
    basis: Basis | None = None
    place: int = 0  #: where its words end in the normalised phrase
    is_counted: bool = False  #: said as a number of months or years, not as the name of a period


@dataclass(frozen=True, slots=True)
class Which:
    """Which days of a month: 31 is the last one of any; of business days only one, None being the last."""

    days: tuple[int, ...] = ()
    nth: int | None = None

    @property
    def is_business(self) -> bool:
        return not self.days


@dataclass(frozen=True, slots=True)
class YearDays:
    """A day of the year, or several days that end there; `kind` keeps days apart from months and periods."""

    kind: str
    first: tuple[int, int]  #: month and day
    last: tuple[int, int]
    is_end: bool = False  #: the last day of its month, whichever the year


def joined(parts: Sequence[Draft]) -> Draft:
    """Every rule of each part at once."""
    combined = [_compound(chosen) for chosen in product(*(part.rules for part in parts))]
    if len(combined) > _MOST_READINGS:
        raise MeaningError("a frase pode ser lida de modos demais; separe os prazos")
    return Draft.of(*combined)


def compound(rules: Iterable[SimpleRule]) -> Rule:
    """The rules at once; the same rule said twice is said once."""
    parts = tuple(dict.fromkeys(rules))
    return parts[0] if len(parts) == 1 else Compound(parts)


def _compound(rules: Iterable[Rule]) -> Rule:
    return compound(part for rule in rules for part in parts_of(rule))


def months_of(word: str) -> int:
    """How many months a period or frequency spans, from its first letters."""
    stem = max(stem for stem in _LENGTHS if word.startswith(stem))  # of two, the longer one comes last
    return _LENGTHS[stem]


def is_civil(months: int) -> bool:
    """Whether some civil period is so long."""
    return months % 12 == 0 or months in CIVIL_MONTHS


def turn_of(months: int) -> Turn:
    """The civil period of so many months."""
    for turn in Turn:
        if turn.months == months:
            return turn
    raise MeaningError("não há período civil com essa duração")


def number(written: Token) -> int:
    """A numeral, refused at its place when its digits and words disagree."""
    try:
        return read_numeral(written)
    except NumeralError as error:
        raise MeaningError(str(error), place_of(written)) from error


def ordinal(written: Token) -> int:
    try:
        return read_ordinal(written)
    except NumeralError as error:
        raise MeaningError(str(error), place_of(written)) from error


def same_number(first: int, second: int) -> int:
    """The number of `de três em três`."""
    if first != second:
        raise MeaningError("a frase dá dois intervalos diferentes")
    return first


def place_of(word: Token) -> int:
    return word.start_pos or 0


def month_number(word: str) -> int:
    """The month of a name without accents, whole or cut: `marco`, `mar`."""
    return _MONTHS[word[:3]]


def last_day(month: int, year: int = 2028) -> int:
    """Of a month; without a year, as if it were a leap one."""
    return monthrange(year, month)[1]


def existing(year: int, month: int, day: int, place: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise MeaningError(f"o dia {day:02d}/{month:02d}/{year} não existe", place) from error


def date_of(written: Token) -> date:
    """`2026-12-31`, or `31/12/2026` with a stroke, dot or hyphen."""
    first, second, third = (int(part.rstrip("o")) for part in re.split(r"[/.-]", written))
    year, month, day = (first, second, third) if first > 999 else (third, second, first)
    return existing(year, month, day, place_of(written))
