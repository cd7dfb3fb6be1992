"""The goals of a plan as `elo plan read` shows them: who owes each, and how its deadline was read."""

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from elo.cli.printing import say, tell

if TYPE_CHECKING:
    from scheduler.phrases import Reading
    from scheduler.plan_document import PlanDocument, PlanGoal

_WIDTH = 96
_MARGIN = " " * 5


def tell_goals(document: "PlanDocument") -> None:
    """Every goal, then how many of their deadlines wait for a person."""
    from scheduler.phrases import Confidence, UnreadablePhrase, read_phrase

    assumed = unreadable = 0
    for goal in document.goals:
        tell(f"{goal.key}  axis {goal.axis or 'none'}  {_owed_by(goal)}  (line {goal.line})")
        _tell_wrapped(goal.text)
        tell(f"{_MARGIN}deadline: {goal.deadline}")
        try:
            reading = read_phrase(goal.deadline)
        except UnreadablePhrase as refusal:
            unreadable += 1
            _tell_wrapped(f"not read: {refusal.reason}")
            continue
        assumed += reading.confidence is Confidence.ASSUMED
        for words in _in_words(reading):
            _tell_wrapped(words)
    certain = len(document.goals) - assumed - unreadable
    say(
        f"{len(document.goals)} goals; deadlines: {certain} certain, {assumed} assumed, {unreadable} not read"
    )


def _owed_by(goal: "PlanGoal") -> str:
    from scheduler.plan_document import Party

    owes = " and ".join(goal.responsible)
    if not goal.second_layer:
        return owes
    return f"{owes}; second layer {'too' if Party.PARTNER in goal.responsible else 'contributes'}"


def _in_words(reading: "Reading") -> Iterator[str]:
    yield f"{reading.confidence}: {reading.reading}"
    yield from (f"    or: {other}" for other in reading.alternatives[1:])


def _tell_wrapped(text: str) -> None:
    indent = _MARGIN + " " * (len(text) - len(text.lstrip()))
    for line in wrap(text.lstrip(), _WIDTH, initial_indent=indent, subsequent_indent=indent):
        tell(line)
