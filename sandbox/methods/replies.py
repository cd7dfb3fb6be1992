"""What a message answers: `reply_parameters`, and the two parameters bots used before.

As in telegram-bot-api, Client.cpp: `get_reply_parameters`, `check_reply_parameters`.
"""

from dataclasses import dataclass

from sandbox.chats import Chat
from sandbox.formatting.kept_text import kept_text
from sandbox.methods.wording import parse_marked
from sandbox.refusals import BadRequest, NotInTheSandbox
from sandbox.requests.json_fields import flag_in, integer_in, needed_integer, reading, text_in
from sandbox.requests.json_values import JsonObject, as_object
from sandbox.requests.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Reply:
    """No message: nothing is answered."""

    message_id: int = 0
    #: Of another chat, as the bot wrote it.
    chat_id: str = ""
    #: The message may be gone.
    forgiving: bool = False
    #: What part of the message is answered.
    quote: str = ""

    def found_in(self, chat: Chat) -> int | None:
        """The number of the message answered. Raises BadRequest, NotInTheSandbox."""
        if self.message_id <= 0:
            return None
        if self.chat_id not in ("", str(chat.id)):
            raise NotInTheSandbox("the sandbox has no answers to messages of other chats")
        message = chat.messages.get(self.message_id)
        if message is None:
            if self.forgiving:
                return None
            raise BadRequest("message to be replied not found")
        if self.quote not in message.body.text:
            raise BadRequest("QUOTE_TEXT_INVALID")
        return self.message_id


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
        integer_in(body, "quote_position")
        return Reply(reply.message_id, reply.chat_id, reply.forgiving, _quote(body))


def _quote(body: JsonObject) -> str:
    text, mode = text_in(body, "quote"), text_in(body, "quote_parse_mode")
    return kept_text(parse_marked(text, mode, body.get("quote_entities"))).text
