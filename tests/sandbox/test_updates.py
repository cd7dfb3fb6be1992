"""The queue of updates: numbered, confirmed by offset, given again until then, chosen by kind, one day too old."""

from datetime import timedelta

import httpx
import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st

import sandbox.updates.queue
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.updates.kinds import BY_DEFAULT, KINDS, lane_of, read_kinds
from sandbox.updates.queue import UpdateQueue
from tests.sandbox.call import call

FIRST = 880_000_001


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock()


@pytest.fixture
def queue(clock: SandboxClock) -> UpdateQueue:
    return UpdateQueue(clock, FIRST)


def fill(queue: UpdateQueue, number: int) -> None:
    for _ in range(number):
        queue.put("message", {"chat": {"id": 1}})


def numbers(queue: UpdateQueue) -> list[int]:
    return [update.update_id - FIRST for update in queue.pending]


async def test_a_message_is_a_true_update(bot: telegram.Bot, maria: Phone) -> None:
    (update,) = await bot.get_updates()
    message = update.message
    assert message
    assert message.from_user
    assert (message.from_user.first_name, message.from_user.last_name) == ("Maria", "Souza")
    assert (message.chat.id, message.chat.type, message.text) == (maria.chat_id, "private", "/start")
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]


async def test_the_bot_hears_that_it_was_blocked(bot: telegram.Bot, maria: Phone) -> None:
    maria.blocks()
    change = (await bot.get_updates())[-1].my_chat_member
    assert change
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_updates_come_again_until_confirmed(bot: telegram.Bot, maria: Phone) -> None:
    await maria.says("dois")
    first, second = await bot.get_updates()
    assert [first.update_id, second.update_id] == [u.update_id for u in await bot.get_updates()]
    assert [u.update_id for u in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_pending_updates_may_be_dropped(bot: telegram.Bot, maria: Phone) -> None:
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


def test_a_negative_offset_keeps_only_the_last(queue: UpdateQueue) -> None:
    fill(queue, 5)
    queue.confirm(-2)
    assert numbers(queue) == [3, 4]
    queue.confirm(-9)
    assert numbers(queue) == [3, 4]


@pytest.mark.parametrize(
    ("offset", "left"),
    [
        (FIRST + 2, [2]),
        (FIRST + 3, []),
        (FIRST + 13, []),
        (FIRST + 14, [0, 1, 2]),
        (FIRST - 100_001, [0, 1, 2]),
        (2_000_000_001, [0, 1, 2]),
        (0, [0, 1, 2]),
    ],
)
def test_an_offset_far_from_the_queue_confirms_nothing(
    queue: UpdateQueue, offset: int, left: list[int]
) -> None:
    fill(queue, 3)
    queue.confirm(offset)
    assert numbers(queue) == left


@given(steps=st.lists(st.tuples(st.integers(0, 7), st.integers(1, 4))))
def test_polling_to_the_end_gives_each_update_once_and_in_order(steps: list[tuple[int, int]]) -> None:
    queue, seen, offset = UpdateQueue(SandboxClock(), FIRST), list[int](), 0
    for put, limit in [*steps, (0, 1000)]:
        fill(queue, put)
        queue.confirm(offset)
        taken = [update.update_id for update in queue.first(limit)]
        seen += taken
        offset = taken[-1] + 1 if taken else offset
    assert seen == [FIRST + index for index in range(sum(put for put, _ in steps))]


def test_an_update_may_be_owed_once_more(queue: UpdateQueue) -> None:
    fill(queue, 3)
    queue.give_again([FIRST, FIRST + 1, FIRST + 77])
    queue.confirm(FIRST + 2)
    assert numbers(queue) == [0, 1, 2]
    queue.confirm(FIRST + 2)
    assert numbers(queue) == [2]


def test_what_comes_to_a_full_queue_is_lost(queue: UpdateQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.updates.queue, "MOST_KEPT", 3)
    fill(queue, 5)
    assert numbers(queue) == [0, 1, 2]


@pytest.mark.parametrize(
    ("kind", "life"),
    [
        ("message", timedelta(hours=24)),
        ("my_chat_member", timedelta(hours=24)),
        ("callback_query", timedelta(seconds=150)),
        ("pre_checkout_query", timedelta(seconds=150)),
        ("inline_query", timedelta(seconds=30)),
        ("chosen_inline_result", timedelta(seconds=600)),
    ],
)
def test_each_kind_has_its_life(queue: UpdateQueue, clock: SandboxClock, kind: str, life: timedelta) -> None:
    queue.put(kind, {})
    clock.advance(life - timedelta(seconds=10))
    assert len(queue.pending) == 1
    clock.advance(timedelta(seconds=11))
    assert not queue.pending


async def test_updates_are_kept_for_24_hours(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sandbox.clock.advance(timedelta(hours=23))
    assert len(await bot.get_updates()) == 1
    sandbox.clock.advance(timedelta(hours=2))
    assert await bot.get_updates() == ()


def test_numbers_follow_one_another_until_a_week_of_silence(queue: UpdateQueue, clock: SandboxClock) -> None:
    fill(queue, 1)
    clock.advance(timedelta(days=6, hours=23))
    assert queue.put("message", {}) == FIRST + 1
    clock.advance(timedelta(days=7))
    number = queue.put("message", {})
    assert number not in (None, FIRST + 2)
    assert [update.update_id for update in queue.pending] == [number]
    assert queue.put("message", {}) == (number or 0) + 1


async def test_the_bot_chooses_the_kinds_it_hears_and_the_choice_stays(
    bot: telegram.Bot, sandbox: Sandbox
) -> None:
    ana = sandbox.telegram.phone("Ana")
    await bot.get_updates(allowed_updates=["callback_query"])
    await ana.says("oi")
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).allowed_updates == ("callback_query",)
    await bot.get_updates(allowed_updates=[])
    await ana.says("oi de novo")
    assert len(await bot.get_updates()) == 1


async def test_a_choice_that_cannot_be_read_is_passed_over(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    for nonsense in ("[", "message", '{"message": true}'):
        answer = await call(web, sandbox, "getUpdates", allowed_updates=nonsense)
        assert answer.json()["ok"]
    assert sandbox.telegram.updates.allowed == BY_DEFAULT


def test_three_kinds_come_only_when_asked_for(queue: UpdateQueue) -> None:
    unasked = [kind for kind in KINDS if queue.put(kind, {}) is None]
    assert unasked == ["chat_member", "message_reaction", "message_reaction_count"]
    queue.listen_for(frozenset(KINDS))
    assert all(queue.put(kind, {}) for kind in unasked)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["Message", "POLL"], frozenset({"message", "poll"})),
        (["message", "of_another_time"], frozenset({"message"})),
        (["of_another_time"], BY_DEFAULT),
        ([], BY_DEFAULT),
        (["message", 7], None),
        ({"message": True}, None),
        (None, None),
    ],
)
def test_allowed_updates_are_read_leniently(
    asked: list[str | int] | dict[str, bool] | None, meant: frozenset[str] | None
) -> None:
    assert read_kinds(asked) == meant


def test_a_lane_is_a_chat_or_a_person_and_kinds_of_one_sort() -> None:
    chat, ana = {"id": -5}, {"id": 7}
    assert lane_of("message", {"chat": chat, "from": ana}) == lane_of("edited_message", {"chat": chat})
    assert lane_of("callback_query", {"from": ana}) == (3, 7)
    assert lane_of("my_chat_member", {"chat": chat, "from": ana}) == (5, -5)
    assert lane_of("message", {"chat": chat}, 9) == (0, 9)
    assert lane_of("poll", {"id": "5"}) is None
