"""Why a date is what it is, where a State or a municipality moved it."""

from datetime import date, time

import pytest

from scheduler.calendar import Calendar
from scheduler.counting import counter_by
from scheduler.days.almanac import Seat
from scheduler.reasons import reason
from scheduler.rules import Span, Unit
from tests.scheduler.calendars import PACKED, SALVADOR, optional, salvador_with
from tests.scheduler.makers import P, day

IN_SALVADOR = PACKED.calendar(Seat("BA", SALVADOR))


def why(start: str, span: Span, *, calendar: Calendar = IN_SALVADOR) -> str:
    return reason(counter_by(calendar, P).after(day(start), span))


@pytest.mark.parametrize(
    ("start", "days", "told"),
    [
        ("17/06/2026", 15, "vence sex., 03/07/2026 (02/07 é feriado na Bahia: Independência da Bahia)"),
        ("09/06/2026", 15, "vence qui., 25/06/2026 (24/06 é feriado em Salvador (BA): São João)"),
        (
            *("15/11/2026", 15),
            "vence ter., 01/12/2026 (30/11 é feriado no Distrito Federal: Dia do Evangélico)",
        ),
        ("10/12/2025", 15, "vence sex., 26/12/2025 (25/12 é feriado)"),
    ],
)  # fmt: skip
def test_a_local_holiday_is_told_with_its_place_and_name(start: str, days: int, told: str) -> None:
    assert why(start, Span(days, Unit.DAYS)) == told


def test_local_hours_and_pontos_are_told_with_their_place() -> None:
    ponto, early = optional(date(2026, 8, 11)), optional(date(2026, 8, 12), closes_at=time(12, 30))
    assert why("01/08/2026", Span(10, Unit.DAYS), calendar=salvador_with(ponto, early)) == (
        "vence qui., 13/08/2026 (11/08 é ponto facultativo em Salvador (BA); "
        "12/08 tem expediente até as 12h30 em Salvador (BA))"
    )


def test_two_days_of_short_hours_are_told_together() -> None:
    early = [optional(date(2026, 8, number), closes_at=time(12)) for number in (11, 12, 13)]
    assert why("01/08/2026", Span(10, Unit.DAYS), calendar=salvador_with(*early)) == (
        "vence sex., 14/08/2026 (11/08, 12/08 e 13/08 têm expediente até as 12h em Salvador (BA))"
    )
