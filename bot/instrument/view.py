"""The plan in force: its goals as they are read, and which version brought each."""

from bot.forms import Form
from bot.instrument.asking import institution_of, instrument_of, told
from bot.instrument.goals import line_of_goal, tell_lines
from bot.turn import Turn
from db.ids import InstrumentId
from db.plans import Goal, Plan, goals_of, plan_in_force, plans_of
from rede.desk import Desk
from rede.succession import counted_changes


async def show(turn: Turn, form: Form) -> None:
    """The form stays as it is: the buttons above are good."""
    desk, institution, instrument = (
        turn.desk,
        await institution_of(turn, form),
        await instrument_of(turn, form),
    )
    plan = await plan_in_force(desk.session, instrument.id, on=desk.today)
    if plan is None:
        turn.answer("instrument_no_plan", acronym=institution.acronym)
        return
    goals = await goals_of(desk.session, plan.id)
    brought = await _brought_by(desk, instrument.id, plan)
    head = turn.text(
        "instrument_plan",
        acronym=institution.acronym,
        number=instrument.number,
        version=plan.version,
        amendment=plan.amendment,
        since=told(plan.in_force_from),
        goals=len(goals),
        provisional=instrument.starts is None,
    )
    tell_lines(turn, head, [line_of_goal(goal, brought.get(goal.key, "")) for goal in goals])


async def _brought_by(desk: Desk, instrument_id: InstrumentId, current: Plan) -> dict[str, str]:
    """By the key of each goal, the amendment since which it stands as it does; empty: from the beginning."""
    before: list[Goal] = []
    brought: dict[str, str] = {}
    for plan, span in await plans_of(desk.session, instrument_id):
        if plan.version > current.version or (span.since is not None and span.since not in span):
            continue
        goals = list(await goals_of(desk.session, plan.id))
        same = counted_changes(before, goals).same
        kept = {after.key: brought[old.key] for old, after in same}
        brought = {goal.key: kept.get(goal.key, plan.amendment) for goal in goals}
        before = goals
    return brought
