"""`[reminders] steps`: which days around a date are told, where the operator wants others than the plan's."""

import re
from collections.abc import Mapping, Sequence

from scheduler.ladder import Ladder, Ladders, climbing

_GOAL = re.compile(r"default|[1-9]\.\d{1,2}|C\d{1,2}")
#: The least number of days of each key.
_LEAST = {"before": 0, "after": 1, "escalate": 1}
_MOST = 365


def are_steps(value: object) -> object:
    """Raises ValueError with what is wrong and where, as configuration.py shows it."""
    if not isinstance(value, dict):
        raise ValueError('must be a table, as { "2.1" = { before = [30, 0], after = [1], escalate = [20] } }')
    for goal, days in value.items():
        if not _GOAL.fullmatch(str(goal)):
            raise ValueError(f'has no goal "{goal}": write "default", "2.1" or "C4"')
        if not isinstance(days, dict) or not days:
            raise ValueError(f'"{goal}" must be a table of before, after and escalate')
        for key, listed in days.items():
            _check(f'"{goal}"', str(key), listed)
    return value


def _check(goal: str, key: str, listed: object) -> None:
    if key not in _LEAST:
        raise ValueError(f"{goal} has no key {key}: it has before, after and escalate")
    least = _LEAST[key]
    whole = isinstance(listed, list) and all(type(day) is int and least <= day <= _MOST for day in listed)
    if not whole:
        raise ValueError(f"{goal} {key} must be a list of whole days from {least} to {_MOST}")


def ladders_of(steps: Mapping[str, Mapping[str, Sequence[int]]]) -> Ladders:
    """The ladders of the plan with the operator's over them; days that are not given stay the plan's.

    Raises:
        ValueError: days that make no ladder; the message names the goal.
    """
    known = Ladders()
    default = _ladder("default", steps.get("default", {}), known.default)
    by_goal = {
        goal: _ladder(goal, days, known.by_goal.get(goal, default))
        for goal, days in steps.items()
        if goal != "default"
    }
    return Ladders({**known.by_goal, **by_goal}, default)


def _ladder(goal: str, days: Mapping[str, Sequence[int]], known: Ladder) -> Ladder:
    before, after = (
        tuple(days.get("before", known.before)),
        tuple(sorted(days.get("after", known.after))),
    )
    escalate = days.get("escalate")
    if escalate is None:
        escalate = climbing(before, after).escalate if "after" in days else known.escalate
    try:
        return Ladder(before, after, tuple(escalate))
    except ValueError as error:
        raise ValueError(f'steps "{goal}": {error}') from None
