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
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
)

FEDERAL = Calendar.federal()
P, CC = Policy.LEI_9784, Policy.CODIGO_CIVIL
START = date(2025, 12, 9)

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
policies = st.sampled_from(Policy)
openings = st.sampled_from([anchor for anchor in Anchor if anchor is not Anchor.ENDS])
dates_or_events: st.SearchStrategy[Anchor | EventKind] = st.sampled_from(Anchor) | st.sampled_from(EventKind)
origins: st.SearchStrategy[Origin] = dates_or_events | st.sampled_from(Turn)
spans = st.builds(Span, st.integers(1, 500), st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.BUSINESS_DAYS])) | (
    st.builds(Span, st.integers(1, 60), st.just(Unit.MONTHS))
)
quantities = st.none() | st.builds(Quantity, st.integers(1, 500), st.sampled_from(QuantityUnit))
cycles = st.builds(Cycle, st.sampled_from([1, 2, 3, 4, 6, 12, 24]), st.sampled_from(Basis), quantities)
nth_business_days = st.none() | st.integers(1, 23)
month_turns = st.sampled_from([turn for turn in Turn if turn not in (Turn.WEEK, Turn.MONTH)])

simple_rules: st.SearchStrategy[SimpleRule] = st.one_of(
    st.builds(Continuous),
    st.builds(State, st.sampled_from(Anchor) | days),
    st.builds(After, spans, origins),
    st.builds(Before, spans, origins),
    st.builds(OnEvent, st.sampled_from(EventKind)),
    st.builds(OnDay, openings | st.sampled_from(Turn)),
    cycles,
    st.builds(EveryDays, st.integers(20, 800), openings),
    st.builds(DayAfterMonth, st.integers(1, 31), dates_or_events | month_turns, st.integers(0, 3)),
    st.builds(BusinessDayAfterMonth, nth_business_days, dates_or_events, st.integers(0, 3)),
    st.builds(MonthlyDay, st.integers(1, 31)),
    st.builds(YearlyDate, st.integers(1, 12), st.integers(1, 28), st.booleans()),
    st.builds(BusinessDayAfter, nth_business_days, st.sampled_from([1, 3, 12]), st.integers(0, 3)),
    st.builds(MonthBusinessDay, nth_business_days, st.integers(1, 12), st.none() | st.integers(2024, 2040)),
    st.builds(FixedDate, days, st.none()),
    st.builds(TermMonths, st.just(1), st.integers(1, 60)),
    st.builds(TermEnd, st.none() | st.integers(1, 120)),
)
compounds = st.builds(Compound, st.lists(simple_rules, min_size=2, max_size=3, unique=True).map(tuple))
rules = simple_rules | compounds


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


def told(rule: Rule, *, until: date = date(2027, 3, 31)) -> list[str]:
    """Occurrence, first day and literal day of all that falls due under an instrument of START."""
    anchors = Anchors(START, None, signed=date(2026, 1, 15), published=date(2026, 2, 20))
    found = due(rule, anchors, window=(date(2025, 1, 1), until))
    return [f"{one.occurrence} {one.opens:%d/%m/%y} {one.literal:%d/%m/%y}" for one in found if one.opens]


def day(text: str) -> date:
    """`24/12/2025` as a date."""
    parts = [int(part) for part in text.split("/")]
    return date(parts[2], parts[1], parts[0])
