"""How dates and reasons are told to people."""

from datetime import date

import pytest
from hypothesis import given

from scheduler.deadlines import After, Anchor, Anchors, BusinessDayAfter, Rule, Span, TermEnd, Unit
from scheduler.wording import distance, long_date, reading, short_date
from tests.scheduler.makers import day, due, rules


def test_dates_are_written_as_people_write_them() -> None:
    assert short_date(date(2025, 12, 26)) == "sex., 26/12/2025"
    assert long_date(date(2025, 12, 25)) == "quinta-feira, 25/12/2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "venceu há 3 dias"),
        (-1, "venceu ontem"),
        (0, "vence hoje"),
        (1, "vence amanhã"),
        (2, "faltam 2 dias"),
        (12, "faltam 12 dias"),
    ],
)
def test_a_distance_is_told_in_days(days: int, words: str) -> None:
    today = date(2026, 3, 10)
    assert distance(date.fromordinal(today.toordinal() + days), today) == words


@pytest.mark.parametrize(
    ("start", "span", "why"),
    [
        pytest.param(
            "09/12/2025",
            Span(15, Unit.DAYS),
            "vence sex., 26/12/2025 (24/12 tem expediente até as 13h; 25/12 é feriado: Natal)",
            id="meia jornada e feriado",
        ),
        pytest.param("09/12/2025", Span(10, Unit.DAYS), "vence sex., 19/12/2025", id="dia comum"),
        pytest.param(
            "31/01/2026",
            Span(15, Unit.DAYS),
            "vence qua., 18/02/2026 (15/02 é domingo; 16/02 é ponto facultativo: Carnaval; "
            "17/02 é ponto facultativo: Carnaval)",
            id="domingo e Carnaval",
        ),
        pytest.param(
            "10/12/2026",
            Span(1, Unit.MONTHS),
            "vence seg., 11/01/2027 (10/01 é domingo); data provisória, pois a lista de feriados ainda não saiu",
            id="ano sem lista",
        ),
    ],
)
def test_a_date_explains_itself(start: str, span: Span, why: str) -> None:
    [found] = due(After(span, Anchor.STARTS), Anchors(day(start)))
    assert found.why == why


def test_a_date_found_backward_explains_itself() -> None:
    window = (date(2026, 12, 1), date(2026, 12, 31))
    [found] = due(BusinessDayAfter(None, 1, 0), Anchors(date(2025, 12, 9)), window=window)
    assert found.why == "vence qua., 30/12/2026 (31/12 tem expediente até as 13h)"


def test_the_end_of_the_vigencia_explains_that_it_does_not_move() -> None:
    [found] = due(TermEnd(120), Anchors(date(2025, 12, 10)))
    assert found.why == "a vigência termina seg., 10/12/2035, sem passar para o dia útil seguinte"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            BusinessDayAfter(None, 3, 1),
            "Até o último dia útil do mês seguinte ao fim de cada trimestre civil.",
        ),
        (BusinessDayAfter(5, 1, 0), "Até o 5º dia útil de cada mês."),
        (BusinessDayAfter(None, 12, 3), "Até o último dia útil de março do ano seguinte, a cada ano."),
        (After(Span(1, Unit.MONTHS), Anchor.ENDS), "Até 1 mês após o fim da vigência."),
    ],
)
def test_a_rule_is_told_in_one_sentence(rule: Rule, sentence: str) -> None:
    assert reading(rule) == sentence


@given(rules)
def test_every_rule_can_be_told(rule: Rule) -> None:
    assert reading(rule).endswith(".")


def test_until_the_end_of_the_vigencia_falls_on_its_last_day_even_on_a_sunday() -> None:
    [found] = due(TermEnd(), Anchors(starts=date(2025, 12, 9), ends=date(2035, 12, 9)))
    assert found.literal == found.extended == date(2035, 12, 9)


def test_until_the_end_of_an_unknown_vigencia_has_no_date() -> None:
    assert due(TermEnd(), Anchors(starts=date(2025, 12, 9))) == []
