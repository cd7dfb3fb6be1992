"""Methods that take messages from one chat to another, with their author's name or without it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.formatting.entities import FormattedText
from sandbox.keyboards import InlineKeyboard, ReplyKeyboard
from sandbox.messages import Message, new_album
from sandbox.methods.doors import find_message
from sandbox.methods.envelope import Envelope, read_envelope, refuse_content
from sandbox.methods.identifiers import read_numbers, source_chat
from sandbox.methods.wording import parse_caption, refuse_long_caption
from sandbox.refusals import BadRequest, MediaRefused
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

PROTECTED = "Message has protected content and can't be forwarded"

#: What becomes of one message on its way, the rest of it staying as it is.
Change = Callable[[Message], Message]


@dataclass(frozen=True, slots=True)
class Passage:
    """Messages on their way into a chat."""

    exchange: Exchange
    envelope: Envelope
    method: str
    change: Change

    def carry(self, originals: Sequence[Message]) -> list[Message]:
        """Put them in the chat in this order; albums stay albums, and answers to one another stay answers."""
        chat = self.envelope.chat
        self.exchange.rates.spend(chat.id, len(originals))
        albums, arrived = _albums(originals), dict[int, int]()
        for original in originals:
            message = replace(
                self.change(original),
                message_id=self.exchange.next_message_id(chat),
                author=self.exchange.bot,
                date=self.exchange.clock.now(),
                reply_to=arrived.get(original.reply_to or 0, self.envelope.reply_to),
                quote=original.quote if original.reply_to in arrived else self.envelope.quote,
                thread_id=self.envelope.thread_id,
                edited=None,
                protected=self.envelope.protected,
                album=albums[original.message_id],
            )
            arrived[original.message_id] = message.message_id
            self.exchange.accept(chat, message, self.method)
        return [chat.messages[number] for number in arrived.values()]


def forward_message(exchange: Exchange, p: Parameters) -> Json:
    _refuse_without_source(p)
    original = find_message(source_chat(exchange, p), p, "message to forward")
    envelope = replace(read_envelope(exchange, p), keyboard=None, reply_to=None, quote=None)
    if original.is_service:
        raise BadRequest("the message can't be forwarded")
    if original.protected:
        raise MediaRefused(PROTECTED)
    refuse_content(envelope.chat, original.media)
    (message,) = Passage(exchange, envelope, "forwardMessage", _with_author).carry([original])
    return exchange.describe(envelope.chat, message)


def copy_message(exchange: Exchange, p: Parameters) -> Json:
    _refuse_without_source(p)
    caption = parse_caption(p) if "caption" in p.values else None
    original = find_message(source_chat(exchange, p), p, "message to copy")
    envelope = read_envelope(exchange, p)
    if original.is_service:
        raise BadRequest("the message can't be copied")
    refuse_long_caption(caption or FormattedText(""))
    refuse_content(envelope.chat, original.media)

    def change(message: Message) -> Message:
        copy = _without_author(message)
        return _dressed(copy, envelope, caption, above=p.flag("show_caption_above_media"))

    (message,) = Passage(exchange, envelope, "copyMessage", change).carry([original])
    if isinstance(envelope.keyboard, ReplyKeyboard):
        envelope.chat.reply_keyboard = envelope.keyboard
    return {"message_id": message.message_id}


def forward_messages(exchange: Exchange, p: Parameters) -> Json:
    envelope, originals = _several(exchange, p)
    if any(original.protected for original in originals):
        raise BadRequest(f'failed to send message #1 with the error message "{PROTECTED}"')
    return _numbers(Passage(exchange, envelope, "forwardMessages", _with_author).carry(originals))


def copy_messages(exchange: Exchange, p: Parameters) -> Json:
    envelope, originals = _several(exchange, p)
    change = _without_caption if p.flag("remove_caption") else _without_author
    return _numbers(Passage(exchange, envelope, "copyMessages", change).carry(originals))


def _several(exchange: Exchange, p: Parameters) -> tuple[Envelope, list[Message]]:
    """What is there of the messages, in order; whatever cannot go is left out, unless it is all."""
    _refuse_without_source(p)
    numbers = read_numbers(p)
    if not numbers:
        raise BadRequest("message identifiers are not specified")
    envelope = replace(read_envelope(exchange, _bare(p)), keyboard=None)
    source = source_chat(exchange, p)
    found = [number for number in numbers if number in source.messages]
    if not found:
        raise BadRequest("there are no messages to forward")
    if any(later <= earlier for earlier, later in pairwise(found)):
        raise BadRequest("message identifiers must be in a strictly increasing order")
    originals = [source.messages[number] for number in found]
    able = [original for original in originals if _may_go(envelope.chat, original)]
    if not able:
        raise BadRequest("messages can't be forwarded")
    return envelope, able


def _may_go(chat: Chat, original: Message) -> bool:
    try:
        refuse_content(chat, original.media)
    except BadRequest:
        return False
    return not original.is_service


def _albums(originals: Sequence[Message]) -> dict[int, str | None]:
    """The new album of each (tdlib MessagesManager.cpp, get_forwarded_messages).

    Documents of one author that go together become one album even if they were none.
    """
    authors = {(original.forwarded_from or original.author).id for original in originals}
    if 2 <= len(originals) <= 10 and len(authors) == 1 and all(original.document for original in originals):
        return dict.fromkeys((original.message_id for original in originals), new_album())
    sizes = Counter(original.album for original in originals if original.album)
    renamed = {album: new_album() for album, size in sizes.items() if size > 1}
    return {original.message_id: renamed.get(original.album or "") for original in originals}


def _with_author(original: Message) -> Message:
    return replace(
        _without_author(original),
        forwarded_from=original.forwarded_from or original.author,
        first_sent=original.first_sent or original.date,
    )


def _without_author(original: Message) -> Message:
    """Keeps a keyboard only if all its buttons open pages (tdlib MessagesManager.cpp, fix_forwarded_message)."""
    buttons = [button for row in original.keyboard.rows for button in row] if original.keyboard else []
    keyboard = original.keyboard if all(button.url for button in buttons) else None
    return replace(original, keyboard=keyboard, forwarded_from=None, first_sent=None)


def _dressed(copy: Message, envelope: Envelope, caption: FormattedText | None, *, above: bool) -> Message:
    """With the caption and the keys the bot gave. With any of them, or as an answer, old keys do not come along."""
    keyboard = envelope.keyboard if isinstance(envelope.keyboard, InlineKeyboard) else None
    if envelope.keyboard or envelope.reply_to or (caption and caption.text):
        copy = replace(copy, keyboard=keyboard)
    if caption is None or not copy.media:
        return copy
    return replace(copy, body=caption, caption_above=above and copy.photo is not None)


def _without_caption(original: Message) -> Message:
    copy = _without_author(original)
    return replace(copy, body=FormattedText("")) if original.media else copy


def _refuse_without_source(p: Parameters) -> None:
    if not p.text("from_chat_id"):
        raise BadRequest('parameter "from_chat_id" is required')


def _bare(p: Parameters) -> Parameters:
    """Methods for several messages know neither replies nor keyboards."""
    ignored = ("reply_markup", "reply_parameters", "reply_to_message_id")
    return Parameters({name: value for name, value in p.values.items() if name not in ignored}, p.uploads)


def _numbers(messages: Sequence[Message]) -> Json:
    return [{"message_id": message.message_id} for message in messages]
