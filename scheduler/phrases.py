"""A deadline phrase in Portuguese → its rule, how sure, and the reading adopted; or a refusal, never a guess.

The grammar is `phrases.lark`; `phrase_rules` gives its parts a meaning.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from scheduler.numerals import WORDS
from scheduler.phrase_rules import Meaning
from scheduler.phrase_words import Confidence, Draft, MeaningError
from scheduler.rules import Rule, RuleError
from scheduler.wording import reading

__all__ = ["Confidence", "Reading", "UnreadablePhrase", "read_phrase"]

_LONGEST = 400
_REFUSED = (
    (r"\ba (definir|combinar|ser definid\w+|acordar)\b", "o prazo ainda não foi definido; informe uma data"),
    (
        r"\b(oportunamente|sempre que possivel|em breve|periodicamente|a qualquer tempo|necess(ario|idade))\b",
        "a frase não diz quando; informe uma data",
    ),
    (r"\bou\b", "a frase dá mais de uma escolha ('ou'); escreva só a que vale"),
    (
        r"\b(conforme|segundo|de acordo com|observado) .*(calendario|cronograma)\b",
        "as datas estão em outro documento; informe-as, ou a periodicidade",
    ),
    (r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$", "escreva o ano com quatro algarismos"),
    (r"\bbianua(l|is|lmente)\b", "pode ser duas vezes por ano ou a cada dois anos; escreva qual"),
    (r"\bbimensa(l|is|lmente)\b", "pode ser duas vezes por mês ou a cada dois meses; escreva qual"),
    (r"\bquinzena(l|is|lmente)\b", "pode ser a cada 15 dias ou duas vezes por mês; escreva qual"),
    (r"\b(semana(l|is|lmente)|diari(o|a|amente))$", "periodicidade menor que um mês não é aceita"),
    (r"^se e quando \w+$", "é só a condição; falta o prazo a que ela se refere"),
    (
        r"\d+ ?(\([^)]*\) ?)?(dias?|mes|meses|anos?)( (uteis|corridos))?$",
        "não diz a partir de quando se conta; escreva, por exemplo, 'após o início da vigência'",
    ),
    (r"\b(apos|partir d[ae]|contar d[ae]) (a )?vigencia\b", "não diz se é o início ou o fim da vigência"),
)
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,6}})(?: ?\({WORDS}(?:(?: e)? {WORDS})*\))?"
_IN_WORDS = rf"{WORDS}(?:(?: e)? {WORDS})*(?: ?\(\d{{1,6}}\))?"
#: The one terminal that needs the table of numerals; the parser refuses any other bracket.
_NUMBER_TERMINAL = f"\nNUMBER.1: /(?:{_NUMBER}(?![\\w\\/.])|{_NUMBER}(?=h)|{_IN_WORDS}(?!\\w))/\n"


class UnreadablePhrase(ValueError):
    """A phrase that says no deadline, or says two: a person must write it otherwise.

    `offset` is the place in the phrase, counted in characters from 0, where reading stopped.
    """

    def __init__(self, phrase: str, reason: str, offset: int) -> None:
        super().__init__(f"o prazo {phrase!r} não foi entendido: {reason}")
        self.phrase = phrase
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Reading:
    """How a phrase was read: an assumed reading asks a person to confirm it among `alternatives`."""

    phrase: str
    rule: Rule
    reading: str
    confidence: Confidence
    alternatives: tuple[str, ...]


def read_phrase(phrase: str) -> Reading:
    """Read one deadline phrase; case, accents, doubled or hard spaces and a final full stop do not matter.

    Raises UnreadablePhrase, whose text is Portuguese and shown to people.
    """
    text, places = _normalised(phrase)
    _refuse_known(phrase, text, places)
    try:
        draft = _draft(text)
    except UnexpectedInput as error:
        place = _place(error, text)
        written = phrase[places[place] :]
        raise UnreadablePhrase(phrase, _reason(error, written), places[place]) from error
    except MeaningError as error:
        raise UnreadablePhrase(phrase, error.reason, places[min(error.place, len(text))]) from error
    except RuleError as error:
        raise UnreadablePhrase(phrase, str(error), 0) from error
    return Reading(phrase, draft.rule, reading(draft.rule), draft.confidence, draft.alternatives)


def _draft(text: str) -> Draft:
    tree = _parser().parse(text)
    try:
        return Meaning().transform(tree)
    except VisitError as error:
        raise error.orig_exc from error


@cache
def _parser() -> Lark:
    grammar = files("scheduler").joinpath("phrases.lark").read_text(encoding="utf-8")
    return Lark(grammar + _NUMBER_TERMINAL, parser="lalr", maybe_placeholders=False)


def _normalised(phrase: str) -> tuple[str, list[int]]:
    """The phrase in plain lower-case letters, and for each of them its place in the phrase as written."""
    letters: list[str] = []
    places: list[int] = []
    for place, written in enumerate(phrase):
        for letter in _plain(written):
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            places.append(place)
    text = "".join(letters).rstrip(" .;")
    return text, [*places[: len(text)], len(phrase)]


def _plain(written: str) -> str:
    if written.isspace():
        return " "
    if written in "*\"'“”‘’\u00ad\u200b\ufeff":
        return ""
    if written in "‐‑‒–—":
        return "-"
    if written == "°":  # typed for the ordinal sign
        return "o"
    decomposed = unicodedata.normalize("NFKD", written)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _refuse_known(phrase: str, text: str, places: list[int]) -> None:
    if not text:
        raise UnreadablePhrase(phrase, "está vazio", 0)
    if len(text) > _LONGEST:
        raise UnreadablePhrase(phrase[:80], f"tem mais de {_LONGEST} letras", _LONGEST)
    for pattern, reason in _REFUSED:
        if (found := re.search(pattern, text)) and not _is_whole_frequency(text, pattern):
            raise UnreadablePhrase(phrase, reason, places[found.start()])


def _is_whole_frequency(text: str, pattern: str) -> bool:
    """A bare span is refused for want of an origin, but `a cada 3 meses` or `Do mês 1…` needs none."""
    return pattern.startswith(r"\d+") and re.search(r"\bcada\b|vigencia|antecedencia|minim", text) is not None


def _place(error: UnexpectedInput, text: str) -> int:
    place = error.pos_in_stream
    if place is None or place < 0 or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return len(text)
    return min(place, len(text))


def _reason(error: UnexpectedInput, written: str) -> str:
    """`written` is the phrase from where reading stopped, as the person wrote it."""
    if not written.strip(" .;"):
        return "a frase termina antes de dizer o prazo"
    word = re.split(r"[\s,;]", written, maxsplit=1)[0]
    if isinstance(error, UnexpectedCharacters):
        return f"a palavra '{word}' não é conhecida em prazos"
    return f"'{word}' não era esperado neste lugar"
