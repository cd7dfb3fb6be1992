"""/metas: the goals of the plan of one institution, and how each stands; with a number, all about one goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from bot.for_whom import own, speaking_for
from bot.keyboards import in_pairs
from bot.report_words import brief, read_key
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import ObligationId
from db.institutions import Institution
from rede.access import Act
from rede.bound_buttons import Pressed
from rede.goal_states import GoalState, Status, goal_state, goal_states
from rede.lines import document_of
from scheduler.wording import distance, long_date, short_date

#: Callback data, before the number of an obligation.
SHOW, HAND_IN = "metaver", "metaentregar"
#: What can still be handed in, or added to.
_ENDED = (Status.DISPENSED, Status.NO_EVENT, Status.HISTORY)
#: Characters of a goal's text, beside everything else that one message tells of it.
LONGEST = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    key: str
    brief: str
    #: As people read it.
    state: str
    #: `sex., 26/12/2025`; empty where it has no date.
    day: str
    #: `faltam 12 dias`, while it is pending.
    distance: str
    #: The date is a target of ours, not one of the plan.
    internal: bool


async def handle(turn: Turn) -> None:
    """`/metas`, `/metas 2.2`, `/metas IRECE`, `/metas IRECE 2.2`."""
    named, _, rest = turn.arguments.strip().partition(" ")
    key = read_key(named) or read_key(rest)
    place = await _place(turn, "" if read_key(named) else named)
    if place is None:
        return
    found = await goal_states(turn.desk, [place.id])
    if not key:
        _list(turn, place, found)
    elif asked := [one for one in found if one.owed.goal.key == key]:
        for one in asked:
            _show(turn, one)
    else:
        turn.answer("goal_unknown", key=key)


async def _place(turn: Turn, named: str) -> Institution | None:
    """Whose goals: of the person's own institutions, or of another that they may see. None: it was asked."""
    if not named:
        return await speaking_for(turn, own(turn))
    return await which_institution(turn, named, act=Act.SEE_GOALS, then="/metas")


def _list(turn: Turn, place: Institution, found: Sequence[GoalState]) -> None:
    if not found:
        turn.answer("goals_none", acronym=place.acronym)
        return
    for _, group in groupby(found, key=lambda one: one.owed.instrument.id):
        states = list(group)
        axes = [
            (axis, [_line(one, turn, among=len(states)) for one in of_axis])
            for axis, of_axis in groupby(states, key=lambda one: one.owed.goal.axis)
        ]
        buttons = [(f"Meta {one.owed.goal.key}", _button(turn, SHOW, one)) for one in states]
        turn.answer(
            "goals_list",
            buttons=in_pairs(buttons),
            acronym=place.acronym,
            document=document_of(states[0].owed),
            axes=axes,
        )


def _line(one: GoalState, turn: Turn, *, among: int) -> GoalLine:
    obligation, today = one.owed.obligation, turn.desk.today
    pending, internal = one.status is Status.PENDING, obligation.internal
    # Once the literal day is over, what counts is how long the law still gives.
    over = obligation.literal is not None and obligation.literal < today and not internal
    day = obligation.extended or obligation.literal if over else obligation.literal
    return GoalLine(
        key=one.owed.goal.key,
        brief=brief(one.owed.goal.text, among=among),
        state=turn.text("goal_status", status=one.status),
        day=short_date(day) if day else "",
        distance=distance(day, today, of_deadline=not internal) if day and pending else "",
        internal=internal,
    )


def _show(turn: Turn, one: GoalState) -> None:
    obligation, goal = one.owed.obligation, one.owed.goal
    own = one.owed.institution.id in {place.id for place in turn.served}
    row = (
        [(turn.text("button_hand_in"), _button(turn, HAND_IN, one))]
        if own and one.status not in _ENDED
        else []
    )
    turn.answer(
        "goal_shown",
        buttons=[row] if row else (),
        line=_line(one, turn, among=1),
        acronym=one.owed.institution.acronym,
        document=document_of(one.owed),
        text=shorten(goal.text, LONGEST, placeholder="…"),
        phrase=goal.phrase,
        reading=goal.reading,
        literal=long_date(obligation.literal) if obligation.literal else "",
        extended=long_date(obligation.extended)
        if obligation.extended and obligation.extended != obligation.literal
        else "",
        why=obligation.why,
        provisional=obligation.provisional,
        internal=obligation.internal,
        protocol=one.report.protocol if one.report else "",
        may_hand_in=bool(row),
    )


def _button(turn: Turn, act: str, one: GoalState) -> str:
    return turn.button(act, one.owed.obligation.id)


async def _pressed(turn: Turn, pressed: Pressed) -> None:
    one = await goal_state(turn.desk, ObligationId(pressed.number))
    if pressed.act == SHOW:
        _show(turn, one)
    else:
        turn.again = f"/entregar {one.owed.goal.key} {one.owed.institution.acronym}"


BUTTONS: Mapping[str, TakesButton] = {SHOW: _pressed, HAND_IN: _pressed}
