"""Which step of its ladder an obligation has to tell today, and when to look again. A tool of acts."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from db.ids import ObligationId
from db.obligations import Obligation, ObligationState, Owed
from rede.circles import Call
from rede.desk import Desk
from rede.digest import ladder_of
from rede.dues import asked_month
from rede.going_live import told_from
from scheduler.ladder import next_look, offset_of, step_due


@dataclass(frozen=True, slots=True)
class Calling:
    """A step as one person is told of it."""

    obligation_id: ObligationId
    step: str
    call: Call


def step_now(desk: Desk, owed: Owed) -> str | None:
    """The step that an obligation has to tell today; None once it is told, or no longer owed."""
    obligation = owed.obligation
    if obligation.state is not ObligationState.OPEN:
        return None
    if obligation.literal is None or obligation.extended is None:
        return None
    step = step_due(
        ladder_of(desk.office, owed),
        literal=obligation.literal,
        extended=_of_use_until(obligation) or obligation.extended,
        starts=told_from(desk.office, owed.instrument, opens=owed.obligation.opens),
        today=desk.today,
        calendar=desk.office.calendar,
        last_step=obligation.last_step or None,
        working_days_only=desk.office.window.working_days_only,
    )
    return step.name if step else None


def _of_use_until(obligation: Obligation) -> date | None:
    """The question of a month can be put until the next one is, by whoever did not hear of it on its day."""
    if obligation.literal is None or asked_month(obligation.occurrence) is None:
        return None
    return obligation.literal.replace(day=monthrange(obligation.literal.year, obligation.literal.month)[1])


def climbed_by(desk: Desk, owed: Owed) -> int:
    """How many rungs the ladder of an obligation has climbed."""
    last = offset_of(owed.obligation.last_step) if owed.obligation.last_step else 0
    return sum(days <= last for days in ladder_of(desk.office, owed).escalate)


def look_again(desk: Desk, obligation: Obligation, owed: Owed) -> None:
    """Sets the next day on which the ladder has something to say."""
    if obligation.literal is None or obligation.extended is None:
        obligation.look_on = None
        return
    obligation.look_on = next_look(
        ladder_of(desk.office, owed),
        literal=obligation.literal,
        extended=obligation.extended,
        starts=told_from(desk.office, owed.instrument, opens=owed.obligation.opens),
        today=desk.today,
        last_step=obligation.last_step or None,
        calendar=desk.office.calendar,
        working_days_only=desk.office.window.working_days_only,
    )
