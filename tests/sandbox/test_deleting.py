"""Messages taken away: whose, how many at once, and until when."""

from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import BadRequest

from sandbox.chats import ChatKind
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


async def test_a_deleted_message_is_gone(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    assert await sent.delete()
    assert sent.message_id not in maria.chat.messages
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await sent.delete()


async def test_a_person_s_message_may_be_deleted_in_private(bot: telegram.Bot, maria: Phone) -> None:
    theirs = await maria.says("oi")
    assert await bot.delete_message(maria.chat_id, theirs.message_id)


async def test_after_48_hours_a_message_stays(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "um")
    sandbox.clock.advance(timedelta(hours=47, minutes=59))
    assert await sent.delete()
    late = await bot.send_message(maria.chat_id, "dois")
    sandbox.clock.advance(timedelta(hours=49))
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await late.delete()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChatKind.SUPERGROUP, "Message can't be deleted"),
        (ChatKind.GROUP, "Message can't be deleted for everyone"),
    ],
)
async def test_in_a_group_others_messages_take_a_right(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, kind: ChatKind, words: str
) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    there = await maria.joins(group)
    theirs = await there.says("oi")
    with pytest.raises(BadRequest, match=f"^{words}$"):
        await bot.delete_message(group.id, theirs.message_id)
    own = await bot.send_message(group.id, "um")
    assert await own.delete()


async def test_with_the_right_any_message_goes(bot: telegram.Bot, sandbox: Sandbox, maria: Phone) -> None:
    group = sandbox.telegram.group("Turma", rights=["can_delete_messages"])
    there = await maria.joins(group)
    theirs = await there.says("oi")
    assert await bot.delete_message(group.id, theirs.message_id)


async def test_several_go_at_once_and_those_that_are_gone_do_not_matter(
    bot: telegram.Bot, maria: Phone
) -> None:
    numbers = [(await maria.says(str(number))).message_id for number in range(3)]
    assert await bot.delete_messages(maria.chat_id, [numbers[2], numbers[0], 999, numbers[0]])
    assert [message.text for message in maria.messages] == ["/start", "1"]
    assert await bot.delete_messages(maria.chat_id, [999])


async def test_when_one_may_not_go_none_does(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    old = await maria.says("velha")
    sandbox.clock.advance(timedelta(hours=49))
    new = await maria.says("nova")
    both = [new.message_id, old.message_id]
    words = await refusal(web, sandbox, "deleteMessages", chat_id=maria.chat_id, message_ids=both)
    assert words == "Bad Request: message can't be deleted for everyone"
    assert new in maria.messages


async def test_an_empty_list_deletes_nothing(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    answer = await call(web, sandbox, "deleteMessages", chat_id=maria.chat_id, message_ids=[])
    assert (answer.json()["result"], len(maria.messages)) == (True, 1)


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("deleteMessage", {}, "message to delete not found"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("deleteMessages", {}, "message identifiers are not specified"),
        ("deleteMessages", {"message_ids": list(range(1, 102))}, "too many message identifiers specified"),
        ("deleteMessages", {"chat_id": 99, "message_ids": [1]}, "chat not found"),
    ],
)
async def test_what_is_not_named_is_not_deleted(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, method: str, values: dict[str, object], words: str
) -> None:
    given = await refusal(web, sandbox, method, **{"chat_id": maria.chat_id, **values})
    assert given == f"Bad Request: {words}"
