"""A phrase in plain letters → its draft: `phrases.lark` takes it apart, `phrase_rules` says what that means.

Where a phrase can be taken apart in several ways, those count that make one thing of most of its words.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import VisitError
from lark.visitors import CollapseAmbiguities

from scheduler.phrasing.numerals import WORDS
from scheduler.phrasing.rules import Meaning
from scheduler.phrasing.words import Draft, MeaningError
from scheduler.rules import RuleError

#: A phrase with more places that can be taken apart in several ways says nothing.
_MOST_DOUBTS = 6
_DIGITS, _WORDS = r"(?:\d{1,3}(?:\.\d{3})+|\d{1,6})", rf"{WORDS}(?:(?: e)? {WORDS})*"
_SAID_AGAIN = rf" ?\( ?(?:{_WORDS}|\d{{1,6}}) ?\)"
_NUMBER = rf"{_DIGITS}(?:{_SAID_AGAIN})?"
_IN_WORDS = rf"{_WORDS}(?: ?\( ?\d{{1,6}} ?\))?"
#: With nothing between it and the next word: `15(quinze)dias`.
_JOINED = rf"(?:{_DIGITS}{_SAID_AGAIN}|{_WORDS} ?\( ?\d{{1,6}} ?\))(?=[^\W\d_])"
#: The one terminal that needs the table of numerals.
_NUMBER_TERMINAL = rf"NUMBER.5: /{_JOINED}|{_NUMBER}(?=(?:h|hs|hrs|x)~)|{_NUMBER}(?!\w|\/\d)|{_IN_WORDS}~/"
_END_OF_WORD = r"(?!\w)"


def draft(text: str, *, alone: bool = False) -> Draft:
    """What a phrase in plain letters says; `alone`, only if nothing but a noun stands before the deadline.

    Raises:
        UnexpectedInput: it is no deadline; Lark says where it stopped being one.
        MeaningError, RuleError: its words are known, and together say nothing, or two things.
    """
    trees = _trees(text, "bare" if alone else "start")
    least = min(map(_left_over, trees))
    found: set[Draft] = set()
    refusals: list[MeaningError | RuleError] = []
    for tree in trees:
        if _left_over(tree) == least:
            try:
                found.add(_meaning(tree))
            except (MeaningError, RuleError) as error:
                refusals.append(error)
    if not found:
        raise refusals[0]
    if len(found) > 1:
        raise MeaningError("a frase pode ser lida de mais de um modo; escreva um prazo só")
    return found.pop()


def strange_words(text: str) -> Iterator[Token]:
    """The words of a phrase that are not in the vocabulary; a phrase that was read passed them over."""
    return (word for word in _parser().lex(text) if word.type == "_WORD")


def last_strange_word(text: str) -> int:
    """Where the words nobody knows begin that end a phrase; its length, where it ends in others."""
    place = len(text)
    for word in _parser().lex(text):
        if word.type != "_WORD":
            place = len(text)
        elif place == len(text):
            place = word.start_pos or 0
    return place


def _trees(text: str, start: str) -> list[Tree[Token]]:
    tree = _parser().parse(text, start)
    if sum(1 for _ in tree.find_data("_ambig")) > _MOST_DOUBTS:
        raise MeaningError("a frase pode ser lida de modos demais; separe os prazos")
    found: list[Tree[Token]] = CollapseAmbiguities().transform(tree)
    return found


def _left_over(tree: Tree[Token]) -> tuple[int, int]:
    """How many clauses a tree needs, and how many letters before them it makes nothing of."""
    leads = (lead.meta.end_pos - lead.meta.start_pos for lead in tree.find_data("lead"))
    return sum(1 for _ in tree.find_data("clause")), sum(leads)


def _meaning(tree: Tree[Token]) -> Draft:
    try:
        return Meaning().transform(tree)
    except VisitError as error:
        raise error.orig_exc from error


@cache
def _parser() -> Lark:
    grammar = files("scheduler").joinpath("phrases.lark").read_text(encoding="utf-8")
    words = files("scheduler").joinpath("phrasing/words.lark").read_text(encoding="utf-8")
    vocabulary = f"{words}\n{_NUMBER_TERMINAL}\n".replace("~", _END_OF_WORD)
    return Lark(
        f"{grammar}\n{vocabulary}",
        start=["start", "bare"],
        parser="earley",
        lexer="basic",
        ambiguity="explicit",
        propagate_positions=True,
        maybe_placeholders=False,
    )
