"""What a message answers: `reply_parameters`, and the two parameters bots used before.

As in telegram-bot-api, Client.cpp: `get_reply_parameters`, `check_reply_parameters`.
"""

from dataclasses import dataclass, replace

from sandbox.chats import Chat
from sandbox.formatting.entities import FormattedText, utf16_length
from sandbox.formatting.kept_text import kept_text
from sandbox.messages import Message, Quote
from sandbox.methods.wording import parse_marked
from sandbox.refusals import BadRequest, NotInTheSandbox
from sandbox.requests.json_fields import flag_in, integer_in, needed_integer, reading, text_in
from sandbox.requests.json_values import JsonObject, as_object
from sandbox.requests.parameters import Parameters

#: The marks a quote keeps; others are ignored (Bot API, ReplyParameters).
_QUOTED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"})

_NO_WORDS = FormattedText("")


@dataclass(frozen=True, slots=True)
class Reply:
    """No message: nothing is answered."""

    message_id: int = 0
    #: Of another chat, as the bot wrote it.
    chat_id: str = ""
    #: The message may be gone.
    forgiving: bool = False
    #: What part of the message is answered.
    quote: FormattedText = _NO_WORDS
    #: Where about it is, in UTF-16 units.
    quote_position: int = 0

    def found_in(self, chat: Chat) -> Message | None:
        """The message answered. Raises BadRequest, NotInTheSandbox."""
        if self.message_id <= 0:
            return None
        if self.chat_id not in ("", str(chat.id)):
            raise NotInTheSandbox("the sandbox has no answers to messages of other chats")
        message = chat.messages.get(self.message_id)
        if message is None:
            if self.forgiving:
                return None
            raise BadRequest("message to be replied not found")
        if self.quote.text not in message.body.text:
            raise BadRequest("QUOTE_TEXT_INVALID")
        return message

    def quote_of(self, message: Message) -> Quote | None:
        """The part of it that is answered: of several alike, the one nearest to the place that was named."""
        text, wanted = message.body.text, self.quote.text
        if not wanted:
            return None
        starts = [place for place in range(len(text)) if text.startswith(wanted, place)]
        positions = [utf16_length(text[:start]) for start in starts]
        return Quote(self.quote, min(positions, key=lambda position: abs(position - self.quote_position)))


def read_reply(p: Parameters) -> Reply:
    """Raises BadRequest."""
    given = p.json("reply_parameters")
    if given is None:
        return Reply(p.integer("reply_to_message_id"), forgiving=p.flag("allow_sending_without_reply"))
    body = as_object(given)
    if body is None:
        raise BadRequest("object expected as reply parameters")
    if not body:
        return Reply()
    with reading():
        reply = Reply(
            chat_id=text_in(body, "chat_id"),
            message_id=needed_integer(body, "message_id"),
            forgiving=flag_in(body, "allow_sending_without_reply"),
        )
        position = integer_in(body, "quote_position")
        return replace(reply, quote=_quote(body), quote_position=position)


def _quote(body: JsonObject) -> FormattedText:
    text, mode = text_in(body, "quote"), text_in(body, "quote_parse_mode")
    quote = kept_text(parse_marked(text, mode, body.get("quote_entities")))
    return replace(quote, entities=tuple(entity for entity in quote.entities if entity.type in _QUOTED))
