"""Whose turn it is among planned faults: after, times, luck, and which faults cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.faults.kinds import Drop, Fault, SmtpFault, Stage
from sandbox.faults.plan import Plan
from sandbox.faults.reading import read_fault, show_plan
from sandbox.requests.json_values import JsonObject


def strikes(plan: Plan[Fault], calls: int) -> list[bool]:
    return [plan.strike(lambda fault: fault.matches("getMe", None)) is not None for _ in range(calls)]


def make_plan(*faults: Fault) -> Plan[Fault]:
    plan = Plan[Fault]()
    for fault in faults:
        plan.add(fault)
    return plan


@given(after=st.integers(0, 5), times=st.integers(1, 5) | st.none())
def test_a_fault_lets_some_calls_pass_and_strikes_those_after_them(after: int, times: int | None) -> None:
    plan = make_plan(Fault(status=500, after=after, times=times))
    struck = 10 if times is None else times
    assert strikes(plan, 10) == [after <= call < after + struck for call in range(10)]


def test_the_oldest_fault_takes_the_call_and_the_next_one_waits() -> None:
    plan = make_plan(Fault(status=500), Fault(status=502, times=2))
    found = [plan.strike(lambda fault: True) for _ in range(4)]
    assert [fault and fault.status for fault in found] == [500, 502, 502, None]


@given(seed=st.integers(), probability=st.floats(0.1, 0.9))
def test_the_same_seed_brings_the_same_luck(seed: int, probability: float) -> None:
    plan = make_plan(Fault(status=500, times=None, probability=probability))
    plan.seed(seed)
    first = strikes(plan, 30)
    plan.clear()
    plan.add(Fault(status=500, times=None, probability=probability))
    assert strikes(plan, 30) == first


def test_luck_strikes_about_as_often_as_it_should() -> None:
    struck = strikes(make_plan(Fault(status=500, times=None, probability=0.3)), 1000)
    assert 250 < sum(struck) < 350


def test_who_is_never_unlucky_is_never_struck_and_who_is_lucky_uses_nothing_up() -> None:
    assert not any(strikes(make_plan(Fault(status=500, probability=0)), 20))
    assert sum(strikes(make_plan(Fault(status=500, probability=0.5, times=3)), 50)) == 3


def test_other_calls_are_not_counted() -> None:
    plan = make_plan(Fault(status=500, method="sendMessage", after=1))
    assert not any(strikes(plan, 5))
    assert plan.planned[0].matched == 0


def test_a_plan_shows_what_was_asked_for_and_what_came_of_it() -> None:
    plan = make_plan(Fault(method="getMe", drop=Drop.WITHIN_ANSWER, after=1, times=None))
    strikes(plan, 3)
    assert show_plan(plan) == [
        {"method": "getMe", "drop": "within", "after": 1, "times": None, "matched": 3, "struck": 2}
    ]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"status": 500, "times": None}, Fault(status=500, times=None)),
        (
            {"drop": "within", "chat": -1, "probability": 0.5},
            Fault(drop=Drop.WITHIN_ANSWER, chat=-1, probability=0.5),
        ),
        ({"slow_body": 2, "method": None}, Fault(slow_body=2)),
        ({"duplicate": True, "delay_after": 0.5}, Fault(duplicate=True, delay_after=0.5)),
        ({"stage": "CONNECT", "delay_before": 3}, SmtpFault(stage=Stage.CONNECT, delay_before=3)),
        (
            {"stage": "BODY", "recipient": "ana@example.org", "drop": "after"},
            SmtpFault(stage=Stage.BODY, recipient="ana@example.org", drop=Drop.AFTER_WORK),
        ),
    ],
)
def test_a_fault_is_read_from_its_fields(body: JsonObject, fault: Fault | SmtpFault) -> None:
    assert read_fault(body) == fault


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "needs something to do"),
        ({"method": "getMe", "chat": 1, "times": 3}, "needs something to do"),
        ({"status": 500, "colour": "red"}, "a fault has no colour"),
        ({"status": 500, "recipient": "a@example.org"}, "a fault has no recipient"),
        ({"status": 200}, "between 400 and 599"),
        ({"status": True}, "status is a whole number"),
        ({"status": 500, "probability": 2}, "a probability is between 0 and 1"),
        ({"status": 500, "probability": -0.1}, "a probability is between 0 and 1"),
        ({"status": 500, "probability": "half"}, "probability is a number"),
        ({"status": 500, "times": "many"}, "times is a whole number"),
        ({"status": 500, "times": 0}, "times is 1 or more"),
        ({"status": 500, "after": -1}, "after is 0 or more"),
        ({"status": 500, "duplicate": 1}, "duplicate is true or false"),
        ({"status": 500, "method": 1}, "method is a text"),
        ({"status": 500, "duplicate": True}, "cannot be a duplicate"),
        ({"status": 429, "retry_after": -1}, "retry_after is 0 or more"),
        ({"method": "download", "chat": 5, "status": 500}, "nobody knows the chat of a file"),
        ({"method": "webhook", "status": 500}, "a delivery can be late, lost or doubled"),
        ({"method": "Webhook", "drop": "after", "garbage": "x"}, "a delivery can be late, lost or doubled"),
        ({"method": "webhook", "drop": "within"}, "a delivery can be late, lost or doubled"),
        ({"method": "webhook", "duplicate": True, "slow_body": 1}, "a delivery can be late, lost or doubled"),
        ({"retry_after": 5}, "needs a status"),
        ({"description": "x"}, "needs a status"),
        ({"status": 502, "garbage": "x", "description": "y"}, "garbage leaves no room"),
        ({"drop": "sometimes"}, "drop is one of before, after, within"),
        ({"drop": "before", "status": 500}, "neither works nor answers"),
        ({"drop": "before", "delay_after": 1}, "neither works nor answers"),
        ({"drop": "before", "duplicate": True}, "neither works nor answers"),
        ({"drop": "after", "garbage": "x"}, "answers nothing"),
        ({"drop": "after", "slow_body": 1}, "answers nothing"),
        ({"delay_after": -1}, "delay_after is a number of seconds up to 600"),
        ({"delay_before": 10**400}, "delay_before is a number of seconds up to 600"),
        ({"slow_body": 601}, "slow_body is a number of seconds up to 600"),
        ({"stage": "LUNCH", "reply": "451 no"}, "a stage is one of CONNECT, EHLO"),
        ({"stage": None, "reply": "451 no"}, "a stage is one of CONNECT, EHLO"),
        ({"stage": "BODY"}, "needs something to do"),
        ({"stage": "BODY", "reply": "no"}, "a reply is one line"),
        ({"stage": "BODY", "reply": "45"}, "a reply is one line"),
        ({"stage": "BODY", "reply": "450-more"}, "a reply is one line"),
        ({"stage": "BODY", "reply": "450 a\r\n451 b"}, "a reply is one line"),
        ({"stage": "BODY", "garbage": "a\nb"}, "is one line"),
        ({"stage": "BODY", "reply": "450 no", "garbage": "x"}, "not both"),
        ({"stage": "BODY", "reply": "450 no", "drop": "before"}, "neither works nor answers"),
        ({"stage": "BODY", "reply": "450 no", "drop": "after"}, "answers nothing"),
        (
            {"stage": "MAIL", "reply": "450 no", "recipient": "a@example.org"},
            "nobody knows the recipient at MAIL",
        ),
        ({"stage": "BODY", "status": 500}, "a fault has no status"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_in_a_sentence(body: JsonObject, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_fault(body)
