"""On which days a goal falls due for one institution, and under which name each is kept. A tool of acts."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import TypeAlias

from db import Session
from db.deliverables import reports_under
from db.happenings import NO_ADHESION, Happening, happenings_for
from db.ids import GoalId, HappeningId
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.obligations import LOST, Obligation, dated_obligations
from db.plans import Goal, GoalInForce, GoalKind
from rede.desk import Desk
from rede.own_goals import counted_since
from scheduler.calendar import Calendar
from scheduler.clock import local_day
from scheduler.deadlines import (
    Anchors,
    Compound,
    DueDate,
    Event,
    EventKind,
    Policy,
    Rule,
    due_dates,
    events_of,
    rule_from_json,
)
from scheduler.due_date import ONCE
from scheduler.plan_knowledge import FOLLOWED, QUESTION, Target, asks_each_month, target_of, week_of
from scheduler.wording import assumed_start

#: Terms last up to ten years: occurrences further away than this are opened later.
WINDOW = timedelta(days=548)
#: No phrase says a longer term.
FARTHEST = timedelta(days=36_890)
#: How far any list of days without work can push a date.
MARGIN = timedelta(days=366)
#: Until version 0002 of the database an occurrence was kept under its literal day.
_OLD_NAME = re.compile(r"\d{4}-\d\d-\d\d")
#: Before the name of what the plan does not ask for by itself.
_TARGET, _QUESTION, _LOST = "target", "question", LOST.rstrip(":")
#: Callback data of the buttons under that question, before the obligation's number (bot/commands/adesao.py).
NO_ADHESIONS, ADHESIONS = "adhesions-none:", "adhesions:"

#: `due_dates` of one instrument, by one calendar.
Count: TypeAlias = Callable[..., list[DueDate]]


@dataclass(frozen=True, slots=True)
class Happened:
    """What makes goals of one instrument due."""

    events: Sequence[Event]
    #: The reports of each goal that another one follows, by its key.
    reports: Mapping[str, Sequence[Event]]
    #: Months, by their first day, of which it is known whether termos de adesão were signed.
    answered: Collection[date] = frozenset()

    def since(self, instrument: Instrument) -> "Happened":
        """Without what happened before the vigência."""
        starts = instrument.counted_from or date.max
        return replace(self, events=[event for event in self.events if event.on >= starts])


async def events_under(session: Session, instrument: Instrument) -> Happened:
    """What happened under an instrument, or everywhere, as rules know it."""
    institution = await session.get_one(Institution, instrument.institution_id)
    happened = await happenings_for(session, instrument.id)
    events = [
        Event(EventKind(one.kind), one.day, one.at, key=str(one.id))
        for one in happened
        if one.kind != NO_ADHESION and _concerns(one, institution)
    ]
    termos = (NO_ADHESION, EventKind.ADHESION)
    answered = {one.day.replace(day=1) for one in happened if one.kind in termos}
    reports: dict[str, list[Event]] = {}
    for key, report in await reports_under(session, instrument.id, FOLLOWED):
        day = local_day(report.received_at)
        reports.setdefault(key, []).append(Event(EventKind.RECEIPT, day, key=str(report.id)))
    return Happened(events, reports, answered)


def _concerns(happening: Happening, institution: Institution) -> bool:
    """A meeting for everybody convenes the first layer, through which the second is invited (Portaria SEGES/MGI
    nº 4.890/2023, art. 21, VII)."""
    is_for_all = happening.instrument_id is None
    return not (is_for_all and institution.layer == Layer.SECOND and happening.kind == EventKind.CONVOCATION)


def dues(
    instrument: Instrument, goal: GoalInForce, calendar: Calendar, *, events: Happened, until: date
) -> list[DueDate]:
    """What falls due while the goal counts, up to `until`. While the start of the vigência is not known it is
    counted as if it began with the publication, else with the last signature (Lei 13.019/2014, art. 38).

    Targets of our own come last, under names that `is_target` knows.
    """
    count = _count(instrument, goal, calendar, until)
    if count is None:
        return []
    found = [*_of_the_plan(goal, events, count), *_of_ours(goal, events.since(instrument), count)]
    return [due for due in found if due.literal in goal.span]


def _count(instrument: Instrument, goal: GoalInForce, calendar: Calendar, until: date) -> Count | None:
    """How the days of an instrument are counted; None while there is nothing to count from."""
    starts = instrument.counted_from
    if starts is None:
        return None
    anchors = Anchors(
        starts=starts,
        ends=instrument.ends,
        signed=instrument.signed,
        published=instrument.published,
    )
    return partial(
        due_dates,
        anchors=anchors,
        calendar=calendar,
        policy=Policy(instrument.policy),
        since=counted_since(goal.goal.kind, starts),
        until=until,
    )


def _of_the_plan(goal: GoalInForce, events: Happened, count: Count) -> list[DueDate]:
    rule = rule_from_json(goal.goal.rule)
    target = _target_of(goal.goal, rule)
    instead = None if target is None else target.rule.origin
    return count(rule, events=[event for event in events.events if event.kind is not instead])


def _of_ours(goal: GoalInForce, events: Happened, count: Count) -> Iterator[DueDate]:
    """Targets, and the question of each month."""
    rule = rule_from_json(goal.goal.rule)
    target = _target_of(goal.goal, rule)
    if target is not None:
        yield from map(_named, count(target.rule, events=_asking(target, events)))
    if asks_each_month(rule):
        yield from map(_question, count(QUESTION, events=()))


def is_target(occurrence: str) -> bool:
    """Whether it is a target of our own (meta interna): nobody is ever late by it."""
    return occurrence.partition(":")[0] in (_TARGET, _QUESTION, _LOST)


def is_counted(occurrence: str) -> bool:
    """Whether its day follows from the plan, from what happened and from the days without work; that of a lost
    contact was set once (`rede/contact_goal.py`)."""
    return occurrence.partition(":")[0] != _LOST


def asked_month(occurrence: str) -> date | None:
    """The first day of the month of which it is asked whether there were termos de adesão; None for all else."""
    question, _, month = occurrence.partition(":")
    return date(int(month[:4]), int(month[4:]), 1) if question == _QUESTION else None


def _question(due: DueDate) -> DueDate:
    before = due.literal.replace(day=1) - timedelta(days=1)
    return due._replace(key=f"{_QUESTION}:{before:%Y%m}")


def _named(due: DueDate) -> DueDate:
    if due.occurrence == ONCE:
        return due._replace(key=_TARGET)
    # Nothing opens it: whoever owes it hears of it at once, and not only when its steps begin.
    return due._replace(key=f"{_TARGET}:{due.occurrence}", opens=None)


def _target_of(goal: Goal, rule: Rule) -> Target | None:
    return target_of(goal.key, rule) if goal.kind is GoalKind.PLAN else None


def _asking(target: Target, events: Happened) -> list[Event]:
    """What a target counts from: each report, or at most one event a week, the first of it."""
    if target.follows:
        return list(events.reports.get(target.follows, ()))
    first: dict[str, Event] = {}
    for event in sorted(events.events, key=attrgetter("on")):
        if event.kind is target.rule.origin:
            first.setdefault(week_of(event.on), event)
    return [replace(event, key=week) for week, event in first.items()]


def caller_of(goal: Goal, occurrence: str, events: Happened) -> HappeningId | None:
    """The happening without which this would not be owed; None where it is owed anyhow, or no more."""
    kinds = _waited_for(goal, occurrence)
    name = occurrence.rpartition(":")[2]
    calling = [event for event in events.events if event.kind in kinds]
    # By itself, or with others of its month or week.
    found = next((event for event in calling if event.key == name), None) or next(
        (event for event in calling if name in (f"{event.on:%Y%m}", week_of(event.on))), None
    )
    return HappeningId(int(found.key)) if found is not None else None


def _waited_for(goal: Goal, occurrence: str) -> Collection[EventKind]:
    rule = rule_from_json(goal.rule)
    if is_target(occurrence):
        target = _target_of(goal, rule)
        return events_of(target.rule) if target is not None and not target.follows else ()
    if isinstance(rule, Compound):
        # `2:81`: of the second part.
        rule = rule.parts[int(occurrence.partition(":")[0]) - 1]
    return events_of(rule)


def dues_in_window(
    instrument: Instrument, goal: GoalInForce, calendar: Calendar, *, events: Happened, today: date
) -> list[DueDate]:
    """What is opened by today. The first occurrence is there however far away it is: it can be reported on
    before its date."""
    starts = instrument.counted_from
    if starts is None:
        return []
    until = max(starts, today) + WINDOW
    near = dues(instrument, goal, calendar, events=events, until=until)
    if not all(is_target(due.occurrence) for due in near):
        return near
    count = _count(instrument, goal, calendar, starts + FARTHEST)
    far = () if count is None else _of_the_plan(goal, events, count)
    return [*near, *(due for due in far if due.literal in goal.span)][: len(near) + 1]


def is_provisional(instrument: Instrument, due: DueDate) -> bool:
    """Whether a date may still move of itself: its year has no list of holidays, or the start is not known."""
    return due.provisional or instrument.starts is None


def why_of(instrument: Instrument, due: DueDate) -> str:
    """The reason of a date, and what was taken for the start of the vigência while that is not known."""
    if instrument.starts is not None:
        return due.why
    return f"{due.why}; {assumed_start(published=instrument.published is not None)}"


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
