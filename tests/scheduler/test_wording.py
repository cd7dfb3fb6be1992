"""How dates are told to people."""

from datetime import date

import pytest

from scheduler.wording import distance, long_date, short_date


def test_dates_are_written_as_people_write_them() -> None:
    assert short_date(date(2025, 12, 26)) == "sex., 26/12/2025"
    assert long_date(date(2025, 12, 25)) == "quinta-feira, 25/12/2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "prazo encerrado há 3 dias"),
        (-1, "prazo encerrado ontem"),
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
    ("days", "words"),
    [(-3, "foi há 3 dias"), (-1, "foi ontem"), (0, "é hoje"), (1, "é amanhã"), (2, "faltam 2 dias")],
)
def test_what_is_no_deadline_never_falls_due(days: int, words: str) -> None:
    today = date(2026, 3, 10)
    assert distance(date.fromordinal(today.toordinal() + days), today, of_deadline=False) == words
