"""The words of deadline phrases, and what each stands for or why it is refused."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lark import Token

from scheduler.numerals import NumeralError, read_numeral, read_ordinal
from scheduler.rules import Anchor, Cycle, EventKind, Origin, Quantity, Rule

_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("janeiro", "fevereiro", "marco", "abril", "maio", "junho"),
            *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
        ),
        start=1,
    )
}
#: The first letters tell every period and frequency: `trimestre`, `trimestralmente`.
_PERIODS = {"men": 1, "bim": 2, "tri": 3, "qua": 4, "sem": 6, "anu": 12, "bie": 24, "trie": 36}
_LONG_CIVIL = {24: "bienal civil", 36: "trienal civil"}
_PERIOD_WORDS = {1: "mês", 2: "bimestre", 3: "trimestre", 4: "quadrimestre", 6: "semestre", 12: "ano"}
_EVENTS = {
    "conhecimento": EventKind.KNOWLEDGE,
    "ciencia": EventKind.KNOWLEDGE,
    "adimplemento": EventKind.PAYMENT,
    "pagamento": EventKind.PAYMENT,
    "recebimento": EventKind.RECEIPT,
    "notificacao": EventKind.NOTICE,
    "pedido": EventKind.REQUEST,
    "solicitacao": EventKind.REQUEST,
    "reuniao": EventKind.CONVOCATION,
    "evento": EventKind.OCCURRENCE,
    "ocorrencia": EventKind.OCCURRENCE,
    "alteracao": EventKind.COURSE_CHANGE,
    "alteracoes": EventKind.COURSE_CHANGE,
}


class Confidence(StrEnum):
    """How sure a reading is; an assumed one waits for a person to confirm it."""

    CERTAIN = "certain"
    ASSUMED = "assumed"


class MeaningError(ValueError):
    """Words that the grammar knows and that together say nothing; `place` counts in the normalised phrase."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule and, where it was assumed, the ways in which the same words can be read."""

    rule: Rule
    alternatives: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        return Confidence.ASSUMED if self.alternatives else Confidence.CERTAIN


def origin_in(words: Iterable[Token | Origin]) -> Origin:
    return next(word for word in words if isinstance(word, Anchor | EventKind))


def assumed_cycle(months: int, quantity: Quantity | None = None) -> Draft:
    return Draft(Cycle(months, quantity=quantity), _cycle_readings(months))


def cycle_from(months: int, origin: Origin) -> Draft:
    if origin is not Anchor.STARTS:
        raise MeaningError("um ciclo só se conta do início da vigência ou do período civil")
    return Draft(Cycle(months))


def _cycle_readings(months: int) -> tuple[str, ...]:
    """The ways to read a bare frequency. The first words of each can be written as the phrase itself."""
    word = period_word(months)
    span = "mês" if months == 1 else f"{months} meses"
    adopted = f"a cada {span} a partir do início da vigência (leitura adotada)"
    if months not in _PERIOD_WORDS and months not in _LONG_CIVIL:
        return (adopted, f"a cada {span}, sempre no primeiro dia do mês")
    civil = _LONG_CIVIL.get(months, f"a cada {word} civil")
    return (civil, adopted, "uma vez, em cada aniversário da vigência") if months == 12 else (civil, adopted)


def period_word(months: int) -> str:
    return _PERIOD_WORDS.get(months, f"{months} meses")


def period(word: Token) -> int:
    return _PERIODS.get(word[:4]) or _PERIODS[word[:3]]


def ordinal(word: Token) -> int:
    try:
        return read_ordinal(word)
    except NumeralError as error:
        raise MeaningError(str(error), word.start_pos or 0) from error


def date_parts(written: str) -> tuple[int, int, int]:
    """Year, month and day of `2026-12-31`, or of `31/12/2026` with a stroke, dot or hyphen."""
    first, second, third = (int(part) for part in re.split(r"[/.-]", written))
    return (first, second, third) if first > 31 else (third, second, first)


def existing(year: int, month: int, day: int, place: int | None) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise MeaningError(f"o dia {day:02d}/{month:02d}/{year} não existe", place or 0) from error


def month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_number(word: str) -> int:
    """The month of a name without accents: `marco` is 3."""
    return _MONTHS[word]


def token(kind: str, parts: Iterable[object]) -> Token | None:
    """The first token of a kind among the parts of a rule; None when the phrase left it out."""
    return next((part for part in parts if isinstance(part, Token) and part.type == kind), None)


def event(word: Token) -> EventKind:
    """The kind of event a noun names; only its first word counts."""
    return _EVENTS[word.split()[0]]


def number(written: Token) -> int:
    """A numeral, refused at its place when its digits and words disagree."""
    try:
        return read_numeral(written)
    except NumeralError as error:
        raise MeaningError(str(error), written.start_pos or 0) from error
