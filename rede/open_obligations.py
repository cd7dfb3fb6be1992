"""What each side owes under an instrument, opened for the next eighteen months. Safe to repeat every day.

A joint goal is two obligations (domain: one side's silence must not hide behind the other's report).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.ids import InstitutionId
from db.institutions import Institution, Layer, the_secretariat
from db.instruments import Instrument
from db.obligations import ObligationState, put_obligations
from db.plans import Goal, goals_in_force
from rede.desk import Desk
from rede.dues import dated_by_goal, dues_in_window, events_under
from scheduler.deadlines import DueDate
from scheduler.plan_document import Party


@dataclass(frozen=True, slots=True)
class Opened:
    """How many obligations are new, with and without a date."""

    dated: int
    undated: int


async def open_obligations(desk: Desk, instrument: Instrument) -> Opened:
    """Opens what falls due within the window, once each by (goal, institution, occurrence)."""
    institution = await desk.session.get_one(Institution, instrument.institution_id)
    secretariat = await the_secretariat(desk.session)
    goals, calendars = await goals_in_force(desk.session, instrument.id), desk.office.days.current
    events = await events_under(desk.session, instrument)
    # Before anything is opened: what is there must be under the name that it would be opened by.
    await dated_by_goal(desk, instrument, goals)
    dated: list[dict[str, object]] = []
    undated: list[dict[str, object]] = []
    for one in goals:
        for owner in _owners(one.goal, institution, secretariat):
            dues = dues_in_window(instrument, one, calendars.of(owner), events=events, today=desk.today)
            dated.extend(_dated(desk, instrument, one.goal, owner=owner.id, due=due) for due in dues)
            if not dues and desk.today in one.span:
                undated.append(_row(instrument, one.goal, owner.id))
    return Opened(
        dated=await put_obligations(desk.session, dated), undated=await put_obligations(desk.session, undated)
    )


def _owners(goal: Goal, partner: Institution, secretariat: Institution | None) -> Sequence[Institution]:
    """A second-layer instrument obliges the adherent only, and only to its subset of goals."""
    responsible = goal.responsible.split(",")
    if partner.layer == Layer.SECOND:
        return [partner] if goal.second_layer else []
    owners = [partner] if Party.PARTNER in responsible else []
    if Party.SEGES in responsible and secretariat is not None:
        owners.append(secretariat)
    return owners


def _row(instrument: Instrument, goal: Goal, owner: InstitutionId) -> dict[str, object]:
    return {
        "goal_id": goal.id,
        "instrument_id": instrument.id,
        "institution_id": owner,
        "occurrence": "",
        "state": ObligationState.OPEN,
        "opens": instrument.starts,
    }


def _dated(
    desk: Desk, instrument: Instrument, goal: Goal, *, owner: InstitutionId, due: DueDate
) -> dict[str, object]:
    history = desk.office.go_live is not None and due.extended < desk.office.go_live
    return _row(instrument, goal, owner) | {
        "occurrence": due.occurrence,
        "opens": due.opens,
        "literal": due.literal,
        "extended": due.extended,
        "provisional": due.provisional,
        "why": due.why,
        "state": ObligationState.HISTORY if history else ObligationState.OPEN,
        "look_on": None if history else desk.today,
    }
