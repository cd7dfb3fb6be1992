"""Telegram's side of the line: chats, the queue to the bot, files, the menu, and the ledger of what was sent.

It holds what is; the rules of each method are in sandbox/methods, and what people do is in sandbox/phone.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.chats import Chat, ChatKind
from sandbox.clock import SandboxClock, elapsed
from sandbox.faults import Fault, Plan
from sandbox.files import FileStore
from sandbox.json_values import Json, JsonObject
from sandbox.ledger import Entry, Ledger
from sandbox.menu import Menu
from sandbox.messages import Event, Happening, Message, User
from sandbox.phone import Phone
from sandbox.pulse import Pulse
from sandbox.rates import Rates
from sandbox.refusals import BadRequest
from sandbox.tokens import bot_id_of
from sandbox.updates import UpdateQueue

_FIRST_PERSON = 710_000_001
_FIRST_GROUP = -100_200_000_0001
_FIRST_UPDATE = 880_000_001
#: Telegram's own account: here it lets bots into groups and shuts them out.
_TELEGRAM = User(777_000, "Telegram")
#: How long a pressed button waits for its answer; Telegram does not publish it, about 15 s is seen.
QUERY_LIFE = timedelta(seconds=15)


@dataclass(slots=True)
class Query:
    """A pressed button."""

    chat: Chat
    message: Message
    pressed: datetime
    answered: bool = False


class Exchange:
    def __init__(self, token: str, clock: SandboxClock, bot_name: str = "Robô") -> None:
        self.token = token
        self.clock = clock
        self.bot = User(bot_id_of(token), bot_name, is_bot=True, username="sandbox_bot")
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.ledger = Ledger()
        self.menu = Menu()
        self.rates = Rates(elapsed)
        self.faults: Plan[Fault] = Plan()
        self.updates = UpdateQueue(clock, _FIRST_UPDATE)
        self.queries: dict[str, Query] = {}
        #: Beats at each thing a person could see.
        self.seen = Pulse()
        self._last_message = 0
        self._phones: dict[int, Phone] = {}

    def phone(self, name: str, chat_id: int | None = None) -> Phone:
        """The phone of the person with this `chat_id`, or else of this name; a new one if there is none."""
        known = [p for p in self._phones.values() if chat_id in (None, p.chat_id)]
        found = next((p for p in known if chat_id is not None or p.name == name), None)
        if found is None:
            number = chat_id if chat_id is not None else self._free_number(_FIRST_PERSON, 1)
            if number <= 0:
                raise ValueError("a person's chat id is positive")
            chat = self._admit(Chat(number, ChatKind.PRIVATE, name))
            found = self._phones[number] = Phone(self, chat)
        return found

    def group(self, name: str, *, chat_id: int | None = None, kind: ChatKind = ChatKind.SUPERGROUP) -> Chat:
        """A group the bot was added to."""
        number = chat_id if chat_id is not None else self._free_number(_FIRST_GROUP, -1)
        if number >= 0:
            raise ValueError("a group's chat id is negative")
        return self.chats.get(number) or self._admit(Chat(number, kind, name, started=True))

    @property
    def phones(self) -> list[Phone]:
        return list(self._phones.values())

    def chat(self, value: Json) -> Chat:
        """The chat a request names; raises BadRequest when there is none such."""
        if value in (None, ""):
            raise BadRequest("chat_id is empty")
        text = str(value)
        known = text.removeprefix("-").isdecimal() and text.isascii() and len(text) <= 18
        chat = self.chats.get(int(text)) if known else None
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def describe(self, chat: Chat, message: Message) -> JsonObject:
        """The Bot API's Message, with the message it replies to."""
        body = dict(message.to_json(chat.to_json()))
        earlier = chat.messages.get(message.reply_to) if message.reply_to else None
        if earlier:
            body["reply_to_message"] = earlier.to_json(chat.to_json())
        return body

    def accept(self, chat: Chat, message: Message, method: str) -> None:
        """Put the bot's message in the chat and in the ledger."""
        chat.put(message, Happening.EDITED if message.edited else Happening.SENT)
        document = message.document.content if message.document else b""
        self.ledger.add(
            Entry(
                number=len(self.ledger) + 1,
                method=method,
                chat_id=chat.id,
                message_id=message.message_id,
                text=message.text,
                size=len(message.text.encode()) + len(document),
                at=self.clock.now(),
                moment=elapsed(),
            )
        )
        self.seen.beat()

    def receive(self, chat: Chat, message: Message) -> None:
        """A person's message: into the chat, and to the bot."""
        chat.put(message, Happening.SENT)
        chat.started = True
        self.updates.put("message", self.describe(chat, message))
        self.seen.beat()

    def press(self, query_id: str, chat: Chat, message: Message) -> None:
        self.queries[query_id] = Query(chat, message, self.clock.now())

    def answer(self, query: Query, toast: str) -> None:
        query.answered = True
        query.chat.events.append(Event(Happening.ANSWERED, query.message, toast))
        self.seen.beat()

    def change_membership(self, chat: Chat, *, before: str, after: str) -> None:
        """Tell the bot that it was let in or shut out."""
        who = chat.person if chat.kind is ChatKind.PRIVATE else _TELEGRAM
        self.updates.put(
            "my_chat_member",
            {
                "chat": chat.to_json(),
                "from": who.to_json(),
                "date": int(self.clock.now().timestamp()),
                "old_chat_member": self.member(before),
                "new_chat_member": self.member(after),
            },
        )
        self.seen.beat()

    def member(self, status: str) -> JsonObject:
        """The bot as a chat's member; `status` is member or kicked."""
        until: JsonObject = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot.to_json(), "status": status, **until}

    def close(self) -> None:
        self.updates.close()
        self.seen.close()

    def _admit(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.seen.beat()
        return chat

    def _free_number(self, first: int, step: int) -> int:
        number = first
        while number in self.chats:
            number += step
        return number
