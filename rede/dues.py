"""On which days a goal falls due for one institution, and under which name each is kept. A tool of acts."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from db.ids import GoalId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Obligation, dated_obligations
from db.plans import Goal
from rede.desk import Desk
from scheduler.calendar import Calendar
from scheduler.deadlines import Anchors, DueDate, Policy, due_dates, rule_from_json

#: Terms last up to ten years: occurrences further away than this are opened later.
WINDOW = timedelta(days=548)
#: No phrase says a longer term.
FARTHEST = timedelta(days=36_890)
#: How far any list of days without work can push a date.
MARGIN = timedelta(days=366)
#: Until version 0002 of the database an occurrence was kept under its literal day.
_OLD_NAME = re.compile(r"\d{4}-\d\d-\d\d")


def dues(instrument: Instrument, goal: Goal, calendar: Calendar, *, until: date) -> list[DueDate]:
    """What falls due from the start of the vigência up to `until`; nothing while the start is not known."""
    if instrument.starts is None:
        return []
    anchors = Anchors(
        starts=instrument.starts,
        ends=instrument.ends,
        signed=instrument.signed,
        published=instrument.published,
    )
    return due_dates(
        rule_from_json(goal.rule),
        anchors=anchors,
        events=(),
        calendar=calendar,
        policy=Policy(instrument.policy),
        since=instrument.starts,
        until=until,
    )


def dues_in_window(instrument: Instrument, goal: Goal, calendar: Calendar, *, today: date) -> list[DueDate]:
    """What is opened by today. The first occurrence is there however far away it is: it can be reported on
    before its date."""
    if instrument.starts is None:
        return []
    near = dues(instrument, goal, calendar, until=max(instrument.starts, today) + WINDOW)
    return near or dues(instrument, goal, calendar, until=instrument.starts + FARTHEST)[:1]


async def dated_by_goal(
    desk: Desk, instrument: Instrument, goals: Sequence[Goal]
) -> dict[GoalId, list[Obligation]]:
    """Every obligation with a date, by goal, each under its lasting name."""
    found: dict[GoalId, list[Obligation]] = {goal.id: [] for goal in goals}
    for row in await dated_obligations(desk.session, list(found)):
        found[row.goal_id].append(row)
    for goal in goals:
        old = [row for row in found[goal.id] if _OLD_NAME.fullmatch(row.occurrence)]
        if old:
            await _name_anew(desk, instrument, goal, old)
    return found


async def _name_anew(desk: Desk, instrument: Instrument, goal: Goal, old: Sequence[Obligation]) -> None:
    """By the literal day, as it is counted now or was by the Union's days alone."""
    until = max(row.literal for row in old if row.literal is not None) + MARGIN
    for row in old:
        owner = await desk.session.get_one(Institution, row.institution_id)
        calendars = (desk.office.days.current.of(owner), Calendar.federal())
        names = [
            {due.literal: due.occurrence for due in dues(instrument, goal, calendar, until=until)}
            for calendar in calendars
        ]
        row.occurrence = next((name[row.literal] for name in names if row.literal in name), row.occurrence)
    await desk.session.flush()
