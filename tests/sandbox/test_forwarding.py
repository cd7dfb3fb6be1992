"""Messages taken from one chat to another, with their author's name or without it."""

from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
import telegram
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from sandbox.desk import Sandbox
from sandbox.methods.identifiers import read_numbers
from sandbox.phone import Phone
from sandbox.refusals import BadRequest as Refused
from sandbox.requests.parameters import Parameters
from tests.sandbox.call import call, refusal
from tests.sandbox.pictures import picture

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Enviar", callback_data="send")]])
LINKS = InlineKeyboardMarkup([[InlineKeyboardButton("Ver", url="https://example.org/")]])


@pytest_asyncio.fixture
async def ana(sandbox: Sandbox) -> Phone:
    """Where the messages go. Nobody hurries the bot here."""
    sandbox.telegram.rates.enforced = False
    phone = sandbox.telegram.phone("Ana")
    await phone.says("/start")
    return phone


async def test_a_forward_names_its_author_and_the_time_it_was_sent(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, ana: Phone
) -> None:
    original = await maria.sends_photo(picture(), "Oficina")
    sandbox.clock.advance(timedelta(days=3))
    forwarded = await bot.forward_message(ana.chat_id, maria.chat_id, original.message_id)
    origin = forwarded.forward_origin
    assert isinstance(origin, telegram.MessageOriginUser)
    assert (origin.sender_user.id, origin.date) == (maria.chat_id, original.date.replace(microsecond=0))
    assert (forwarded.caption, len(forwarded.photo), forwarded.date > origin.date) == ("Oficina", 1, True)


async def test_a_forward_of_a_forward_keeps_the_first_author(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, ana: Phone
) -> None:
    original = await maria.says("oi")
    once = await bot.forward_message(ana.chat_id, maria.chat_id, original.message_id)
    sandbox.clock.advance(timedelta(days=3))
    twice = await bot.forward_message(maria.chat_id, ana.chat_id, once.message_id)
    assert twice.forward_origin == once.forward_origin


async def test_a_forwarded_message_cannot_be_edited(bot: telegram.Bot, maria: Phone, ana: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "oi")
    forwarded = await sent.forward(ana.chat_id)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await forwarded.edit_text("x")


async def test_a_copy_names_nobody_and_may_have_a_caption_and_keys_of_its_own(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    original = await maria.sends("a.pdf", b"%PDF", caption="um")
    await bot.copy_message(ana.chat_id, maria.chat_id, original.message_id)
    await bot.copy_message(ana.chat_id, maria.chat_id, original.message_id, caption="dois", reply_markup=KEYS)
    first, second = ana.messages[-2:]
    assert (first.text, first.forwarded_from, first.document) == ("um", None, original.document)
    assert (second.text, second.buttons) == ("dois", [["Enviar"]])


async def test_a_copied_caption_may_move_above_and_may_be_emptied(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    original = await maria.sends_photo(picture(), "um")
    copy = (ana.chat_id, maria.chat_id, original.message_id)
    await bot.copy_message(*copy, caption="dois", show_caption_above_media=True)
    assert (ana.messages[-1].text, ana.messages[-1].caption_above) == ("dois", True)
    await bot.copy_message(*copy, caption="")
    assert ana.messages[-1].text == ""


async def test_a_caption_for_a_text_is_ignored(bot: telegram.Bot, maria: Phone, ana: Phone) -> None:
    original = await maria.says("oi")
    await bot.copy_message(ana.chat_id, maria.chat_id, original.message_id, caption="x")
    assert ana.reads() == ["oi"]


@pytest.mark.parametrize(("keys", "kept"), [(LINKS, [["Ver"]]), (KEYS, [])])
async def test_only_keys_that_open_pages_go_along(
    bot: telegram.Bot, maria: Phone, ana: Phone, keys: InlineKeyboardMarkup, kept: list[list[str]]
) -> None:
    sent = await bot.send_message(maria.chat_id, "oi", reply_markup=keys)
    await sent.forward(ana.chat_id)
    await sent.copy(ana.chat_id)
    assert [message.buttons for message in ana.messages[-2:]] == [kept, kept]


async def test_protected_messages_may_be_copied_but_not_forwarded(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    secret = await bot.send_message(maria.chat_id, "x", protect_content=True)
    await secret.copy(ana.chat_id)
    assert ana.reads() == ["x"]
    words = "Message has protected content and can't be forwarded"
    with pytest.raises(BadRequest, match=f"^{words}$"):
        await secret.forward(ana.chat_id)
    with pytest.raises(
        BadRequest, match=f'^Failed to send message #1 with the error message "{words.lower()}"$'
    ):
        await bot.forward_messages(ana.chat_id, maria.chat_id, [secret.message_id])


async def test_what_telegram_says_in_a_group_goes_nowhere(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, ana: Phone
) -> None:
    group = sandbox.telegram.group("Turma")
    await maria.joins(group)
    (number,) = group.messages
    one = {"chat_id": ana.chat_id, "from_chat_id": group.id, "message_id": number}
    several = {"chat_id": ana.chat_id, "from_chat_id": group.id, "message_ids": [number]}
    given = [
        await refusal(web, sandbox, "forwardMessage", **one),
        await refusal(web, sandbox, "copyMessage", **one),
        await refusal(web, sandbox, "copyMessages", **several),
    ]
    assert [words.removeprefix("Bad Request: ") for words in given] == [
        "the message can't be forwarded",
        "the message can't be copied",
        "messages can't be forwarded",
    ]


async def test_several_go_in_order_and_those_that_are_gone_are_left_out(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone, ana: Phone
) -> None:
    numbers = [(await maria.says(f"n. {number}")).message_id for number in range(4)]
    await bot.delete_message(maria.chat_id, numbers[1])
    sent = await bot.forward_messages(ana.chat_id, maria.chat_id, [*numbers, 999])
    assert ana.reads() == ["n. 0", "n. 2", "n. 3"]
    assert [entry.message_id for entry in sandbox.telegram.ledger.to(ana.chat_id)] == [
        m.message_id for m in sent
    ]


async def test_an_album_stays_an_album_and_an_answer_an_answer(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    album = await bot.send_media_group(maria.chat_id, [InputMediaPhoto(picture())] * 3)
    answer = await maria.says("Lindas!", reply_to=maria.messages[-1])
    numbers = [*(message.message_id for message in album), answer.message_id]
    await bot.forward_messages(ana.chat_id, maria.chat_id, numbers)
    *photos, said = ana.messages[-4:]
    assert len({photo.album for photo in photos}) == 1
    assert photos[0].album not in (None, album[0].media_group_id)
    assert (said.album, said.reply_to) == (None, photos[-1].message_id)


async def test_one_of_an_album_is_no_album_and_documents_together_become_one(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    album = await bot.send_media_group(maria.chat_id, [InputMediaPhoto(picture())] * 2)
    files = [await maria.sends(f"{number}.txt", b"x") for number in range(2)]
    await bot.copy_messages(ana.chat_id, maria.chat_id, [album[0].message_id])
    assert ana.messages[-1].album is None
    await bot.copy_messages(ana.chat_id, maria.chat_id, [file.message_id for file in files])
    assert len({message.album for message in ana.messages[-2:]}) == 1
    assert ana.messages[-1].album


async def test_captions_may_stay_behind_but_texts_come_along(
    bot: telegram.Bot, maria: Phone, ana: Phone
) -> None:
    numbers = [(await maria.sends_photo(picture(), "um")).message_id, (await maria.says("dois")).message_id]
    await bot.copy_messages(ana.chat_id, maria.chat_id, numbers, remove_caption=True)
    assert ana.reads() == ["", "dois"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"from_chat_id": ""}, 'parameter "from_chat_id" is required'),
        ({"from_chat_id": 99}, "chat not found"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"message_ids": ""}, "message identifiers are not specified"),
        ({"message_ids": []}, "message identifiers are not specified"),
        ({"message_ids": "[1"}, "can't parse message_ids JSON object"),
        ({"message_ids": 1}, "expected an Array of message identifiers"),
        ({"message_ids": list(range(1, 102))}, "too many message identifiers specified"),
        ({"message_ids": [[1]]}, "message identifier must be a Number"),
        ({"message_ids": ["x"]}, "can't parse message identifier as a Number"),
        ({"message_ids": [1.5]}, "can't parse message identifier as a Number"),
        ({"message_ids": [1 << 31]}, "can't parse message identifier as a Number"),
        ({"message_ids": [0]}, "invalid message identifier specified"),
        ({"message_ids": [998, 999]}, "there are no messages to forward"),
        ({"message_ids": [2, 1]}, "message identifiers must be in a strictly increasing order"),
        ({"message_ids": ["1", 1]}, "message identifiers must be in a strictly increasing order"),
    ],
)
async def test_a_list_telegram_would_not_take_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, values: dict[str, object], words: str
) -> None:
    await maria.says("dois")
    right = {"chat_id": maria.chat_id, "from_chat_id": maria.chat_id, "message_ids": [1]}
    for method in ("forwardMessages", "copyMessages"):
        assert await refusal(web, sandbox, method, **{**right, **values}) == f"Bad Request: {words}"


@pytest.mark.parametrize(("method", "noun"), [("forwardMessage", "forward"), ("copyMessage", "copy")])
async def test_a_message_that_is_not_there_goes_nowhere(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, method: str, noun: str
) -> None:
    one = {"chat_id": 99, "from_chat_id": maria.chat_id}
    assert await refusal(web, sandbox, method, **one) == f"Bad Request: message to {noun} not found"
    there = await refusal(web, sandbox, method, **one, message_id=1)
    assert there == "Bad Request: chat not found"
    nowhere = await refusal(web, sandbox, method, chat_id=maria.chat_id, message_id=1)
    assert nowhere == 'Bad Request: parameter "from_chat_id" is required'


async def test_forwards_too_wait_their_turn(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    one = {"chat_id": maria.chat_id, "from_chat_id": maria.chat_id, "message_ids": [1]}
    answers = [await call(web, sandbox, "copyMessages", **one) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@given(value=st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_list_is_read_or_refused(value: object) -> None:
    try:
        numbers = read_numbers(Parameters({"message_ids": value}, {}))  # type: ignore[dict-item]
    except Refused:
        return
    assert all(number > 0 for number in numbers)
