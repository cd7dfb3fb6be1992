"""A rule survives its column: JSON and back, and nothing else passes for a rule."""

from typing import get_args

import pytest
from hypothesis import find, given

from scheduler.deadlines import (
    After,
    Anchor,
    Cycle,
    DayAfterMonth,
    EventKind,
    Rule,
    RuleError,
    Span,
    Unit,
    YearlyDate,
    rule_from_json,
    rule_to_json,
)
from scheduler.rules import SimpleRule
from tests.scheduler.rule_makers import every_rule, simple_rules


@given(every_rule)
def test_a_rule_comes_back_from_its_json(rule: Rule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


@pytest.mark.parametrize("shape", get_args(SimpleRule), ids=lambda shape: shape.__name__)
def test_the_makers_of_rules_know_every_shape(shape: type[SimpleRule]) -> None:
    assert isinstance(find(simple_rules, lambda rule: isinstance(rule, shape)), shape)


def test_the_text_of_a_rule_is_stable() -> None:
    rule = After(Span(15, Unit.DAYS), Anchor.STARTS)
    text = '{"shape": "after", "span": {"count": 15, "unit": "days"}, "origin": "starts"}'
    assert rule_to_json(rule) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"shape": "cycle", "months": 12}', Cycle(12)),
        ('{"shape": "yearly-date", "month": 3, "day": 31}', YearlyDate(3, 31)),
        (
            '{"shape": "day-after-month", "day": 10, "origin": "termo-de-adesao", "conditional": true}',
            DayAfterMonth(10, EventKind.ADHESION),
        ),
    ],
)
def test_a_rule_kept_before_its_shape_grew_is_still_read(text: str, rule: Rule) -> None:
    assert rule_from_json(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[" * 100_000, id="too deep"),
        pytest.param("null", id="null"),
        pytest.param("[]", id="list"),
        pytest.param('{"shape": "sometimes"}', id="unknown shape"),
        pytest.param('{"shape": ["after"]}', id="shape that is no text"),
        pytest.param('{"shape": "continuous", "more": 1}', id="field too many"),
        pytest.param('{"shape": "monthly-day"}', id="field missing"),
        pytest.param('{"shape": "monthly-day", "day": 32}', id="out of range"),
        pytest.param('{"shape": "monthly-day", "day": true}', id="truth for a number"),
        pytest.param('{"shape": "monthly-day", "day": "5"}', id="text for a number"),
        pytest.param('{"shape": "yearly-date", "month": 2, "day": 30}', id="day that does not exist"),
        pytest.param('{"shape": "state", "anchor": "soon"}', id="unknown anchor"),
        pytest.param('{"shape": "on-day", "origin": "ends"}', id="day of the end"),
        pytest.param('{"shape": "on-day", "origin": ["week"]}', id="origin that is no text"),
        pytest.param('{"shape": "on-day", "origin": "evento"}', id="day of an event"),
        pytest.param('{"shape": "day-after-month", "day": 5, "origin": "week"}', id="month after a week"),
        pytest.param('{"shape": "cycle", "months": 5, "basis": "civil"}', id="five civil months"),
        pytest.param('{"shape": "monthly-day", "day": 5, "conditional": true}', id="field never there"),
        pytest.param('{"shape": "month-business-day", "nth": 24, "month": 1}', id="24th business day"),
        pytest.param('{"shape": "fixed-date", "on": "2026-01-01", "opens": "2026-01-02"}', id="backward"),
        pytest.param('{"shape": "fixed-date", "on": "31/12/2026", "opens": null}', id="date not in ISO"),
        pytest.param('{"shape": "compound", "parts": [{"shape": "continuous"}]}', id="compound of one"),
        pytest.param(
            '{"shape": "compound", "parts": [{"shape": "continuous"}, {"shape": "continuous"}]}',
            id="the same twice",
        ),
        pytest.param('{"shape": "compound", "parts": {}}', id="parts that are no list"),
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        rule_from_json(text)
