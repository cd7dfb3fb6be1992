"""Open dates are counted anew by the days, rules and anchors of today; who follows one that moved is told, once.

An instrument at a time (`recompute`), then a person at a time (`tell_of_moves`): both may be stopped anywhere and
called again. What is fulfilled or dispensed is left as it was counted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.audit import record
from db.date_moves import DateMove
from db.ids import InstitutionId, ObligationId, PersonId
from db.institutions import Institution
from db.instruments import Instrument, take_to_recount
from db.meetings import called_by_meetings
from db.notices import NoticeKind, told_already
from db.obligations import Obligation, ObligationState, Owed, count_undated_from, obligations_owed
from db.plans import Goal, GoalInForce, goals_in_force
from rede.announce import tell_moved, withdraw
from rede.circles import circles_of
from rede.desk import Desk
from rede.dues import (
    FARTHEST,
    MARGIN,
    WINDOW,
    Happened,
    caller_of,
    dated_by_goal,
    dues,
    events_under,
    is_counted,
    is_provisional,
    is_target,
    why_of,
)
from rede.going_live import sort_history, told_from
from rede.known_days import Calendars
from rede.lines import line_of_move, nature_of
from rede.succession import hand_over, take_back
from scheduler.calendar import Calendar
from scheduler.deadlines import DueDate
from scheduler.ladder import steps

COUNTED = (ObligationState.OPEN, ObligationState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Recounted:
    """An open obligation with its date, and its name, as they are counted now."""

    goal: Goal
    obligation: Obligation
    due: DueDate

    @property
    def has_moved(self) -> bool:
        return (self.obligation.literal, self.obligation.extended) != (self.due.literal, self.due.extended)


@dataclass(frozen=True, slots=True)
class Recount:
    """Every date of an instrument that is open, or was withdrawn and is asked for again."""

    dates: list[Recounted]
    #: Open ones that the rules of today no longer have.
    gone: list[Obligation]


async def recompute(desk: Desk, instrument: Instrument) -> int:
    """Sets the open dates of an instrument right; how many moved. Nothing where it is up to date."""
    calendars, changed = desk.office.days.current, not instrument.counted_by
    if not await take_to_recount(desk.session, instrument.id, calendars.mark):
        return 0
    await hand_over(desk, await goals_in_force(desk.session, instrument.id))
    counted = await recount(desk, instrument, calendars)
    moved = [one.obligation.id for one in counted.dates if one.has_moved]
    callers = [one.obligation.happening_id for one in counted.dates if one.has_moved]
    by_meetings = await called_by_meetings(desk.session, [one for one in callers if one is not None])
    for one in counted.dates:
        _reopen(one.obligation)
        one.obligation.occurrence = one.due.occurrence
        if one.has_moved:
            move = _move(desk, instrument, one)
            if move is not None and one.obligation.happening_id in by_meetings:
                # Whoever was convened hears it from the meeting (rede/change_meeting.py).
                move.told_at = desk.now
        one.obligation.opens = one.due.opens
        one.obligation.provisional = is_provisional(instrument, one.due)
        one.obligation.why = why_of(instrument, one.due)
    await take_back(desk, counted.gone, why=desk.office.texts.chat("closed_by_count"))
    for obligation_id in moved:
        await withdraw(desk, obligation_id, only=NoticeKind.REMINDER)
    if changed:
        await _sort(desk, instrument, counted.dates)
    return len(moved)


def _reopen(obligation: Obligation) -> None:
    if obligation.state is ObligationState.WITHDRAWN:
        obligation.state, obligation.closed_at, obligation.closed_why = ObligationState.OPEN, None, ""


async def _sort(desk: Desk, instrument: Instrument, counted: Sequence[Recounted]) -> None:
    """After the instrument itself changed: what lies before its first day with us, and what waits for its start."""
    await sort_history(desk, instrument)
    await count_undated_from(desk.session, instrument.id, instrument.counted_from)
    if instrument.starts is None:
        for one in counted:
            one.obligation.look_on = None
    await desk.session.flush()


async def recount(desk: Desk, instrument: Instrument, calendars: Calendars) -> Recount:
    """The dates of an instrument as those calendars count them; changes none."""
    goals = await goals_in_force(desk.session, instrument.id)
    events = await events_under(desk.session, instrument)
    dated = await dated_by_goal(desk, instrument, goals)
    owners: dict[InstitutionId, Calendar] = {}
    found = Recount([], [])
    for goal in goals:
        counted = _Counted(instrument, goal, events, desk.today)
        names = {(row.institution_id, row.occurrence) for row in dated[goal.goal.id]}
        rows = [row for row in dated[goal.goal.id] if row.state in COUNTED and is_counted(row.occurrence)]
        for row in rows:
            if row.institution_id not in owners:
                owner = await desk.session.get_one(Institution, row.institution_id)
                owners[owner.id] = calendars.of(owner)
        for owner_id in dict.fromkeys(row.institution_id for row in rows):
            own = [row for row in rows if row.institution_id == owner_id]
            taken = {name for institution_id, name in names if institution_id == owner_id}
            _count(found, counted, own, by_name=counted.by_name(own, owners[owner_id]), taken=taken)
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """A goal and what its dates are counted from."""

    instrument: Instrument
    goal: GoalInForce
    events: Happened
    today: date

    def by_name(self, rows: Sequence[Obligation], calendar: Calendar) -> dict[str, DueDate]:
        """What falls due, far enough for each row that is open to be found if it is due at all."""
        starts = self.instrument.counted_from or self.today
        last = max((row.literal for row in rows if row.literal is not None), default=self.today)
        known = self._until(max(last + MARGIN, starts + WINDOW, self.today + WINDOW), calendar)
        if all(row.occurrence in known for row in rows if row.state is ObligationState.OPEN):
            return known
        return self._until(starts + FARTHEST, calendar)

    def fresh(self, by_name: Mapping[str, DueDate], taken: Collection[str]) -> list[DueDate]:
        """What the plan itself asks for by now, and nobody has under any name yet."""
        until = max(self.instrument.counted_from or self.today, self.today) + WINDOW
        return [
            due
            for name, due in by_name.items()
            if name not in taken
            and due.literal <= until
            and not is_target(name)
            # What was called for has its name of what called.
            and caller_of(self.goal.goal, name, self.events) is None
        ]

    def _until(self, until: date, calendar: Calendar) -> dict[str, DueDate]:
        found = dues(self.instrument, self.goal, calendar, events=self.events, until=until)
        return {due.occurrence: due for due in found}


def _count(
    found: Recount,
    counted: _Counted,
    rows: Sequence[Obligation],
    *,
    by_name: Mapping[str, DueDate],
    taken: Collection[str],
) -> None:
    goal = counted.goal.goal
    found.dates.extend(
        Recounted(goal, row, by_name[row.occurrence]) for row in rows if row.occurrence in by_name
    )
    gone = [row for row in rows if row.state is ObligationState.OPEN and row.occurrence not in by_name]
    own = [row for row in gone if row.happening_id is None and not row.internal]
    renamed: dict[ObligationId, DueDate] = {}
    if own and not any(_stays(row, by_name) for row in rows):
        renamed = _renamed(own, counted.fresh(by_name, taken))
    found.dates.extend(Recounted(goal, row, renamed[row.id]) for row in gone if row.id in renamed)
    found.gone.extend(row for row in gone if row.id not in renamed)


def _stays(row: Obligation, by_name: Mapping[str, DueDate]) -> bool:
    is_own = row.state is ObligationState.OPEN and row.happening_id is None and not row.internal
    return is_own and row.occurrence in by_name


def _renamed(gone: Sequence[Obligation], fresh: Sequence[DueDate]) -> dict[ObligationId, DueDate]:
    """Another reading has other names for its periods: what was owed goes on as the period that ends nearest, so
    that what was handed in stays with it and who follows it is told of the new date."""
    pairs = [(row, due) for row in gone for due in fresh if row.literal is not None]
    found: dict[ObligationId, DueDate] = {}
    for row, due in sorted(pairs, key=_apart):
        if row.id not in found and due not in found.values():
            found[row.id] = due
    return found


def _apart(pair: tuple[Obligation, DueDate]) -> tuple[timedelta, date, ObligationId]:
    row, due = pair
    return abs(due.literal - (row.literal or due.literal)), due.literal, row.id


def _move(desk: Desk, instrument: Instrument, one: Recounted) -> DateMove | None:
    obligation, due = one.obligation, one.due
    if obligation.literal is None or obligation.extended is None:
        return None
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
    obligation.look_on = None if instrument.starts is None else desk.today
    before, after = (
        f"{literal} ({extended})"
        for literal, extended in (
            (move.literal_before, move.extended_before),
            (move.literal, move.extended),
        )
    )
    about, detail = f"obligations:{obligation.id}", f"{before} -> {after}"
    record(desk.session, "obligation.move", about, now=desk.now, person_id=desk.actor, detail=detail)
    return move


def _last_passed(desk: Desk, instrument: Instrument, one: Recounted) -> str:
    """The last step of the new date that lies before today: the notice of the move says more than it would."""
    known = steps(
        desk.office.ladders.of(one.goal.key, nature_of(one.goal, internal=one.obligation.internal)),
        literal=one.due.literal,
        extended=one.due.extended,
        starts=told_from(desk.office, instrument, opens=one.due.opens),
        calendar=desk.office.calendar,
        working_days_only=desk.office.window.working_days_only,
    )
    return next((step.name for step in reversed(known) if step.on < desk.today), "")


async def followers_of(desk: Desk, found: Sequence[Recounted]) -> set[PersonId]:
    """Who would be told if these moved."""
    circles = await circles_of(desk.session, {one.obligation.institution_id for one in found})
    followers = [circles.followers(one.obligation.institution_id, one.goal.key) for one in found]
    return {person_id for people in followers for person_id in people}


async def moves_by_person(desk: Desk, moved: Sequence[DateMove]) -> dict[PersonId, list[DateMove]]:
    """Who follows what moved and is still owed; an institution without people appears nowhere."""
    owed = await _still_owed(desk, moved)
    circles = await circles_of(desk.session, {one.institution.id for one in owed.values()})
    told: dict[PersonId, list[DateMove]] = {}
    for move in moved:
        if one := owed.get(move.obligation_id):
            for person_id in circles.followers(one.institution.id, one.goal.key):
                told.setdefault(person_id, []).append(move)
    return told


async def _still_owed(
    desk: Desk, moved: Sequence[DateMove], *, held: bool = False
) -> dict[ObligationId, Owed]:
    found = await obligations_owed(desk.session, {move.obligation_id for move in moved}, held=held)
    return {one.obligation.id: one for one in found if one.obligation.state is ObligationState.OPEN}


async def tell_of_moves(desk: Desk, person_id: PersonId, moved: Sequence[DateMove]) -> bool:
    """Puts the person's one notice of these moves; False when there is nothing that they were not told."""
    keys = {move.id: line_of_move(move) for move in moved}
    # A report may have come since: what it ended is not told. Held before it is asked who was told: of two who tell
    # at once the second sees what the first put.
    still = await _still_owed(desk, moved, held=True)
    already = await told_already(desk.session, person_id, list(keys.values()))
    fresh = [move for move in moved if keys[move.id] not in already and move.obligation_id in still]
    return await tell_moved(desk, person_id, fresh) is not None
