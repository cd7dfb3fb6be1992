"""A version of a plan takes the place of another: what a goal owes goes on with it, the rest ends. A tool of acts.

It follows from what is stored, so it may be done again at any time, whatever was amended in which order.
"""

from collections.abc import Sequence
from dataclasses import replace

from db.audit import record
from db.ids import GoalId, InstitutionId, PlanId
from db.obligations import Obligation, ObligationState, obligations_of
from db.plans import Goal, GoalInForce, GoalKind, Plan, Span
from rede.announce import withdraw
from rede.desk import Desk
from rede.readings import counts_as_written, plain
from scheduler.plan.changes import GoalChange, Part, PlanChanges, plan_changes
from scheduler.plan_document import Party, PlanGoal

Place = tuple[GoalId, InstitutionId, str]


def as_read(goal: Goal) -> PlanGoal:
    """A stored goal as the reader of documents knows it."""
    return PlanGoal(
        key=goal.key,
        axis=goal.axis,
        text=goal.text,
        responsible=tuple(Party(party) for party in goal.responsible.split(",") if party),
        second_layer=goal.second_layer,
        deadline=goal.phrase,
        line=0,
    )


def counted_changes(before: Sequence[Goal], after: Sequence[Goal]) -> PlanChanges:
    """What an amendment changes in what is owed: documents may have the same phrase where a correction, or another
    reading, counts. A deadline is told as it counts."""
    old, new = {goal.key: goal for goal in before}, {goal.key: goal for goal in after}
    found = plan_changes([as_read(goal) for goal in before], [as_read(goal) for goal in after])
    pairs = {goal.key: GoalChange(was, goal, frozenset()) for was, goal in found.same}
    pairs |= {one.after.key: one for one in found.changed}
    counted = [
        _as_counted(pairs[goal.key], old[pairs[goal.key].before.key], goal)
        for goal in after
        if goal.key in pairs
    ]
    return PlanChanges(
        added=tuple(replace(goal, deadline=_deadline(new[goal.key])) for goal in found.added),
        removed=found.removed,
        changed=tuple(one for one in counted if one.parts),
        same=tuple((one.before, one.after) for one in counted if not one.parts),
    )


def _as_counted(change: GoalChange, was: Goal, goal: Goal) -> GoalChange:
    if was.rule == goal.rule:
        # A correction that comes to stand in the document is none to whoever owes it.
        both = counts_as_written(was) and counts_as_written(goal)
        return change if both else replace(change, parts=change.parts - {Part.DEADLINE})
    said = _deadline(was), _deadline(goal)
    if plain(was.phrase) == plain(goal.phrase):
        said = _reading(was), _reading(goal)
    before, after = replace(change.before, deadline=said[0]), replace(change.after, deadline=said[1])
    return GoalChange(before, after, change.parts | {Part.DEADLINE})


def _deadline(goal: Goal) -> str:
    return goal.phrase if counts_as_written(goal) else _reading(goal)


def _reading(goal: Goal) -> str:
    return goal.reading.rstrip(".")


def heirs(before: Sequence[Goal], after: Sequence[Goal]) -> dict[GoalId, Goal]:
    """By each goal of the plan before, the one that goes on with it: owed by the same, by the same rule. Its words
    may differ, and its number."""
    old, new = {goal.key: goal for goal in before}, {goal.key: goal for goal in after}
    changes = plan_changes(
        [as_read(goal) for goal in before if goal.kind is GoalKind.PLAN],
        [as_read(goal) for goal in after if goal.kind is GoalKind.PLAN],
    )
    keys = [(one.key, other.key) for one, other in changes.same]
    keys += [(change.before.key, change.after.key) for change in changes.changed]
    keys += [(goal.key, goal.key) for goal in before if goal.kind is not GoalKind.PLAN and goal.key in new]
    return {old[key].id: new[other] for key, other in keys if _owes_the_same(old[key], new[other])}


def _owes_the_same(goal: Goal, other: Goal) -> bool:
    parties = set(goal.responsible.split(",")) == set(other.responsible.split(","))
    return parties and (goal.rule, goal.second_layer) == (other.rule, other.second_layer)


async def hand_over(desk: Desk, goals: Sequence[GoalInForce]) -> int:
    """Puts what is owed on a day under the plan that counts on it (without a date: today); what has no place there
    and is still open is withdrawn. How many were.

    `goals`: those of every version of an instrument's plan.
    """
    spans = {one.goal.plan_id: one.span for one in goals}
    if len(spans) < 2:
        return 0
    by_id = {one.goal.id: one.goal for one in goals}
    rows = await obligations_of(desk.session, list(by_id))
    kept = [row for row in rows if row.state is not ObligationState.WITHDRAWN]
    taken: set[Place] = {(row.goal_id, row.institution_id, row.occurrence) for row in rows}
    found: dict[tuple[PlanId, PlanId], dict[GoalId, Goal]] = {}
    left: dict[PlanId, list[Obligation]] = {}
    for row in kept:
        here, there = by_id[row.goal_id].plan_id, _in_force(spans, row, desk)
        if there is None or there == here:
            continue
        if (here, there) not in found:
            found[here, there] = heirs(_of(goals, here), _of(goals, there))
        heir = found[here, there].get(row.goal_id)
        if heir is not None and (heir.id, row.institution_id, row.occurrence) not in taken:
            row.goal_id = heir.id
            taken.add((heir.id, row.institution_id, row.occurrence))
        elif row.state is ObligationState.OPEN:
            left.setdefault(there, []).append(row)
    for plan_id, gone in left.items():
        plan = await desk.session.get_one(Plan, plan_id)
        await take_back(desk, gone, why=reason(desk, plan))
    await desk.session.flush()
    return sum(map(len, left.values()))


def _in_force(spans: dict[PlanId, Span], row: Obligation, desk: Desk) -> PlanId | None:
    return next((plan_id for plan_id, span in spans.items() if (row.literal or desk.today) in span), None)


def _of(goals: Sequence[GoalInForce], plan_id: PlanId) -> list[Goal]:
    return [one.goal for one in goals if one.goal.plan_id == plan_id]


def reason(desk: Desk, plan: Plan) -> str:
    """Why what the plan has no place for ends."""
    return desk.office.texts.chat("closed_by_amendment", amendment=plan.amendment)


async def take_back(desk: Desk, gone: Sequence[Obligation], *, why: str) -> None:
    """These are owed no more: nobody is told of them again, and what has not left is taken back."""
    for row in gone:
        row.state, row.closed_at, row.closed_why, row.look_on = (
            ObligationState.WITHDRAWN,
            desk.now,
            why,
            None,
        )
        about = f"obligations:{row.id}"
        record(desk.session, "obligation.withdraw", about, now=desk.now, person_id=desk.actor, detail=why)
    await desk.session.flush()
    for row in gone:
        await withdraw(desk, row.id)
