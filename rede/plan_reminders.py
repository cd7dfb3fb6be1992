"""What falls due by now, and whom it calls; once they were told, the ladders move on.

rede/tell_reminders.py comes in between. Each may be stopped anywhere and called again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from db.database import batches
from db.ids import InstitutionId, ObligationId, PersonId
from db.obligations import ObligationState, Owed, obligations_owed, obligations_to_look_at
from db.reviews import come_back
from db.snoozes import forget_snoozes, snoozes_over
from rede.circles import Call, Circles
from rede.desk import Desk
from rede.digest import rung_of
from rede.lines import AGAIN
from rede.steps import Calling, climbed_by, look_again, step_now
from scheduler.ladder import Rung

#: What each person had put off until today.
PutOff: TypeAlias = Mapping[PersonId, Sequence[Calling]]


@dataclass(frozen=True, slots=True)
class Due:
    """A step that has to be told by today, or `step` None when nothing is due and only the look moves on."""

    obligation_id: ObligationId
    institution_id: InstitutionId
    key: str
    step: str | None
    rung: Rung | None = None
    #: Rungs that were told of it before.
    climbed: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """Who has to be told of what, and the steps that found nobody: they wait until somebody comes."""

    calls: Mapping[PersonId, Sequence[Calling]]
    unheard: frozenset[ObligationId]


async def due_steps(desk: Desk) -> list[Due]:
    """Every open obligation whose ladder has something to say by today."""
    found: list[Due] = []
    ids = await obligations_to_look_at(desk.session, today=desk.today)
    # Its date moved since: who has to act is reminded of the internal one (rede/nudge_reviews.py).
    resting = await come_back(desk.session, ids)
    for page in batches(one for one in ids if one not in resting):
        found.extend(_due(desk, owed) for owed in await obligations_owed(desk.session, page))
    return found


def _due(desk: Desk, owed: Owed) -> Due:
    obligation, step = owed.obligation, step_now(desk, owed)
    rung = rung_of(desk.office, owed, step) if step else None
    climbed = climbed_by(desk, owed) if rung else 0
    return Due(obligation.id, obligation.institution_id, owed.goal.key, step, rung, climbed)


async def steps_put_off(desk: Desk) -> PutOff:
    """What each person had put off until today, as a step of its own: it comes once more."""
    found: dict[PersonId, list[Calling]] = {}
    for one in await snoozes_over(desk.session, today=desk.today):
        step = f"{AGAIN}{one.until.isoformat()}"
        found.setdefault(one.person_id, []).append(Calling(one.obligation_id, step, Call([one.person_id])))
    return found


def by_person(circles: Circles, due: Sequence[Due], put_off: PutOff) -> Round:
    """Whom each step calls. `circles` are of the institutions in `due`."""
    calls = {person_id: list(callings) for person_id, callings in put_off.items()}
    unheard: set[ObligationId] = set()
    for one in due:
        if one.step is None:
            continue
        call = circles.call(
            one.institution_id, one.key, one.rung, climbed=one.climbed, about=one.obligation_id
        )
        if not call.people and one.rung is None:
            unheard.add(one.obligation_id)
        for person_id in call.people:
            calls.setdefault(person_id, []).append(Calling(one.obligation_id, one.step, call))
    return Round(calls, frozenset(unheard))


async def advance(
    desk: Desk, due: Sequence[Due], *, waiting: set[ObligationId], unheard: frozenset[ObligationId]
) -> None:
    """Moves each ladder on; what waits for a later digest, or for somebody to tell, is looked at tomorrow."""
    steps = {one.obligation_id: one.step for one in due}
    for owed in await obligations_owed(desk.session, steps, held=True):
        obligation, step = owed.obligation, steps[owed.obligation.id]
        if step_now(desk, owed) != step:
            # Its date moved, or it ended, since the steps were found.
            continue
        if obligation.id in waiting or obligation.id in unheard:
            obligation.look_on = desk.today + timedelta(days=1)
            continue
        obligation.last_step = step or obligation.last_step
        look_again(desk, obligation, owed)


async def forget_ended(desk: Desk, put_off: PutOff) -> None:
    """Takes away what was put off and has ended since."""
    ids = {one.obligation_id for callings in put_off.values() for one in callings}
    owed = await obligations_owed(desk.session, ids)
    ended = [one.obligation.id for one in owed if one.obligation.state is not ObligationState.OPEN]
    await forget_snoozes(desk.session, ended)
