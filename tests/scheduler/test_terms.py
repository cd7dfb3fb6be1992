"""Terms before and after anchors, events and turns: once, or once for each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.deadlines import (
    After,
    Anchor,
    Anchors,
    Basis,
    Before,
    BusinessDayAfter,
    BusinessDayAfterMonth,
    Cycle,
    DayAfterMonth,
    Event,
    EventKind,
    EveryDays,
    FixedDate,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    Rule,
    Span,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
)
from tests.scheduler.calendars import moments
from tests.scheduler.makers import START, due, told


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(
            After(Span(10, Unit.DAYS), Turn.SEMESTER),
            ["202512 31/12/25 10/01/26", "202606 30/06/26 10/07/26", "202612 31/12/26 10/01/27"],
            id="10 dias após cada semestre",
        ),
        pytest.param(
            Before(Span(1, Unit.MONTHS), Turn.YEAR),
            ["202612 01/01/26 30/11/26"],
            id="1 mês antes do fim de cada ano, e nunca antes do início",
        ),
        pytest.param(
            OnDay(Turn.FOUR_MONTHS),
            [
                "202512 09/12/25 31/12/25",
                "202604 01/01/26 30/04/26",
                "202608 01/05/26 31/08/26",
                "202612 01/09/26 31/12/26",
            ],
            id="no fim de cada quadrimestre",
        ),
        pytest.param(
            After(Span(60, Unit.DAYS), Turn.ANNIVERSARY),
            ["12 09/12/26 07/02/27"],
            id="60 dias após o aniversário",
        ),
        pytest.param(OnDay(Turn.ANNIVERSARY), ["12 09/12/25 09/12/26"], id="no aniversário da vigência"),
        pytest.param(
            DayAfterMonth(10, Turn.ANNIVERSARY),
            ["12 09/12/25 10/01/27"],
            id="dia 10 do mês seguinte ao aniversário",
        ),
        pytest.param(OnDay(Anchor.SIGNED), ["once 09/12/25 15/01/26"], id="na assinatura"),
        pytest.param(
            DayAfterMonth(10, Turn.SEMESTER, 2),
            ["202512 09/12/25 10/02/26", "202606 01/01/26 10/08/26", "202612 01/07/26 10/02/27"],
            id="dia 10 do 2º mês após o semestre",
        ),
        pytest.param(
            DayAfterMonth(31, Anchor.PUBLISHED, 0), ["once 01/02/26 28/02/26"], id="fim do mês da publicação"
        ),
        pytest.param(
            BusinessDayAfterMonth(5, Anchor.SIGNED),
            ["once 01/01/26 06/02/26"],
            id="5º dia útil do mês seguinte",
        ),
    ],
)
def test_what_counts_from_a_turn_or_an_anchor(rule: Rule, expected: list[str]) -> None:
    assert told(rule) == expected


def test_a_week_ends_on_sunday() -> None:
    found = told(OnDay(Turn.WEEK), until=date(2025, 12, 31))
    assert found == [
        "2025-12-14 09/12/25 14/12/25",
        "2025-12-21 15/12/25 21/12/25",
        "2025-12-28 22/12/25 28/12/25",
    ]


def test_a_business_day_of_one_year_needs_no_start() -> None:
    [found] = due(MonthBusinessDay(None, 12, 2026), Anchors())
    assert (found.occurrence, found.opens, found.literal) == ("once", None, date(2026, 12, 30))


def test_several_events_of_one_month_make_one_business_day() -> None:
    events = [Event(EventKind.ADHESION, date(2026, 4, number)) for number in (2, 30)]
    [found] = due(BusinessDayAfterMonth(None, EventKind.ADHESION), Anchors(), events=events)
    assert (found.occurrence, found.opens, found.literal) == ("202604", date(2026, 4, 1), date(2026, 5, 29))


def test_a_business_day_of_one_year_is_the_nth() -> None:
    [found] = due(MonthBusinessDay(5, 6, 2026), Anchors())
    assert (found.opens, found.literal) == (None, date(2026, 6, 9))


@given(start=moments, turn=st.sampled_from(Turn), span=st.integers(1, 120), skipped=st.integers(0, 1000))
def test_a_window_never_hides_what_is_counted_from_a_turn(
    start: date, turn: Turn, span: int, skipped: int
) -> None:
    until, since = start + timedelta(days=1500), start + timedelta(days=skipped)
    for rule in (After(Span(span, Unit.BUSINESS_DAYS), turn), Before(Span(span, Unit.BUSINESS_DAYS), turn)):
        whole = due(rule, Anchors(start), window=(date(2000, 1, 1), until))
        part = due(rule, Anchors(start), window=(since, until))
        assert part == [one for one in whole if one.literal >= since]


@pytest.mark.parametrize(
    ("rule", "opens"),
    [
        (FixedDate(date(2026, 3, 31), date(2026, 1, 1)), date(2026, 1, 1)),
        (TermMonths(1, 12), START),
        (TermEnd(60), START),
        (TermEnd(), START),
        (After(Span(15, Unit.DAYS), Anchor.STARTS), START),
    ],
)
def test_what_falls_due_a_single_time_has_one_name(rule: Rule, opens: date) -> None:
    [found] = due(rule, Anchors(START, date(2030, 12, 9)))
    assert (found.occurrence, found.opens) == ("once", opens)


@pytest.mark.parametrize(
    ("rule", "aimed"),
    [
        (TermMonths(1, 2), 31),
        (DayAfterMonth(31, Anchor.STARTS, 2), 0),
        (DayAfterMonth(30, Anchor.STARTS, 2), 30),
    ],
)
def test_a_short_month_is_told_unless_its_last_day_was_meant(rule: Rule, aimed: int) -> None:
    [found] = due(rule, Anchors(date(2025, 12, 31)), window=(date(2026, 1, 1), date(2026, 12, 31)))
    assert found.literal == date(2026, 2, 28)
    assert (f"fevereiro de 2026 não tem dia {aimed}:" in found.why) is bool(aimed)


@pytest.mark.parametrize(
    "rule",
    [
        *(Before(Span(45, Unit.DAYS), Turn.MONTH), After(Span(200, Unit.DAYS), Turn.SEMESTER)),
        *(
            DayAfterMonth(10, Turn.QUARTER, 3),
            DayAfterMonth(1, Turn.QUARTER, 0),
            OnDay(Turn.WEEK),
            OnDay(Turn.BIMESTER),
            MonthlyDay(15),
        ),
        *(BusinessDayAfter(5, 3, 2), BusinessDayAfter(None), MonthBusinessDay(3, 6), YearlyDate(6, 30)),
        *(Cycle(1), Cycle(3, Basis.CIVIL), EveryDays(30)),
    ],
)
def test_what_comes_back_is_found_on_its_own_day_and_explains_itself(rule: Rule) -> None:
    for one in due(rule, Anchors(START), window=(START, date(2028, 12, 31)))[-6:]:
        assert due(rule, Anchors(START), window=(one.literal, one.literal)) == [one]
        assert one.why.startswith("vence ")
