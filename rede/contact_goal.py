"""Goal 1.1 (who follows the agreement) is owed anew when a contact is lost: with a target of ours, by which nobody
is late, that ends by itself when somebody can be reached again. A tool of acts.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from db.contact_goals import (
    OwedAlways,
    newest_membership,
    open_for_a_contact,
    owed_always,
    owed_for_a_contact,
    reached,
)
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution
from db.obligations import LOST, ObligationState, put_obligations
from rede.desk import Desk
from scheduler.deadlines import Anchors, DueDate, Policy, due_dates
from scheduler.plan_knowledge import BY_GOAL

#: Names, CPF, phone and e-mail of whoever follows the agreement.
CONTACTS = "1.1"
#: In the name of an occurrence: the instant of the loss. The newest membership of that moment follows it.
_INSTANT = "%Y%m%dT%H%M%S"
_FARTHEST = timedelta(days=60)


async def goals_to_reopen(desk: Desk, lost: Mapping[InstitutionId, datetime]) -> list[OwedAlways]:
    """`lost`: since when each of these institutions misses somebody. Not those that are open for an earlier loss,
    or were opened for this one and have ended."""
    goals = await owed_always(desk.session, lost, key=CONTACTS, today=desk.today)
    if not goals:
        return []
    known = {
        (row.goal_id, row.institution_id)
        for row in await owed_for_a_contact(desk.session, lost)
        if row.state is ObligationState.OPEN or row.occurrence.startswith(_name(lost[row.institution_id]))
    }
    return [one for one in goals if (one.goal_id, one.institution_id) not in known]


async def reopen_contact_goals(desk: Desk, lost: Mapping[InstitutionId, datetime]) -> int:
    """Safe to repeat; how many are new."""
    goals = await goals_to_reopen(desk, lost)
    newest = await newest_membership(desk.session) if goals else 0
    rows = [await _row(desk, one, occurrence=f"{_name(lost[one.institution_id])}{newest}") for one in goals]
    return await put_obligations(desk.session, rows)


def _name(lost_at: datetime) -> str:
    return f"{LOST}{lost_at.astimezone(UTC):{_INSTANT}}:"


async def _row(desk: Desk, one: OwedAlways, *, occurrence: str) -> dict[str, object]:
    due = await _target(desk, one)
    return {
        "goal_id": one.goal_id,
        "instrument_id": one.instrument.id,
        "institution_id": one.institution_id,
        "occurrence": occurrence,
        "state": ObligationState.OPEN,
        "opens": desk.today,
        "literal": due.literal,
        "extended": due.extended,
        "why": due.why,
        "internal": True,
        # While the start is not known nobody is reminded.
        "look_on": desk.today if one.instrument.starts is not None else None,
    }


async def _target(desk: Desk, one: OwedAlways) -> DueDate:
    """As many days as there were at the beginning."""
    owner = await desk.session.get_one(Institution, one.institution_id)
    found = due_dates(
        BY_GOAL[CONTACTS].rule,
        anchors=Anchors(starts=desk.today),
        events=(),
        calendar=desk.office.days.current.of(owner),
        policy=Policy(one.instrument.policy),
        since=desk.today,
        until=desk.today + _FARTHEST,
    )
    return found[0]


async def targets_of(desk: Desk, institution_ids: Sequence[InstitutionId]) -> dict[InstitutionId, date]:
    """By when each of these shall say who follows its agreement; the soonest of several."""
    found: dict[InstitutionId, date] = {}
    for row in await owed_for_a_contact(desk.session, institution_ids):
        if row.literal is not None and row.state is ObligationState.OPEN:
            found[row.institution_id] = min(row.literal, found.get(row.institution_id, row.literal))
    return found


async def regained(desk: Desk) -> list[ObligationId]:
    """What is open though somebody can be reached who could not be, or did not serve, when it was opened."""
    rows = await open_for_a_contact(desk.session)
    now = await reached(desk.session, {row.institution_id for row in rows})
    return [
        row.id
        for row in rows
        if (who := now.get(row.institution_id)) is not None
        and (who.opened_at > _lost_at(row.occurrence) or who.membership > _newest_then(row.occurrence))
    ]


def _lost_at(occurrence: str) -> datetime:
    return datetime.strptime(occurrence.split(":")[1], _INSTANT).replace(tzinfo=UTC)


def _newest_then(occurrence: str) -> int:
    return int(occurrence.split(":")[2])
