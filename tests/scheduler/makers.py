"""Makers and strategies for the tests of `scheduler`."""

from collections.abc import Iterable
from datetime import date

from hypothesis import strategies as st

from scheduler.calendar import Calendar, Policy
from scheduler.deadlines import Anchors, DueDate, Event, Rule, due_dates
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    FixedDate,
    MonthlyDay,
    OnEvent,
    Origin,
    Quantity,
    QuantityUnit,
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
)

FEDERAL = Calendar.federal()
P, CC = Policy.LEI_9784, Policy.CODIGO_CIVIL
START = date(2025, 12, 9)

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
policies = st.sampled_from(Policy)
origins = st.one_of(st.sampled_from(Anchor), st.sampled_from(EventKind))
spans = st.builds(Span, st.integers(1, 500), st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.BUSINESS_DAYS])) | (
    st.builds(Span, st.integers(1, 60), st.just(Unit.MONTHS))
)
quantities = st.none() | st.builds(Quantity, st.integers(1, 500), st.sampled_from(QuantityUnit))
cycles = st.builds(Cycle, st.sampled_from([1, 2, 3, 4, 6, 12, 24]), st.sampled_from(Basis), quantities)


def _simple_rules(origin: st.SearchStrategy[Origin]) -> st.SearchStrategy[SimpleRule]:
    return st.one_of(
        st.builds(Continuous),
        st.builds(State, st.sampled_from(Anchor)),
        st.builds(After, spans, origin),
        st.builds(Before, spans, origin),
        st.builds(OnEvent, st.sampled_from(EventKind)),
        cycles,
        st.builds(DayAfterMonth, st.integers(1, 31), origin, st.booleans()),
        st.builds(MonthlyDay, st.integers(1, 31)),
        st.builds(YearlyDate, st.integers(1, 12), st.integers(1, 28)),
        st.builds(BusinessDayAfter, st.none() | st.integers(1, 18), st.sampled_from([1, 3, 12])),
        st.builds(FixedDate, days, st.none()),
        st.builds(TermMonths, st.just(1), st.integers(1, 60)),
        st.builds(TermEnd, st.none() | st.integers(1, 120)),
    )


simple_rules = _simple_rules(origins)
rules = simple_rules | st.builds(Compound, st.lists(simple_rules, min_size=2, max_size=3).map(tuple))


def due(
    rule: Rule,
    anchors: Anchors,
    *,
    events: Iterable[Event] = (),
    policy: Policy = P,
    calendar: Calendar = FEDERAL,
    window: tuple[date, date] = (date(2000, 1, 1), date(2045, 12, 31)),
) -> list[DueDate]:
    """Every due date of a rule, for tests: the federal calendar, Lei 9.784 and a wide window unless told."""
    return due_dates(
        rule,
        anchors=anchors,
        events=events,
        calendar=calendar,
        policy=policy,
        since=window[0],
        until=window[1],
    )


def day(text: str) -> date:
    """`24/12/2025` as a date."""
    parts = [int(part) for part in text.split("/")]
    return date(parts[2], parts[1], parts[0])
