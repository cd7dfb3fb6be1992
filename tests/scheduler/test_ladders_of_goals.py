"""Which ladder a goal has: the plan's, ours for what is never late, the operator's; and what its rungs are."""

from datetime import date, timedelta

import pytest

from scheduler.ladder import DEFAULT, Ladder, Ladders, Nature, Rung, climbing, steps
from tests.scheduler.makers import FEDERAL

DAY = date(2026, 12, 9)


@pytest.mark.parametrize(
    ("key", "before", "after", "escalate"),
    [
        pytest.param("1.2", (10, 5, 2, 0), (1,), (6, 11, 16, 21), id="painel: climbs from the sixth day"),
        pytest.param("1.4", (7, 1, 0), (), (), id="reuniões: nobody can still go"),
        pytest.param("2.1", (60, 30, 15, 5, 0), (1, 15), (20, 25, 30, 35), id="cronograma"),
        pytest.param("3.4", (30, 7, 1, 0), (1, 15), (20, 25, 30, 35), id="fóruns"),
        pytest.param("C4", (5, 2, 0), (1,), (6, 11, 16, 21), id="adesões: days 5, 8 and 10"),
        pytest.param("3.7", (30, 7, 1, 0), (1, 15), (20, 25, 30, 35), id="any other"),
    ],
)
def test_each_goal_has_its_ladder(
    key: str, before: tuple[int, ...], after: tuple[int, ...], escalate: tuple[int, ...]
) -> None:
    assert Ladders().of(key) == Ladder(before, after, escalate)


@pytest.mark.parametrize(
    ("nature", "days"),
    [
        pytest.param(Nature.INTERNAL, (7, 1, 0), id="meta interna"),
        pytest.param(Nature.CHECK_IN, (14, 3, 0), id="acompanhamento semestral"),
        pytest.param(Nature.TERM_END, (180, 120, 90, 60, 30), id="fim da vigência"),
    ],
)
def test_what_is_never_late_ends_with_its_day(nature: Nature, days: tuple[int, ...]) -> None:
    ladder = Ladders().of("1.2", nature)
    assert ladder == Ladder(days, ())
    known = steps(
        ladder,
        literal=DAY,
        extended=DAY,
        starts=DAY - timedelta(days=365),
        calendar=FEDERAL,
        working_days_only=True,
    )
    assert [-step.offset for step in known] == list(days)


def test_each_step_after_the_last_reminder_climbs_one_rung() -> None:
    rungs = [DEFAULT.rung(offset) for offset in DEFAULT.offsets]
    assert rungs == [*[None] * 6, *Rung]
    assert [DEFAULT.rung(days) for days in (20, 25, 30, 35)] == list(Rung)


def test_the_operators_ladder_takes_the_place_of_the_plans() -> None:
    own = Ladder((3, 0), (2,), (4,))
    ladders = Ladders({"2.1": own}, climbing((1,), ()))
    assert (ladders.of("2.1"), ladders.of("3.7")) == (own, Ladder((1,), ()))
    assert ladders.of("2.1", Nature.INTERNAL) == Ladders().of("2.1", Nature.INTERNAL)
