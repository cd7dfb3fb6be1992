"""Business days and moved dates against numpy's, which knows nothing of ours but the days off."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import Calendar
from scheduler.counting import Counter, counter_by
from scheduler.days.closures import Closure, ClosureKind, Policy
from scheduler.rules import Span, Unit
from tests.scheduler.calendars import calendars, moments, policies
from tests.scheduler.makers import FEDERAL, P

counts = st.integers(1, 300)


def days_off(calendar: Calendar, closes: Callable[[Closure], bool]) -> list[date]:
    years = range(2020, 2044)
    return [closure.day for year in years for closure in calendar.closures(year).values() if closes(closure)]


def idle(calendar: Calendar, policy: Policy) -> list[date]:
    """Days that no count of business days counts."""
    kinds = set(ClosureKind) if policy is P else {ClosureKind.HOLIDAY}
    return days_off(calendar, lambda closure: not closure.is_half_day and closure.kind in kinds)


def barred(calendar: Calendar, policy: Policy) -> list[date]:
    """Days on which no term ends."""
    closing = days_off(calendar, lambda closure: policy is P and closure.closes_at is not None)
    return idle(calendar, policy) + closing


def offset(day: date, count: int, roll: str, off: list[date]) -> date:
    found = np.busday_offset(np.datetime64(day), count, roll=roll, holidays=np.array(off, "datetime64[D]"))  # type: ignore[call-overload]
    return date.fromisoformat(str(found))


@given(day=moments, count=counts, policy=policies, calendar=calendars)
def test_business_days_after_a_day_are_numpys(
    day: date, count: int, policy: Policy, calendar: Calendar
) -> None:
    counted = counter_by(calendar, policy).after(day, Span(count, Unit.BUSINESS_DAYS))
    assert counted.literal == offset(day, count, "backward", idle(calendar, policy))
    assert counted.extended == offset(counted.literal, 0, "forward", barred(calendar, policy))


@given(day=moments, count=counts, policy=policies, calendar=calendars)
def test_business_days_before_a_day_are_numpys(
    day: date, count: int, policy: Policy, calendar: Calendar
) -> None:
    counted = counter_by(calendar, policy).before(day, Span(count, Unit.BUSINESS_DAYS))
    assert counted.literal == offset(day, -count, "forward", idle(calendar, policy))
    assert counted.extended == offset(counted.literal, 0, "backward", barred(calendar, policy))


@given(day=moments, policy=policies, calendar=calendars)
def test_a_date_moves_to_the_day_that_numpy_rolls_it_to(
    day: date, policy: Policy, calendar: Calendar
) -> None:
    off = barred(calendar, policy)
    assert calendar.next_business_day(day, policy) == offset(day, 0, "forward", off)
    assert calendar.business_day_on_or_before(day, policy) == offset(day, 0, "backward", off)


@pytest.mark.parametrize("policy", Policy)
def test_every_day_from_2024_to_2040_is_seen_as_numpy_sees_it(policy: Policy) -> None:
    off = np.array(idle(FEDERAL, policy), "datetime64[D]")
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(17 * 365 + 5)]
    seen = np.is_busday(np.array(days, "datetime64[D]"), holidays=off)
    assert [FEDERAL.is_business_day(day, policy) for day in days] == list(seen)


def test_ten_years_of_business_days_are_counted_at_once() -> None:
    found = counter_by(FEDERAL, P).after(date(2025, 1, 1), Span(2_500, Unit.BUSINESS_DAYS))
    assert found.literal == offset(date(2025, 1, 1), 2_500, "backward", idle(FEDERAL, P))


def counted_back_and_forth(counter: Counter, day: date, count: int) -> date:
    there = counter.after(day, Span(count, Unit.BUSINESS_DAYS)).literal
    return counter.before(there, Span(count, Unit.BUSINESS_DAYS)).literal


@given(day=moments, count=counts, policy=policies, calendar=calendars)
def test_as_many_business_days_back_lead_home(
    day: date, count: int, policy: Policy, calendar: Calendar
) -> None:
    if calendar.is_business_day(day, policy):
        assert counted_back_and_forth(counter_by(calendar, policy), day, count) == day
