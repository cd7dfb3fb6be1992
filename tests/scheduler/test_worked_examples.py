"""The worked examples of counting: federal calendar, Lei 9.784/1999 (P) beside Código Civil (CC)."""

from datetime import date

import pytest

from scheduler.calendar import Policy
from scheduler.days.almanac import Scope, Seat
from scheduler.deadlines import (
    After,
    Anchor,
    Anchors,
    Basis,
    BusinessDayAfter,
    Cycle,
    DayAfterMonth,
    Event,
    EventKind,
    Span,
    TermEnd,
    Unit,
)
from tests.scheduler.calendars import PACKED, SALVADOR
from tests.scheduler.makers import CC, P, day, due

_ONCE = [
    # início da vigência, span, literal P, extended P, literal CC, extended CC
    pytest.param(
        "09/12/2025", 15, Unit.DAYS, "24/12/2025", "26/12/2025", "24/12/2025", "24/12/2025", id="1-24/12"
    ),
    pytest.param(
        "10/12/2025", 15, Unit.DAYS, "25/12/2025", "26/12/2025", "25/12/2025", "26/12/2025", id="2-Natal"
    ),
    pytest.param(
        "09/12/2025", 10, Unit.DAYS, "19/12/2025", "19/12/2025", "19/12/2025", "19/12/2025", id="3-forum"
    ),
    pytest.param(
        *("13/02/2026", 10, Unit.DAYS, "23/02/2026", "23/02/2026", "23/02/2026", "23/02/2026"),
        id="4-Carnaval dentro do prazo",
    ),
    pytest.param(
        *("13/02/2026", 3, Unit.DAYS, "16/02/2026", "18/02/2026", "16/02/2026", "16/02/2026"),
        id="6-vence no Carnaval",
    ),
    pytest.param(
        *("13/02/2026", 5, Unit.BUSINESS_DAYS, "24/02/2026", "24/02/2026", "20/02/2026", "20/02/2026"),
        id="7-5 dias úteis no Carnaval",
    ),
    pytest.param(
        *("31/01/2026", 15, Unit.DAYS, "15/02/2026", "18/02/2026", "15/02/2026", "16/02/2026"),
        id="9-domingo e Carnaval",
    ),
    pytest.param(
        *("31/01/2026", 1, Unit.MONTHS, "28/02/2026", "02/03/2026", "01/03/2026", "02/03/2026"),
        id="10-mês sem o dia 31",
    ),
    pytest.param(
        *("31/08/2026", 1, Unit.MONTHS, "30/09/2026", "30/09/2026", "01/10/2026", "01/10/2026"),
        id="11-as duas leis divergem",
    ),
    pytest.param(
        *("29/02/2028", 12, Unit.MONTHS, "28/02/2029", "28/02/2029", "01/03/2029", "01/03/2029"),
        id="14-ano bissexto",
    ),
    pytest.param(
        *("29/02/2028", 60, Unit.MONTHS, "28/02/2033", "02/03/2033", "01/03/2033", "01/03/2033"),
        id="16-Carnaval de 2033",
    ),
    pytest.param(
        *("31/12/2025", 10, Unit.DAYS, "10/01/2026", "12/01/2026", "10/01/2026", "12/01/2026"), id="17-sábado"
    ),
    pytest.param(
        *("31/12/2025", 15, Unit.DAYS, "15/01/2026", "15/01/2026", "15/01/2026", "15/01/2026"), id="17-quinta"
    ),
    pytest.param(
        *("31/12/2025", 12, Unit.MONTHS, "31/12/2026", "04/01/2027", "31/12/2026", "31/12/2026"),
        id="19-atravessa o ano",
    ),
    pytest.param(
        *("20/05/2026", 15, Unit.DAYS, "04/06/2026", "08/06/2026", "04/06/2026", "04/06/2026"),
        id="24-Corpus Christi e ponte",
    ),
    pytest.param(
        *("17/06/2026", 15, Unit.DAYS, "02/07/2026", "02/07/2026", "02/07/2026", "02/07/2026"),
        id="26-só o calendário federal",
    ),
]


@pytest.mark.parametrize(("start", "count", "unit", "p_literal", "p_late", "cc_literal", "cc_late"), _ONCE)
def test_a_term_counted_once_from_the_start_of_the_vigencia(
    start: str, count: int, unit: Unit, p_literal: str, p_late: str, cc_literal: str, cc_late: str
) -> None:
    rule, anchors = After(Span(count, unit), Anchor.STARTS), Anchors(starts=day(start))
    [by_p] = due(rule, anchors, policy=P)
    [by_cc] = due(rule, anchors, policy=CC)
    assert (by_p.literal, by_p.extended) == (day(p_literal), day(p_late))
    assert (by_cc.literal, by_cc.extended) == (day(cc_literal), day(cc_late))


@pytest.mark.parametrize("policy", Policy)
def test_row_26_the_second_of_july_moves_the_term_in_bahia(policy: Policy) -> None:
    rule, anchors = After(Span(15, Unit.DAYS), Anchor.STARTS), Anchors(starts=date(2026, 6, 17))
    bahia = PACKED.calendar(Seat("BA"), Scope.FEDERAL_UF)
    assert [found.extended for found in due(rule, anchors, calendar=bahia, policy=policy)] == [
        date(2026, 7, 3)
    ]


@pytest.mark.parametrize(("policy", "extended"), [(P, "08/06/2026"), (CC, "05/06/2026")])
def test_row_24_corpus_christi_is_a_municipal_holiday_in_salvador(policy: Policy, extended: str) -> None:
    rule, anchors = After(Span(15, Unit.DAYS), Anchor.STARTS), Anchors(starts=date(2026, 5, 20))
    salvador = PACKED.calendar(Seat("BA", SALVADOR))
    assert [one.extended for one in due(rule, anchors, calendar=salvador, policy=policy)] == [day(extended)]


_RECURRING = [
    pytest.param(
        *(3, "31/01/2026", P, ["30/04/2026", "31/07/2026", "31/10/2026", "31/01/2027"]),
        ["30/04/2026", "31/07/2026", "03/11/2026", "01/02/2027"],
        id="12-trimestral sem deriva, Lei 9.784",
    ),
    pytest.param(
        *(3, "31/01/2026", CC, ["01/05/2026", "31/07/2026", "31/10/2026", "31/01/2027"]),
        ["04/05/2026", "31/07/2026", "03/11/2026", "01/02/2027"],
        id="12-trimestral sem deriva, Código Civil",
    ),
    pytest.param(
        *(6, "09/12/2025", P, ["09/06/2026", "09/12/2026"]), ["09/06/2026", "09/12/2026"], id="32-semestral"
    ),
    pytest.param(*(12, "09/12/2025", P, ["09/12/2026"]), ["09/12/2026"], id="nota A-anual"),
]


@pytest.mark.parametrize(("months", "start", "policy", "literal", "extended"), _RECURRING)
def test_a_cycle_is_counted_from_its_origin(
    months: int, start: str, policy: Policy, literal: list[str], extended: list[str]
) -> None:
    window = (day(start), day(literal[-1]))
    found = due(Cycle(months), Anchors(starts=day(start)), policy=policy, window=window)
    assert [one.literal for one in found] == [day(text) for text in literal]
    assert [one.extended for one in found] == [day(text) for text in extended]


@pytest.mark.parametrize("policy", Policy)
def test_row_32_the_civil_reading_of_semestral_is_30_june_and_31_december(policy: Policy) -> None:
    rule, window = Cycle(6, Basis.CIVIL), (date(2026, 1, 1), date(2026, 12, 31))
    found = due(rule, Anchors(starts=date(2025, 12, 9)), policy=policy, window=window)
    assert [one.literal for one in found] == [date(2026, 6, 30), date(2026, 12, 31)]


@pytest.mark.parametrize("policy", [P, CC])
@pytest.mark.parametrize(
    ("signed", "literal", "extended"),
    [
        pytest.param("15/04/2026", "10/05/2026", "11/05/2026", id="20-domingo"),
        pytest.param("30/09/2026", "10/10/2026", "13/10/2026", id="21-feriado na segunda"),
    ],
)
def test_day_10_of_the_month_after_the_adhesion(
    policy: Policy, signed: str, literal: str, extended: str
) -> None:
    events = [Event(EventKind.ADHESION, day(signed))]
    [found] = due(DayAfterMonth(10, EventKind.ADHESION), Anchors(), events=events, policy=policy)
    assert (found.literal, found.extended) == (day(literal), day(extended))


@pytest.mark.parametrize(
    ("nth", "month", "by_p", "by_cc"),
    [
        pytest.param(5, "01/2026", "08/01/2026", "08/01/2026", id="30-5º dia útil de janeiro"),
        pytest.param(5, "02/2026", "06/02/2026", "06/02/2026", id="30-5º dia útil de fevereiro"),
        pytest.param(5, "06/2026", "09/06/2026", "05/06/2026", id="30-5º dia útil de junho"),
        pytest.param(None, "02/2026", "27/02/2026", "27/02/2026", id="31-último dia útil de fevereiro"),
        pytest.param(None, "05/2026", "29/05/2026", "29/05/2026", id="31-último dia útil de maio"),
        pytest.param(None, "12/2026", "30/12/2026", "31/12/2026", id="31-último dia útil de dezembro"),
    ],
)
def test_a_business_day_of_the_month(nth: int | None, month: str, by_p: str, by_cc: str) -> None:
    rule, anchors = BusinessDayAfter(nth, 1, 0), Anchors(starts=date(2025, 12, 9))
    window = (day(f"01/{month}"), day(f"28/{month}") if nth else day(by_cc))
    assert due(rule, anchors, policy=P, window=window)[-1].literal == day(by_p)
    assert due(rule, anchors, policy=CC, window=window)[-1].literal == day(by_cc)


def test_row_31_the_last_business_day_is_literal_and_extended_at_once() -> None:
    window = (date(2026, 12, 1), date(2026, 12, 31))
    [found] = due(BusinessDayAfter(None, 1, 0), Anchors(starts=date(2025, 12, 9)), window=window)
    assert found.literal == found.extended == date(2026, 12, 30)


def test_row_16_the_end_of_the_vigencia_never_rolls() -> None:
    [found] = due(TermEnd(60), Anchors(starts=date(2028, 2, 29)))
    assert found.literal == found.extended == date(2033, 2, 28)
    assert not found.provisional
