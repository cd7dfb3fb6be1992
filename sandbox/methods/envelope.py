"""What every sending method takes beside its content: the chat, the topic, the reply, the keyboard."""

from dataclasses import dataclass

from sandbox.chats import Access, Chat
from sandbox.exchange import Exchange
from sandbox.formatting.entities import FormattedText
from sandbox.formatting.link_preview import LinkPreview
from sandbox.keyboards import InlineKeyboard, Keyboard, ReplyKeyboard, read_keyboard, refuse_in_group
from sandbox.media.photos import Photo
from sandbox.messages import Media, Message, Quote
from sandbox.methods.replies import read_reply
from sandbox.refusals import BadRequest
from sandbox.requests.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Envelope:
    chat: Chat
    keyboard: Keyboard | None
    reply_to: int | None
    thread_id: int | None
    protected: bool
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Content:
    body: FormattedText
    media: Media | None = None
    has_spoiler: bool = False
    caption_above: bool = False
    preview: LinkPreview | None = None


def read_envelope(exchange: Exchange, p: Parameters) -> Envelope:
    """Raises BadRequest, Forbidden: what Telegram answers when the message cannot go there."""
    reply, keyboard = read_reply(p), read_keyboard(p.json("reply_markup"))
    chat = exchange.chat(p.values.get("chat_id"))
    chat.refuse_entry(Access.WRITE)
    topic = _named_topic(exchange, chat, p)
    answered = reply.found_in(chat)
    reply_to = answered.message_id if answered else None
    thread_id = topic or (answered.thread_id if answered else None)
    _refuse_if_closed(exchange, chat, thread_id)
    if not chat.is_private:
        refuse_in_group(keyboard)
    chat.refuse_if_unheard()
    return Envelope(
        chat,
        keyboard,
        reply_to,
        thread_id,
        protected=p.flag("protect_content"),
        quote=reply.quote_of(answered) if answered else None,
    )


def refuse_content(chat: Chat, media: Media | None) -> None:
    """Raises BadRequest when the bot is kept from sending such things (td, `can_send_message_content`)."""
    match media:
        case None:
            permission, noun = "can_send_messages", "text messages"
        case Photo():
            permission, noun = "can_send_photos", "photos"
        case _:
            permission, noun = "can_send_documents", "documents"
    if not chat.bot.may_post(permission):
        raise BadRequest(f"not enough rights to send {noun} to the chat")


def send(exchange: Exchange, envelope: Envelope, content: Content, *, method: str) -> Message:
    """Let one message pass the rate and put it in the chat. Raises BadRequest, TooManyRequests."""
    refuse_content(envelope.chat, content.media)
    exchange.rates.spend(envelope.chat.id)
    return put(exchange, envelope, content, method=method)


def put(
    exchange: Exchange, envelope: Envelope, content: Content, *, method: str, album: str | None = None
) -> Message:
    chat, keyboard = envelope.chat, envelope.keyboard
    if isinstance(keyboard, ReplyKeyboard):
        chat.reply_keyboard = keyboard
    message = Message(
        message_id=exchange.next_message_id(chat),
        author=exchange.bot,
        date=exchange.clock.now(),
        body=content.body,
        media=content.media,
        keyboard=keyboard if isinstance(keyboard, InlineKeyboard) else None,
        reply_to=envelope.reply_to,
        quote=envelope.quote,
        preview=content.preview,
        thread_id=envelope.thread_id,
        protected=envelope.protected,
        album=album,
        has_spoiler=content.has_spoiler,
        caption_above=content.caption_above,
    )
    exchange.accept(chat, message, method)
    return message


def _named_topic(exchange: Exchange, chat: Chat, p: Parameters) -> int | None:
    """Groups without topics take no notice of it; the general topic has no number to write to."""
    number = p.integer("message_thread_id")
    if number <= 0 or not (chat.is_private or chat.forum):
        return None
    if number not in chat.topics or not exchange.has_topics(chat):
        raise BadRequest("message thread not found")
    return number


def _refuse_if_closed(exchange: Exchange, chat: Chat, thread_id: int | None) -> None:
    topic = chat.topic(thread_id) if exchange.has_topics(chat) else None
    if topic is None or not topic.closed:
        return
    if topic.creator != exchange.bot.id and not chat.bot.may("can_manage_topics"):
        raise BadRequest("TOPIC_CLOSED")
