"""Plans of other partners: numbered, titled, worded and exported in their own way, they read the same."""

import pytest

from scheduler.plan_document import Party, UnreadablePlan, read_plan
from tests.scheduler.test_plan_document import HEADER, only_goal


def test_parties_named_by_number_are_those_of_the_table_of_parties() -> None:
    parties = "Partícipe 1 - Estado de Exemplo\tPartícipe 2 - MGI/SEGES\n"
    document = read_plan(
        f"{parties}\n{HEADER}1.1\tTexto\tAnual\tPartícipe 1\n1.2\tTexto\tAnual\tPartícipe 2\n"
    )
    assert [goal.responsible for goal in document.goals] == [(Party.PARTNER,), (Party.SEGES,)]


def test_a_party_whose_number_is_not_explained_is_nobody() -> None:
    with pytest.raises(UnreadablePlan):
        read_plan(f"{HEADER}1.1\tTexto\tAnual\tPartícipe 1\n")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("1.1 - Texto\tAnual\tSEGES\n", "1.1"),
        ("Meta 1.1\tTexto\tAnual\tSEGES\n", "1.1"),
        ("01.01\tTexto\tAnual\tSEGES\n", "1.1"),
        ("4.1.2\tTexto\tAnual\tSEGES\n", "4.1.2"),
        ("4.1.2.10\tTexto\tAnual\tSEGES\n", "4.1.2.10"),
        ("1 Melhoria da Gestão\t1.1\tTexto\tAnual\tSEGES\n", "1.1"),
    ],
)
def test_a_key_is_read_however_the_partner_numbers_its_goals(row: str, key: str) -> None:
    goal = only_goal(row)
    assert (goal.key, goal.text, goal.deadline) == (key, "Texto", "Anual")


def test_the_columns_follow_the_row_of_headings() -> None:
    [goal] = read_plan("Nº\tAção\tResponsável\tPrazo\n1.1\tTexto\tSEGES\tAnual\n").goals
    assert (goal.text, goal.deadline, goal.responsible) == ("Texto", "Anual", (Party.SEGES,))


@pytest.mark.parametrize(
    "paragraph",
    [
        "Em caso de adesão, o ente que aderir ao Acordo executará as metas 1.1 e 2.1.",
        "As instituições de segunda camada cumprirão as metas e etapas: 1.1; 2.1.",
        "Nos Termos de Adesão, caberão as metas:\n\n1.1 e 2.1.",
    ],
)
def test_the_goals_of_adherents_are_found_in_other_wordings(paragraph: str) -> None:
    rows = "1.1\tTexto\tAnual\tSEGES\n1.2\tTexto\tAnual\tSEGES\n2.1\tTexto\tAnual\tSEGES\n"
    goals = read_plan(f"{HEADER}{rows}\n{paragraph}\n").goals
    assert [goal.key for goal in goals if goal.second_layer] == ["1.1", "2.1"]


def test_html_without_closing_tags_is_read() -> None:
    page = "<table><tr><th>Meta<th>Descrição<th>Prazo<th>Responsável<tr><td>1.1<td>Texto<td>Anual<td>SEGES</table>"
    [goal] = read_plan(page).goals
    assert (goal.key, goal.text, goal.deadline) == ("1.1", "Texto", "Anual")
