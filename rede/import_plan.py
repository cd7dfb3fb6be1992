"""A plano de trabalho goes in: its goals, the rule read from each phrase, the instrument they bind."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import InstrumentId
from db.institutions import Institution, Layer, institution_by_acronym
from db.instruments import Instrument, instrument_of
from db.plans import Goal, Plan
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.deadlines import Policy, rule_to_json
from scheduler.phrases import Confidence, Reading, UnreadablePhrase, read_phrase
from scheduler.plan_document import PlanDocument, PlanGoal


class PlanRefused(Refusal):
    """The plan cannot be imported as it stands; nothing of it was."""


@dataclass(frozen=True, slots=True)
class GoalRead:
    goal: PlanGoal
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOrder:
    """What the importer was told besides the document."""

    acronym: str
    starts: date
    ends: date | None
    signed: date | None
    published: date | None
    policy: Policy
    document_name: str
    content: bytes


def read_goals(document: PlanDocument, corrections: Mapping[str, str]) -> list[GoalRead]:
    """Every goal with its phrase read; `corrections` (key → phrase) are read instead of the document's phrases,
    which are kept to the letter all the same.

    Raises:
        PlanRefused: a phrase cannot be read, or a correction names no goal.
    """
    unknown = sorted(set(corrections) - {goal.key for goal in document.goals})
    if unknown:
        raise PlanRefused("plan_unknown_goal", keys=unknown)
    read, refused = [], []
    for goal in document.goals:
        phrase = corrections.get(goal.key, goal.deadline)
        try:
            read.append(GoalRead(goal, read_phrase(phrase)))
        except UnreadablePhrase as reason:
            refused.append((goal.key, goal.line, phrase, str(reason)))
    if refused:
        raise PlanRefused("plan_unreadable_phrases", goals=refused)
    return read


def assumed(goals: Sequence[GoalRead]) -> list[GoalRead]:
    """Those with several possible readings: a person has to agree to the one adopted."""
    return [read for read in goals if read.reading.confidence is Confidence.ASSUMED]


async def import_plan(
    desk: Desk, order: PlanOrder, *, document: PlanDocument, goals: Sequence[GoalRead]
) -> Instrument:
    """Makes the instrument with its first plan. What is owed is opened by `open_obligations`, same desk.

    Raises:
        PlanRefused: unknown institution, the Secretariat itself, a term that ends before it begins, or
            an instrument with this number already there (an amendment is another act).
    """
    institution = await _partner(desk, order.acronym)
    if order.ends is not None and order.ends <= order.starts:
        raise PlanRefused("plan_ends_before_start", starts=order.starts, ends=order.ends)
    number = document.instrument or document.number or ""
    if await instrument_of(desk.session, institution.id, number) is not None:
        raise PlanRefused("plan_already_imported", acronym=institution.acronym, number=number)
    instrument = Instrument(
        institution_id=institution.id,
        number=number,
        sei=document.sei or "",
        policy=order.policy,
        counted_by=desk.office.days.current.mark,
        imported_at=desk.now,
        signed=order.signed or document.last_signature,
        published=order.published,
        starts=order.starts,
        ends=order.ends,
    )
    desk.session.add(instrument)
    await desk.session.flush()
    plan = await _first_plan(desk, instrument.id, order)
    desk.session.add_all(_row(plan, read) for read in goals)
    await desk.session.flush()
    about = f"instruments:{instrument.id}"
    record(desk.session, "plan.import", about, now=desk.now, person_id=desk.actor, detail=_corrections(goals))
    return instrument


def _corrections(goals: Sequence[GoalRead]) -> str:
    """The phrases that stand in for the document's, for the audit."""
    corrected = (one for one in goals if one.reading.phrase != one.goal.deadline)
    return ", ".join(f"{one.goal.key}={one.reading.phrase}" for one in corrected)


async def _partner(desk: Desk, acronym: str) -> Institution:
    institution = await institution_by_acronym(desk.session, acronym)
    if institution is None:
        raise PlanRefused("plan_unknown_institution", acronym=acronym)
    if institution.layer == Layer.SECRETARIAT:
        raise PlanRefused("plan_of_the_secretariat", acronym=institution.acronym)
    return institution


async def _first_plan(desk: Desk, instrument_id: InstrumentId, order: PlanOrder) -> Plan:
    plan = Plan(
        instrument_id=instrument_id,
        version=1,
        imported_at=desk.now,
        document_name=order.document_name,
        document_sha256=hashlib.sha256(order.content).hexdigest(),
    )
    desk.session.add(plan)
    await desk.session.flush()
    return plan


def _row(plan: Plan, read: GoalRead) -> Goal:
    goal, reading = read.goal, read.reading
    return Goal(
        plan_id=plan.id,
        key=goal.key,
        axis=goal.axis,
        text=goal.text,
        responsible=",".join(goal.responsible),
        second_layer=goal.second_layer,
        phrase=goal.deadline,
        rule=rule_to_json(reading.rule),
        reading=reading.reading,
        confidence=reading.confidence,
    )
