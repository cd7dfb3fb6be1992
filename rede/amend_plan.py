"""A termo aditivo: from a day on another version of the plan counts, or the vigência ends on another day.

What goes on keeps what was owed and told; the rest is withdrawn. Dates are `recompute`'s to move and
`open_obligations`' to open; then `tell_of_amendment`, once a person.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.audit import record
from db.date_moves import moves_under
from db.ids import PersonId
from db.institutions import Institution, Layer, the_secretariat
from db.instruments import Instrument
from db.notices import NoticeKind
from db.plans import Goal, Plan, Span, current_goals, goals_of, latest_version, plans_of
from db.serving import people_who_follow
from rede.access import require_secretariat
from rede.amendment_words import AmendmentFacts, amendment_words, dates_for
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.own_goals import goals_with_own
from rede.readings import GoalRead, PlanRefused, corrected_phrases, plain, read_goals, require_goals, stored
from rede.succession import as_read, counted_changes, hand_over
from scheduler.deadlines import rule_from_json
from scheduler.phrases import Confidence, Reading
from scheduler.plan.changes import PlanChanges, plan_changes
from scheduler.plan.cpf import has_cpf, without_cpf
from scheduler.plan_document import PlanDocument, PlanGoal


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentOrder:
    """What the amendment is, besides its goals."""

    #: The first day on which it counts.
    since: date
    #: As it calls itself; empty: the next "Nº Termo Aditivo".
    name: str = ""
    #: The new end of the vigência; None: it stays.
    ends: date | None = None
    #: Of the new plan; empty where only some phrases, or the end, changed.
    document_name: str = ""
    content: bytes = b""
    #: Of the new plan, where its bytes are not at hand any more.
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan, and its first day."""

    number: int
    amendment: str
    since: date


@dataclass(frozen=True, slots=True)
class Amended:
    plan: Plan
    changes: PlanChanges
    #: How many open obligations ended with it.
    withdrawn: int
    #: The new end of the vigência; None: it stays.
    ends: date | None
    #: Earlier versions that count on no day any more.
    replaced: Sequence[Version] = ()


async def amended_goals(
    desk: Desk, instrument: Instrument, document: PlanDocument | None, corrections: Mapping[str, str]
) -> list[GoalRead]:
    """The goals of the new version. A phrase that did not change keeps its rule; without a document, only the
    phrases given (`corrections`, key → phrase) change.

    Raises:
        PlanRefused: a phrase cannot be read, or a correction names no goal.
    """
    before = await current_goals(desk.session, instrument.id)
    if document is None:
        return _with_phrases(before, corrections)
    require_goals(corrections, [goal.key for goal in document.goals])
    changes = plan_changes([as_read(goal) for goal in before], document.goals)
    pairs = [*changes.same, *((one.before, one.after) for one in changes.changed)]
    rows = {goal.key: goal for goal in before}
    old = {after.key: rows[one.key] for one, after in pairs}
    kept = {
        goal.key: old[goal.key]
        for goal in document.goals
        if goal.key in old
        and goal.key not in corrections
        and plain(old[goal.key].phrase) == plain(goal.deadline)
    }
    rest = replace(document, goals=tuple(goal for goal in document.goals if goal.key not in kept))
    read = {one.goal.key: one for one in read_goals(rest, corrections)}
    found = [
        read[goal.key] if goal.key in read else _as_before(goal, kept[goal.key]) for goal in document.goals
    ]
    return _with_lasting_keys(found, {key: goal.key for key, goal in old.items()})


def _with_phrases(before: Sequence[Goal], phrases: Mapping[str, str]) -> list[GoalRead]:
    goals = [replace(as_read(goal), deadline=phrases.get(goal.key, goal.phrase)) for goal in before]
    require_goals(phrases, [goal.key for goal in goals])
    changed = PlanDocument(
        goals=tuple(goal for goal in goals if goal.key in phrases),
        problems=(),
        number=None,
        instrument=None,
        sei=None,
        cnpjs=(),
        last_signature=None,
        partner_acronym=None,
    )
    read = {one.goal.key: one for one in read_goals(changed, {})}
    return [read.get(goal.key) or _as_before(goal, row) for goal, row in zip(goals, before, strict=True)]


def _as_before(goal: PlanGoal, row: Goal) -> GoalRead:
    # A decided phrase has no other readings left; one that nobody decided has been agreed to.
    reading = Reading(goal.deadline, rule_from_json(row.rule), row.reading, Confidence(row.confidence), ())
    return GoalRead(goal, reading, decision_id=row.decision_id, settled=True)


def _with_lasting_keys(goals: Sequence[GoalRead], before: Mapping[str, str]) -> list[GoalRead]:
    """A goal without number of its own keeps the key it had: the order of the rows is no identity."""
    taken = {before[one.goal.key] for one in goals if one.goal.key in before}
    taken |= {one.goal.key for one in goals if one.goal.key[0].isdecimal()}
    found = []
    for one in goals:
        key = one.goal.key
        if not key[0].isdecimal():
            key = before.get(key) or _free(key[0], taken)
            taken.add(key)
        found.append(replace(one, goal=replace(one.goal, key=key)))
    return found


def _free(letter: str, taken: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


async def amend_plan(
    desk: Desk, instrument: Instrument, order: AmendmentOrder, goals: Sequence[GoalRead]
) -> Amended:
    """Puts the new version in force from its day on; what has no place in it is withdrawn, the rest goes on.

    Raises:
        NotYours: whoever acts does not serve the Secretariat.
        PlanRefused: the vigência is over by then, would end before it begins, nothing would change, this amendment
            is there already, or its name holds a CPF.
    """
    await require_secretariat(desk)
    if has_cpf(order.name):
        raise PlanRefused("plan_with_cpf")
    before = await current_goals(desk.session, instrument.id)
    await _require_news(desk, instrument, order, goals)
    replaced = await versions_replaced(desk, instrument, order.since)
    plan = await _new_version(desk, instrument, order)
    changed_end = order.ends if order.ends != instrument.ends else None
    if order.ends is not None:
        instrument.ends = order.ends
    rows = [stored(plan.id, read) for read in goals]
    desk.session.add_all(rows)
    instrument.counted_by = ""
    await desk.session.flush()
    withdrawn = await hand_over(desk, await goals_with_own(desk, instrument))
    about = f"plans:{plan.id}"
    detail = " ".join(filter(None, (f"from {order.since}", corrected_phrases(goals))))
    record(desk.session, "plan.amend", about, now=desk.now, person_id=desk.actor, detail=detail)
    return Amended(plan, counted_changes(before, rows), withdrawn, changed_end, replaced)


async def _require_news(
    desk: Desk, instrument: Instrument, order: AmendmentOrder, goals: Sequence[GoalRead]
) -> None:
    """Nobody is told of an amendment that changes nothing on any day from its own on. One that begins on that very
    day was made before: its command may have been killed after the fact."""
    known = await plans_of(desk.session, instrument.id)
    counting = [plan for plan, span in known if _counts_from(span, order.since)]
    if not counting or order.ends not in (None, instrument.ends):
        return
    for plan in counting:
        rows = [stored(plan.id, read) for read in goals]
        if counted_changes(await goals_of(desk.session, plan.id), rows):
            return
    if counting[-1].in_force_from == order.since:
        raise PlanRefused("plan_already_amended", name=counting[-1].amendment, since=order.since)
    raise PlanRefused("plan_unchanged", since=order.since)


def _counts_from(span: Span, day: date) -> bool:
    """Whether it counts on that day, or on any after it."""
    return max(span.since or day, day) in span


async def versions_replaced(desk: Desk, instrument: Instrument, since: date) -> list[Version]:
    """The versions that an amendment from this day on takes the place of, for they would begin on it or later:
    whoever agrees to it has to know of them."""
    return [
        Version(plan.version, plan.amendment, span.since)
        for plan, span in await plans_of(desk.session, instrument.id)
        if span.since is not None and span.since in span and span.since >= since
    ]


async def _new_version(desk: Desk, instrument: Instrument, order: AmendmentOrder) -> Plan:
    begins = instrument.counted_from
    if instrument.ends is not None and order.since > instrument.ends:
        raise PlanRefused("plan_expired", ends=instrument.ends)
    if order.ends is not None and begins is not None and order.ends <= begins:
        raise PlanRefused("plan_ends_before_start", starts=begins, ends=order.ends)
    if order.ends is not None and order.ends < order.since:
        raise PlanRefused("plan_ends_before_amendment", ends=order.ends, since=order.since)
    version = await latest_version(desk.session, instrument.id)
    if version == 0:
        raise PlanRefused("plan_no_instrument", acronym="", number=instrument.number, numbers=[])
    versions = [plan for plan, _ in await plans_of(desk.session, instrument.id)]
    name = order.name or f"{version}º Termo Aditivo"
    if any((plan.amendment, plan.in_force_from) == (name, order.since) for plan in versions):
        raise PlanRefused("plan_already_amended", name=name, since=order.since)
    last = versions[-1]
    plan = Plan(
        instrument_id=instrument.id,
        version=version + 1,
        imported_at=desk.now,
        document_name=without_cpf(order.document_name) or last.document_name,
        document_sha256=order.sha256 or _fingerprint(order.content) or last.document_sha256,
        in_force_from=order.since,
        amendment=name,
    )
    desk.session.add(plan)
    await desk.session.flush()
    return plan


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if content else ""


async def tell_of_amendment(desk: Desk, instrument: Instrument, amended: Amended) -> int:
    """Puts one notice for everybody who follows the agreement, with the dates that it moved; how many people.
    Safe to repeat."""
    partner = await desk.session.get_one(Institution, instrument.institution_id)
    secretariat = await the_secretariat(desk.session)
    moved = await moves_under(desk.session, instrument.id, at=desk.now)
    told: set[PersonId] = set()
    places = [partner] if partner.layer == Layer.SECOND or secretariat is None else [partner, secretariat]
    facts = AmendmentFacts(partner, instrument, amended.plan, amended.changes, amended.ends)
    for place in places:
        dates = await dates_for(desk, moved, place)
        for person in await people_who_follow(desk.session, place.id):
            if person.id in told:
                continue
            told.add(person.id)
            words = amendment_words(desk, person, facts, dates)
            key = f"amended:{amended.plan.id}:{person.id}"
            await tell_in_window(desk, person.id, kind=NoticeKind.MOVED, words=words, key=key)
    for move in moved:
        # The bell has nothing to add.
        move.told_at = desk.now
    await desk.session.flush()
    return len(told)
