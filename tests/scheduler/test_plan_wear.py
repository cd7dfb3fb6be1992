"""A plan of twenty goals comes out whole from any program, spelling, paging and encoding; else a line is named."""

from random import Random

import pytest

from scheduler.plan_document import decode_document, read_plan
from tests.scheduler.plan_sample import said_goals
from tests.scheduler.plan_wear import worn
from tests.scheduler.test_plan_document import HEADER


@pytest.mark.parametrize("seed", range(150))
def test_twenty_goals_come_out_of_a_worn_plan_as_they_went_in(seed: int) -> None:
    plan = worn(Random(seed))
    document = read_plan(decode_document(plan.content))
    assert said_goals(document) == plan.said, plan.way
    assert document.problems == (), plan.way


@pytest.mark.parametrize(
    "number", ["02.02", "2,2", "2 .2", "2.2.", "Meta 2.2", "2.l", "2..", "?", "2-2", "2.8"]
)
@pytest.mark.parametrize("seed", range(6))
def test_a_goal_whose_number_is_mistyped_is_read_or_missed_by_name(seed: int, number: str) -> None:
    plan = worn(Random(seed))
    document = read_plan(decode_document(plan.content).replace("2.2", number, 1))
    is_read = set(plan.said) == set(said_goals(document))
    assert is_read or any("2.2" in problem.reason for problem in document.problems), plan.way


def test_a_number_left_out_between_two_is_named() -> None:
    rows = "1.1\tUm\tAnual\tUPB\n1.3\tTrês\tAnual\tUPB\n1.4\tQuatro\tAnual\tUPB\n"
    document = read_plan(HEADER + rows)
    assert [(problem.line, problem.reason) for problem in document.problems] == [
        (3, "antes da meta 1.3 não há a meta 1.2; confira a numeração")
    ]


def test_combined_axes_cut_by_a_page_are_whole_again() -> None:
    rows = f"1 e 3\tUm\tAnual\tUPB\n2 e\n\nPágina 2 de 3\n\n{HEADER}3\tDois\tAnual\tUPB\n"
    goals = read_plan(HEADER + rows).goals
    assert [(goal.key, goal.axis) for goal in goals] == [("C1", "1 e 3"), ("C2", "2 e 3")]


def test_a_word_of_a_goal_under_titles_printed_again_is_not_taken_for_a_title() -> None:
    rows = f"1.1\tFAZER\n{HEADER}AÇÕES\tANUAL\tUPB\n1.2\tDOIS\tANUAL\tUPB\n"
    assert read_plan(HEADER + rows).goals[0].text == "FAZER AÇÕES"
