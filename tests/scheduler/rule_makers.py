"""Strategies for rules of every shape, each as wide as the shape allows."""

from datetime import date

from hypothesis import strategies as st

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
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
)

CIVIL_MONTHS = [1, 2, 3, 4, 6, 12]

dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
openings = st.sampled_from([anchor for anchor in Anchor if anchor is not Anchor.ENDS])
kinds = st.sampled_from(EventKind)
dates_or_events: st.SearchStrategy[Anchor | EventKind] = st.sampled_from(Anchor) | kinds
origins: st.SearchStrategy[Origin] = dates_or_events | st.sampled_from(Turn)
spans = (
    st.builds(Span, st.integers(1, 876_000), st.just(Unit.HOURS))
    | st.builds(Span, st.integers(1, 36_500), st.just(Unit.DAYS))
    | st.builds(Span, st.integers(1, 3_650), st.just(Unit.BUSINESS_DAYS))
    | st.builds(Span, st.integers(1, 1_200), st.just(Unit.MONTHS))
    | st.builds(Span, st.integers(1, 100), st.just(Unit.YEARS))
)
quantities = st.none() | st.builds(Quantity, st.integers(1, 999_999), st.sampled_from(QuantityUnit))
counted_bases = st.sampled_from([basis for basis in Basis if basis is not Basis.CIVIL])
cycles = st.builds(Cycle, st.integers(1, 1_200), counted_bases, quantities) | st.builds(
    Cycle, st.sampled_from([*CIVIL_MONTHS, 24, 120]), st.just(Basis.CIVIL), quantities
)
nth_business_days = st.none() | st.integers(1, 23)
monthly_turns = st.sampled_from([turn for turn in Turn if turn not in (Turn.WEEK, Turn.MONTH)])
yearly_days = st.dates(date(2028, 1, 1), date(2028, 12, 31))
yearly_dates = st.builds(lambda day, once: YearlyDate(day.month, day.day, once), yearly_days, st.booleans())
fixed_dates = st.builds(FixedDate, dates) | st.builds(
    lambda first, last: FixedDate(max(first, last), min(first, last)), dates, dates
)
term_months = st.builds(
    lambda first, more: TermMonths(first, first + more), st.integers(1, 600), st.integers(0, 600)
)


def simple_rules_from(origin: st.SearchStrategy[Origin]) -> st.SearchStrategy[SimpleRule]:
    """Rules of every shape; where a shape takes any origin, it is one of these."""
    return st.one_of(
        st.builds(Continuous),
        st.builds(State, openings | dates),
        st.builds(After, spans, origin),
        st.builds(Before, spans, origin),
        st.builds(OnEvent, kinds),
        st.builds(OnDay, openings | st.sampled_from(Turn)),
        cycles,
        st.builds(EveryDays, st.integers(1, 3_650), openings),
        st.builds(DayAfterMonth, st.integers(1, 31), dates_or_events | monthly_turns, st.integers(0, 24)),
        st.builds(DayAfterMonth, st.integers(1, 31), st.just(Turn.MONTH), st.integers(1, 24)),
        st.builds(BusinessDayAfterMonth, nth_business_days, dates_or_events, st.integers(0, 24)),
        st.builds(MonthlyDay, st.integers(1, 31)),
        yearly_dates,
        st.builds(BusinessDayAfter, nth_business_days, st.sampled_from(CIVIL_MONTHS), st.integers(0, 24)),
        st.builds(
            MonthBusinessDay, nth_business_days, st.integers(1, 12), st.none() | st.integers(1900, 2199)
        ),
        fixed_dates,
        term_months,
        st.builds(TermEnd, st.none() | st.integers(1, 1_200)),
    )


simple_rules = simple_rules_from(origins)
compounds = st.lists(simple_rules, min_size=2, max_size=3, unique=True).map(
    lambda parts: Compound(tuple(parts))
)
every_rule: st.SearchStrategy[Rule] = simple_rules | compounds
