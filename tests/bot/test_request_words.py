"""What people type of a request and of a joint action, read."""

from datetime import date

import pytest

from bot.joint.words import read_action, read_names
from bot.requesting.words import read_numbered, read_numbers, read_period, read_request
from rede.joint_words import is_alike
from rede.requested import Period

TODAY = date(2026, 4, 15)


def test_one_line_of_a_request_is_taken_apart() -> None:
    words = read_request(
        '“Relatório 2026” até 15/01/2027 de 01/01/2026 a 31/12/2026 camada:1 uf:BA "Um texto"'
    )
    assert (words.title, words.text, words.due) == ("Relatório 2026", "Um texto", "15/01/2027")
    assert (words.period, words.audience) == ("01/01/2026 a 31/12/2026", "camada:1 uf:BA")


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2026", Period(date(2026, 1, 1), date(2026, 12, 31))),
        ("ano de 2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
        ("01/07/2024 a 30/06/2026", Period(date(2024, 7, 1), date(2026, 6, 30))),
        ("qualquer dia", None),
    ],
)
def test_a_period_is_a_year_or_two_days(typed: str, period: Period | None) -> None:
    assert read_period(typed, today=TODAY, working_day=lambda day: day.weekday() < 5) == period


@pytest.mark.parametrize(
    ("typed", "found"), [("2, 5 e 7", [2, 5, 7]), ("3", [3]), ("a turma 3", []), ("", [])]
)
def test_numbers_of_items(typed: str, found: list[int]) -> None:
    assert read_numbers(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("2 Oficina em maio", (2, "Oficina em maio")), ("2. Oficina", (2, "Oficina")), ("x", (0, ""))],
)
def test_an_item_with_its_new_words(typed: str, found: tuple[int, str]) -> None:
    assert read_numbered(typed) == found


def test_one_line_of_a_joint_action_is_taken_apart() -> None:
    words = read_action('2,3 "Oficina" 10/03/2026 com Irecê e Barra "40 pessoas" https://upb.example.org/x')
    assert (words.key, words.title, words.result, words.day) == ("2.3", "Oficina", "40 pessoas", "10/03/2026")
    assert (words.link, words.partners) == ("https://upb.example.org/x", "Irecê e Barra")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Irecê, Barra e UPB", ["Irecê", "Barra e UPB"]),
        ("Irecê e Barra", ["Irecê", "Barra"]),
        ("com Terra e Água, Barra", ["Terra e Água", "Barra"]),
    ],
)
def test_names_are_told_apart(typed: str, names: list[str]) -> None:
    assert read_names(typed) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Oficina de Obrasgov em Irecê", "oficina do obrasgov em irece", True),
        ("Oficina: módulo 1", "Oficina: módulo 2", False),
        ("Oficina de Obrasgov", "Mutirão de contas", False),
    ],
)
def test_near_titles_are_one_action(one: str, other: str, same: bool) -> None:
    assert is_alike(one, other) is same
