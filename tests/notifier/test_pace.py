import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.deliveries import Lane
from notifier.pace import Pace, PlainPace

RATE = 25


class Elapsed:
    """Monotonic time that passes only in sleep."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += max(seconds, 1e-9)


def make_pace(elapsed: Elapsed) -> Pace:
    return Pace(RATE, monotonic=elapsed, sleep=elapsed.sleep)


async def departures(pace: Pace, elapsed: Elapsed, wishes: list[tuple[Lane, str]]) -> list[float]:
    times = []
    for lane, chat in wishes:
        await pace.acquire(lane, chat)
        times.append(elapsed.at)
    return times


def most_in(times: list[float], seconds: float) -> int:
    return max((sum(start <= t < start + seconds for t in times) for start in times), default=0)


lanes = st.sampled_from(list(Lane))
chats = st.integers(1, 40).map(str)


@settings(max_examples=50)
@given(wishes=st.lists(st.tuples(lanes, chats), max_size=120), seconds=st.floats(0.1, 5))
def test_never_more_than_the_rate_allows_in_any_stretch_of_time(
    wishes: list[tuple[Lane, str]], seconds: float
) -> None:
    elapsed = Elapsed()
    times = asyncio.run(departures(make_pace(elapsed), elapsed, wishes))
    assert most_in(times, seconds) <= (RATE + 4) * seconds + 1 + 1e-3
    for chat in {chat for _, chat in wishes}:
        of_chat = [at for at, (_, one) in zip(times, wishes, strict=True) if one == chat]
        assert most_in(of_chat, seconds) <= seconds + 3 + 1e-3


@settings(max_examples=20)
@given(lane=lanes, count=st.integers(1, 80))
def test_a_group_never_gets_more_than_twenty_in_a_minute(lane: Lane, count: int) -> None:
    elapsed = Elapsed()
    times = asyncio.run(departures(make_pace(elapsed), elapsed, [(lane, "-100")] * count))
    assert most_in(times, 59.99) <= 20


async def test_reminders_leave_at_the_configured_rate() -> None:
    elapsed = Elapsed()
    times = await departures(
        make_pace(elapsed), elapsed, [(Lane.REMINDERS, str(chat)) for chat in range(1, 252)]
    )
    assert times[-1] == pytest.approx(10, abs=0.2)


async def test_dialogue_leaves_at_once_beside_a_broadcast_in_full_swing() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    await departures(pace, elapsed, [(Lane.BROADCASTS, str(chat)) for chat in range(1, 100)])
    before = elapsed.at
    await pace.acquire(Lane.INTERACTIVE, "500")
    assert elapsed.at - before < 0.05


async def test_dialogue_may_burst_in_a_chat_and_reminders_may_not() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    dialogue = await departures(pace, elapsed, [(Lane.INTERACTIVE, "1")] * 3)
    reminders = await departures(pace, elapsed, [(Lane.REMINDERS, "2")] * 3)
    assert dialogue[-1] - dialogue[0] < 0.2
    assert reminders[-1] - reminders[0] == pytest.approx(2, abs=0.1)


async def test_a_hold_stops_everything_and_never_shrinks() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    pace.hold(30)
    pace.hold(5)
    assert pace.room(interactive=True) == 0
    times = await departures(pace, elapsed, [(Lane.INTERACTIVE, str(chat)) for chat in range(1, 30)])
    assert times[0] >= 30
    assert most_in(times, 1) <= RATE + 4 + 1


async def test_a_hold_of_one_group_leaves_the_others_alone() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    pace.hold(30, chat="-1")
    await pace.acquire(Lane.REMINDERS, "2")
    assert elapsed.at == 0
    assert pace.held() == {"-1"}
    await pace.acquire(Lane.REMINDERS, "-1")
    assert elapsed.at == pytest.approx(30)
    assert pace.held() == set()


async def test_a_chat_that_has_used_its_burst_is_left_alone_until_it_may_be_written_to() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    for _ in range(3):
        await pace.acquire(Lane.INTERACTIVE, "1")
    assert pace.held() == {"1"}
    elapsed.at += 1
    assert pace.held() == set()


async def test_a_rate_of_zero_is_no_limit() -> None:
    elapsed = Elapsed()
    free, slow = (PlainPace(rate, monotonic=elapsed, sleep=elapsed.sleep) for rate in (0, 2))
    for _ in range(100):
        await free.acquire()
    assert elapsed.at == 0
    for _ in range(21):
        await slow.acquire()
    assert elapsed.at == pytest.approx(10)
