"""A message in a chat, and what happened there that a person could see."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbox.formatting.entities import FormattedText
from sandbox.formatting.link_preview import LinkPreview
from sandbox.keyboards import InlineKeyboard
from sandbox.media.files import StoredFile
from sandbox.media.photos import Photo
from sandbox.requests.json_values import Json, JsonObject
from sandbox.users import User

Media = StoredFile | Photo


@dataclass(frozen=True, slots=True)
class Quote:
    """The part of a message that is answered."""

    body: FormattedText
    #: UTF-16 units before it.
    position: int

    def to_json(self) -> JsonObject:
        told: dict[str, Json] = {"text": self.body.text, "position": self.position, "is_manual": True}
        if self.body.entities:
            told["entities"] = [entity.to_json() for entity in self.body.entities]
        return told


@dataclass(frozen=True, slots=True)
class Message:
    message_id: int
    author: User
    date: datetime
    #: The text, or the caption of a document or photo.
    body: FormattedText
    media: Media | None = None
    keyboard: InlineKeyboard | None = None
    reply_to: int | None = None
    quote: Quote | None = None
    edited: datetime | None = None
    protected: bool = False
    forwarded_from: User | None = None
    #: When what was forwarded had first been sent.
    first_sent: datetime | None = None
    #: How the address in a text shall be shown.
    preview: LinkPreview | None = None
    #: A photo is veiled until it is tapped; its caption stands above it.
    has_spoiler: bool = False
    caption_above: bool = False
    #: The forum topic it is in: the number of the message that opened the topic. None is the general one.
    thread_id: int | None = None
    #: Messages with the same album are shown as one.
    album: str | None = None
    #: Parts of the Bot API's Message that are neither text nor file: a contact, somebody who joined.
    extra: Mapping[str, Json] | None = None
    #: Nobody wrote it: Telegram tells what happened in the group.
    is_service: bool = False

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def document(self) -> StoredFile | None:
        return self.media if isinstance(self.media, StoredFile) else None

    @property
    def photo(self) -> Photo | None:
        return self.media if isinstance(self.media, Photo) else None

    @property
    def file(self) -> StoredFile | None:
        """What opens when it is tapped: the document, or the largest size of the photo."""
        return self.photo.largest.file if self.photo else self.document

    @property
    def media_size(self) -> int:
        """Bytes of the file; of a photo, those of its largest size."""
        return len(self.file.content) if self.file else 0

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
        if self.thread_id is not None:
            body |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.quote:
            body["quote"] = self.quote.to_json()
        if self.album:
            body["media_group_id"] = self.album
        if self.keyboard:
            body["reply_markup"] = self.keyboard.to_json()
        if self.edited:
            body["edit_date"] = int(self.edited.timestamp())
        if self.protected:
            body["has_protected_content"] = True
        return body | self._origin()

    def _origin(self) -> dict[str, Json]:
        """Where it was forwarded from; the names of before Bot API 7.0 are still sent."""
        if self.forwarded_from is None:
            return {}
        author, date = self.forwarded_from.to_json(), int((self.first_sent or self.date).timestamp())
        origin: JsonObject = {"type": "user", "sender_user": author, "date": date}
        return {"forward_origin": origin, "forward_from": author, "forward_date": date}

    def _content(self) -> dict[str, Json]:
        content: dict[str, Json] = {}
        match self.media:
            case StoredFile() as document:
                content["document"] = document.to_json()
            case Photo() as photo:
                content["photo"] = photo.to_json()
        text, marks = ("caption", "caption_entities") if self.media else ("text", "entities")
        if self.body.text:
            content[text] = self.body.text
        if self.body.entities:
            content[marks] = [entity.to_json() for entity in self.body.entities]
        if self.preview:
            content["link_preview_options"] = self.preview.to_json()
        if self.caption_above:
            content["show_caption_above_media"] = True
        if self.has_spoiler:
            content["has_media_spoiler"] = True
        return content


def new_album() -> str:
    """A media_group_id: the digits of a large number."""
    return str(secrets.randbits(62))


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
    #: Who pressed it, and alone sees the answer.
    presser: User | None = None
