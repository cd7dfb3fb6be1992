"""What an amendment (termo aditivo) changes: two readings of a plan, compared goal by goal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from scheduler.plan.goals import PlanGoal
from scheduler.plan.letters import folded

_ALIKE = 0.6  #: how much of their words two versions of a goal without number have in common


class Part(StrEnum):
    """What of a goal an amendment may change."""

    KEY = "key"
    AXIS = "axis"
    TEXT = "text"
    DEADLINE = "deadline"
    RESPONSIBLE = "responsible"
    SECOND_LAYER = "second_layer"


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal that is in both plans; `parts` are those that differ, never none."""

    before: PlanGoal
    after: PlanGoal
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Each in the order of the plan that has it; changes in the order of the new one."""

    added: tuple[PlanGoal, ...]
    removed: tuple[PlanGoal, ...]
    changed: tuple[GoalChange, ...]
    #: The others: (before, after), of which at most an internal key differs.
    same: tuple[tuple[PlanGoal, PlanGoal], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def plan_changes(before: Sequence[PlanGoal], after: Sequence[PlanGoal]) -> PlanChanges:
    """Compare two versions of a plan; spaces, capitals, accents and full stops change nothing.

    A goal is the same one where its words are, whatever its number; else where its number is. Goals that combine
    axes have only an internal key, so theirs does not count: the most alike are the same.
    """
    was = _partners(before, after)
    kept = {old.key for old in was.values()}
    changes = [
        GoalChange(was[new.key], new, _different(was[new.key], new)) for new in after if new.key in was
    ]
    return PlanChanges(
        added=tuple(goal for goal in after if goal.key not in was),
        removed=tuple(goal for goal in before if goal.key not in kept),
        changed=tuple(change for change in changes if change.parts),
        same=tuple((change.before, change.after) for change in changes if not change.parts),
    )


def _partners(before: Iterable[PlanGoal], after: Iterable[PlanGoal]) -> dict[str, PlanGoal]:
    """By the key of each goal of the new plan, the same goal in the old one; found by ever weaker signs."""
    old, new = {goal.key: goal for goal in before}, {goal.key: goal for goal in after}
    found: dict[str, PlanGoal] = {}
    for is_same in (_is_unchanged, _has_the_same_words, _has_the_same_number, _is_alike):
        for goal in [goal for key, goal in new.items() if key not in found]:
            candidates = [one for one in old.values() if is_same(one, goal)]
            if candidates:
                found[goal.key] = old.pop(max(candidates, key=lambda one: _likeness(one, goal)).key)
    return found


def _is_unchanged(old: PlanGoal, new: PlanGoal) -> bool:
    return old.key == new.key and _plain(old.text) == _plain(new.text)


def _has_the_same_words(old: PlanGoal, new: PlanGoal) -> bool:
    return _plain(old.text) == _plain(new.text)


def _has_the_same_number(old: PlanGoal, new: PlanGoal) -> bool:
    return old.key == new.key and old.key[0].isdecimal()


def _is_alike(old: PlanGoal, new: PlanGoal) -> bool:
    if old.key[0].isdecimal() or new.key[0].isdecimal():
        return False
    return _likeness(old, new) >= _ALIKE


def _likeness(old: PlanGoal, new: PlanGoal) -> float:
    return SequenceMatcher(None, _plain(old.text), _plain(new.text), autojunk=False).ratio()


def _different(old: PlanGoal, new: PlanGoal) -> frozenset[Part]:
    said = {
        Part.KEY: (_number(old), _number(new)),
        Part.AXIS: (old.axis, new.axis),
        Part.TEXT: (_plain(old.text), _plain(new.text)),
        Part.DEADLINE: (_plain(old.deadline), _plain(new.deadline)),
        Part.RESPONSIBLE: (set(old.responsible), set(new.responsible)),
        Part.SECOND_LAYER: (old.second_layer, new.second_layer),
    }
    return frozenset(part for part, (was, is_now) in said.items() if was != is_now)


def _number(goal: PlanGoal) -> str:
    """The goal's own; an internal key is none."""
    return goal.key if goal.key[0].isdecimal() else ""


def _plain(text: str) -> str:
    return folded(text).rstrip(" .;")
