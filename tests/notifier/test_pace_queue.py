"""Many who wait for a token at once, in time that a test moves."""

import asyncio
import heapq
from collections.abc import Callable, Iterable
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from db.deliveries import Lane
from notifier.pace import Pace

RATE = 25
#: When somebody comes to wait, for which lane, to which chat.
Wish = tuple[float, Lane, str]


class Timeline:
    """Monotonic time that jumps to the next sleeper once everybody sleeps."""

    def __init__(self) -> None:
        self.at = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self.at + max(seconds, 1e-9), next(self._numbers), woken))
        await woken.wait()

    async def pass_by(self, until: Callable[[], bool]) -> None:
        while not until():
            for _ in range(3):
                await asyncio.sleep(0)
            if self._sleepers and not until():
                self.at, _, woken = heapq.heappop(self._sleepers)
                woken.set()


async def departures(wishes: Iterable[Wish], *, orders: Iterable[tuple[float, float]] = ()) -> list[Wish]:
    """Who left when, in that order; `orders` are the instants of a 429 for all, and its seconds."""
    timeline, left = Timeline(), list[Wish]()
    pace = Pace(RATE, monotonic=timeline, sleep=timeline.sleep)
    wishes, orders = list(wishes), list(orders)

    async def leave(at: float, lane: Lane, chat: str) -> None:
        await timeline.sleep(at)
        await pace.acquire(lane, chat)
        left.append((timeline.at, lane, chat))

    async def order(at: float, seconds: float) -> None:
        await timeline.sleep(at)
        pace.hold(seconds)

    async with asyncio.TaskGroup() as tasks:
        for wish in wishes:
            tasks.create_task(leave(*wish))
        for one in orders:
            tasks.create_task(order(*one))
        await timeline.pass_by(lambda: len(left) == len(wishes))
        for task in list(tasks._tasks):
            task.cancel()
    return left


def most_in(times: list[float], seconds: float) -> int:
    return max((sum(start <= t < start + seconds for t in times) for start in times), default=0)


moments = st.floats(0, 3)
wishes = st.lists(
    st.tuples(
        moments,
        st.sampled_from(list(Lane)),
        st.sampled_from(["1", "2", "3", "-4", "@g", *map(str, range(5, 40))]),
    ),
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(
    wishes=wishes,
    orders=st.lists(st.tuples(moments, st.floats(0.1, 4)), max_size=3),
    seconds=st.floats(0.05, 8),
)
def test_a_crowd_never_gets_more_than_the_rates_and_everybody_gets_there(
    wishes: list[Wish], orders: list[tuple[float, float]], seconds: float
) -> None:
    left = asyncio.run(departures(wishes, orders=orders))
    assert sorted(one[1:] for one in left) == sorted(one[1:] for one in wishes)
    times = [at for at, _, _ in left]
    assert most_in(times, seconds) <= (RATE + 4) * seconds + 5
    assert (
        most_in([at for at, lane, _ in left if lane is not Lane.INTERACTIVE], seconds)
        <= RATE * seconds + 2.01
    )
    for chat in {one[2] for one in left}:
        in_chat = [at for at, _, one in left if one == chat]
        assert most_in(in_chat, seconds) <= (20 if chat[0] in "-@" else seconds + 3.01)
    for start, wait in orders:
        assert not [at for at in times if start + 1e-6 < at < start + wait - 1e-6]


def test_better_lanes_leave_first_and_in_a_lane_who_came_first() -> None:
    crowd = [(0.01, lane, str(10 * lane + n)) for n in range(9) for lane in (Lane.BROADCASTS, Lane.REMINDERS)]
    left = asyncio.run(departures([(0, Lane.REMINDERS, "1"), (0, Lane.REMINDERS, "2"), *crowd]))
    expected = [str(10 * lane + n) for lane in (Lane.REMINDERS, Lane.BROADCASTS) for n in range(9)]
    assert [chat for _, _, chat in left[2:]] == expected


def test_a_crowd_wastes_nothing_of_the_rate() -> None:
    left = asyncio.run(departures((0, Lane.BROADCASTS, str(n)) for n in range(1, 127)))
    assert left[-1][0] <= 125 / RATE * 1.01


def test_a_flood_of_dialogue_leaves_the_broadcast_half_of_its_rate() -> None:
    dialogue = [(0.0, Lane.INTERACTIVE, str(1000 + n)) for n in range(60)]
    broadcast = [(0.0, Lane.BROADCASTS, str(n)) for n in range(1, 51)]
    left = asyncio.run(departures(dialogue + broadcast))
    assert max(at for at, lane, _ in left if lane is Lane.BROADCASTS) <= 50 / (RATE / 2) + 0.5
    assert max(at for at, lane, _ in left if lane is Lane.INTERACTIVE) <= 60 / (RATE / 2)
