"""What each side owes under an instrument, opened for the next eighteen months. Safe to repeat every day.

A joint goal is two obligations (domain: one side's silence must not hide behind the other's report).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.ids import InstitutionId
from db.institutions import Institution, Layer, the_secretariat
from db.instruments import Instrument
from db.obligations import ObligationState, put_obligations
from db.plans import Goal, current_goals
from rede.desk import Desk
from scheduler.deadlines import Anchors, DueDate, Policy, due_dates, rule_from_json
from scheduler.plan_document import Party

#: Terms last up to ten years: occurrences further away than this are opened later.
WINDOW = timedelta(days=548)
#: No phrase says a longer term.
FARTHEST = timedelta(days=36_890)


@dataclass(frozen=True, slots=True)
class Opened:
    """How many obligations are new, with and without a date."""

    dated: int
    undated: int


async def open_obligations(desk: Desk, instrument: Instrument) -> Opened:
    """Opens what falls due within the window, once each by (goal, institution, period)."""
    institution = await desk.session.get_one(Institution, instrument.institution_id)
    secretariat = await the_secretariat(desk.session)
    dated: list[dict[str, object]] = []
    undated: list[dict[str, object]] = []
    for goal in await current_goals(desk.session, instrument.id):
        dues = _dues(desk, instrument, goal)
        for owner in _owners(goal, institution, secretariat):
            if dues:
                dated.extend(_dated(desk, instrument, goal, owner=owner, due=due) for due in dues)
            else:
                undated.append(_row(instrument, goal, owner))
    return Opened(
        dated=await put_obligations(desk.session, dated), undated=await put_obligations(desk.session, undated)
    )


def _owners(goal: Goal, partner: Institution, secretariat: Institution | None) -> Sequence[InstitutionId]:
    """A second-layer instrument obliges the adherent only, and only to its subset of goals."""
    responsible = goal.responsible.split(",")
    if partner.layer == Layer.SECOND:
        return [partner.id] if goal.second_layer else []
    owners = [partner.id] if Party.PARTNER in responsible else []
    if Party.SEGES in responsible and secretariat is not None:
        owners.append(secretariat.id)
    return owners


def _dues(desk: Desk, instrument: Instrument, goal: Goal) -> list[DueDate]:
    if instrument.starts is None:
        return []
    anchors = Anchors(
        starts=instrument.starts,
        ends=instrument.ends,
        signed=instrument.signed,
        published=instrument.published,
    )
    rule, first = rule_from_json(goal.rule), instrument.starts

    def found(until: date) -> list[DueDate]:
        return due_dates(
            rule,
            anchors=anchors,
            events=(),
            calendar=desk.office.calendar,
            policy=Policy(instrument.policy),
            since=first,
            until=until,
        )

    # The first occurrence is there however far away it is: it can be reported on before its date.
    return found(max(first, desk.today) + WINDOW) or found(first + FARTHEST)[:1]


def _row(instrument: Instrument, goal: Goal, owner: InstitutionId) -> dict[str, object]:
    return {
        "goal_id": goal.id,
        "instrument_id": instrument.id,
        "institution_id": owner,
        "period": "",
        "state": ObligationState.OPEN,
        "opens": instrument.starts,
    }


def _dated(
    desk: Desk, instrument: Instrument, goal: Goal, *, owner: InstitutionId, due: DueDate
) -> dict[str, object]:
    history = desk.office.go_live is not None and due.extended < desk.office.go_live
    return _row(instrument, goal, owner) | {
        "period": due.literal.isoformat(),
        "opens": due.opens,
        "literal": due.literal,
        "extended": due.extended,
        "provisional": due.provisional,
        "why": due.why,
        "state": ObligationState.HISTORY if history else ObligationState.OPEN,
        "look_on": None if history else desk.today,
    }
