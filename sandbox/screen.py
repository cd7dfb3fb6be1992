"""What one person sees of one chat: the messages on the screen, what is new, what they are waiting for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.groups.topics import GENERAL
from sandbox.messages import Event, Happening, Message
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange

_FROM_THE_BOT = frozenset({Happening.SENT, Happening.EDITED})


class Screen:
    """All of a chat, or one topic of it."""

    def __init__(self, exchange: Exchange, chat: Chat, person: User, topic: int | None = None) -> None:
        self._exchange = exchange
        self._chat = chat
        self._topic = topic
        self.person = person
        self._read = 0
        #: Events at or after this one may still answer `waits_for`.
        self._asked = 0
        self._matched: set[int] = set()

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def chat(self) -> Chat:
        return self._chat

    @property
    def topic(self) -> int | None:
        """The number of the topic that is looked at; None for the whole chat."""
        return self._topic

    @property
    def messages(self) -> list[Message]:
        """What is on the screen now, all sides, oldest first."""
        return [message for message in self._chat.messages.values() if self._sees(message)]

    @property
    def edits(self) -> list[Message]:
        """Each version the bot gave to a message after the first."""
        return [event.message for event in self._heard() if event.happening is Happening.EDITED]

    @property
    def toasts(self) -> list[str]:
        """What this person's presses of buttons were answered with; "" for an answer without words."""
        answers = [event for event in self._chat.events if event.happening is Happening.ANSWERED]
        return [event.toast for event in answers if event.presser in (None, self.person)]

    @property
    def buttons(self) -> list[list[str]]:
        """The keyboard of the newest message that has one."""
        return next((message.buttons for message in self._newest_first() if message.keyboard), [])

    def reads(self) -> list[str]:
        """The texts the bot wrote or edited since the last call, oldest first."""
        fresh, self._read = self._heard(self._read), len(self._chat.events)
        return [event.message.text for event in fresh]

    async def waits_for(self, text: str, *, timeout: float = 15.0) -> Message:
        """The next message or edit of the bot containing `text`; each one answers once.

        Raises TimeoutError, saying what was read instead, after `timeout` real seconds.
        """
        seen, looked_at = self._exchange.seen, 0
        try:
            async with asyncio.timeout(timeout):
                while (found := self._match(text, looked_at)) is None and not seen.closed:
                    looked_at = len(self._chat.events)
                    await seen.after(seen.version)
        except TimeoutError:
            found = None
        if found is None:
            read = [event.message.text for event in self._heard(self._asked)]
            raise TimeoutError(f"{self.name} waited {timeout} s for {text!r} and read {read}")
        return found

    def _turn(self) -> None:
        self._asked = len(self._chat.events)

    def _match(self, text: str, since: int) -> Message | None:
        first = max(since, self._asked)
        for number, event in enumerate(self._chat.events[first:], first):
            if number not in self._matched and self._hears(event) and text in event.message.text:
                self._matched.add(number)
                return event.message
        return None

    def _newest_first(self) -> Iterator[Message]:
        return filter(self._sees, reversed(self._chat.messages.values()))

    def _heard(self, since: int = 0) -> list[Event]:
        """What the bot wrote or edited where this person reads."""
        return [event for event in self._chat.events[since:] if self._hears(event)]

    def _hears(self, event: Event) -> bool:
        by_bot = event.message.by_bot and not event.message.is_service
        return by_bot and event.happening in _FROM_THE_BOT and self._sees(event.message)

    def _sees(self, message: Message) -> bool:
        return self._topic is None or (message.thread_id or GENERAL) == self._topic
