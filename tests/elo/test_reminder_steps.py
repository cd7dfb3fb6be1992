"""`[reminders] steps`: the operator's days take the place of the plan's; what is wrong is said with its place."""

from pathlib import Path

import pytest

from elo.configuration import InvalidConfiguration, load
from elo.reminder_steps import ladders_of
from scheduler.ladder import DEFAULT, Ladder, Ladders


def written(folder: Path, steps: str) -> Path:
    file = folder / "config.toml"
    file.write_text(f"[reminders]\n{steps}\n", encoding="utf8")
    return file


def ladders(folder: Path, steps: str) -> Ladders:
    return ladders_of(load(written(folder, steps)).reminders.steps)


def test_nothing_written_is_the_plans_own(tmp_path: Path) -> None:
    assert ladders(tmp_path, "") == Ladders()


def test_a_goal_has_the_days_that_are_written_and_the_plans_for_the_rest(tmp_path: Path) -> None:
    found = ladders(tmp_path, '[reminders.steps]\n"2.1" = { before = [45, 0] }\n"3.7" = { after = [2] }')
    assert found.of("2.1") == Ladder((45, 0), (1, 15), (20, 25, 30, 35))
    assert found.of("3.7") == Ladder((30, 7, 1, 0), (2,), (7, 12, 17, 22))
    assert found.of("1.2") == Ladders().of("1.2")


def test_the_default_is_for_every_goal_that_the_plan_gives_none(tmp_path: Path) -> None:
    found = ladders(tmp_path, "[reminders.steps]\ndefault = { before = [5], after = [3], escalate = [] }")
    assert found.of("3.7") == Ladder((5,), (3,), ())
    assert found.of("2.1") == Ladders().of("2.1")
    assert Ladders().of("3.7") == DEFAULT


def test_from_the_environment_too(tmp_path: Path) -> None:
    environment = {"ELO_REMINDERS__STEPS": '{"2.2": {"before": [9]}}'}
    settings = load(written(tmp_path, ""), environment)
    assert ladders_of(settings.reminders.steps).of("2.2").before == (9,)


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ('steps = "soon"', "steps must be a table"),
        ("steps = { soon = { before = [1] } }", 'steps has no goal "soon"'),
        ('steps = { "2.1" = [1] }', 'steps "2.1" must be a table of before, after and escalate'),
        ('steps = { "2.1" = { during = [1] } }', 'steps "2.1" has no key during'),
        ('steps = { "2.1" = { before = [-1] } }', 'steps "2.1" before must be a list of whole days from 0'),
        ('steps = { "2.1" = { after = [0] } }', 'steps "2.1" after must be a list of whole days from 1'),
        ('steps = { "2.1" = { after = [true] } }', 'steps "2.1" after must be a list of whole days from 1'),
        ('steps = { "2.1" = { before = 3 } }', 'steps "2.1" before must be a list of whole days'),
        ('steps = { "2.1" = { after = [9], escalate = [5] } }', 'steps "2.1": escalation has at most 4 days'),
        ("weekly_cap = -1", "weekly_cap must be at least 0"),
    ],
)
def test_what_makes_no_ladder_is_said_with_its_place(tmp_path: Path, steps: str, fault: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        load(written(tmp_path, steps))
    (found,) = refused.value.faults
    assert fault in found.message
    assert found.message.startswith("config.toml: [reminders] ")
