"""Goals that no plan has and every agreement gets from us: the semester's check-in, and the end of the vigência.

A check-in is one question about all that is owed all the time: nobody is ever late by it. A tool of acts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from db.instruments import Instrument
from db.plans import Goal, GoalInForce, GoalKind, goals_in_force, put_goals
from rede.desk import Desk
from scheduler.deadlines import Basis, Cycle, Rule, TermEnd, has_due_dates, rule_from_json, rule_to_json
from scheduler.phrases import Confidence
from scheduler.plan_document import Party

CHECK_IN, TERM_END = "semestre", "vigência"
#: Callback data of the buttons under a reminder, before the obligation's number (bot/check_in.py reads them).
NOTHING_BUTTON, TELL_BUTTON = "nothing:", "tell:"
#: Nobody is asked what was done in less time than this.
SETTLING_IN = timedelta(days=60)

_RULES: dict[GoalKind, Rule] = {
    GoalKind.CHECK_IN: Cycle(6, Basis.CIVIL),
    GoalKind.TERM_END: TermEnd(),
}
_KEYS = {GoalKind.CHECK_IN: CHECK_IN, GoalKind.TERM_END: TERM_END}
_PHRASES = {GoalKind.CHECK_IN: "Semestral", GoalKind.TERM_END: "Fim da vigência"}
_TEXTS = {GoalKind.CHECK_IN: "check_in_goal", GoalKind.TERM_END: "term_end_goal"}


async def goals_with_own(desk: Desk, instrument: Instrument) -> Sequence[GoalInForce]:
    """The goals of every version of the plan, and ours, which are made where they are missing."""
    goals = await goals_in_force(desk.session, instrument.id)
    _follow_readings(goals)
    missing = list(_missing(desk, instrument, goals))
    if not missing:
        return goals
    await put_goals(desk.session, missing)
    return await goals_in_force(desk.session, instrument.id)


def counted_since(kind: GoalKind, starts: date) -> date:
    """The first day on which a goal of that kind can fall due."""
    return starts + SETTLING_IN if kind is GoalKind.CHECK_IN else starts


def is_continuous(goal: Goal) -> bool:
    """Owed all the time, without a date: what a check-in asks about."""
    return goal.kind is GoalKind.PLAN and not _falls_due(goal.rule)


@lru_cache(maxsize=4096)
def _falls_due(rule: str) -> bool:
    """Rules are few, and asked about for every goal of every agreement each day."""
    return has_due_dates(rule_from_json(rule))


def _missing(desk: Desk, instrument: Instrument, goals: Sequence[GoalInForce]) -> Iterator[dict[str, object]]:
    for _, group in groupby(goals, key=lambda one: one.goal.plan_id):
        version = [one.goal for one in group]
        kinds = {goal.kind for goal in version}
        asked = [goal for goal in version if is_continuous(goal)]
        if asked and GoalKind.CHECK_IN not in kinds:
            adherents = any(goal.second_layer for goal in asked)
            yield _row(desk, version[0], GoalKind.CHECK_IN, owing=_owing(asked), second_layer=adherents)
        if instrument.ends is not None and GoalKind.TERM_END not in kinds:
            both = ",".join(sorted((Party.SEGES, Party.PARTNER)))
            yield _row(desk, version[0], GoalKind.TERM_END, owing=both, second_layer=True)


def _follow_readings(goals: Sequence[GoalInForce]) -> None:
    """A reading that is decided later may make others owe what is asked about."""
    for one in goals:
        if one.goal.kind is GoalKind.CHECK_IN:
            same_plan = [other.goal for other in goals if other.goal.plan_id == one.goal.plan_id]
            if asked := [goal for goal in same_plan if is_continuous(goal)]:
                one.goal.responsible = _owing(asked)
                one.goal.second_layer = any(goal.second_layer for goal in asked)


def _owing(asked: Sequence[Goal]) -> str:
    return ",".join(sorted({party for goal in asked for party in goal.responsible.split(",")}))


def _row(desk: Desk, beside: Goal, kind: GoalKind, *, owing: str, second_layer: bool) -> dict[str, object]:
    return {
        "plan_id": beside.plan_id,
        "key": _KEYS[kind],
        "axis": "",
        "text": desk.office.texts.chat(_TEXTS[kind]),
        "responsible": owing,
        "second_layer": second_layer,
        "phrase": _PHRASES[kind],
        "rule": rule_to_json(_RULES[kind]),
        "reading": _PHRASES[kind],
        "confidence": Confidence.CERTAIN,
        "kind": kind,
    }
