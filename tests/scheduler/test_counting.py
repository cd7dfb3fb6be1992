"""Counting itself: date to date, minute to minute, forward and backward."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import Calendar
from scheduler.clock import BRASILIA
from scheduler.counting import Counted, TermEnds, ToTheMinute, counter_by, month_number, unlisted_years
from scheduler.days.closures import Policy
from scheduler.rules import Span, Unit
from tests.scheduler.calendars import calendars, moments, policies
from tests.scheduler.makers import CC, FEDERAL, P, day, spans

by_p, by_cc = counter_by(FEDERAL, P), counter_by(FEDERAL, CC)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "span", "p_literal", "p_extended", "cc_literal", "cc_extended"),
    [
        pytest.param(
            *("27/12/2026", Span(3, Unit.DAYS), "24/12/2026", "23/12/2026", "24/12/2026", "24/12/2026"),
            id="véspera de Natal: evita-se o dia que termina cedo",
        ),
        pytest.param(
            *("10/12/2026", Span(60, Unit.DAYS), "11/10/2026", "09/10/2026", "11/10/2026", "09/10/2026"),
            id="domingo antes do feriado",
        ),
        pytest.param(
            *("18/02/2026", Span(2, Unit.DAYS), "16/02/2026", "13/02/2026", "16/02/2026", "16/02/2026"),
            id="segunda de Carnaval",
        ),
        pytest.param(
            *("20/02/2026", Span(2, Unit.DAYS), "18/02/2026", "18/02/2026", "18/02/2026", "18/02/2026"),
            id="Cinzas é dia de trabalho",
        ),
        pytest.param(
            *("31/03/2026", Span(1, Unit.MONTHS), "28/02/2026", "27/02/2026", "28/02/2026", "27/02/2026"),
            id="mês sem o dia 31, para trás",
        ),
        pytest.param(
            *(
                "20/02/2026",
                Span(3, Unit.BUSINESS_DAYS),
                "13/02/2026",
                "13/02/2026",
                "17/02/2026",
                "17/02/2026",
            ),
            id="3 dias úteis, para trás",
        ),
        pytest.param(
            *(
                "28/12/2026",
                Span(1, Unit.BUSINESS_DAYS),
                "24/12/2026",
                "23/12/2026",
                "24/12/2026",
                "24/12/2026",
            ),
            id="1 dia útil antes, meia jornada",
        ),
        pytest.param(
            *("29/02/2028", Span(1, Unit.YEARS), "28/02/2027", "26/02/2027", "28/02/2027", "26/02/2027"),
            id="1 ano antes de 29/02",
        ),
        pytest.param(
            *("12/03/2026", Span(48, Unit.HOURS), "10/03/2026", "10/03/2026", "10/03/2026", "10/03/2026"),
            id="48 horas, só o dia conhecido",
        ),
    ],
)
def test_a_term_counted_backward_moves_backward(
    start: str, span: Span, p_literal: str, p_extended: str, cc_literal: str, cc_extended: str
) -> None:
    assert by_p.before(day(start), span)[:2] == (day(p_literal), day(p_extended))
    assert by_cc.before(day(start), span)[:2] == (day(cc_literal), day(cc_extended))


@pytest.mark.parametrize(
    ("origin", "months", "p", "cc"),
    [
        pytest.param("31/01/2026", 1, "28/02/2026", "01/03/2026", id="fevereiro"),
        pytest.param("31/01/2028", 1, "29/02/2028", "01/03/2028", id="fevereiro de ano bissexto"),
        pytest.param("31/08/2026", 1, "30/09/2026", "01/10/2026", id="mês de 30 dias"),
        pytest.param("30/11/2026", 3, "28/02/2027", "01/03/2027", id="atravessa o ano"),
        pytest.param("30/10/2026", 1, "30/11/2026", "30/11/2026", id="o dia existe"),
        pytest.param("31/10/2026", 2, "31/12/2026", "31/12/2026", id="dezembro"),
        pytest.param("31/01/2026", 0, "31/01/2026", "31/01/2026", id="nenhum mês"),
        pytest.param("31/03/2026", -1, "28/02/2026", "28/02/2026", id="para trás não há dia seguinte"),
        pytest.param("31/01/2026", -11, "28/02/2025", "28/02/2025", id="para trás, no ano anterior"),
    ],
)
def test_months_run_date_to_date(origin: str, months: int, p: str, cc: str) -> None:
    assert by_p.months_after(day(origin), months) == day(p)
    assert by_cc.months_after(day(origin), months) == day(cc)


@pytest.mark.parametrize(
    ("hours", "ends"),
    [(1, "04/03/2026"), (24, "04/03/2026"), (25, "05/03/2026"), (48, "05/03/2026"), (72, "06/03/2026")],
)
def test_where_only_the_day_is_known_a_day_begun_counts_whole(hours: int, ends: str) -> None:
    assert by_p.after(date(2026, 3, 3), Span(hours, Unit.HOURS)).literal == day(ends)


def at(counted: Counted) -> datetime:
    """The very minute at which a term of hours ends."""
    assert isinstance(counted.how, ToTheMinute)
    return counted.how.at


def minute(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRASILIA)


@pytest.mark.parametrize(
    ("since", "hours", "literal", "ends"),
    [
        pytest.param("2026-03-10T14:30", 48, "12/03/2026", "2026-03-12T14:30", id="minuto a minuto"),
        pytest.param("2026-03-10T14:30", 1, "10/03/2026", "2026-03-10T15:30", id="no mesmo dia"),
        pytest.param("2026-03-10T23:45", 1, "11/03/2026", "2026-03-11T00:45", id="depois da meia-noite"),
        pytest.param("2026-03-12T14:30", 48, "14/03/2026", "2026-03-16T14:30", id="sábado passa à segunda"),
        pytest.param("2026-12-22T09:10", 48, "24/12/2026", "2026-12-28T09:10", id="véspera de Natal"),
    ],
)
def test_hours_count_from_minute_to_minute(since: str, hours: int, literal: str, ends: str) -> None:
    counted = by_p.hours_after(minute(since), hours)
    assert counted.literal == day(literal)
    assert counted.extended == minute(ends).date()
    assert at(counted) == minute(ends)


def test_hours_of_notice_move_back_at_the_same_hour() -> None:
    counted = by_p.hours_before(minute("2026-03-17T10:15"), 48)
    assert counted[:2] == (date(2026, 3, 15), date(2026, 3, 13))
    assert at(counted) == minute("2026-03-13T10:15")


def test_an_instant_of_another_zone_ends_on_brasilias_day() -> None:
    acre = datetime(2026, 3, 10, 22, 30, tzinfo=ZoneInfo("America/Rio_Branco"))
    assert by_p.hours_after(acre, 24).literal == date(2026, 3, 12)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the instant has no zone$"):
        by_p.hours_after(datetime(2026, 3, 10, 14), 1)  # noqa: DTZ001


@given(since=instants, hours=st.integers(1, 2000), policy=policies)
def test_hours_are_exact_until_a_day_without_work(since: datetime, hours: int, policy: Policy) -> None:
    counted = counter_by(FEDERAL, policy).hours_after(since, hours)
    exact = (since + timedelta(hours=hours)).astimezone(BRASILIA)
    assert counted.literal == exact.date()
    assert at(counted).timetz() == exact.timetz()
    assert (counted.extended == counted.literal) is not FEDERAL.extends(exact.date(), policy)


@given(start=moments, span=spans, policy=policies, calendar=calendars)
def test_a_longer_term_never_ends_earlier(
    start: date, span: Span, policy: Policy, calendar: Calendar
) -> None:
    counter, longer = counter_by(calendar, policy), Span(span.count + 1, span.unit)
    assert counter.after(start, span)[:2] <= counter.after(start, longer)[:2]
    assert counter.before(start, longer).extended <= counter.before(start, span).extended


@given(start=moments, span=spans, policy=policies, calendar=calendars)
def test_no_term_ends_on_a_day_without_work(
    start: date, span: Span, policy: Policy, calendar: Calendar
) -> None:
    counter = counter_by(calendar, policy)
    after, before = counter.after(start, span), counter.before(start, span)
    assert start < after.literal <= after.extended
    assert before.extended <= before.literal < start
    assert not calendar.extends(after.extended, policy)
    assert not calendar.extends(before.extended, policy)


@given(start=moments, span=spans, policy=policies, calendar=calendars)
def test_nothing_is_skipped_that_was_a_day_of_work(
    start: date, span: Span, policy: Policy, calendar: Calendar
) -> None:
    literal, extended, _ = counter_by(calendar, policy).after(start, span)
    between = [literal + timedelta(days=number) for number in range((extended - literal).days)]
    assert all(calendar.extends(moved, policy) for moved in between)


@given(start=moments, months=st.integers(1, 130))
def test_the_laws_differ_by_one_day_at_most_and_only_past_the_month(start: date, months: int) -> None:
    p, cc = by_p.months_after(start, months), by_cc.months_after(start, months)
    assert month_number(p) - month_number(start) == months
    assert cc == p or (cc.day == 1 and cc - p == timedelta(days=1))


@pytest.mark.parametrize(
    ("nth", "month", "found", "extended"),
    [
        pytest.param(1, "01/01/2026", "02/01/2026", "02/01/2026", id="o primeiro"),
        pytest.param(
            18, "01/12/2026", "24/12/2026", "28/12/2026", id="conta a meia jornada, e passa adiante"
        ),
        pytest.param(22, "01/12/2026", "31/12/2026", "04/01/2027", id="o último também pode ser o 22º"),
        pytest.param(19, "01/02/2026", "27/02/2026", "27/02/2026", id="fevereiro só tem 18: o último"),
        pytest.param(
            None, "01/12/2026", "30/12/2026", "30/12/2026", id="o último evita o dia que termina cedo"
        ),
        pytest.param(None, "01/02/2026", "27/02/2026", "27/02/2026", id="o último, antes do fim de semana"),
    ],
)
def test_a_business_day_of_the_month_is_counted_from_its_first(
    nth: int | None, month: str, found: str, extended: str
) -> None:
    assert by_p.business_day(month_number(day(month)), nth)[:2] == (day(found), day(extended))


@pytest.mark.parametrize(
    ("counted", "years"),
    [
        pytest.param(by_p.after(date(2026, 12, 1), Span(30, Unit.DAYS)), [2027], id="passa a 2027"),
        pytest.param(by_p.after(date(2026, 12, 1), Span(29, Unit.DAYS)), [], id="cabe em 2026"),
        pytest.param(
            by_p.after(date(2024, 12, 31), Span(5, Unit.BUSINESS_DAYS)), [], id="só conta dias de 2025"
        ),
        pytest.param(
            by_p.after(date(2024, 12, 30), Span(5, Unit.BUSINESS_DAYS)), [2024], id="conta um dia de 2024"
        ),
        pytest.param(
            by_p.before(date(2027, 1, 1), Span(1, Unit.BUSINESS_DAYS)), [], id="só conta dias de 2026"
        ),
        pytest.param(
            by_p.before(date(2027, 1, 2), Span(1, Unit.BUSINESS_DAYS)), [2027], id="passa por 01/01/2027"
        ),
        pytest.param(
            by_p.before(date(2027, 1, 3), Span(2, Unit.DAYS)), [2027], id="1º de janeiro, antecipado"
        ),
        pytest.param(
            by_p.after(date(2026, 1, 1), Span(700, Unit.BUSINESS_DAYS)), [2027, 2028], id="vários anos"
        ),
        pytest.param(by_p.business_day(month_number(date(2026, 12, 1)), None), [], id="o último de dezembro"),
        pytest.param(Counted(date(2033, 2, 28), date(2033, 2, 28), TermEnds()), [], id="fim da vigência"),
    ],
)
def test_a_date_is_provisional_for_the_years_whose_days_it_counted(
    counted: Counted, years: list[int]
) -> None:
    assert unlisted_years(counted) == years
