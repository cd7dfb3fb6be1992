"""What the bot may say, to whom, and what Telegram answers otherwise."""

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from sandbox.chats import ChatKind
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


async def test_html_arrives_as_text_with_entities_in_utf16(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, " 😀 <b>Olá</b> & /prazos ", parse_mode="HTML")
    assert sent.text == "😀 Olá & /prazos"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 3, 3), ("bot_command", 9, 7)]
    assert sent.parse_entities() == {sent.entities[0]: "Olá", sent.entities[1]: "/prazos"}


async def test_entities_may_be_given_instead_of_html(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "Olá", entities=[telegram.MessageEntity("bold", 0, 3)])
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 3)]


async def test_length_is_counted_in_code_points_after_parsing(bot: telegram.Bot, maria: Phone) -> None:
    await bot.send_message(maria.chat_id, "<b>" + "😀" * 4096 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await bot.send_message(maria.chat_id, "a" * 4097)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        ("   \n ", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("\u2800", "text must be non-empty"),
    ],
)
async def test_an_empty_text_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, text: str, words: str
) -> None:
    said = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text=text, parse_mode="HTML")
    assert said == f"Bad Request: {words}"


async def test_an_unknown_parse_mode_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    words = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x", parse_mode="BBCode")
    assert words == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize(
    ("chat_id", "words"),
    [
        ("", "chat_id is empty"),
        (None, "chat not found"),
        (99, "chat not found"),
        ("@ninguem", "chat not found"),
    ],
)
async def test_a_chat_nobody_knows_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, chat_id: object, words: str
) -> None:
    assert await refusal(web, sandbox, "sendMessage", chat_id=chat_id, text="x") == f"Bad Request: {words}"


async def test_a_bot_cannot_begin_a_conversation(bot: telegram.Bot, sandbox: Sandbox) -> None:
    stranger = sandbox.telegram.phone("Ana")
    with pytest.raises(Forbidden, match=r"^Forbidden: bot can't initiate conversation with a user$"):
        await bot.send_message(stranger.chat_id, "oi")


@pytest.mark.parametrize(
    ("switch", "words"),
    [("blocked", "bot was blocked by the user"), ("deactivated", "user is deactivated")],
)
async def test_a_closed_private_chat_is_forbidden(
    bot: telegram.Bot, maria: Phone, switch: str, words: str
) -> None:
    setattr(maria.chat, switch, True)
    with pytest.raises(Forbidden, match=rf"^Forbidden: {words}$"):
        await bot.send_message(maria.chat_id, "oi")


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP])
async def test_a_bot_that_was_kicked_is_told_so(bot: telegram.Bot, sandbox: Sandbox, kind: ChatKind) -> None:
    group = sandbox.telegram.group("Turma", kind=kind)
    group.kicked = True
    with pytest.raises(Forbidden, match=rf"^Forbidden: bot was kicked from the {kind.value} chat$"):
        await bot.send_message(group.id, "oi")


async def test_a_migrated_group_names_its_new_id(bot: telegram.Bot, sandbox: Sandbox) -> None:
    group = sandbox.telegram.group("Turma", kind=ChatKind.GROUP)
    group.migrated_to = -1001234567890
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "oi")
    assert caught.value.new_chat_id == -1001234567890


def _keyboard(*rows: int, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data=data)] * row for row in rows])


@pytest.mark.parametrize("data", ["x" * 65, "ç" * 33])
async def test_callback_data_is_at_most_64_bytes(bot: telegram.Bot, maria: Phone, data: str) -> None:
    with pytest.raises(BadRequest, match=r"^Button_data_invalid$"):
        await bot.send_message(maria.chat_id, "x", reply_markup=_keyboard(1, data=data))


async def test_callback_data_of_64_bytes_is_accepted(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "x", reply_markup=_keyboard(1, data="ç" * 32))
    assert sent.reply_markup
    assert maria.buttons == [["a"]]


@pytest.mark.parametrize("rows", [(9,), (8,) * 12 + (5,)])
async def test_too_many_buttons_are_refused(bot: telegram.Bot, maria: Phone, rows: tuple[int, ...]) -> None:
    with pytest.raises(BadRequest, match=r"^Reply markup is too long$"):
        await bot.send_message(maria.chat_id, "x", reply_markup=_keyboard(*rows))


@pytest.mark.parametrize("action", [{}, {"callback_data": ""}, {"url": ""}])
async def test_a_button_that_does_nothing_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, action: dict[str, str]
) -> None:
    markup = {"inline_keyboard": [[{"text": "a", **action}]]}
    words = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x", reply_markup=markup)
    assert words.endswith("Text buttons are unallowed in the inline keyboard")


async def test_a_reply_needs_the_message_it_replies_to(bot: telegram.Bot, maria: Phone) -> None:
    first = await bot.send_message(maria.chat_id, "um")
    second = await bot.send_message(maria.chat_id, "dois", reply_to_message_id=first.message_id)
    assert second.reply_to_message
    assert second.reply_to_message.text == "um"
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(maria.chat_id, "três", reply_to_message_id=999)


async def test_no_chat_has_threads(web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone) -> None:
    words = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="x", message_thread_id=5)
    assert words == "Bad Request: message thread not found"


async def test_protected_content_cannot_be_forwarded(bot: telegram.Bot, maria: Phone) -> None:
    secret = await bot.send_message(maria.chat_id, "x", protect_content=True)
    with pytest.raises(BadRequest, match=r"^Message has protected content and can't be forwarded$"):
        await bot.forward_message(maria.chat_id, maria.chat_id, secret.message_id)


async def test_a_message_may_be_copied_and_forwarded(
    bot: telegram.Bot, sandbox: Sandbox, maria: Phone
) -> None:
    ana = sandbox.telegram.phone("Ana")
    await ana.says("/start")
    original = await maria.says("Bom dia")
    await bot.copy_message(ana.chat_id, maria.chat_id, original.message_id)
    forwarded = await bot.forward_message(ana.chat_id, maria.chat_id, original.message_id)
    assert forwarded.forward_origin
    assert ana.reads() == ["Bom dia", "Bom dia"]


async def test_a_chat_action_must_be_a_known_one(bot: telegram.Bot, maria: Phone) -> None:
    assert await bot.send_chat_action(maria.chat_id, "typing")
    with pytest.raises(BadRequest, match=r"^Wrong parameter action in request$"):
        await bot.send_chat_action(maria.chat_id, "dancing")


async def test_the_ledger_keeps_every_accepted_message(
    bot: telegram.Bot, sandbox: Sandbox, web: httpx.AsyncClient, maria: Phone
) -> None:
    await bot.send_message(maria.chat_id, "é")
    await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="")
    (entry,) = sandbox.telegram.ledger.to(maria.chat_id)
    assert (entry.number, entry.method, entry.text, entry.size) == (1, "sendMessage", "é", 2)
