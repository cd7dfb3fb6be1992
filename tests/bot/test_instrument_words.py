"""What people type in /instrumento: days, corrections of goals, words instead of buttons, numbers of agreements."""

from datetime import date

import pytest

from bot.instrument.asking import day_of, word_of
from bot.instrument.phrases import read_corrections

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("09/12/2025", date(2025, 12, 9)),
        (" 9/12/2025. ", date(2025, 12, 9)),
        ("1º/03/2026", date(2026, 3, 1)),
        ("2025-12-09", date(2025, 12, 9)),
        ("Hoje", TODAY),
        ("31/02/2026", None),
        ("09/12/0205", None),
        ("09/12/9999", None),
        ("dezembro", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written_here(typed: str, day: date | None) -> None:
    assert day_of(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Não muda", "pular"),
        ("ainda  não sei!", "pular"),
        ("Sim", "confirmar"),
        ("Importar", "confirmar"),
        ("CORRIGIR", "corrigir"),
        ("Cancelar.", "cancelar"),
        ("Novo plano", "novo plano"),
    ],
)
def test_a_word_does_what_its_button_does(typed: str, word: str) -> None:
    assert word_of(typed) == word


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2.2 = 80 horas por ano civil", {"2.2": "80 horas por ano civil"}),
        ("c1=Mensal\n\n 1.10 = Anual ", {"C1": "Mensal", "1.10": "Anual"}),
        ("2.2 80 horas", None),
        ("2.2 =", None),
        ("2.2 = Anual\noutra coisa", None),
        ("", None),
    ],
)
def test_a_correction_names_its_goal(typed: str, read: dict[str, str] | None) -> None:
    assert read_corrections(typed) == read
