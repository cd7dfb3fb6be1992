"""What comes back: from the origin, never from the one before."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.counting import counter_by
from scheduler.days.closures import Policy
from scheduler.deadlines import (
    After,
    Anchor,
    Anchors,
    Basis,
    Before,
    BusinessDayAfter,
    Cycle,
    EveryDays,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    Rule,
    Span,
    Turn,
    Unit,
    YearlyDate,
)
from tests.scheduler.calendars import moments, policies
from tests.scheduler.makers import FEDERAL, START, due, told

months = st.sampled_from([1, 2, 3, 4, 6, 12, 24])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(Cycle(6), ["6 09/12/25 09/06/26", "12 09/06/26 09/12/26"], id="semestral, do início"),
        pytest.param(
            Cycle(6, Basis.FROM_SIGNATURE),
            ["6 15/01/26 15/07/26", "12 15/07/26 15/01/27"],
            id="semestral, da assinatura",
        ),
        pytest.param(Cycle(12, Basis.FROM_PUBLICATION), ["12 20/02/26 20/02/27"], id="anual, da publicação"),
        pytest.param(
            Cycle(6, Basis.CIVIL),
            ["202512 09/12/25 31/12/25", "202606 01/01/26 30/06/26", "202612 01/07/26 31/12/26"],
            id="semestre civil",
        ),
        pytest.param(Cycle(24, Basis.CIVIL), ["202612 09/12/25 31/12/26"], id="dois anos civis"),
        pytest.param(
            EveryDays(180),
            ["180 09/12/25 07/06/26", "360 07/06/26 04/12/26"],
            id="a cada 180 dias",
        ),
        pytest.param(
            EveryDays(200, Anchor.SIGNED),
            ["200 15/01/26 03/08/26", "400 03/08/26 19/02/27"],
            id="a cada 200 dias da assinatura",
        ),
        pytest.param(
            YearlyDate(1, 31),
            ["202601 09/12/25 31/01/26", "202701 31/01/26 31/01/27"],
            id="31 de janeiro de cada ano",
        ),
        pytest.param(
            YearlyDate(12, 9), ["202612 09/12/25 09/12/26"], id="o dia do início só conta no ano seguinte"
        ),
        pytest.param(YearlyDate(1, 31, once=True), ["202601 09/12/25 31/01/26"], id="até 31 de janeiro"),
        pytest.param(YearlyDate(12, 1, once=True), ["202612 09/12/25 01/12/26"], id="até 1º de dezembro"),
        pytest.param(
            MonthBusinessDay(None, 3),
            ["202603 09/12/25 31/03/26", "202703 31/03/26 31/03/27"],
            id="último dia útil de março",
        ),
        pytest.param(
            MonthBusinessDay(5, 12), ["202612 09/12/25 07/12/26"], id="5º dia útil de dezembro, já passado"
        ),
        pytest.param(
            BusinessDayAfter(None, 6, 1),
            ["202601 09/12/25 30/01/26", "202607 01/01/26 31/07/26", "202701 01/07/26 29/01/27"],
            id="último dia útil do mês seguinte ao semestre",
        ),
        pytest.param(
            BusinessDayAfter(None, 3, 3),
            [
                *("202603 09/12/25 31/03/26", "202606 01/01/26 30/06/26", "202609 01/04/26 30/09/26"),
                *("202612 01/07/26 30/12/26", "202703 01/10/26 31/03/27"),
            ],
            id="o trimestre anterior ao início não conta",
        ),
    ],
)
def test_each_has_its_first_day_and_its_own_name(rule: Rule, expected: list[str]) -> None:
    assert told(rule) == expected


def test_day_15_of_every_month_begins_after_the_start() -> None:
    found = told(MonthlyDay(9), until=date(2026, 3, 1))
    assert found == ["202601 09/12/25 09/01/26", "202602 09/01/26 09/02/26"]
    assert told(MonthlyDay(10), until=date(2026, 1, 1)) == ["202512 09/12/25 10/12/25"]


@pytest.mark.parametrize(
    "rule", [MonthBusinessDay(5, 12), BusinessDayAfter(5, 1, 0), MonthlyDay(5), YearlyDate(12, 5)]
)
def test_what_falls_on_the_day_of_the_start_is_not_owed(rule: Rule) -> None:
    start = date(2025, 12, 5)  # the 5th business day of its month
    assert due(rule, Anchors(start))[0].literal > start


def test_the_quarter_before_the_start_is_not_reported() -> None:
    first = due(BusinessDayAfter(None, 3, 3), Anchors(date(2026, 4, 10)))[0]
    assert (first.opens, first.literal) == (date(2026, 4, 10), date(2026, 9, 30))


@pytest.mark.parametrize(
    "rule",
    [
        Cycle(3, Basis.FROM_SIGNATURE),
        EveryDays(30, Anchor.PUBLISHED),
        OnDay(Turn.MONTH),
        MonthBusinessDay(1, 3),
    ],
)
def test_nothing_comes_back_from_what_is_not_known(rule: Rule) -> None:
    assert due(rule, Anchors()) == []


@pytest.mark.parametrize(
    "rule",
    [
        Cycle(1),
        EveryDays(30),
        MonthlyDay(15),
        OnDay(Turn.MONTH),
        After(Span(10, Unit.DAYS), Turn.MONTH),
        Before(Span(3, Unit.DAYS), Turn.MONTH),
        BusinessDayAfter(5),
        MonthBusinessDay(5, 6),
        YearlyDate(3, 15),
    ],
)
def test_what_comes_back_stops_with_the_vigencia(rule: Rule) -> None:
    ends = date(2027, 6, 15)
    found = [one.literal for one in due(rule, Anchors(START, ends))]
    assert found
    assert max(found) <= ends


@given(start=moments, length=months, policy=policies)
def test_recurrences_never_drift(start: date, length: int, policy: Policy) -> None:
    found = due(Cycle(length), Anchors(start), policy=policy, window=(start, start + timedelta(days=366 * 5)))
    counter = counter_by(FEDERAL, policy)
    assert [one.literal for one in found] == [
        counter.months_after(start, length * turn) for turn in range(1, len(found) + 1)
    ]
    assert [one.opens for one in found] == [
        counter.months_after(start, length * turn) for turn in range(len(found))
    ]
    assert [one.occurrence for one in found] == [str(length * turn) for turn in range(1, len(found) + 1)]


@given(start=moments, length=months)
def test_civil_periods_follow_one_another_without_a_gap(start: date, length: int) -> None:
    found = due(Cycle(length, Basis.CIVIL), Anchors(start), window=(start, start + timedelta(days=366 * 5)))
    assert all((one.literal + timedelta(days=1)).day == 1 for one in found)
    assert all(after.opens == before.literal + timedelta(days=1) for before, after in pairwise(found))
    assert found[0].opens == start


@given(start=moments, day=st.integers(1, 31))
def test_every_month_has_its_day_once(start: date, day: int) -> None:
    found = due(MonthlyDay(day), Anchors(start), window=(start, start + timedelta(days=800)))
    assert [one.occurrence for one in found] == sorted({f"{one.literal:%Y%m}" for one in found})
    assert all(one.literal.day == day or (one.literal + timedelta(days=1)).day == 1 for one in found)
    assert len(found) in (26, 27)


@given(start=moments, step=st.integers(1, 400), skipped=st.integers(0, 2000))
def test_continuous_days_never_drift_wherever_one_looks(start: date, step: int, skipped: int) -> None:
    since, until = start + timedelta(days=skipped), start + timedelta(days=2500)
    found = [one.literal for one in due(EveryDays(step), Anchors(start), window=(since, until))]
    expected = [start + timedelta(days=days) for days in range(step, 2501, step) if days >= skipped]
    assert found == expected
