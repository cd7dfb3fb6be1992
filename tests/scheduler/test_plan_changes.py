"""What a termo aditivo changes: goals that come, that go, and that say something else."""

import pytest

from scheduler.plan.changes import Part, PlanChanges, plan_changes
from scheduler.plan_document import read_plan
from tests.scheduler.test_plan_document import HEADER

ROWS = (
    "1.1\tIndicar servidores\tAnual\tSEGES\n"
    "1.2\tCadastrar pessoas\tMensal\tUPB\n"
    "1 e 3\tAbrir um fórum virtual para tirar dúvidas\tAnual\tSEGES\n"
    "2 e 3\tTrocar cursos de interesse mútuo\tAnual\tSEGES e UPB\n"
)


def changes(after: str, before: str = ROWS) -> PlanChanges:
    return plan_changes(read_plan(HEADER + before).goals, read_plan(HEADER + after).goals)


def keys(found: PlanChanges) -> tuple[list[str], list[str], list[str]]:
    changed = [change.after.key for change in found.changed]
    return [goal.key for goal in found.added], [goal.key for goal in found.removed], changed


def test_two_exports_of_one_plan_change_nothing() -> None:
    again = ROWS.replace("virtual para", "virtual\npara").replace("Anual\tSEGES\n", "ANUAL.\tSEGES/MGI\n")
    assert not changes(again)


@pytest.mark.parametrize(
    ("old", "new", "key", "part"),
    [
        ("\tMensal", "\tTrimestral", "1.2", Part.DEADLINE),
        ("Cadastrar pessoas", "Cadastrar pessoas e órgãos", "1.2", Part.TEXT),
        ("Mensal\tUPB", "Mensal\tSEGES e UPB", "1.2", Part.RESPONSIBLE),
        ("1 e 3", "1, 2 e 3", "C1", Part.AXIS),
        ("Abrir um fórum virtual", "Abrir um fórum on-line", "C1", Part.TEXT),
        ("1.2", "1.3", "1.3", Part.KEY),
    ],
)
def test_a_goal_that_says_something_else(old: str, new: str, key: str, part: Part) -> None:
    found = changes(ROWS.replace(old, new))
    assert keys(found) == ([], [], [key])
    assert found.changed[0].parts == {part} | ({Part.AXIS} & found.changed[0].parts)


def test_a_goal_that_comes_and_one_that_goes() -> None:
    after = ROWS.replace("1.2\tCadastrar pessoas", "1.7\tPublicar as atas") + "3.1\tDivulgar\tAnual\tUPB\n"
    assert keys(changes(after)) == (["1.7", "3.1"], ["1.2"], [])


def test_the_order_in_which_parties_are_named_changes_nothing() -> None:
    assert not changes(ROWS.replace("SEGES e UPB", "UPB e SEGES"))


def test_a_goal_that_took_another_number_is_not_the_one_that_had_it() -> None:
    found = changes("1.1\tCadastrar pessoas\tMensal\tUPB\n" + "".join(ROWS.splitlines(keepends=True)[2:]))
    assert [goal.text for goal in found.removed] == ["Indicar servidores"]
    assert [change.parts for change in found.changed] == [{Part.KEY}]


def test_combined_goals_are_told_apart_by_their_words_and_not_by_their_order() -> None:
    lines = ROWS.splitlines(keepends=True)
    found = changes(ROWS.replace(lines[2], "1 e 2\tPublicar o mapa das ações\tAnual\tUPB\n" + lines[2]))
    assert keys(found) == (["C1"], [], [])
    assert keys(changes(ROWS.replace(lines[2], ""))) == ([], ["C1"], [])


def test_adherents_that_owe_more_are_a_change() -> None:
    found = changes(ROWS + "\nCaberá ao aderente a meta 1.2.\n")
    assert [(change.after.key, *change.parts) for change in found.changed] == [("1.2", Part.SECOND_LAYER)]
