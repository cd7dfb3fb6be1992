"""What is known of the plano de trabalho beyond its phrases: targets of our own (metas internas), contributions.

Goal keys are those of the plan's rows; where a document gives a date of its own, the document counts.
"""

from dataclasses import dataclass
from datetime import date

from scheduler.rules import (
    After,
    Anchor,
    BusinessDayAfter,
    DayAfterMonth,
    EventKind,
    OnEvent,
    Rule,
    Span,
    Unit,
    has_due_dates,
    parts_of,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A date that we set ourselves: reminded of, never late."""

    rule: After
    follows: str = ""  #: the goal of which each report is what the term counts from; empty: none


#: For goals that have no date at all.
BY_GOAL = {
    "1.1": Target(After(Span(15, Unit.DAYS), Anchor.STARTS)),
    "1.3": Target(After(Span(5, Unit.BUSINESS_DAYS), EventKind.RECEIPT), follows="1.2"),
    "3.1": Target(After(Span(30, Unit.DAYS), Anchor.STARTS)),
}
#: For what is asked whenever something happens, by a phrase that does not say until when.
BY_EVENT = {EventKind.COURSE_CHANGE: Target(After(Span(5, Unit.BUSINESS_DAYS), EventKind.COURSE_CHANGE))}
#: On the first business day of a month: was there a termo in the one before? Without an answer nothing is owed.
QUESTION = BusinessDayAfter(1)
#: Goals of the Secretariat that the adherents' paragraph lists all the same: what they send for the other is
#: their part in it.
CONTRIBUTIONS = {"3.6": "3.5"}
#: The goals of which every report makes another one due.
FOLLOWED = tuple(target.follows for target in BY_GOAL.values() if target.follows)


def target_of(key: str, rule: Rule) -> Target | None:
    """The target of a goal; None where the plan's own date is all there is."""
    for event, target in BY_EVENT.items():
        if OnEvent(event) in parts_of(rule):
            return target
    return None if has_due_dates(rule) else BY_GOAL.get(key)


def asks_each_month(rule: Rule) -> bool:
    """Whether it is owed only if termos de adesão were signed, which nobody but the partner knows."""
    return any(
        isinstance(part, DayAfterMonth) and part.origin is EventKind.ADHESION for part in parts_of(rule)
    )


def week_of(day: date) -> str:
    """`2026-W14`: from Monday to Sunday."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
