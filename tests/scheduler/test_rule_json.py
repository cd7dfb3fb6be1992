"""A rule survives its column: JSON and back, and nothing else passes for a rule."""

import pytest
from hypothesis import given

from scheduler.deadlines import (
    After,
    Anchor,
    Rule,
    RuleError,
    Span,
    Unit,
    rule_from_json,
    rule_to_json,
)
from tests.scheduler.makers import rules


@given(rules)
def test_a_rule_comes_back_from_its_json(rule: Rule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


def test_the_text_of_a_rule_is_stable() -> None:
    rule = After(Span(15, Unit.DAYS), Anchor.STARTS)
    text = '{"shape": "after", "span": {"count": 15, "unit": "days"}, "origin": "starts"}'
    assert rule_to_json(rule) == text


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
        pytest.param('{"shape": "fixed-date", "on": "31/12/2026", "opens": null}', id="date not in ISO"),
        pytest.param('{"shape": "compound", "parts": [{"shape": "continuous"}]}', id="compound of one"),
        pytest.param('{"shape": "compound", "parts": {}}', id="parts that are no list"),
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        rule_from_json(text)
