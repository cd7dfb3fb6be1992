"""What falls due by now, told once per obligation, step and person. One digest per person and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from db.channels import open_channels
from db.ids import InstitutionId, ObligationId, PersonId
from db.notices import told_already
from db.obligations import Obligation, ObligationState, Owed, obligations_owed, obligations_to_look_at
from db.people import people_who_follow
from rede.announce import Told, remind
from rede.desk import Desk
from scheduler.ladder import Step, ladder_for, next_look, step_due

#: Told on the day itself even when the day's digest has already gone.
THE_DAY = "D0"
#: Obligations read at a time.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A step that has to be told by today, or `step` None when nothing is due and only the look moves on."""

    obligation_id: ObligationId
    institution_id: InstitutionId
    step: str | None


async def due_steps(desk: Desk) -> list[Due]:
    """Every open obligation whose ladder has something to say by today."""
    found: list[Due] = []
    after = 0
    while page := await obligations_to_look_at(desk.session, today=desk.today, after=after, limit=PAGE):
        found.extend(_due(desk, owed) for owed in page)
        after = max(owed.obligation.id for owed in page)
    return found


def _due(desk: Desk, owed: Owed) -> Due:
    return Due(owed.obligation.id, owed.obligation.institution_id, _step_name(desk, owed))


def _step_name(desk: Desk, owed: Owed) -> str | None:
    if owed.obligation.state is not ObligationState.OPEN:
        return None
    step = _step(desk, owed)
    return step.name if step else None


def _step(desk: Desk, owed: Owed) -> Step | None:
    obligation = owed.obligation
    if obligation.literal is None or obligation.extended is None:
        return None
    return step_due(
        ladder_for(owed.goal.key),
        literal=obligation.literal,
        extended=obligation.extended,
        starts=owed.instrument.starts,
        today=desk.today,
        calendar=desk.office.calendar,
        last_step=obligation.last_step or None,
        working_days_only=desk.office.window.working_days_only,
    )


async def by_person(desk: Desk, due: Sequence[Due]) -> dict[PersonId, list[Due]]:
    """Who has to be told of what; an institution without people appears nowhere."""
    followers: dict[InstitutionId, list[PersonId]] = {}
    told: dict[PersonId, list[Due]] = {}
    for one in due:
        if one.step is None:
            continue
        if one.institution_id not in followers:
            people = await people_who_follow(desk.session, one.institution_id)
            followers[one.institution_id] = [person.id for person in people]
        for person_id in followers[one.institution_id]:
            told.setdefault(person_id, []).append(one)
    return told


async def tell_person(desk: Desk, person_id: PersonId, due: Sequence[Due]) -> set[ObligationId]:
    """Puts the person's digest of the day; returns the obligations that still wait for tomorrow's.

    Safe to repeat: what was told is told once.
    """
    steps = {one.obligation_id: one.step for one in due if one.step is not None}
    if not steps or not await open_channels(desk.session, person_id):
        return set()
    found = await obligations_owed(desk.session, list(steps))
    # A report may have come since the steps were found: what it ended is not told. Nor is a step of a date
    # that has moved since.
    current = [one for one in found if _step_name(desk, one) == steps[one.obligation.id]]
    lines = [Told(one, steps[one.obligation.id]) for one in current]
    already = await told_already(desk.session, person_id, [line.key for line in lines])
    told = [line for line in lines if line.key not in already]
    if not told:
        return set()
    digest_key = f"digest:{person_id}:{desk.today.isoformat()}"
    if await remind(desk, person_id, told, key=digest_key) is not None:
        return set()
    urgent = [one for one in told if one.step == THE_DAY]
    await remind(desk, person_id, urgent, key=None)
    return {one.owed.obligation.id for one in told} - {one.owed.obligation.id for one in urgent}


async def advance(
    desk: Desk, due: Sequence[Due], *, waiting: set[ObligationId], unheard: set[ObligationId]
) -> None:
    """Moves each ladder on; `waiting` stay as they are, `unheard` (nobody to tell) are looked at tomorrow."""
    steps = {one.obligation_id: one.step for one in due}
    for owed in await obligations_owed(desk.session, list(steps)):
        obligation = owed.obligation
        if obligation.id in waiting:
            continue
        if obligation.id in unheard:
            obligation.look_on = desk.today + timedelta(days=1)
            continue
        obligation.last_step = steps[obligation.id] or obligation.last_step
        _look_again(desk, obligation, owed)


def _look_again(desk: Desk, obligation: Obligation, owed: Owed) -> None:
    if obligation.literal is None or obligation.extended is None:
        obligation.look_on = None
        return
    obligation.look_on = next_look(
        ladder_for(owed.goal.key),
        literal=obligation.literal,
        extended=obligation.extended,
        starts=owed.instrument.starts,
        today=desk.today,
        last_step=obligation.last_step or None,
        calendar=desk.office.calendar,
        working_days_only=desk.office.window.working_days_only,
    )
