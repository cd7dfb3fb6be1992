"""Open dates are counted anew by the calendars of today; whoever follows one that moved is told, once.

An instrument at a time (`recompute`), then a person at a time (`tell_of_moves`): both may be stopped anywhere and
called again. What is fulfilled or history is left as it was counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.audit import record
from db.date_moves import DateMove
from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.instruments import Instrument, take_to_recount
from db.notices import NoticeKind, told_already
from db.obligations import Obligation, ObligationState, Owed, obligations_owed
from db.people import people_who_follow
from db.plans import Goal, GoalInForce, goals_in_force
from rede.announce import tell_moved, withdraw
from rede.desk import Desk
from rede.dues import MARGIN, dated_by_goal, dues, dues_in_window, events_under
from rede.known_days import Calendars
from rede.lines import line_of_move
from scheduler.calendar import Calendar
from scheduler.deadlines import DueDate, Event
from scheduler.ladder import ladder_for, steps

#: Obligations read at a time.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Recounted:
    """An open obligation with its date as it is counted now."""

    goal: Goal
    obligation: Obligation
    due: DueDate

    @property
    def has_moved(self) -> bool:
        return (self.obligation.literal, self.obligation.extended) != (self.due.literal, self.due.extended)


async def recompute(desk: Desk, instrument: Instrument) -> int:
    """Sets the open dates of an instrument right; how many moved. Nothing where it is up to date."""
    calendars = desk.office.days.current
    if not await take_to_recount(desk.session, instrument.id, calendars.mark):
        return 0
    counted = await recount(desk, instrument, calendars)
    moved = [one.obligation.id for one in counted if one.has_moved]
    for one in counted:
        if one.has_moved:
            _move(desk, instrument, one)
        one.obligation.opens = one.due.opens
        one.obligation.provisional, one.obligation.why = one.due.provisional, one.due.why
    await desk.session.flush()
    for obligation_id in moved:
        await withdraw(desk, obligation_id, only=NoticeKind.REMINDER)
    return len(moved)


async def recount(desk: Desk, instrument: Instrument, calendars: Calendars) -> list[Recounted]:
    """The open dates of an instrument as those calendars count them; changes no date."""
    goals = await goals_in_force(desk.session, instrument.id)
    events = await events_under(desk.session, instrument)
    dated = await dated_by_goal(desk, instrument, goals)
    owners: dict[InstitutionId, Calendar] = {}
    found: list[Recounted] = []
    for goal in goals:
        rows = [row for row in dated[goal.goal.id] if row.state is ObligationState.OPEN]
        for row in rows:
            if row.institution_id not in owners:
                owner = await desk.session.get_one(Institution, row.institution_id)
                owners[owner.id] = calendars.of(owner)
        found.extend(_counted(desk, instrument, goal, rows=rows, calendars=owners, events=events))
    return found


def _counted(
    desk: Desk,
    instrument: Instrument,
    goal: GoalInForce,
    *,
    rows: Sequence[Obligation],
    calendars: Mapping[InstitutionId, Calendar],
    events: Sequence[Event],
) -> Iterator[Recounted]:
    for owner in dict.fromkeys(row.institution_id for row in rows):
        own = [row for row in rows if row.institution_id == owner]
        until = max(row.literal for row in own if row.literal is not None) + MARGIN
        counted = dues(instrument, goal, calendars[owner], events=events, until=until)
        counted = counted or dues_in_window(
            instrument, goal, calendars[owner], events=events, today=desk.today
        )
        by_name = {due.occurrence: due for due in counted}
        for row in own:
            # One that the rule no longer has stays as it is: a person decides what becomes of it.
            if row.occurrence in by_name:
                yield Recounted(goal.goal, row, by_name[row.occurrence])


def _move(desk: Desk, instrument: Instrument, one: Recounted) -> None:
    obligation, due = one.obligation, one.due
    if obligation.literal is None or obligation.extended is None:
        return
    move = DateMove(
        obligation_id=obligation.id,
        moved_at=desk.now,
        literal_before=obligation.literal,
        extended_before=obligation.extended,
        literal=due.literal,
        extended=due.extended,
        why=due.why,
    )
    desk.session.add(move)
    obligation.literal, obligation.extended = due.literal, due.extended
    obligation.last_step = _last_passed(desk, instrument, one)
    obligation.look_on = desk.today
    before, after = (
        f"{literal} ({extended})"
        for literal, extended in (
            (move.literal_before, move.extended_before),
            (move.literal, move.extended),
        )
    )
    about, detail = f"obligations:{obligation.id}", f"{before} -> {after}"
    record(desk.session, "obligation.move", about, now=desk.now, person_id=desk.actor, detail=detail)


def _last_passed(desk: Desk, instrument: Instrument, one: Recounted) -> str:
    """The last step of the new date that lies before today: the notice of the move says more than it would."""
    known = steps(
        ladder_for(one.goal.key),
        literal=one.due.literal,
        extended=one.due.extended,
        starts=instrument.starts,
        calendar=desk.office.calendar,
        working_days_only=desk.office.window.working_days_only,
    )
    return next((step.name for step in reversed(known) if step.on < desk.today), "")


async def followers_of(desk: Desk, found: Sequence[Recounted]) -> set[PersonId]:
    """Who would be told if these moved."""
    places = dict.fromkeys(one.obligation.institution_id for one in found)
    return {person.id for place in places for person in await people_who_follow(desk.session, place)}


async def moves_by_person(desk: Desk, moved: Sequence[DateMove]) -> dict[PersonId, list[DateMove]]:
    """Who follows what moved and is still owed; an institution without people appears nowhere."""
    owed = {one.obligation.id: one for one in await _owed(desk, moved)}
    followers: dict[InstitutionId, list[PersonId]] = {}
    told: dict[PersonId, list[DateMove]] = {}
    for move in moved:
        one = owed.get(move.obligation_id)
        if one is None:
            continue
        place = one.institution.id
        if place not in followers:
            followers[place] = [person.id for person in await people_who_follow(desk.session, place)]
        for person_id in followers[place]:
            told.setdefault(person_id, []).append(move)
    return told


async def _owed(desk: Desk, moved: Sequence[DateMove]) -> list[Owed]:
    ids = list(dict.fromkeys(move.obligation_id for move in moved))
    found: list[Owed] = []
    for start in range(0, len(ids), PAGE):
        found.extend(await obligations_owed(desk.session, ids[start : start + PAGE]))
    return [one for one in found if one.obligation.state is ObligationState.OPEN]


async def tell_of_moves(desk: Desk, person_id: PersonId, moved: Sequence[DateMove]) -> bool:
    """Puts the person's one notice of these moves; False when there is nothing that they were not told."""
    keys = {move.id: line_of_move(move) for move in moved}
    already = await told_already(desk.session, person_id, list(keys.values()))
    # A report may have come since: what it ended is not told.
    still = {one.obligation.id for one in await _owed(desk, moved)}
    fresh = [move for move in moved if keys[move.id] not in already and move.obligation_id in still]
    return await tell_moved(desk, person_id, fresh) is not None
