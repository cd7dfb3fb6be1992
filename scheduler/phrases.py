"""A deadline phrase in Portuguese → its rule, how sure, and the reading adopted; or a refusal, never a guess."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lark.exceptions import UnexpectedInput, UnexpectedToken

from scheduler.phrasing.grammar import draft, last_strange_word, strange_words
from scheduler.phrasing.letters import Letters, joined_at_hyphens, normalised
from scheduler.phrasing.refusals import refused
from scheduler.phrasing.typos import mistyped
from scheduler.phrasing.words import MeaningError
from scheduler.plan.cpf import without_cpf
from scheduler.rule_wording import reading
from scheduler.rules import Rule, RuleError

_LONGEST = 400
_SHOWN = 80
#: An ordinal, or a nought that a scanner read as a letter: `3O dias`, `3o de junho`. Only the first of a month is
#: written as an ordinal, and days that are counted never are.
_ORDINAL_OR_NOUGHT = re.compile(
    r"\d+O(?!\w)|\d+o(?= +(?:dias|horas|semanas)\b)|(?<=\bdia )(?:[2-9]|\d\d)o(?!\w)"
    r"|\b(?:[2-9]|\d\d)o(?= +de +(?:jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez))"
)


class Confidence(StrEnum):
    """How sure a reading is; an assumed one waits for a person to confirm it."""

    CERTAIN = "certain"
    ASSUMED = "assumed"


class UnreadablePhrase(ValueError):
    """A phrase that says no deadline, or says two: a person must write it otherwise.

    `offset` is the place in the phrase, counted in characters from 0, where reading stopped. A CPF is masked.
    """

    def __init__(self, phrase: str, reason: str, offset: int) -> None:
        phrase = without_cpf(phrase)
        super().__init__(f"o prazo {phrase[:_SHOWN]!r} não foi entendido: {reason}")
        self.phrase = phrase
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a phrase; its sentence, typed as a phrase, is read as its rule for certain."""

    rule: Rule
    reading: str

    def __str__(self) -> str:
        return self.reading


@dataclass(frozen=True, slots=True)
class Reading:
    """How a phrase was read. An assumed one asks a person to choose among `alternatives`: every way to read it,
    the adopted one first; empty where the reading is certain."""

    phrase: str
    rule: Rule
    reading: str
    confidence: Confidence
    alternatives: tuple[Alternative, ...]


@lru_cache(maxsize=1024)
def read_phrase(phrase: str) -> Reading:
    """Read one deadline phrase; case, accents, doubled or hard spaces and a final full stop do not matter.

    Raises UnreadablePhrase, whose text is Portuguese and shown to people.
    """
    try:
        return _read(phrase, normalised(phrase))
    except UnreadablePhrase as refusal:
        mended = joined_at_hyphens(phrase)
        if mended is None:
            raise
        try:
            return _read(phrase, mended)
        except UnreadablePhrase:
            raise refusal from None


@lru_cache(maxsize=1024)
def is_deadline(text: str) -> bool:
    """Whether a text is a deadline and nothing else: no sentence that ends in one."""
    plain, _ = normalised(text)
    try:
        _refuse_known(plain)
        draft(plain, alone=True)
    except (UnexpectedInput, MeaningError, RuleError):
        return False
    return True


def _read(phrase: str, letters: Letters) -> Reading:
    text, places = letters
    if doubt := _ORDINAL_OR_NOUGHT.search(phrase):
        reason = f"'{doubt[0]}' termina em letra: pode ser {doubt[0][:-1]}º ou {doubt[0][:-1]}0; escreva qual"
        raise UnreadablePhrase(phrase, reason, doubt.start())
    try:
        _refuse_known(text)
        rules = draft(text).rules
        _refuse_mistyped(text)
    except UnexpectedInput as error:
        place = places[_place(error, text)]
        raise UnreadablePhrase(phrase, _reason(error, phrase[place:]), place) from error
    except MeaningError as error:
        raise UnreadablePhrase(phrase, error.reason, places[min(error.place, len(text))]) from error
    except RuleError as error:
        raise UnreadablePhrase(phrase, str(error), 0) from error
    readings = tuple(Alternative(rule, reading(rule)) for rule in rules)
    if len(readings) == 1:
        return Reading(phrase, rules[0], readings[0].reading, Confidence.CERTAIN, ())
    return Reading(phrase, rules[0], readings[0].reading, Confidence.ASSUMED, readings)


def _refuse_known(text: str) -> None:
    if not any(letter.isalnum() for letter in text):
        raise MeaningError("está vazio")
    if len(text) > _LONGEST:
        raise MeaningError(f"tem mais de {_LONGEST} letras", _LONGEST)
    if blame := refused(text):
        raise MeaningError(*blame)


def _refuse_mistyped(text: str) -> None:
    for word in strange_words(text):
        if meant := mistyped(word):
            raise MeaningError(f"'{word}' parece '{meant}'; escreva de novo", word.start_pos or 0)


def _place(error: UnexpectedInput, text: str) -> int:
    place: int | None = getattr(error, "pos_in_stream", None)
    return min(place, len(text)) if place is not None and place >= 0 else last_strange_word(text)


def _reason(error: UnexpectedInput, written: str) -> str:
    """`written` is the phrase from where reading stopped, as the person wrote it."""
    if not written.strip(" .;"):
        return "a frase termina antes de dizer o prazo"
    word = re.split(r"[\s,;]", written, maxsplit=1)[0]
    if meant := mistyped(normalised(word)[0]):
        return f"'{word}' parece '{meant}'; escreva de novo"
    if isinstance(error, UnexpectedToken) and error.token.type != "_WORD":
        return f"'{word}' não era esperado neste lugar"
    return f"a palavra '{word}' não é conhecida em prazos"
