"""Which goals the second layer owes, however the paragraph on adherents says it."""

import pytest

from scheduler.plan_document import read_plan
from tests.scheduler.test_plan_document import HEADER

BY_PARTNER = "1.1 1.2 2.1 2.2 2.3 3.1"
ROWS = "".join(f"{key}\tTexto {key}\tAnual\tUPB\n" for key in BY_PARTNER.split())
TABLE = f"{HEADER}{ROWS}1.3\tTexto 1.3\tAnual\tSEGES\n1 e 3\tTexto\tAnual\tUPB\n"
ALL_BUT_ONE = "1.1 1.2 2.1 2.2 2.3 3.1"
OF_ALL = "o parágrafo dos aderentes não lista as metas: entenderam-se todas as numeradas que ele não exclui"


def second_layer(paragraph: str) -> tuple[str, list[str]]:
    document = read_plan(f"{TABLE}\n{paragraph}\n")
    keys = sorted(goal.key for goal in document.goals if goal.second_layer)
    return " ".join(keys), [problem.reason for problem in document.problems]


@pytest.mark.parametrize(
    ("paragraph", "keys"),
    [
        ("Caberá ao partície aderente a execução das metas: 1.1, 2.1 e 3.1.", "1.1 2.1 3.1"),
        ("Caberá ao aderente a execução das metas 1.1,1.2 , 2.1;2.2 e 3.1.", "1.1 1.2 2.1 2.2 3.1"),
        ("Caberá ao aderente a execução das metas 1.1 e 2.1 a 2.3.", "1.1 2.1 2.2 2.3"),
        ("Caberá ao aderente a execução das metas 1.1–1.2 e 2.1 até 2.2.", "1.1 1.2 2.1 2.2"),
        ("Caberão ao aderente as metas 1.1 a 2.1.", "1.1 1.2 1.3 2.1"),
        ("Caberão ao aderente as metas 1.1,\n1.2, 2.1\na 2.3.", "1.1 1.2 2.1 2.2 2.3"),
        ("Caberão ao aderente as metas 1.1,\n\nPágina 2 de 3\n\n1.2 e 3.1.", "1.1 1.2 3.1"),
        ("Caberão ao aderente as metas:\n\n- 1.1;\n- 1.2; e\n\n- 3.1.", "1.1 1.2 3.1"),
        ("QUANDO HOUVER ADESÃO, CABERÁ AO ADERENTE A EXECUÇÃO DAS METAS 1.1 E 2.1 A 2.3.", "1.1 2.1 2.2 2.3"),
        ("Em caso de adesão, o aderente cumprirá os itens 1.1 e 2.1, como diz a Cláusula 6.1.", "1.1 2.1"),
        ("Os aderentes executarão as metas 1.1 e 2.1. As metas 1.2 e 1.3 cabem à SEGES.", "1.1 2.1"),
        ("O aderente executará as metas dos eixos 1 e 3.", "1.1 1.2 1.3 3.1"),
        ("O aderente executará todas as metas do eixo 1, exceto 1.3.", "1.1 1.2"),
        ("Ao aderente caberá, além das metas do eixo 2, a execução da meta 1.1.", "1.1 2.1 2.2 2.3"),
        ("Caberão ao aderente as metas 1.1, 1.2 (exceto CPF) e 3.1.", "1.1 1.2 3.1"),
        ("Caberão ao aderente as metas 1.1 e C1.", "1.1 C1"),
        ("Caberão ao aderente as metas 1.1 e as dos eixos combinados.", "1.1 C1"),
        ("Caberão ao aderente todas as metas, exceto a 1.3 e as dos eixos combinados.", ALL_BUT_ONE),
        ("As instituições que aderirem deverão executar a meta 1.1.", "1.1"),
        ("As instituições de segunda camada cumprirão a meta 1.1, na forma do art. 2.1.", "1.1"),
    ],
)
def test_goals_of_the_second_layer(paragraph: str, keys: str) -> None:
    assert second_layer(paragraph) == (keys, [])


@pytest.mark.parametrize(
    "paragraph",
    [
        "Caberá ao aderente a execução de todas as metas e etapas, exceto a 1.3.",
        "Caberá ao aderente a execução das metas e etapas, com exceção da 1.3.",
        "Com exceção da meta 1.3, caberá ao aderente a execução das demais metas.",
        "A meta 1.3 não se aplica aos aderentes, que executarão as outras metas.",
        "Não cabe aos aderentes a execução da meta 1.3.",
        "O aderente fica dispensado da meta 1.3.",
        "Caberão ao aderente todas as metas, salvo as de responsabilidade exclusiva da SEGES.",
    ],
)
def test_a_paragraph_that_only_excludes_means_the_other_numbered_goals(paragraph: str) -> None:
    assert second_layer(paragraph) == (ALL_BUT_ONE, [OF_ALL])


@pytest.mark.parametrize(
    ("paragraph", "keys", "reason"),
    [
        ("Caberão ao aderente as metas 1.1 e 1.9.", "1.1", "a meta 1.9 é dos aderentes, mas não está"),
        (
            "Caberão ao aderente as metas 2.1 a 2.7.",
            "2.1 2.2 2.3",
            "a meta 2.7 é dos aderentes, mas não está",
        ),
        ("Os aderentes executarão as mesmas metas da primeira camada.", "", "não se entende quais metas"),
    ],
)
def test_what_the_paragraph_says_beyond_the_table_is_named(paragraph: str, keys: str, reason: str) -> None:
    found, reasons = second_layer(paragraph)
    assert found == keys
    assert [one for one in reasons if reason in one] == reasons != []


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "A adesão será por termo de adesão, na forma do Acordo.",
        "A UPB poderá firmar termos de adesão com municípios, conforme o art. 1.1 da Portaria.",
    ],
)
def test_without_such_a_paragraph_there_is_no_second_layer(paragraph: str) -> None:
    assert second_layer(paragraph) == ("", [])


def test_the_goals_under_a_listed_one_are_the_second_layer_s_too() -> None:
    rows = "1.1\tTexto\t\t\n1.1.1\tUm\tAnual\tUPB\n1.1.2\tDois\tAnual\tUPB\n1.2\tTrês\tAnual\tUPB\n"
    goals = read_plan(f"{HEADER}{rows}\nCaberá ao aderente a meta 1.1.\n").goals
    assert [goal.key for goal in goals if goal.second_layer] == ["1.1.1", "1.1.2"]


def test_plain_numbers_are_listed_where_the_plan_has_them() -> None:
    rows = "".join(f"{number}\tTexto\tAnual\tUPB\n" for number in range(1, 8))
    goals = read_plan(f"{HEADER}{rows}\nCaberão ao aderente as metas 1, 3 e 5 a 7.\n").goals
    assert [goal.key for goal in goals if goal.second_layer] == ["1", "3", "5", "6", "7"]


def test_a_list_of_numbers_without_end_takes_no_longer_than_another() -> None:
    assert second_layer(f"Caberá ao aderente a meta 1.1.\n\n{'1.1' * 400}x")[0] == "1.1"


def test_a_column_may_say_what_the_second_layer_owes() -> None:
    titles = "Meta\tDescrição\tPrazo\tResponsável\t2ª camada\n"
    goals = read_plan(f"{titles}1.1\tUm\tAnual\tUPB\tSim\n1.2\tDois\tAnual\tUPB\tNão\n").goals
    assert [goal.second_layer for goal in goals] == [True, False]
