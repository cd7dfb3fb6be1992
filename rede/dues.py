"""On which days a goal falls due for one institution, and under which name each is kept. A tool of acts."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from db import Session
from db.happenings import happenings_for
from db.ids import GoalId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Obligation, dated_obligations
from db.plans import GoalInForce
from rede.desk import Desk
from scheduler.calendar import Calendar
from scheduler.deadlines import Anchors, DueDate, Event, EventKind, Policy, due_dates, rule_from_json

#: Terms last up to ten years: occurrences further away than this are opened later.
WINDOW = timedelta(days=548)
#: No phrase says a longer term.
FARTHEST = timedelta(days=36_890)
#: How far any list of days without work can push a date.
MARGIN = timedelta(days=366)
#: Until version 0002 of the database an occurrence was kept under its literal day.
_OLD_NAME = re.compile(r"\d{4}-\d\d-\d\d")


async def events_under(session: Session, instrument: Instrument) -> list[Event]:
    """What happened under an instrument, or everywhere, as rules know it."""
    return [
        Event(EventKind(one.kind), one.day, one.at, key=str(one.id))
        for one in await happenings_for(session, instrument.id)
    ]


def dues(
    instrument: Instrument, goal: GoalInForce, calendar: Calendar, *, events: Sequence[Event], until: date
) -> list[DueDate]:
    """What falls due while the goal counts, from the start of the vigência up to `until`; nothing while the start
    is not known."""
    if instrument.starts is None:
        return []
    anchors = Anchors(
        starts=instrument.starts,
        ends=instrument.ends,
        signed=instrument.signed,
        published=instrument.published,
    )
    found = due_dates(
        rule_from_json(goal.goal.rule),
        anchors=anchors,
        events=events,
        calendar=calendar,
        policy=Policy(instrument.policy),
        since=instrument.starts,
        until=until,
    )
    return [due for due in found if due.literal in goal.span]


def dues_in_window(
    instrument: Instrument, goal: GoalInForce, calendar: Calendar, *, events: Sequence[Event], today: date
) -> list[DueDate]:
    """What is opened by today. The first occurrence is there however far away it is: it can be reported on
    before its date."""
    if instrument.starts is None:
        return []
    until = max(instrument.starts, today) + WINDOW
    near = dues(instrument, goal, calendar, events=events, until=until)
    return near or dues(instrument, goal, calendar, events=events, until=instrument.starts + FARTHEST)[:1]


async def dated_by_goal(
    desk: Desk, instrument: Instrument, goals: Sequence[GoalInForce]
) -> dict[GoalId, list[Obligation]]:
    """Every obligation with a date, by goal, each under its lasting name."""
    found: dict[GoalId, list[Obligation]] = {one.goal.id: [] for one in goals}
    for row in await dated_obligations(desk.session, list(found)):
        found[row.goal_id].append(row)
    for goal in goals:
        old = [row for row in found[goal.goal.id] if _OLD_NAME.fullmatch(row.occurrence)]
        if old:
            await _name_anew(desk, instrument, goal, old)
    return found


async def _name_anew(
    desk: Desk, instrument: Instrument, goal: GoalInForce, old: Sequence[Obligation]
) -> None:
    """By the literal day, as it is counted now or was by the Union's days alone."""
    until = max(row.literal for row in old if row.literal is not None) + MARGIN
    events = await events_under(desk.session, instrument)
    for row in old:
        owner = await desk.session.get_one(Institution, row.institution_id)
        calendars = (desk.office.days.current.of(owner), Calendar.federal())
        names = [
            {
                due.literal: due.occurrence
                for due in dues(instrument, goal, calendar, events=events, until=until)
            }
            for calendar in calendars
        ]
        row.occurrence = next((name[row.literal] for name in names if row.literal in name), row.occurrence)
    await desk.session.flush()
