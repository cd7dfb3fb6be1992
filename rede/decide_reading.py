"""The Secretariat says how a phrase that reads several ways is read: everywhere, till it says otherwise.

Goals follow at once; their dates are `recompute`'s to move, an instrument at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.audit import record
from db.readings import (
    ReadingDecision,
    decide_reading,
    decisions_in_force,
    follow,
    rules_read_before,
    undecided_phrases,
    withdraw_undated,
)
from rede.access import require_secretariat
from rede.desk import Desk
from rede.readings import GoalRead, as_decided, assumed, corrected_as, plain
from rede.refusal import Refusal
from scheduler.deadlines import has_due_dates, rule_from_json, rule_to_json
from scheduler.phrases import Alternative, Confidence, Reading, UnreadablePhrase, read_phrase
from scheduler.plan.cpf import has_cpf, without_cpf


class ReadingRefused(Refusal):
    """The phrase cannot be decided so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided about a phrase, and on what ground."""

    phrase: str
    chosen: Alternative
    why: str = ""
    sei: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    reading: ReadingDecision
    #: How many goals follow it.
    goals: int
    #: How many instruments have dates to be counted anew for it.
    instruments: int


def open_question(phrase: str) -> Reading:
    """The readings among which a person decides, the adopted one first.

    Raises:
        ReadingRefused: it cannot be read, or reads one way only.
    """
    reading = _read(phrase)
    if reading.confidence is Confidence.CERTAIN:
        raise ReadingRefused("reading_certain", phrase=phrase, reading=reading.reading)
    return reading


def choose(phrase: str, *, words: str = "", number: int = 1) -> Alternative:
    """The reading that `words`, a phrase that reads one way, have; else the one of that number, counted from 1.

    Raises:
        ReadingRefused: there is no such reading, or `words` read several ways themselves.
    """
    reading = open_question(phrase)
    if not words:
        if not 1 <= number <= len(reading.alternatives):
            raise ReadingRefused("reading_no_choice", number=number, most=len(reading.alternatives))
        return reading.alternatives[number - 1]
    said = _read(words)
    if said.confidence is not Confidence.CERTAIN:
        raise ReadingRefused("reading_uncertain", phrase=words)
    return Alternative(said.rule, said.reading)


def _read(phrase: str) -> Reading:
    try:
        return read_phrase(phrase)
    except UnreadablePhrase as reason:
        raise ReadingRefused(
            "reading_unreadable", phrase=without_cpf(phrase), reason=reason.reason
        ) from reason


async def decide(desk: Desk, order: Decision) -> Decided:
    """Puts the decision in force, with audit. Deciding the same again, without another ground, changes nothing.

    Raises:
        NotYours: whoever acts does not serve the Secretariat.
        ReadingRefused: the phrase, the reason or the process holds a CPF.
    """
    await require_secretariat(desk)
    if has_cpf(f"{order.phrase} {order.why} {order.sei}"):
        raise ReadingRefused("reading_with_cpf")
    phrase, rule = plain(order.phrase), rule_to_json(order.chosen.rule)
    before = (await decisions_in_force(desk.session)).get(phrase)
    ground = (order.why, order.sei)
    if before is not None and before.rule == rule and ground in (("", ""), (before.why, before.sei)):
        return Decided(before, 0, 0)
    new = ReadingDecision(
        phrase=phrase,
        written=order.phrase,
        rule=rule,
        reading=order.chosen.reading,
        decided_at=desk.now,
        person_id=desk.actor,
        why=order.why,
        sei=order.sei,
    )
    await decide_reading(desk.session, new)
    written = [one for one in await undecided_phrases(desk.session) if plain(one) == phrase]
    await _let_go_of_undated(desk, new, written)
    goals, instruments = await follow(desk.session, new, written)
    about, detail = f"reading_decisions:{new.id}", f"{goals} goals, {instruments} instruments"
    record(desk.session, "reading.decide", about, now=desk.now, person_id=desk.actor, detail=detail)
    await desk.session.flush()
    return Decided(new, goals, instruments)


async def decide_all(
    desk: Desk, goals: Sequence[GoalRead], chosen: Mapping[str, Alternative], *, why: str = "", sei: str = ""
) -> list[GoalRead]:
    """The goals by what was decided before, and by what was chosen now (by the phrase in plain letters), which is
    recorded. What was chosen for a phrase that somebody corrected counts for this plan alone."""
    goals = await as_decided(desk.session, goals)
    for one in assumed(goals):
        choice = chosen.get(plain(one.reading.phrase))
        if choice is not None and not one.corrected:
            await decide(desk, Decision(phrase=one.reading.phrase, chosen=choice, why=why, sei=sei))
    return corrected_as(await as_decided(desk.session, goals), chosen)


async def _let_go_of_undated(desk: Desk, new: ReadingDecision, written: list[str]) -> None:
    """What was owed without a date will be owed on its dates."""
    if not has_due_dates(rule_from_json(new.rule)):
        return
    rules = await rules_read_before(desk.session, new.phrase, written)
    undated = [rule for rule in rules if not has_due_dates(rule_from_json(rule))]
    why = desk.office.texts.chat("closed_by_count")
    await withdraw_undated(desk.session, new.phrase, written, rules=undated, why=why, now=desk.now)
