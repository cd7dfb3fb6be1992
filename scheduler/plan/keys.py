"""The numbers that goals and axes go by in a plano de trabalho, however a partner writes them."""

import re
from dataclasses import dataclass

from scheduler.plan.letters import folded

_NAME = r"\s*(?i:(?:(?:sub-?)?meta|etapa|item|a[çc][ãa]o|atividade)s?\s*|m(?=\d))?(?i:n\s?[º°o.]{1,2}\s*)?"
_DOTTED = r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d/%]|\.\d)"
#: A number begins a row only before a gap, a dash, a capital or nothing: wrapped text may begin with "1.2 e".
_END = r"\s?[.)º°:]{0,2}(?:\s*[-–—]\s+| {2,}|\s*$|\s*(?=[A-ZÀ-Ý\"“(\[]))"
_GOAL = re.compile(_NAME + _DOTTED + _END)
_NEXT_GOAL = re.compile(_NAME + _DOTTED + r"[.)]?\s+(?!(?:e|ou|a|ate|até|do|da|de|dos|das)\b)(?=[a-zà-ý])")
_LOOSE_GOAL = re.compile(_NAME + r"\(?(\d{1,2}(?:(?:\s?\.\s?|,)\d{1,2}){1,3})\s?[.)º°:-]{0,2}\s*$")
_INTEGER = re.compile(_NAME + r"(\d{1,2})\s?[.)º°ª:-]?\s*$")
_LETTER = re.compile(r"\s*(?:(?P<dotted>\d{1,2}(?:\.\d{1,2})*)\.?\s?)?\(?(?P<letter>[a-z])\)\s*$")
_NUMBER = r"(?:\d|I{1,3}|I?V)"
_AXES = re.compile(
    rf"\s*(?i:eixos?\s*:?\s*)?({_NUMBER}(?:\s*[,;]\s*{_NUMBER})*\s*(?:\b[eE]\b|/|&|\+)\s*{_NUMBER})(?![\d/%.]|\w)"
    + _END
)
_LOOSE_AXES = re.compile(rf"\s*(?i:eixos?\s*:?\s*)?({_NUMBER}(?:\s*[,;aàeE/&+–-]\s*{_NUMBER})+)\s*[.)]?\s*$")
_PART_OF_AXES = re.compile(rf"\s*{_NUMBER}(?:\s*(?:[,;]|\b[eE]\b)\s*{_NUMBER})*\s*(?:[,;]|\b[eE]\b)?\s*$")
_LONGEST_AXES = 20  #: letters
_EVERY_AXIS = re.compile(
    r"(?:todos(?: os eixos)?|transversa(?:l|is)|comu(?:m|ns)|gera(?:l|is)|(?:eixos )?combinados?)$"
)
_AXIS = re.compile(
    r"\s*(?i:eixo\s*(?:tem[aá]tico\s*)?(?:n\s?[º°o.]{1,2}\s*)?)?(\d|[IVX]{1,4})(?:\s*[-–—:.)]|\s*$|\s+[A-ZÀ-Ý])"
)
_SECTION = re.compile(r"\s*(?:(?i:eixos?)\b|(\d)\s*[.)-]?\s*[-–:]?\s*(?:\t|$|(?=[A-ZÀ-Ý])))")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a goal at the beginning of a cell, and the words after it."""

    key: str  #: "" for a combined goal, which has only axes
    axis: str
    rest: str = ""


def mark_in(text: str, *, after: str = "") -> Mark | None:
    """The number that makes this text the beginning of a goal; `after` is the goal before it.

    The number that comes next may stand before a small letter as well.
    """
    if goal := _GOAL.match(text):
        return _goal(goal[1], text[goal.end() :])
    if (goal := _NEXT_GOAL.match(text)) and _follows(_key(goal[1]), after):
        return _goal(goal[1], text[goal.end() :])
    if axes := _AXES.match(text):
        return Mark("", _axes(axes[1]), text[axes.end() :])
    return None


def mark_alone(text: str) -> Mark | None:
    """The number of a goal that is a whole cell: it may be typed with less care, or be a plain one."""
    if mark := mark_in(text):
        return mark
    if goal := _LOOSE_GOAL.match(text):
        return _goal(goal[1], "")
    if integer := _INTEGER.match(text):
        return Mark(_key(integer[1]), "")
    if (axes := _LOOSE_AXES.match(text)) and _are_several(axes[1]):
        return Mark("", _axes(axes[1]))
    return Mark("", " ".join(text.split())) if _EVERY_AXIS.match(folded(text)) else None


def are_axes_cut(text: str, following: str) -> bool:
    """Whether a text (`1`, `1 e`) begins combined axes with which the next cell (`e 3`, `3`) goes on."""
    whole = f"{text} {following}"
    if len(whole) > _LONGEST_AXES or not (_PART_OF_AXES.match(text) and _PART_OF_AXES.match(whole)):
        return False
    return not text.strip()[-1].isdigit() or not following.strip()[0].isdigit()


def _are_several(axes: str) -> bool:
    numbers = re.findall(_NUMBER, axes)
    return len(set(numbers)) == len(numbers)


def letter_alone(text: str, *, after: str) -> str | None:
    """The key of a sub-goal lettered `a)`, under the goal before it."""
    if not (found := _LETTER.match(text)):
        return None
    stem = _key(found["dotted"]) if found["dotted"] else re.sub(r"\.[A-Z]$", "", after)
    return f"{stem}.{found['letter'].upper()}" if stem else None


def axis_in(text: str) -> str:
    """The axis that a heading, or a cell of the column of axes, speaks of."""
    if found := _AXES.match(text) or _LOOSE_AXES.match(text) or _AXIS.match(text):
        return _axes(found[1])
    return ""


def is_section(text: str) -> bool:
    """Whether a line may be the title of an axis: `2 Capacitação`, `Eixos combinados`."""
    return _SECTION.match(text) is not None


def _axes(written: str) -> str:
    """As small letters have it: `1 e 3`, of `1 E 3`."""
    return " ".join(written.split()).replace("E", "e")


def _goal(written: str, rest: str) -> Mark:
    key = _key(written)
    return Mark(key, key.partition(".")[0], rest)


def _key(written: str) -> str:
    parts = re.findall(r"\d+", written)
    return ".".join(str(int(part)) for part in parts)


def _follows(key: str, before: str) -> bool:
    """Whether a number comes next: 1.3, 2.1 and 1.2.1 after 1.2."""
    if not before:
        return key == "1.1"
    numbers = [int(part) for part in before.split(".") if part.isdecimal()]
    nexts = [[*numbers[:at], number + 1, *[1] * (len(numbers) - at - 1)] for at, number in enumerate(numbers)]
    return key in {".".join(map(str, one)) for one in [*nexts, [*numbers, 1]]}
