"""Rules → days: which dates exist, from when to when, and what is not known."""

from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.calendar import Calendar, Policy
from scheduler.clock import BRASILIA
from scheduler.counting import TermEnds
from scheduler.deadlines import (
    After,
    Anchor,
    Anchors,
    Basis,
    Before,
    BusinessDayAfter,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    Event,
    EventKind,
    FixedDate,
    MonthlyDay,
    OnEvent,
    Rule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
    events_of,
    has_due_dates,
)
from tests.scheduler.calendars import calendars
from tests.scheduler.makers import FEDERAL, START, days, due, policies, rules, simple_rules, spans


def literals(rule: Rule, anchors: Anchors, *events: Event, until: date = date(2028, 1, 1)) -> list[date]:
    return [found.literal for found in due(rule, anchors, events=events, window=(START, until))]


def test_what_runs_during_the_vigencia_is_never_due() -> None:
    assert due(Continuous(), Anchors(START)) == []
    assert due(State(), Anchors(START)) == []
    assert not has_due_dates(State())
    assert has_due_dates(Cycle(12))


def test_an_unknown_start_gives_no_date_at_all() -> None:
    for rule in (After(Span(15, Unit.DAYS), Anchor.STARTS), Cycle(12), MonthlyDay(15), TermEnd(120)):
        assert due(rule, Anchors(signed=START)) == []


def test_the_annual_cycle_opens_with_the_one_before_and_ends_with_the_vigencia() -> None:
    anchors = Anchors(starts=START, ends=date(2028, 6, 30))
    found = due(Cycle(12), anchors)
    assert [(one.opens, one.literal) for one in found] == [
        (date(2025, 12, 9), date(2026, 12, 9)),
        (date(2026, 12, 9), date(2027, 12, 9)),
    ]


def test_a_cycle_due_on_the_last_day_of_the_vigencia_still_counts() -> None:
    assert literals(Cycle(12), Anchors(starts=START, ends=date(2026, 12, 9))) == [date(2026, 12, 9)]


def test_the_civil_cycle_ends_with_the_calendar() -> None:
    found = due(Cycle(6, Basis.CIVIL), Anchors(START), window=(START, date(2026, 12, 31)))
    assert [(one.opens, one.literal) for one in found] == [
        (START, date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]


def test_several_adhesions_of_one_month_make_one_duty() -> None:
    events = [Event(EventKind.ADHESION, date(2026, 4, day)) for day in (2, 15, 30)]
    assert literals(DayAfterMonth(10, EventKind.ADHESION), Anchors(START), *events) == [date(2026, 5, 10)]


def test_no_adhesion_no_duty() -> None:
    rule = DayAfterMonth(10, EventKind.ADHESION)
    assert literals(rule, Anchors(START), Event(EventKind.REQUEST, START)) == []
    assert rule.conditional


def test_a_compound_rule_gives_the_dates_of_its_parts_in_order() -> None:
    rule = Compound((Cycle(12), OnEvent(EventKind.COURSE_CHANGE)))
    change = Event(EventKind.COURSE_CHANGE, date(2026, 3, 10))
    assert literals(rule, Anchors(START), change) == [date(2026, 3, 10), date(2026, 12, 9), date(2027, 12, 9)]
    assert events_of(rule) == {EventKind.COURSE_CHANGE}


def test_an_event_is_due_on_its_own_day() -> None:
    meeting = Event(EventKind.CONVOCATION, date(2026, 3, 5))
    assert literals(OnEvent(EventKind.CONVOCATION), Anchors(START), meeting) == [date(2026, 3, 5)]


def test_a_duty_may_outlive_the_agreement() -> None:
    rule = After(Span(90, Unit.DAYS), Anchor.ENDS)
    assert literals(rule, Anchors(starts=START, ends=date(2026, 12, 9))) == [date(2027, 3, 9)]


def test_a_term_before_the_end_rolls_backward() -> None:
    [found] = due(Before(Span(60, Unit.DAYS), Anchor.ENDS), Anchors(starts=START, ends=date(2026, 12, 9)))
    assert (found.literal, found.extended) == (date(2026, 10, 10), date(2026, 10, 9))
    assert found.opens == START


def test_hours_are_rounded_up_to_days() -> None:
    notice = Event(EventKind.NOTICE, date(2026, 3, 3))
    assert literals(After(Span(49, Unit.HOURS), EventKind.NOTICE), Anchors(), notice) == [date(2026, 3, 6)]


def test_day_31_of_every_month_is_the_last_one_where_there_is_none() -> None:
    found = literals(MonthlyDay(31), Anchors(date(2026, 1, 31)), until=date(2026, 4, 30))
    assert found == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_yearly_date_begins_after_the_start() -> None:
    found = literals(YearlyDate(3, 31), Anchors(date(2026, 3, 31)))
    assert found == [date(2027, 3, 31)]


def test_the_last_business_day_after_each_quarter() -> None:
    found = literals(BusinessDayAfter(None, 3, 1), Anchors(START), until=date(2026, 7, 31))
    assert found == [date(2026, 1, 30), date(2026, 4, 30), date(2026, 7, 31)]


def test_the_last_business_day_of_march_of_the_year_after() -> None:
    found = literals(BusinessDayAfter(None, 12, 3), Anchors(START))
    assert found == [date(2026, 3, 31), date(2027, 3, 31)]


def test_from_month_1_to_month_12_of_the_vigencia() -> None:
    [found] = due(TermMonths(1, 12), Anchors(START))
    assert (found.opens, found.literal) == (START, date(2026, 12, 9))


def test_a_fixed_date_needs_no_anchor() -> None:
    [found] = due(FixedDate(date(2026, 3, 31), date(2026, 1, 1)), Anchors())
    assert (found.opens, found.literal) == (date(2026, 1, 1), date(2026, 3, 31))


def test_a_date_that_leans_on_a_year_without_list_is_provisional() -> None:
    provisional = {one.literal.year: one.provisional for one in due(Cycle(6), Anchors(START))}
    assert not provisional[2026]
    assert provisional[2027]


def test_a_date_that_rolls_into_a_year_without_list_is_provisional() -> None:
    [found] = due(After(Span(12, Unit.MONTHS), Anchor.STARTS), Anchors(date(2025, 12, 31)))
    assert (found.literal, found.extended, found.provisional) == (date(2026, 12, 31), date(2027, 1, 4), True)


def test_business_days_counted_across_a_year_without_list_are_provisional() -> None:
    [found] = due(After(Span(5, Unit.BUSINESS_DAYS), Anchor.STARTS), Anchors(date(2024, 12, 27)))
    assert found.literal.year == 2025
    assert found.provisional


def test_until_the_end_of_the_vigencia_falls_on_its_last_day_even_on_a_sunday() -> None:
    [found] = due(TermEnd(), Anchors(starts=START, ends=date(2035, 12, 9)))
    assert found.literal == found.extended == date(2035, 12, 9)


def test_until_the_end_of_an_unknown_vigencia_has_no_date() -> None:
    assert due(TermEnd(), Anchors(starts=START)) == []


def test_hours_count_from_the_minute_where_it_is_known() -> None:
    known = datetime(2026, 3, 12, 14, 5, tzinfo=BRASILIA)
    events = [Event(EventKind.NOTICE, known.date(), known), Event(EventKind.RECEIPT, known.date())]
    [after] = due(After(Span(48, Unit.HOURS), EventKind.NOTICE), Anchors(), events=events)
    [before] = due(Before(Span(48, Unit.HOURS), EventKind.NOTICE), Anchors(), events=events)
    [whole] = due(After(Span(48, Unit.HOURS), EventKind.RECEIPT), Anchors(), events=events)
    assert (after.literal, after.at) == (date(2026, 3, 14), datetime(2026, 3, 16, 14, 5, tzinfo=BRASILIA))
    assert (before.literal, before.at) == (date(2026, 3, 10), datetime(2026, 3, 10, 14, 5, tzinfo=BRASILIA))
    assert (whole.literal, whole.at) == (date(2026, 3, 14), None)


def test_two_events_of_one_day_are_one_unless_they_have_keys() -> None:
    asked = date(2026, 3, 10)
    unnamed = [Event(EventKind.REQUEST, asked)] * 2
    named = [Event(EventKind.REQUEST, asked, key=key) for key in ("7", "8", "7")]
    assert [one.occurrence for one in due(OnEvent(EventKind.REQUEST), Anchors(), events=unnamed)] == [
        "2026-03-10"
    ]
    assert [one.occurrence for one in due(OnEvent(EventKind.REQUEST), Anchors(), events=named)] == ["7", "8"]


def test_parts_of_a_compound_rule_that_fall_together_ask_once_and_keep_apart_otherwise() -> None:
    found = due(Compound((Cycle(12), Cycle(6))), Anchors(START), window=(START, date(2026, 12, 31)))
    assert [(one.literal, one.occurrence) for one in found] == [
        (date(2026, 6, 9), "2:6"),
        (date(2026, 12, 9), "1:12"),
        (date(2026, 12, 9), "2:12"),
    ]
    same = due(
        Compound((OnEvent(EventKind.AGENDA), FixedDate(START))),
        Anchors(),
        events=[Event(EventKind.AGENDA, START)],
    )
    assert [one.occurrence for one in same] == ["1:2025-12-09"]


@given(start=days, span=spans, policy=policies)
def test_no_forward_term_ends_on_a_day_without_work(start: date, span: Span, policy: Policy) -> None:
    [found] = due(After(span, Anchor.STARTS), Anchors(start), policy=policy, window=(start, date.max))
    assert not FEDERAL.extends(found.extended, policy)
    assert found.extended >= found.literal > start


@given(end=days, span=spans, policy=policies)
def test_a_backward_term_is_never_later_than_its_literal_day(end: date, span: Span, policy: Policy) -> None:
    [found] = due(Before(span, Anchor.ENDS), Anchors(ends=end), policy=policy, window=(date.min, end))
    assert found.extended <= found.literal < end
    assert not FEDERAL.extends(found.extended, policy)


@given(rule=simple_rules, start=days, moved=st.integers(1, 400), policy=policies)
def test_occurrences_tell_the_dates_of_a_rule_apart(
    rule: Rule, start: date, moved: int, policy: Policy
) -> None:
    events = [Event(kind, start + timedelta(days=moved)) for kind in EventKind]
    window = (start, start + timedelta(days=1500))
    found = [
        one.occurrence for one in due(rule, Anchors(start, None, start, start), events=events, window=window)
    ]
    assert len(set(found)) == len(found)


@given(rule=simple_rules, start=days, calendar=calendars, policy=policies)
def test_the_same_occurrences_fall_due_whichever_calendar_and_law_count(
    rule: Rule, start: date, calendar: Calendar, policy: Policy
) -> None:
    assume("BusinessDay" not in repr(rule) and "BUSINESS_DAYS" not in repr(rule))
    anchors, window = Anchors(start, start, start, start), (start, start + timedelta(days=1500))
    here = due(rule, anchors, window=window, calendar=calendar, policy=policy)
    federal = due(rule, anchors, window=window, policy=policy)
    assert [(one.occurrence, one.literal) for one in here] == [
        (one.occurrence, one.literal) for one in federal
    ]
    assert all(one.how == TermEnds() or not calendar.extends(one.extended, policy) for one in here)


@given(rule=simple_rules, start=days, skipped=st.integers(0, 2000), policy=policies)
def test_a_window_shows_the_same_days_wherever_it_begins(
    rule: Rule, start: date, skipped: int, policy: Policy
) -> None:
    anchors, until = Anchors(start, start, start, start), start + timedelta(days=2500)
    whole = due(rule, anchors, policy=policy, window=(date(2000, 1, 1), until))
    part = due(rule, anchors, policy=policy, window=(start + timedelta(days=skipped), until))
    assert part == [one for one in whole if one.literal >= start + timedelta(days=skipped)]


@given(rule=simple_rules, start=days, policy=policies)
def test_a_window_of_one_day_shows_what_falls_on_it(rule: Rule, start: date, policy: Policy) -> None:
    anchors, events = Anchors(start, None, start, start), [Event(kind, start) for kind in EventKind]
    window = (date(2000, 1, 1), start + timedelta(days=1200))
    for one in due(rule, anchors, events=events, policy=policy, window=window)[:8]:
        alone = due(rule, anchors, events=events, policy=policy, window=(one.literal, one.literal))
        assert alone == [one]


@given(rule=rules, start=days, calendar=calendars, policy=policies)
def test_every_date_explains_itself_whatever_its_rule(
    rule: Rule, start: date, calendar: Calendar, policy: Policy
) -> None:
    events = [Event(kind, start) for kind in EventKind]
    window = (start, start + timedelta(days=800))
    found = due(
        rule,
        Anchors(start, None, start, start),
        events=events,
        window=window,
        calendar=calendar,
        policy=policy,
    )
    assert all(f"{one.extended:%d/%m/%Y}" in one.why for one in found[:5])
    assert all(("provisória" in one.why) is one.provisional for one in found[:5])


@given(rule=rules, start=days)
def test_due_dates_come_in_order_within_the_window(rule: Rule, start: date) -> None:
    window = (start, start + timedelta(days=900))
    events = [Event(kind, start + timedelta(days=30)) for kind in EventKind]
    found = [
        one.literal for one in due(rule, Anchors(start, None, start, start), events=events, window=window)
    ]
    assert found == sorted(found)
    assert all(window[0] <= literal <= window[1] for literal in found)
