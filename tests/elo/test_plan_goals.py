"""`elo plan read` for a person: how each deadline was read, and the lines that were not."""

from pathlib import Path

from tests.elo.conftest import Elo

TITLES = "Metas\tDescrição\tPrazo\tResponsável\n"
CPF = "529.982.247-25"


def test_each_goal_is_shown_with_every_reading_of_its_deadline(elo: Elo, folder: Path) -> None:
    (folder / "plan.txt").write_text(f"{TITLES}2.1\tMontar o cronograma\tAnual\tSEGES e UPB\n")
    ended = elo("plan", "read", "plan.txt")
    assert ended.out.splitlines() == [
        "2.1  axis 2  SEGES and partner  (line 2)",
        "     Montar o cronograma",
        "     deadline: Anual",
        "     assumed: Uma vez a cada 12 meses, contados do início da vigência.",
        "         or: Uma vez a cada ano civil, até o último dia dele.",
        "         or: Em cada aniversário da vigência.",
    ]
    assert ended.err == "1 goals; deadlines: 0 certain, 1 assumed, 0 not read\n"


def test_a_deadline_that_says_none_is_not_guessed(elo: Elo, folder: Path) -> None:
    (folder / "plan.txt").write_text(f"{TITLES}1.1\tTexto\tA definir\tUPB\n")
    ended = elo("plan", "read", "plan.txt")
    assert "     not read: " in ended.out
    assert ended.err.endswith("0 certain, 0 assumed, 1 not read\n")


def test_lines_that_cannot_be_read_and_a_cpf_are_named_without_its_digits(elo: Elo, folder: Path) -> None:
    rows = f"1.1\tIndicar {CPF}\tAnual\tUPB\n1.2\tTexto\t\tUPB\n"
    (folder / "plan.txt").write_text(TITLES + rows)
    ended = elo("plan", "read", "plan.txt")
    assert "note: line 2: há um valor com forma de CPF; ele não foi guardado" in ended.err
    assert "note: line 3: a meta 1.2 está incompleta: falta o prazo" in ended.err
    assert "529" not in ended.out + ended.err


def test_an_adherent_contributes_to_what_the_secretariat_owes(elo: Elo, folder: Path) -> None:
    text = f"{TITLES}3.6\tEscrever o relatório\tAnual\tSEGES\n\nCaberá ao aderente a meta 3.6.\n"
    (folder / "plan.txt").write_text(text)
    assert "SEGES; second layer contributes" in elo("plan", "read", "plan.txt").out
