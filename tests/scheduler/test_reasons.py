"""Why a date is what it is, as people are told."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.calendar import Calendar
from scheduler.clock import BRASILIA
from scheduler.counting import counter_by, month_number
from scheduler.days.closures import Policy
from scheduler.days.federal_days import FederalDays
from scheduler.deadlines import (
    After,
    Anchors,
    Before,
    BusinessDayAfter,
    Cycle,
    Event,
    EventKind,
    MonthlyDay,
    Span,
    TermEnd,
    Unit,
)
from scheduler.reasons import reason
from tests.scheduler.calendars import calendars, moments, policies
from tests.scheduler.makers import CC, FEDERAL, P, day, due, spans


def why(start: str, span: Span, *, policy: Policy = P, calendar: Calendar = FEDERAL) -> str:
    return reason(counter_by(calendar, policy).after(day(start), span))


def why_before(end: str, span: Span, *, calendar: Calendar = FEDERAL) -> str:
    return reason(counter_by(calendar, P).before(day(end), span))


@pytest.mark.parametrize(
    ("start", "days", "told"),
    [
        pytest.param(
            *("09/12/2025", 15, "vence sex., 26/12/2025 (24/12 tem expediente até as 13h; 25/12 é feriado)"),
            id="meia jornada e feriado",
        ),
        pytest.param("09/12/2025", 10, "vence sex., 19/12/2025", id="dia comum"),
        pytest.param(
            *("31/01/2026", 15),
            "vence qua., 18/02/2026 (15/02 é domingo; 16/02 e 17/02 são pontos facultativos: Carnaval)",
            id="domingo e Carnaval",
        ),
        pytest.param(
            *("20/05/2026", 15),
            "vence seg., 08/06/2026 (04/06 é ponto facultativo: Corpus Christi; 05/06 é ponto facultativo; "
            "06/06 é sábado; 07/06 é domingo)",
            id="Corpus Christi e ponte, que não tem outro nome",
        ),
        pytest.param(
            *("12/12/2026", 29),
            "vence seg., 11/01/2027 (10/01 é domingo); calendário de 2027 ainda não publicado: data provisória",
            id="ano sem lista",
        ),
        pytest.param(
            *("16/12/2026", 15),
            "vence seg., 04/01/2027 (31/12 tem expediente até as 13h; 01/01 é feriado; 02/01 é sábado; "
            "03/01 é domingo); calendário de 2027 ainda não publicado: data provisória",
            id="passa a um ano sem lista",
        ),
        pytest.param(
            *("02/12/2024", 12),
            "vence seg., 16/12/2024 (14/12 é sábado; 15/12 é domingo); calendário de 2024 não carregado: "
            "data provisória",
            id="ano antigo, cuja lista ninguém carregou",
        ),
        pytest.param("01/11/2026", 14, "vence seg., 16/11/2026 (15/11 é feriado)", id="feriado num domingo"),
        pytest.param(
            *("18/10/2028", 10),
            "vence seg., 30/10/2028 (28/10 é sábado; 29/10 é domingo); calendário de 2028 ainda não publicado: "
            "data provisória",
            id="ponto facultativo num sábado",
        ),
    ],
)
def test_a_date_names_every_day_that_moved_it(start: str, days: int, told: str) -> None:
    assert why(start, Span(days, Unit.DAYS)) == told


@pytest.mark.parametrize(
    ("end", "span", "told"),
    [
        pytest.param(
            *("09/12/2026", Span(60, Unit.DAYS), "vence sex., 09/10/2026 (antecipado: 10/10 é sábado)"),
            id="sábado",
        ),
        pytest.param(
            *("26/12/2026", Span(2, Unit.DAYS)),
            "vence qua., 23/12/2026 (antecipado: 24/12 tem expediente até as 13h)",
            id="dia que termina cedo",
        ),
        pytest.param("09/12/2026", Span(1, Unit.DAYS), "vence ter., 08/12/2026", id="dia comum"),
        pytest.param(
            *("10/12/2026", Span(60, Unit.DAYS)),
            "vence sex., 09/10/2026 (antecipado: 10/10 é sábado; 11/10 é domingo)",
            id="domingo",
        ),
        pytest.param(
            *("20/02/2026", Span(3, Unit.BUSINESS_DAYS)),
            "vence sex., 13/02/2026 (sem contar 16/02 e 17/02, pontos facultativos: Carnaval)",
            id="dias úteis",
        ),
        pytest.param(
            *("31/03/2026", Span(1, Unit.MONTHS)),
            "vence sex., 27/02/2026 (fevereiro de 2026 não tem dia 31: vale o último, 28/02; "
            "antecipado: 28/02 é sábado)",
            id="mês sem o dia",
        ),
    ],
)
def test_a_date_counted_backward_says_that_it_comes_earlier(end: str, span: Span, told: str) -> None:
    assert why_before(end, span) == told


@pytest.mark.parametrize(
    ("start", "count", "told"),
    [
        pytest.param(
            *("13/02/2026", 5),
            "vence ter., 24/02/2026 (sem contar 16/02 e 17/02, pontos facultativos: Carnaval)",
            id="Carnaval",
        ),
        pytest.param("02/03/2026", 5, "vence seg., 09/03/2026", id="só um fim de semana no meio"),
        pytest.param(
            "22/12/2025", 8, "vence seg., 05/01/2026 (sem contar 25/12 e 01/01, feriados)", id="dois feriados"
        ),
        pytest.param(
            *("01/04/2026", 30),
            "vence ter., 19/05/2026 (sem contar 03/04, feriado; 20/04, ponto facultativo; "
            "21/04 e 01/05, feriados)",
            id="quatro dias",
        ),
        pytest.param(
            *("09/12/2025", 90),
            "vence qui., 23/04/2026 (sem contar 7 dias de feriado ou ponto facultativo)",
            id="dias demais para nomear",
        ),
        pytest.param(
            "25/12/2025",
            5,
            "vence sex., 02/01/2026 (sem contar 01/01, feriado)",
            id="o dia de partida não entra",
        ),
        pytest.param(
            *("22/12/2025", 2),
            "vence sex., 26/12/2025 (24/12 tem expediente até as 13h; 25/12 é feriado)",
            id="acaba numa meia jornada",
        ),
    ],
)
def test_a_count_of_business_days_names_the_weekdays_it_passed_over(
    start: str, count: int, told: str
) -> None:
    assert why(start, Span(count, Unit.BUSINESS_DAYS)) == told


@pytest.mark.parametrize(
    ("start", "policy", "told"),
    [
        pytest.param(
            *("31/01/2026", P),
            "vence seg., 02/03/2026 (fevereiro de 2026 não tem dia 31: vale o último, 28/02; 28/02 é sábado; "
            "01/03 é domingo)",
            id="Lei 9.784",
        ),
        pytest.param(
            *("31/01/2026", CC),
            "vence seg., 02/03/2026 (fevereiro de 2026 não tem dia 31: vale o dia seguinte, 01/03; "
            "01/03 é domingo)",
            id="Código Civil",
        ),
        pytest.param(
            *("31/08/2026", CC),
            "vence qui., 01/10/2026 (setembro de 2026 não tem dia 31: vale o dia seguinte, 01/10)",
            id="Código Civil, dia útil",
        ),
        pytest.param("30/08/2026", CC, "vence qua., 30/09/2026", id="o dia existe"),
    ],
)
def test_a_month_without_the_day_is_told_by_each_law(start: str, policy: Policy, told: str) -> None:
    assert why(start, Span(1, Unit.MONTHS), policy=policy) == told


def test_the_codigo_civil_works_on_carnaval_and_at_christmas_eve() -> None:
    assert why("13/02/2026", Span(3, Unit.DAYS), policy=CC) == "vence seg., 16/02/2026"
    assert why("09/12/2025", Span(15, Unit.DAYS), policy=CC) == "vence qua., 24/12/2025"


def test_a_cycle_in_a_short_month_is_told_too() -> None:
    [found] = due(Cycle(1), Anchors(date(2026, 3, 31)), window=(date(2026, 4, 1), date(2026, 4, 30)))
    assert found.why == "vence qui., 30/04/2026 (abril de 2026 não tem dia 31: vale o último, 30/04)"


def test_day_31_of_every_month_means_the_last_and_needs_no_reason() -> None:
    [last] = due(MonthlyDay(31), Anchors(date(2026, 3, 31)), window=(date(2026, 4, 1), date(2026, 4, 30)))
    [thirtieth] = due(
        MonthlyDay(30), Anchors(date(2026, 1, 30)), window=(date(2026, 2, 1), date(2026, 2, 28))
    )
    assert last.why == "vence qui., 30/04/2026"
    assert thirtieth.why.startswith(
        "vence seg., 02/03/2026 (fevereiro de 2026 não tem dia 30: vale o último, 28/02"
    )


@pytest.mark.parametrize(
    ("nth", "month", "told"),
    [
        (None, "01/12/2026", "vence qua., 30/12/2026 (31/12 tem expediente até as 13h)"),
        (None, "01/05/2026", "vence sex., 29/05/2026 (30/05 é sábado; 31/05 é domingo)"),
        (
            *(5, "01/06/2026"),
            "vence ter., 09/06/2026 (sem contar 04/06, ponto facultativo: Corpus Christi; "
            "05/06, ponto facultativo)",
        ),
        (5, "01/01/2026", "vence qui., 08/01/2026 (sem contar 01/01, feriado)"),
    ],
)  # fmt: skip
def test_a_business_day_of_the_month_explains_itself(nth: int | None, month: str, told: str) -> None:
    assert reason(counter_by(FEDERAL, P).business_day(month_number(day(month)), nth)) == told


def test_a_term_of_hours_tells_its_minute() -> None:
    known = datetime(2026, 3, 12, 14, 5, tzinfo=BRASILIA)
    events = [Event(EventKind.KNOWLEDGE, known.date(), known)]
    [after] = due(After(Span(48, Unit.HOURS), EventKind.KNOWLEDGE), Anchors(), events=events)
    [before] = due(Before(Span(24, Unit.HOURS), EventKind.KNOWLEDGE), Anchors(), events=events)
    assert after.why == "vence seg., 16/03/2026, às 14h05 (14/03 é sábado; 15/03 é domingo)"
    assert before.why == "vence qua., 11/03/2026, às 14h05"


def test_the_end_of_the_vigencia_explains_that_it_does_not_move() -> None:
    [found] = due(TermEnd(120), Anchors(date(2025, 12, 10)))
    assert found.why == "a vigência termina seg., 10/12/2035, sem passar para o dia útil seguinte"


@pytest.mark.parametrize(
    ("count", "told"),
    [
        pytest.param(300, "calendário de 2027 ainda não publicado", id="um ano"),
        pytest.param(500, "calendários de 2027 e 2028 ainda não publicados", id="dois anos"),
        pytest.param(900, "calendários de 2027 a 2030 ainda não publicados", id="mais anos"),
    ],
)
def test_the_years_without_a_list_are_named(count: int, told: str) -> None:
    words = why("01/07/2026", Span(count, Unit.BUSINESS_DAYS))
    assert words.endswith(f"; {told}: data provisória")


def test_old_years_without_a_list_are_not_loaded() -> None:
    words = why("02/01/2023", Span(300, Unit.BUSINESS_DAYS))
    assert words.endswith("; calendários de 2023 e 2024 não carregados: data provisória")


def test_where_no_list_is_known_at_all_none_is_published_yet() -> None:
    words = why("01/12/2026", Span(1, Unit.DAYS), calendar=Calendar.of(FederalDays()))
    assert words == "vence qua., 02/12/2026; calendário de 2026 ainda não publicado: data provisória"


@given(start=moments, span=spans, policy=policies, calendar=calendars, backward=st.booleans())
def test_every_date_explains_itself_without_a_final_stop(
    start: date, span: Span, policy: Policy, calendar: Calendar, backward: bool
) -> None:
    counter = counter_by(calendar, policy)
    counted = counter.before(start, span) if backward else counter.after(start, span)
    words = reason(counted)
    assert words.startswith("vence ")
    assert f"{counted.extended:%d/%m/%Y}" in words
    assert ("antecipado" in words) is (counted.extended < counted.literal)
    assert ("provisória" in words) is bool({counted.literal.year, counted.extended.year} - {2025, 2026}) or (
        span.unit is Unit.BUSINESS_DAYS
    )


@given(start=moments, span=spans)
@example(start=date(2037, 3, 1), span=Span(205, Unit.BUSINESS_DAYS))
def test_the_reasons_of_the_union_fit_a_plain_sentence(start: date, span: Span) -> None:
    words = reason(counter_by(FEDERAL, P).after(start, span)).split()
    assert len(words) <= 36


def test_the_quarter_is_told_with_the_weekend_that_moved_it() -> None:
    window = (date(2026, 1, 1), date(2026, 1, 31))
    [found] = due(BusinessDayAfter(None, 3, 1), Anchors(date(2025, 12, 9)), window=window)
    assert found.why == "vence sex., 30/01/2026 (31/01 é sábado)"
