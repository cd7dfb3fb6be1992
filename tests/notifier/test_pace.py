import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.deliveries import Lane
from notifier.pace import Pace

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


@given(orders=st.lists(st.tuples(st.floats(0.1, 50), chats | st.none(), st.floats(0, 20)), max_size=20))
def test_a_wait_that_was_ordered_never_gets_shorter(orders: list[tuple[float, str | None, float]]) -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    for seconds, chat, later in orders:
        before = {one: elapsed.at + pace.order(one) for one in (*map(str, range(1, 41)), None)}
        pace.obey(seconds, chat=chat)
        assert pace.order(chat) >= seconds - 1e-6
        assert all(elapsed.at + pace.order(one) >= until - 1e-6 for one, until in before.items())
        elapsed.at += later


@pytest.mark.parametrize(
    ("chat", "already", "everyone"),
    [
        pytest.param("-1001", (), False, id="a group has a limit of its own"),
        pytest.param("-1001", ("5", "-7"), False, id="whatever else is held"),
        pytest.param("menus", ("5",), False, id="so have menus"),
        pytest.param("5", (), False, id="a person's chat while the bot is quiet"),
        pytest.param("5", ("-7", "5"), False, id="the same chat again"),
        pytest.param("5", ("6",), True, id="a second person's chat meanwhile"),
        pytest.param(None, (), True, id="no chat at all"),
    ],
)
def test_a_429_holds_who_it_can_be_meant_for(
    chat: str | None, already: tuple[str, ...], everyone: bool
) -> None:
    pace = make_pace(Elapsed())
    for one in already:
        pace.hold(30, chat=one)
    assert pace.obey(30, chat=chat) is everyone
    assert (pace.order("99") == 30) is everyone
    assert pace.order(chat) == 30


async def test_a_429_in_full_swing_is_for_the_whole_bot() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    await departures(pace, elapsed, [(Lane.BROADCASTS, str(chat)) for chat in range(1, 40)])
    assert pace.obey(9, chat="1")


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
