"""Methods that change or take away what is already in a chat."""

from dataclasses import replace
from datetime import timedelta

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.formatting.entities import FormattedText
from sandbox.json_values import Json
from sandbox.keyboards import read_inline_keyboard
from sandbox.messages import Message
from sandbox.methods.wording import read_caption, read_text
from sandbox.parameters import Parameters
from sandbox.refusals import NOT_MODIFIED, BadRequest

DELETABLE_FOR = timedelta(hours=48)


def edit_message_text(exchange: Exchange, p: Parameters) -> Json:
    """Without a reply_markup the keyboard goes, as in Telegram."""
    chat, message = _own_message(exchange, p)
    body = read_text(p)
    if message.document:
        raise BadRequest("there is no text in the message to edit")
    return _edit(exchange, chat, message, _with_keyboard(message, p, body), "editMessageText")


def edit_message_caption(exchange: Exchange, p: Parameters) -> Json:
    chat, message = _own_message(exchange, p)
    body = read_caption(p)
    if not message.document:
        raise BadRequest("there is no caption in the message to edit")
    return _edit(exchange, chat, message, _with_keyboard(message, p, body), "editMessageCaption")


def edit_message_reply_markup(exchange: Exchange, p: Parameters) -> Json:
    chat, message = _own_message(exchange, p)
    return _edit(exchange, chat, message, _with_keyboard(message, p, message.body), "editMessageReplyMarkup")


def delete_message(exchange: Exchange, p: Parameters) -> Json:
    """Both sides' messages may go in a private chat, for 48 hours by the sandbox clock."""
    chat = exchange.chat(p.values.get("chat_id"))
    message = chat.messages.get(_message_id(p))
    if message is None:
        raise BadRequest("message to delete not found")
    chat.refuse_if_shut()
    too_old = exchange.clock.now() - message.date > DELETABLE_FOR
    if too_old or (chat.id < 0 and not message.by_bot):
        raise BadRequest("message can't be deleted")
    chat.remove(message.message_id)
    exchange.seen.beat()
    return True


def _own_message(exchange: Exchange, p: Parameters) -> tuple[Chat, Message]:
    chat = exchange.chat(p.values.get("chat_id"))
    message = chat.messages.get(_message_id(p))
    if message is None:
        raise BadRequest("message to edit not found")
    if not message.by_bot or message.forwarded_from:
        raise BadRequest("message can't be edited")
    chat.refuse_if_shut()
    return chat, message


def _message_id(p: Parameters) -> int:
    number = p.integer("message_id")
    if number <= 0:
        raise BadRequest("message identifier is not specified")
    return number


def _with_keyboard(message: Message, p: Parameters, body: FormattedText) -> Message:
    return replace(message, body=body, keyboard=read_inline_keyboard(p.json("reply_markup")))


def _edit(exchange: Exchange, chat: Chat, before: Message, after: Message, method: str) -> Json:
    if (before.body, before.keyboard) == (after.body, after.keyboard):
        raise BadRequest(NOT_MODIFIED)
    exchange.rates.spend(chat.id)
    edited = replace(after, edited=exchange.clock.now())
    exchange.accept(chat, edited, method)
    return exchange.describe(chat, edited)
