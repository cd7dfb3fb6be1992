"""A message in a chat, and what happened there that a person could see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbox.files import StoredFile
from sandbox.formatting.entities import FormattedText
from sandbox.json_values import Json, JsonObject
from sandbox.keyboards import InlineKeyboard


@dataclass(frozen=True, slots=True)
class User:
    id: int
    name: str
    is_bot: bool = False
    username: str | None = None

    def to_json(self) -> JsonObject:
        first, _, last = self.name.partition(" ")
        body: dict[str, Json] = {"id": self.id, "is_bot": self.is_bot, "first_name": first}
        if last:
            body["last_name"] = last
        if self.username:
            body["username"] = self.username
        if not self.is_bot:
            body["language_code"] = "pt-br"
        return body


@dataclass(frozen=True, slots=True)
class Message:
    message_id: int
    author: User
    date: datetime
    #: The text, or the caption of a document.
    body: FormattedText
    document: StoredFile | None = None
    keyboard: InlineKeyboard | None = None
    reply_to: int | None = None
    edited: datetime | None = None
    protected: bool = False
    forwarded_from: User | None = None
    #: Parts of the Bot API's Message that are neither text nor document (a shared contact).
    extra: Mapping[str, Json] | None = None

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def by_bot(self) -> bool:
        return self.author.is_bot

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the inline keyboard, row by row."""
        return [[button.text for button in row] for row in self.keyboard.rows] if self.keyboard else []

    def to_json(self, chat: JsonObject) -> JsonObject:
        body: dict[str, Json] = {
            "message_id": self.message_id,
            "from": self.author.to_json(),
            "chat": chat,
            "date": int(self.date.timestamp()),
            **self._content(),
            **(self.extra or {}),
        }
        if self.keyboard:
            body["reply_markup"] = self.keyboard.to_json()
        if self.edited:
            body["edit_date"] = int(self.edited.timestamp())
        if self.protected:
            body["has_protected_content"] = True
        if self.forwarded_from:
            body["forward_origin"] = {
                "type": "user",
                "sender_user": self.forwarded_from.to_json(),
                "date": int(self.date.timestamp()),
            }
        return body

    def _content(self) -> dict[str, Json]:
        entities = [entity.to_json() for entity in self.body.entities]
        text, marks = ("caption", "caption_entities") if self.document else ("text", "entities")
        content: dict[str, Json] = {"document": self.document.to_json()} if self.document else {}
        if self.body.text:
            content[text] = self.body.text
        if entities:
            content[marks] = entities
        return content


class Happening(StrEnum):
    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    #: The bot answered the press of a button.
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Event:
    happening: Happening
    message: Message
    #: What the press of a button was answered with; "" otherwise.
    toast: str = ""
