"""A pressed button, waiting for the bot's answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.users import User

#: How long a pressed button waits; Telegram does not publish it, about 15 s is seen.
QUERY_LIFE = timedelta(seconds=15)


@dataclass(slots=True)
class Query:
    presser: User
    chat: Chat
    message: Message
    pressed: datetime
    answered: bool = False

    def is_over(self, now: datetime) -> bool:
        return self.answered or now - self.pressed > QUERY_LIFE
