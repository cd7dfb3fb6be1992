"""One day without work, or with less of it, as each law treats it."""

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.days.closures import Closure, ClosureKind, by_day, overlaid
from tests.scheduler.makers import CC, P

DAY = date(2026, 8, 11)
NOON = time(12)
HOLIDAY, OPTIONAL = Closure(DAY, ClosureKind.HOLIDAY, "Feriado"), Closure(DAY, ClosureKind.OPTIONAL, "Ponto")
EARLY, LATE = replace(OPTIONAL, closes_at=NOON), replace(OPTIONAL, opens_at=NOON)


@pytest.mark.parametrize(
    ("closure", "idles", "bars"),
    [
        pytest.param(HOLIDAY, (True, True), (True, True), id="feriado"),
        pytest.param(OPTIONAL, (True, False), (True, False), id="ponto facultativo"),
        pytest.param(EARLY, (False, False), (True, False), id="termina cedo"),
        pytest.param(LATE, (False, False), (False, False), id="começa tarde"),
        pytest.param(
            replace(LATE, closes_at=time(17)), (False, False), (True, False), id="começa tarde e termina cedo"
        ),
    ],
)
def test_each_law_treats_a_closure_its_own_way(
    closure: Closure, idles: tuple[bool, bool], bars: tuple[bool, bool]
) -> None:
    assert (closure.idles(P), closure.idles(CC)) == idles
    assert (closure.bars(P), closure.bars(CC)) == bars


def test_of_closures_of_one_day_the_heaviest_is_kept_and_of_equals_the_first() -> None:
    in_order = [LATE, EARLY, OPTIONAL, HOLIDAY]
    assert by_day(in_order)[DAY] == by_day(reversed(in_order))[DAY] == HOLIDAY
    assert by_day([HOLIDAY, replace(HOLIDAY, name="Outro")])[DAY] == HOLIDAY


@pytest.mark.parametrize(
    ("below", "own", "kept"),
    [
        pytest.param(HOLIDAY, replace(HOLIDAY, place="BA"), HOLIDAY, id="iguais: o da União"),
        pytest.param(
            *(replace(HOLIDAY, place="DF"), replace(HOLIDAY, place="BA"), replace(HOLIDAY, place="BA")),
            id="iguais: o do lugar mais próximo",
        ),
        pytest.param(
            OPTIONAL, replace(HOLIDAY, place="BA"), replace(HOLIDAY, place="BA"), id="o mais pesado, acima"
        ),
        pytest.param(HOLIDAY, replace(EARLY, place="BA"), HOLIDAY, id="o mais pesado, abaixo"),
    ],
)
def test_of_two_layers_the_heavier_prevails_and_then_the_nearer(
    below: Closure, own: Closure, kept: Closure
) -> None:
    assert overlaid({DAY: below}, {DAY: own}) == {DAY: kept}


def test_a_layer_that_adds_nothing_costs_nothing() -> None:
    below = {DAY: HOLIDAY}
    assert overlaid(below, {}) is below
    assert overlaid(below, {DAY: EARLY}) is below
