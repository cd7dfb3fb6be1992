"""Methods that change what the bot has sent. Without a reply_markup the keyboard goes, as in Telegram."""

from dataclasses import replace

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.formatting.entities import LONGEST_CAPTION, LONGEST_TEXT, FormattedText
from sandbox.keyboards import read_inline_keyboard, refuse_in_group
from sandbox.messages import Message
from sandbox.methods.doors import enter, find_message
from sandbox.methods.input_media import InputMedia, read_media, refuse_before_upload, uploaded
from sandbox.methods.link_previews import preview_of
from sandbox.methods.wording import parse_caption, parse_text
from sandbox.refusals import NOT_MODIFIED, BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters


def edit_message_text(exchange: Exchange, p: Parameters) -> Json:
    body, keyboard = parse_text(p), read_inline_keyboard(p.json("reply_markup"))
    chat, message = _own_message(exchange, p)
    if message.media or message.extra:
        raise BadRequest("there is no text in the message to edit")
    _refuse_long(body, LONGEST_TEXT, "MESSAGE_TOO_LONG")
    after = replace(message, body=body, keyboard=keyboard, preview=preview_of(p, body))
    return _edit(exchange, chat, after, "editMessageText")


def edit_message_caption(exchange: Exchange, p: Parameters) -> Json:
    keyboard, body = read_inline_keyboard(p.json("reply_markup")), parse_caption(p)
    chat, message = _own_message(exchange, p)
    if not message.media:
        raise BadRequest("there is no caption in the message to edit")
    _refuse_long(body, LONGEST_CAPTION, "MEDIA_CAPTION_TOO_LONG")
    above = p.flag("show_caption_above_media") if message.photo else False
    after = replace(message, body=body, keyboard=keyboard, caption_above=above)
    return _edit(exchange, chat, after, "editMessageCaption")


def edit_message_reply_markup(exchange: Exchange, p: Parameters) -> Json:
    keyboard = read_inline_keyboard(p.json("reply_markup"))
    chat, message = _own_message(exchange, p)
    return _edit(exchange, chat, replace(message, keyboard=keyboard), "editMessageReplyMarkup")


async def edit_message_media(exchange: Exchange, p: Parameters) -> Json:
    """A text may become a photo or a document; within an album each stays what it is."""
    keyboard, media = read_inline_keyboard(p.json("reply_markup")), read_media(p)
    chat, message = _own_message(exchange, p)
    if message.extra:
        raise BadRequest("message media can't be edited")
    refuse_before_upload(media)
    _refuse_other_kind_in_album(message, media)
    content = await uploaded(exchange, media)
    after = replace(
        message,
        body=content.body,
        media=content.media,
        preview=None,
        keyboard=keyboard,
        has_spoiler=content.has_spoiler,
        caption_above=content.caption_above,
    )
    return _edit(exchange, chat, after, "editMessageMedia")


def _own_message(exchange: Exchange, p: Parameters) -> tuple[Chat, Message]:
    """Raises BadRequest, Forbidden. There are no inline messages here, so no identifier of one is right."""
    if p.values.get("chat_id") in (None, "") and p.integer("message_id") <= 0:
        missing = p.values.get("inline_message_id") in (None, "")
        raise BadRequest(
            "message identifier is not specified"
            if missing
            else "invalid inline message identifier specified"
        )
    chat = enter(exchange, p)
    message = find_message(chat, p, "message to edit")
    if message.author.id != exchange.bot.id or message.forwarded_from or message.is_service:
        raise BadRequest("message can't be edited")
    return chat, message


def _refuse_long(body: FormattedText, longest: int, words: str) -> None:
    """Of an edit Telegram measures the text itself, and says so in a code."""
    if len(body.text) > longest:
        raise BadRequest(words)


def _refuse_other_kind_in_album(message: Message, media: InputMedia) -> None:
    if message.album and media.kind.is_document != bool(message.document):
        raise BadRequest("can't change media type in the album")


def _edit(exchange: Exchange, chat: Chat, after: Message, method: str) -> Json:
    if not chat.is_private:
        refuse_in_group(after.keyboard)
    chat.refuse_if_unheard()
    before = chat.messages.get(after.message_id)
    if before is None:
        raise BadRequest("message to edit not found")
    if after == before:
        raise BadRequest(NOT_MODIFIED)
    exchange.rates.spend(chat.id)
    edited = replace(after, edited=exchange.clock.now())
    exchange.accept(chat, edited, method)
    return exchange.describe(chat, edited)
