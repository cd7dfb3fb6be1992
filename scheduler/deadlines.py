"""From a rule to its days: what falls due in a window, by which law, and why on that day.

Nothing is stored and nothing is invented: where an anchor is unknown there is no date at all.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import TypeAlias, assert_never

from scheduler.calendar import Calendar, Policy
from scheduler.counting import Counter, counter_by
from scheduler.due_date import DueDate
from scheduler.facts import Anchors, Event, Facts
from scheduler.recurrences import (
    business_days,
    civil_cycles,
    cycles,
    every_days,
    month_business_days,
    monthly,
    yearly,
)
from scheduler.rule_json import rule_from_json, rule_to_json
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    BusinessDayAfterMonth,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    EveryDays,
    FixedDate,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    OnEvent,
    Origin,
    Quantity,
    QuantityUnit,
    Rule,
    RuleError,
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
    events_of,
    has_due_dates,
    parts_of,
)
from scheduler.terms import terms

__all__ = [
    "After",
    "Anchor",
    "Anchors",
    "Basis",
    "Before",
    "BusinessDayAfter",
    "BusinessDayAfterMonth",
    "Compound",
    "Continuous",
    "Cycle",
    "DayAfterMonth",
    "DueDate",
    "Event",
    "EventKind",
    "EveryDays",
    "FixedDate",
    "MonthBusinessDay",
    "MonthlyDay",
    "OnDay",
    "OnEvent",
    "Origin",
    "Policy",
    "Quantity",
    "QuantityUnit",
    "Rule",
    "RuleError",
    "SimpleRule",
    "Span",
    "State",
    "TermEnd",
    "TermMonths",
    "Turn",
    "Unit",
    "YearlyDate",
    "due_dates",
    "events_of",
    "has_due_dates",
    "parts_of",
    "rule_from_json",
    "rule_to_json",
]


Recurrence: TypeAlias = Cycle | EveryDays | MonthlyDay | YearlyDate | BusinessDayAfter | MonthBusinessDay
#: What a cycle is counted from; civil periods too begin with the vigência.
_BASES = {
    Basis.FROM_START: Anchor.STARTS,
    Basis.CIVIL: Anchor.STARTS,
    Basis.FROM_SIGNATURE: Anchor.SIGNED,
    Basis.FROM_PUBLICATION: Anchor.PUBLISHED,
}


def due_dates(
    rule: Rule,
    *,
    anchors: Anchors,
    events: Iterable[Event],
    calendar: Calendar,
    policy: Policy,
    since: date,
    until: date,
) -> list[DueDate]:
    """Every date whose literal day lies in `since`..`until`, both included, in order of the literal day.

    Cycles and other recurrences stop at the end of the vigência, when it is known.
    """
    facts, counter = Facts(anchors, events, since, until), counter_by(calendar, policy)
    if not isinstance(rule, Compound):
        return _due(rule, facts, counter)
    once: dict[tuple[date | None, date, date], DueDate] = {}
    for number, part in enumerate(rule.parts, start=1):
        for due in _due(part, facts, counter):
            # Two parts that ask for the same thing on the same day ask once.
            named = due._replace(key=f"{number}:{due.occurrence}")
            once.setdefault((due.opens, due.literal, due.extended), named)
    return sorted(once.values(), key=attrgetter("literal", "extended"))


def _due(rule: SimpleRule, facts: Facts, counter: Counter) -> list[DueDate]:
    match rule:
        case Cycle() | EveryDays() | MonthlyDay() | YearlyDate() | BusinessDayAfter():
            return _recurring(rule, facts, counter)
        case MonthBusinessDay(year=None):
            return _recurring(rule, facts, counter)
        case Continuous() | State():
            return []
        case _:
            return terms(rule, facts, counter)


def _recurring(rule: Recurrence, facts: Facts, counter: Counter) -> list[DueDate]:
    window = facts.window(_origin(rule))
    if window is None:
        return []
    match rule:
        case Cycle(months, Basis.CIVIL):
            return list(civil_cycles(months, window, counter))
        case Cycle(months):
            return cycles(months, window, counter)
        case EveryDays():
            return list(every_days(rule, window, counter))
        case MonthlyDay():
            return monthly(rule, window, counter)
        case YearlyDate():
            return yearly(rule, window, counter)
        case BusinessDayAfter():
            return list(business_days(rule, window, counter))
        case MonthBusinessDay():
            return list(month_business_days(rule, window, counter))
        case _:
            assert_never(rule)


def _origin(rule: Recurrence) -> Anchor:
    match rule:
        case Cycle(basis=basis):
            return _BASES[basis]
        case EveryDays(anchor=anchor):
            return anchor
        case _:
            return Anchor.STARTS
