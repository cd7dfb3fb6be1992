"""The phrases of a plan as they count: read, decided by the Secretariat, or corrected for it. A tool of acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db import Session
from db.ids import DecisionId, PlanId
from db.plans import Goal
from db.readings import decisions_in_force
from rede.refusal import Refusal
from scheduler.deadlines import rule_from_json, rule_to_json
from scheduler.phrases import Alternative, Confidence, Reading, UnreadablePhrase, read_phrase
from scheduler.phrasing.letters import normalised
from scheduler.plan_document import PlanDocument, PlanGoal


class PlanRefused(Refusal):
    """The plan cannot be taken as it stands; nothing of it was."""


@dataclass(frozen=True, slots=True)
class GoalRead:
    goal: PlanGoal
    reading: Reading
    #: Somebody gave another phrase for this plan alone: no decision speaks of it.
    corrected: bool = False
    #: The decision that the reading follows.
    decision_id: DecisionId | None = None
    #: Nothing about it is open: it stands as it stood in the plan before.
    settled: bool = False


def plain(phrase: str) -> str:
    """In plain letters: what makes two phrases identical."""
    return normalised(phrase)[0]


def read_goals(document: PlanDocument, corrections: Mapping[str, str]) -> list[GoalRead]:
    """Every goal with its phrase read; `corrections` (key → phrase) are read instead of the document's phrases,
    which are kept to the letter all the same.

    Raises:
        PlanRefused: a phrase cannot be read, or a correction names no goal.
    """
    require_goals(corrections, [goal.key for goal in document.goals])
    read, refused = [], []
    for goal in document.goals:
        phrase = corrections.get(goal.key, goal.deadline)
        try:
            read.append(GoalRead(goal, read_phrase(phrase), corrected=goal.key in corrections))
        except UnreadablePhrase as reason:
            refused.append((goal.key, goal.line, phrase, str(reason)))
    if refused:
        raise PlanRefused("plan_unreadable_phrases", goals=refused)
    return read


def require_goals(corrections: Mapping[str, str], known: Sequence[str]) -> None:
    """
    Raises:
        PlanRefused: a correction names no goal.
    """
    if unknown := sorted(set(corrections) - set(known)):
        raise PlanRefused("plan_unknown_goal", keys=unknown, known=list(known))


def assumed(goals: Sequence[GoalRead]) -> list[GoalRead]:
    """Those with several possible readings that nobody decided: a person has to say which one counts."""
    return [
        read
        for read in goals
        if read.reading.confidence is Confidence.ASSUMED and read.decision_id is None and not read.settled
    ]


async def as_decided(session: Session, goals: Sequence[GoalRead]) -> list[GoalRead]:
    """The same goals, where a phrase with several readings has the one that was decided for it."""
    known = await decisions_in_force(session)
    found: list[GoalRead] = []
    for one in goals:
        decision = known.get(plain(one.reading.phrase))
        if (
            decision is None
            or one.corrected
            or one.settled
            or one.reading.confidence is not Confidence.ASSUMED
        ):
            found.append(one)
            continue
        reading = replace(one.reading, rule=rule_from_json(decision.rule), reading=decision.reading)
        found.append(replace(one, reading=reading, decision_id=decision.id))
    return found


def stored(plan_id: PlanId, read: GoalRead) -> Goal:
    """The row of a goal. A phrase that somebody corrected is sure: no decision will change it."""
    goal, reading = read.goal, read.reading
    return Goal(
        plan_id=plan_id,
        key=goal.key,
        axis=goal.axis,
        text=goal.text,
        responsible=",".join(goal.responsible),
        second_layer=goal.second_layer,
        phrase=goal.deadline,
        rule=rule_to_json(reading.rule),
        reading=reading.reading,
        confidence=Confidence.CERTAIN if read.corrected else reading.confidence,
        decision_id=read.decision_id,
    )


def counts_as_written(goal: Goal) -> bool:
    """Whether its rule comes from its own phrase, and not from another that somebody gave for this plan alone."""
    if goal.decision_id is not None:
        return True
    try:
        reading = read_phrase(goal.phrase)
    except UnreadablePhrase:
        return False
    rules = (reading.rule, *(one.rule for one in reading.alternatives))
    return goal.rule in {rule_to_json(rule) for rule in rules}


def corrected_phrases(goals: Sequence[GoalRead]) -> str:
    """The phrases that stand in for the document's, for the audit."""
    return ", ".join(f"{one.goal.key}={one.reading.phrase}" for one in goals if one.corrected)


def corrected_as(goals: Sequence[GoalRead], chosen: Mapping[str, Alternative]) -> list[GoalRead]:
    """Corrections that read several ways themselves, as somebody chose (by the phrase in plain letters)."""
    return [
        replace(one, reading=replace(one.reading, rule=choice.rule, reading=choice.reading))
        if one.corrected and (choice := chosen.get(plain(one.reading.phrase))) is not None
        else one
        for one in goals
    ]
