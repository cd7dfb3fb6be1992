from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifier.retry import PATIENCE, SPREAD, STEPS, delay_after

jitters = st.floats(min_value=0, max_value=1, exclude_max=True)


def test_the_middle_of_the_spread_is_the_published_schedule() -> None:
    delays = [delay_after(attempts, dialogue=False, jitter=0.5) for attempts in range(1, 9)]
    assert delays == [timedelta(seconds=s) for s in (30, 60, 120, 300, 600, 1800, 3600, 3600)]


def test_who_waits_in_a_dialogue_is_tried_within_seconds() -> None:
    assert delay_after(1, dialogue=True, jitter=0.5) == timedelta(seconds=1)


@given(attempts=st.integers(1, 500), dialogue=st.booleans(), jitter=jitters)
def test_a_delay_stays_within_its_spread(attempts: int, dialogue: bool, jitter: float) -> None:
    delay = delay_after(attempts, dialogue=dialogue, jitter=jitter)
    if delay is not None:
        assert timedelta(0) < delay <= STEPS[-1] * (1 + SPREAD)


@given(dialogue=st.booleans(), jitter=jitters)
def test_patience_ends_after_about_three_days_and_never_comes_back(dialogue: bool, jitter: float) -> None:
    delays = [delay_after(attempts, dialogue=dialogue, jitter=jitter) for attempts in range(1, 200)]
    kept = [delay for delay in delays if delay is not None]
    assert delays == kept + [None] * (len(delays) - len(kept))
    whole, hour = sum(kept, timedelta(0)), STEPS[-1]
    assert (PATIENCE - hour) * (1 - SPREAD) <= whole <= (PATIENCE + hour) * (1 + SPREAD)
