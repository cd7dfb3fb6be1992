"""A chat as Telegram sees it, with the switches that shut a bot out of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.json_values import Json, JsonObject
from sandbox.keyboards import ReplyKeyboard
from sandbox.messages import Event, Happening, Message, User
from sandbox.refusals import BadRequest, Forbidden


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(slots=True)
class Chat:
    id: int
    kind: ChatKind
    #: The person's name, or the group's title.
    name: str
    #: A person wrote to the bot, so it may write back. Always so in a group.
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    kicked: bool = False
    migrated_to: int | None = None
    reply_keyboard: ReplyKeyboard | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def person(self) -> User:
        """Who a private chat is with."""
        return User(self.id, self.name)

    def to_json(self) -> JsonObject:
        body: dict[str, Json] = {"id": self.id, "type": self.kind.value}
        if self.kind is not ChatKind.PRIVATE:
            return body | {"title": self.name}
        person = self.person.to_json()
        return body | {key: person[key] for key in ("first_name", "last_name") if key in person}

    def put(self, message: Message, happening: Happening) -> None:
        self.messages[message.message_id] = message
        self.events.append(Event(happening, message))

    def remove(self, message_id: int) -> None:
        self.events.append(Event(Happening.DELETED, self.messages.pop(message_id)))

    def refuse_if_shut(self) -> None:
        """Raises what Telegram answers to a bot that may not write here."""
        if self.migrated_to is not None:
            raise BadRequest(
                "group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": self.migrated_to},
            )
        if self.kicked:
            raise Forbidden(f"bot was kicked from the {self.kind.value} chat")
        if self.deactivated:
            raise Forbidden("user is deactivated")
        if self.blocked:
            raise Forbidden("bot was blocked by the user")
        if not self.started:
            raise Forbidden("bot can't initiate conversation with a user")
