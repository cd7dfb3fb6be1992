"""What each side owes under an instrument, opened for the next eighteen months. Safe to repeat every day.

A joint goal is two obligations (domain: one side's silence must not hide behind the other's report).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from db.ids import HappeningId, InstitutionId
from db.institutions import Institution, Layer, the_secretariat
from db.instruments import Instrument
from db.obligations import ObligationState, put_obligations, tasks_elsewhere
from db.plans import Goal, GoalInForce, GoalKind, Span
from rede.called_for import settle_called
from rede.desk import Desk
from rede.dues import (
    Happened,
    asked_month,
    caller_of,
    dated_by_goal,
    dues_in_window,
    events_under,
    is_provisional,
    is_target,
    why_of,
)
from rede.going_live import is_history
from rede.own_goals import goals_with_own
from rede.succession import hand_over
from scheduler.clock import local_day
from scheduler.deadlines import DueDate
from scheduler.plan_document import Party
from scheduler.plan_knowledge import CONTRIBUTIONS

#: The step before the day itself, passed over.
EVE = "D-1"


@dataclass(frozen=True, slots=True)
class Opened:
    """How many obligations are new, with and without a date."""

    dated: int
    undated: int


async def open_obligations(desk: Desk, instrument: Instrument) -> Opened:
    """Opens what falls due within the window, once each by (goal, institution, occurrence)."""
    institution = await desk.session.get_one(Institution, instrument.institution_id)
    secretariat = await the_secretariat(desk.session)
    goals, calendars = await goals_with_own(desk, instrument), desk.office.days.current
    events = await events_under(desk.session, instrument)
    await hand_over(desk, goals)
    # Before anything is opened: what is there must be under the name that it would be opened by.
    rows = await dated_by_goal(desk, instrument, goals)
    await settle_called(desk, instrument, goals, rows=rows, events=events)
    had = {(row.institution_id, row.occurrence) for group in rows.values() for row in group}
    dated: list[dict[str, object]] = []
    undated: list[dict[str, object]] = []
    for one in goals:
        for owner in _owners(one.goal, institution, secretariat):
            if _contributes_to(one.goal, owner):
                undated.extend(_contribution(desk, instrument, one, owner=owner.id))
                continue
            dues = dues_in_window(instrument, one, calendars.of(owner), events=events, today=desk.today)
            is_known = any(row.institution_id == owner.id for row in rows[one.goal.id])
            dated.extend(
                _dated(desk, instrument, one.goal, owner=owner.id, due=due)
                | _called(desk, due, caller=caller_of(one.goal, due.occurrence, events), is_known=is_known)
                for due in dues
                if _is_time(desk, instrument, due, events)
            )
            # Where only another version of the plan has its days, it is no goal without a date.
            ever = _of_the_plan(dues) or dues_in_window(
                instrument,
                replace(one, span=Span()),
                calendars.of(owner),
                events=events,
                today=desk.today,
            )
            if not _of_the_plan(ever) and one.goal.kind is GoalKind.PLAN and desk.today in one.span:
                undated.append(_row(instrument, one.goal, owner.id))
    dated = await _once_each(desk, instrument, dated, had)
    return Opened(
        dated=await put_obligations(desk.session, dated), undated=await put_obligations(desk.session, undated)
    )


async def _once_each(
    desk: Desk,
    instrument: Instrument,
    dated: Sequence[dict[str, object]],
    had: Collection[tuple[InstitutionId, str]],
) -> list[dict[str, object]]:
    """Without the tasks of ours that the same institution has under another agreement: who publishes the courses
    for one does it for all."""
    tasks = {
        (cast(InstitutionId, row["institution_id"]), str(row["occurrence"]))
        for row in dated
        if row["internal"] and row["happening_id"] is not None
    } - set(had)
    if not tasks:
        return list(dated)
    owners, names = [owner for owner, _ in tasks], [name for _, name in tasks]
    taken = tasks & await tasks_elsewhere(desk.session, owners, names, beside=instrument.id)
    return [row for row in dated if (row["institution_id"], row["occurrence"]) not in taken]


def _owners(goal: Goal, partner: Institution, secretariat: Institution | None) -> Sequence[Institution]:
    """A second-layer instrument obliges the adherent only, and only to its subset of goals."""
    responsible = goal.responsible.split(",")
    if partner.layer == Layer.SECOND:
        return [partner] if goal.second_layer else []
    owners = [partner] if Party.PARTNER in responsible else []
    if Party.SEGES in responsible and secretariat is not None:
        owners.append(secretariat)
    return owners


def _contributes_to(goal: Goal, owner: Institution) -> str:
    """The goal that fulfils this one, for an adherent whom the plan does not name as responsible."""
    if owner.layer != Layer.SECOND or Party.PARTNER in goal.responsible.split(","):
        return ""
    return CONTRIBUTIONS.get(goal.key, "")


def _contribution(
    desk: Desk, instrument: Instrument, one: GoalInForce, *, owner: InstitutionId
) -> Iterator[dict[str, object]]:
    """Without a date, so without a reminder: the other goal has them."""
    if desk.today in one.span:
        note = desk.office.texts.chat("contribution_note", key=CONTRIBUTIONS[one.goal.key])
        yield _row(instrument, one.goal, owner) | {"why": note}


def _is_time(desk: Desk, instrument: Instrument, due: DueDate, events: Happened) -> bool:
    """A question is asked once its month is over and nobody has answered it, and not of months before we came."""
    month = asked_month(due.occurrence)
    if month is None:
        return True
    is_latest = due.literal <= desk.today and due.literal.replace(day=1) == desk.today.replace(day=1)
    return is_latest and month not in events.answered and local_day(instrument.imported_at) < due.literal


def _of_the_plan(dues: Sequence[DueDate]) -> list[DueDate]:
    return [due for due in dues if not is_target(due.occurrence)]


def _row(instrument: Instrument, goal: Goal, owner: InstitutionId) -> dict[str, object]:
    return {
        "goal_id": goal.id,
        "instrument_id": instrument.id,
        "institution_id": owner,
        "occurrence": "",
        "state": ObligationState.OPEN,
        "opens": instrument.counted_from,
        "why": "",
    }


def _dated(
    desk: Desk, instrument: Instrument, goal: Goal, *, owner: InstitutionId, due: DueDate
) -> dict[str, object]:
    history = is_history(desk.office, instrument, due.extended)
    return _row(instrument, goal, owner) | {
        "occurrence": due.occurrence,
        "opens": due.opens,
        "literal": due.literal,
        "extended": due.extended,
        "provisional": is_provisional(instrument, due),
        "why": why_of(instrument, due),
        "internal": is_target(due.occurrence),
        # Nobody is asked about a month before it is over.
        "last_step": EVE if asked_month(due.occurrence) else "",
        "state": ObligationState.HISTORY if history else ObligationState.OPEN,
        "look_on": None if history or instrument.starts is None else desk.today,
        "closed_why": "",
    }


def _called(desk: Desk, due: DueDate, *, caller: HappeningId | None, is_known: bool) -> dict[str, object]:
    """What called for it. What nothing calls for, of a goal that had other dates until now (`is_known`), comes of
    another reading: where it is past already nobody could have kept it, and it is nobody's delay."""
    called: dict[str, object] = {"happening_id": caller}
    if not is_known or caller is not None or is_target(due.occurrence) or due.extended >= desk.today:
        return called
    why = desk.office.texts.chat("closed_by_reading")
    return called | {"state": ObligationState.HISTORY, "look_on": None, "closed_why": why}
