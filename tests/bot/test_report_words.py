"""What people type after /entregar."""

from decimal import Decimal

import pytest

from bot.report_words import ReportWords, brief, read_hours, read_key, read_report
from notifier.texts import Texts

ACRONYMS = ("UPB", "UPB-SUL", "IRECE")


@pytest.mark.parametrize(
    ("typed", "key", "acronym", "description", "hours"),
    [
        ('2.2 "Curso X" 20h', "2.2", "", "Curso X", "20"),
        ("2.2 “Curso X” 20 h", "2.2", "", "Curso X", "20"),
        ("2.2 Curso X, 20 horas", "2.2", "", "Curso X", "20"),
        ("2.2 Curso X 1,5h", "2.2", "", "Curso X", "1.5"),
        ("2.2: Curso X (20h)", "2.2", "", "Curso X", "20"),
        ("meta 2.2 Curso X", "2.2", "", "Curso X", None),
        ("2.2 UPB Curso X", "2.2", "UPB", "Curso X", None),
        ("2.2 upb-sul Curso X", "2.2", "UPB-SUL", "Curso X", None),
        ("2.2 Upbeat", "2.2", "", "Upbeat", None),
        ("c4 Nenhum termo em maio", "C4", "", "Nenhum termo em maio", None),
        ("1.2", "1.2", "", "", None),
        ("2,2 Curso X 20h", "2.2", "", "Curso X", "20"),
        ("2.2 Curso X -3h", "2.2", "", "Curso X -3h", None),
        ("", "", "", "", None),
        ("Curso das 14h às 18h de segunda", "", "", "Curso das 14h às 18h de segunda", None),
        ("2.2 20h", "2.2", "", "", "20"),
        ("2.20 x", "2.20", "", "x", None),
    ],
)
def test_one_line_fills_what_it_says(
    typed: str, key: str, acronym: str, description: str, hours: str | None
) -> None:
    expected = ReportWords(key, acronym, description, Decimal(hours) if hours else None)
    assert read_report(typed, ACRONYMS) == expected


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("20", "20"),
        (" 20 horas ", "20"),
        ("1,5", "1.5"),
        ("12h.", "12"),
        ("vinte", None),
        ("-3", None),
        ("20 30", None),
    ],
)
def test_hours_are_a_number_alone(typed: str, hours: str | None) -> None:
    assert read_hours(typed) == (Decimal(hours) if hours else None)


@pytest.mark.parametrize(
    ("typed", "key"), [("2.2", "2.2"), ("Meta 2.2.", "2.2"), ("c1", "C1"), ("2.2 curso", ""), ("dois", "")]
)
def test_a_goal_number_alone_is_recognised(typed: str, key: str) -> None:
    assert read_key(typed) == key


@pytest.mark.parametrize("goals", [1, 20, 40, 60])
def test_a_list_of_goals_is_one_message(goals: int) -> None:
    wordy = "Realizar ações conjuntas de capacitação com os municípios " * 3
    text = brief(wordy, among=goals)
    lines = [{"key": f"C{number}", "text": text, "done": True} for number in range(goals)]
    told = Texts().chat("report_ask_goal", goals=lines)
    assert len(told.replace("<b>", "").replace("</b>", "")) < 4096
    assert len(text) > 10
