"""When a lane stands still, and what ends it: a fault that is everybody's, never one message's own."""

from datetime import timedelta

import pytest

from db.ids import DeliveryId
from notifier.gate import IN_A_ROW, LONGEST, Gate
from notifier.outcome import Dead, LaneStopped, Outcome, RetryAt, Sent, Slowed, Unknown

LOST = Unknown("no answer", "no answer in time")
FAILING = RetryAt("http 502", "502 Bad Gateway", everybodys=True)
GREYLISTED = RetryAt("rcpt 450", "come back later")


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def verdicts(gate: Gate, *outcomes: Outcome, of_one: bool = False) -> list[bool]:
    """For each outcome, whether it shows a fault of everybody's; each of another message."""
    return [
        gate.judge(DeliveryId(0 if of_one else number), outcome) is not None
        for number, outcome in enumerate(outcomes)
    ]


@pytest.mark.parametrize("outcome", [LOST, FAILING], ids=["lost answers", "a failing server"])
def test_many_in_a_row_are_no_accident(outcome: Outcome) -> None:
    assert verdicts(Gate(Watch()), *[outcome] * IN_A_ROW) == [False] * (IN_A_ROW - 1) + [True]


def test_one_message_that_fails_again_and_again_stops_nobody() -> None:
    assert not any(verdicts(Gate(Watch()), *[FAILING] * 9, of_one=True))


@pytest.mark.parametrize("between", [Sent("1"), Dead("400", "no"), Slowed("429", "wait"), GREYLISTED])
def test_whatever_the_server_says_of_a_message_shows_that_it_works(between: Outcome) -> None:
    outcomes = [*[LOST] * (IN_A_ROW - 1), between] * 3
    assert not any(verdicts(Gate(Watch()), *outcomes))


def test_it_is_tried_later_each_time_and_at_least_every_quarter_of_a_minute() -> None:
    watch = Watch()
    gate = Gate(watch)
    fault = LaneStopped("refused", "nobody listens", probe_after=timedelta(seconds=1))
    waits = []
    for _ in range(7):
        assert gate.close(fault, ask=False)
        began = watch.now
        while not gate.may_try:
            watch.now += 0.5
        waits.append(watch.now - began)
    assert waits == [1, 2, 4, 8, LONGEST.total_seconds(), 15, 15]


def test_while_it_is_closed_the_same_fault_is_no_news() -> None:
    gate = Gate(Watch())
    fault = LaneStopped("401", "Unauthorized")
    assert [gate.close(fault, ask=False) for _ in range(3)] == [True, False, False]


def test_once_it_is_open_nothing_is_remembered() -> None:
    gate = Gate(Watch())
    gate.close(LaneStopped("401", "Unauthorized"), ask=True)
    assert gate.open()
    assert not gate.open()
    assert (gate.is_closed, gate.must_ask, gate.may_try) == (False, False, True)
    assert not any(verdicts(gate, *[LOST] * (IN_A_ROW - 1)))
