"""A person with a phone: what a test, a script or the page does in a private chat with the bot."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.files import StoredFile
from sandbox.formatting.entities import LONGEST_TEXT, FormattedText, cleaned, trimmed
from sandbox.formatting.plain_text import with_found_entities
from sandbox.json_values import Json
from sandbox.keyboards import Button
from sandbox.menu import Command
from sandbox.messages import Event, Happening, Message

if TYPE_CHECKING:
    from sandbox.exchange import Exchange

_FROM_THE_BOT = frozenset({Happening.SENT, Happening.EDITED})


class NoSuchButton(LookupError):
    """No message in the chat has a button with this label now."""


class UnsendableText(ValueError):
    """Nothing but white space, or more than one message holds."""


class Phone:
    def __init__(self, exchange: Exchange, chat: Chat) -> None:
        self._exchange = exchange
        self._chat = chat
        self._read = 0
        #: Events at or after this one may still answer `waits_for`.
        self._asked = 0
        self._matched: set[int] = set()

    @property
    def name(self) -> str:
        return self._chat.name

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def chat(self) -> Chat:
        return self._chat

    @property
    def messages(self) -> list[Message]:
        """What is on the screen now, both sides, oldest first."""
        return list(self._chat.messages.values())

    @property
    def edits(self) -> list[Message]:
        """Each version the bot gave to a message after the first."""
        return [event.message for event in self._chat.events if event.happening is Happening.EDITED]

    @property
    def toasts(self) -> list[str]:
        """What presses of buttons were answered with; "" for an answer without words."""
        return [event.toast for event in self._chat.events if event.happening is Happening.ANSWERED]

    @property
    def buttons(self) -> list[list[str]]:
        """The keyboard of the newest message that has one."""
        return next((message.buttons for message in reversed(self.messages) if message.keyboard), [])

    @property
    def menu(self) -> tuple[Command, ...]:
        """The commands Telegram offers in this chat."""
        return self._exchange.menu.shown_to(self.chat_id)

    async def says(self, text: str) -> Message:
        """Write to the bot. Forget what came before: only newer messages can answer `waits_for`.

        Raises UnsendableText for a text Telegram's own app would not send as one message.
        """
        body = trimmed(FormattedText(cleaned(text)))
        if not 1 <= len(body.text) <= LONGEST_TEXT:
            raise UnsendableText(f"a person's message has 1 to {LONGEST_TEXT} characters")
        return self._send(body)

    async def sends(self, name: str, content: bytes, *, media_type: str = "", caption: str = "") -> Message:
        """Send a file; without `media_type` it is application/octet-stream."""
        kept = self._exchange.files.keep(
            name=name, media_type=media_type or "application/octet-stream", content=content
        )
        return self._send(FormattedText(caption), document=kept)

    async def shares_contact(self, phone_number: str, *, user_id: int | None = None) -> Message:
        """Share a contact card: one's own, unless `user_id` says another."""
        person = self._chat.person.to_json()
        contact: dict[str, Json] = {key: person[key] for key in ("first_name", "last_name") if key in person}
        contact |= {"phone_number": phone_number, "user_id": user_id or self.chat_id}
        return self._send(FormattedText(""), extra={"contact": contact})

    async def presses(self, label: str) -> str:
        """Press the button on the newest message that has it; answer the query's id. Raises NoSuchButton."""
        for message in reversed(self.messages):
            if message.keyboard and (button := message.keyboard.find(label)):
                return self.press(message, button)
        raise NoSuchButton(f"{self.name} sees no button {label!r}; the keyboard is {self.buttons}")

    def press(self, message: Message, button: Button) -> str:
        """Press one given button; "" when it opens a page and the bot hears nothing."""
        self._turn()
        if button.callback_data is None:
            return ""
        return self._query(message, button.callback_data)

    def reads(self) -> list[str]:
        """The texts the bot wrote or edited since the last call, oldest first."""
        fresh, self._read = self._chat.events[self._read :], len(self._chat.events)
        return [event.message.text for event in fresh if _is_from_bot(event)]

    async def waits_for(self, text: str, *, timeout: float = 5.0) -> Message:
        """The next message or edit of the bot containing `text`; each one answers once.

        Raises TimeoutError, saying what was read instead, after `timeout` real seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._match(text)) is None and not self._exchange.seen.closed:
                    await self._exchange.seen.after(self._exchange.seen.version)
        except TimeoutError:
            found = None
        if found is None:
            read = [event.message.text for event in self._chat.events[self._asked :] if _is_from_bot(event)]
            raise TimeoutError(f"{self.name} waited {timeout} s for {text!r} and read {read}")
        return found

    def blocks(self) -> None:
        """Block the bot; Telegram tells it."""
        self._chat.blocked = True
        self._exchange.change_membership(self._chat, before="member", after="kicked")

    def unblocks(self) -> None:
        self._chat.blocked = False
        self._exchange.change_membership(self._chat, before="kicked", after="member")

    def _send(
        self,
        body: FormattedText,
        *,
        document: StoredFile | None = None,
        extra: Mapping[str, Json] | None = None,
    ) -> Message:
        if self._chat.blocked:
            self.unblocks()
        self._turn()
        message = Message(
            message_id=self._exchange.next_message_id(),
            author=self._chat.person,
            date=self._exchange.clock.now(),
            body=with_found_entities(body),
            document=document,
            extra=extra,
        )
        self._exchange.receive(self._chat, message)
        return message

    def _query(self, message: Message, data: str) -> str:
        query_id = str(secrets.randbits(62))
        self._exchange.press(query_id, self._chat, message)
        self._exchange.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": self._chat.person.to_json(),
                "message": self._exchange.describe(self._chat, message),
                "chat_instance": str(self.chat_id),
                "data": data,
            },
        )
        return query_id

    def _turn(self) -> None:
        self._asked = len(self._chat.events)

    def _match(self, text: str) -> Message | None:
        for number, event in enumerate(self._chat.events):
            if number < self._asked or number in self._matched or not _is_from_bot(event):
                continue
            if text in event.message.text:
                self._matched.add(number)
                return event.message
        return None


def _is_from_bot(event: Event) -> bool:
    return event.message.by_bot and event.happening in _FROM_THE_BOT
