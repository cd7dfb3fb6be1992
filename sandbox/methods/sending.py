"""Methods that put something new in a chat. Order of the checks: the request, the door, the rate."""

from dataclasses import replace

from sandbox.chats import Chat, ChatKind
from sandbox.exchange import Exchange
from sandbox.files import StoredFile
from sandbox.formatting.entities import FormattedText
from sandbox.json_values import Json, as_integer, as_object
from sandbox.keyboards import InlineKeyboard, ReplyKeyboard, read_keyboard
from sandbox.messages import Message
from sandbox.methods.wording import read_caption, read_text
from sandbox.parameters import Parameters
from sandbox.refusals import BadRequest

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(exchange: Exchange, p: Parameters) -> Json:
    chat = exchange.chat(p.values.get("chat_id"))
    return _send(exchange, chat, p, body=read_text(p), method="sendMessage")


def send_document(exchange: Exchange, p: Parameters) -> Json:
    chat = exchange.chat(p.values.get("chat_id"))
    caption = read_caption(p)
    return _send(exchange, chat, p, body=caption, document=_document(exchange, p), method="sendDocument")


def copy_message(exchange: Exchange, p: Parameters) -> Json:
    chat, original = _chat_and_original(exchange, p, "copied")
    body = read_caption(p) if original.document and "caption" in p.values else original.body
    sent = _send(exchange, chat, p, body=body, document=original.document, method="copyMessage")
    copied = as_object(sent) or {}
    return {"message_id": copied["message_id"]}


def forward_message(exchange: Exchange, p: Parameters) -> Json:
    chat, original = _chat_and_original(exchange, p, "forwarded")
    chat.refuse_if_shut()
    exchange.rates.spend(chat.id)
    message = replace(
        original,
        message_id=exchange.next_message_id(),
        author=exchange.bot,
        date=exchange.clock.now(),
        keyboard=None,
        reply_to=None,
        edited=None,
        protected=p.flag("protect_content"),
        forwarded_from=original.forwarded_from or original.author,
    )
    exchange.accept(chat, message, "forwardMessage")
    return exchange.describe(chat, message)


def send_chat_action(exchange: Exchange, p: Parameters) -> Json:
    chat = exchange.chat(p.values.get("chat_id"))
    if p.text("action").lower() not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat.refuse_if_shut()
    return True


def _send(
    exchange: Exchange,
    chat: Chat,
    p: Parameters,
    *,
    body: FormattedText,
    method: str,
    document: StoredFile | None = None,
) -> Json:
    keyboard = read_keyboard(p.json("reply_markup"))
    reply_to = _replied(chat, p)
    _refuse_thread(p)
    chat.refuse_if_shut()
    exchange.rates.spend(chat.id)
    if isinstance(keyboard, ReplyKeyboard):
        chat.reply_keyboard = keyboard
    message = Message(
        message_id=exchange.next_message_id(),
        author=exchange.bot,
        date=exchange.clock.now(),
        body=body,
        document=document,
        keyboard=keyboard if isinstance(keyboard, InlineKeyboard) else None,
        reply_to=reply_to,
        protected=p.flag("protect_content"),
    )
    exchange.accept(chat, message, method)
    return exchange.describe(chat, message)


def _replied(chat: Chat, p: Parameters) -> int | None:
    """The message replied to; raises BadRequest when it is gone and the bot did not say it may be."""
    given = p.json("reply_parameters")
    reply = as_object(given)
    if given not in (None, "") and reply is None:
        raise BadRequest("can't parse reply parameters JSON object")
    number = as_integer(reply.get("message_id")) if reply else p.integer("reply_to_message_id")
    if not number:
        return None
    if number in chat.messages:
        return number
    forgiving = reply.get("allow_sending_without_reply") if reply else p.flag("allow_sending_without_reply")
    if not forgiving:
        raise BadRequest("message to be replied not found")
    return None


def _refuse_thread(p: Parameters) -> None:
    """No chat here is a forum, so no thread exists."""
    if p.integer("message_thread_id"):
        raise BadRequest("message thread not found")


def _document(exchange: Exchange, p: Parameters) -> StoredFile:
    given = p.text("document")
    upload = p.uploads.get(given.removeprefix("attach://") if given else "document")
    if upload:
        return exchange.files.keep(name=upload.name, media_type=upload.media_type, content=upload.content)
    if not given or given.startswith("attach://"):
        raise BadRequest("there is no document in the request")
    found = exchange.files.find(given)
    if found is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    return found


def _chat_and_original(exchange: Exchange, p: Parameters, verb: str) -> tuple[Chat, Message]:
    chat = exchange.chat(p.values.get("chat_id"))
    source = exchange.chat(p.values.get("from_chat_id"))
    noun = {"copied": "copy", "forwarded": "forward"}[verb]
    original = source.messages.get(p.integer("message_id"))
    if original is None:
        raise BadRequest(f"message to {noun} not found")
    if original.protected:
        raise BadRequest(f"message has protected content and can't be {verb}")
    if chat.kind is not ChatKind.PRIVATE and original.extra:
        raise BadRequest(f"message can't be {verb}")
    return chat, original
