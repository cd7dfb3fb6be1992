"""Telegram's side of the line: chats, the queue to the bot, files, the menu, and the ledger of what was sent.

It holds what is; the rules of each method are in sandbox/methods, and what people do is in sandbox/phone.py.
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import count

from sandbox.chats import Chat, ChatKind
from sandbox.clock import SandboxClock, elapsed
from sandbox.faults.kinds import Fault
from sandbox.faults.plan import Plan
from sandbox.groups.members import RIGHTS, Member, Status, known_rights
from sandbox.groups.privacy import hears
from sandbox.groups.topics import GENERAL
from sandbox.ledger import Entry, Ledger
from sandbox.media.file_store import FileStore
from sandbox.menu import Menu
from sandbox.messages import Event, Happening, Message
from sandbox.patience import Patience
from sandbox.phone import Phone
from sandbox.pulse import Pulse
from sandbox.queries import Query
from sandbox.rates import Rates
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject
from sandbox.throttles import Throttles
from sandbox.tokens import bot_id_of
from sandbox.updates.polls import Polls
from sandbox.updates.queue import UpdateQueue
from sandbox.users import User
from sandbox.webhook.registration import Webhook

_FIRST_PERSON = 710_000_001
#: Supergroups have an id of their own kind; basic groups share the room below zero with nobody.
_FIRST_SUPERGROUP = -100_200_000_0001
_FIRST_GROUP = -420_000_001
_FIRST_UPDATE = 880_000_001


class Exchange:
    def __init__(self, token: str, clock: SandboxClock, bot_name: str = "Robô") -> None:
        self.token = token
        self.clock = clock
        self.bot = User(bot_id_of(token), bot_name, is_bot=True, username="sandbox_bot")
        #: Whether the bot hears all that is said in its groups, or only what is meant for it (privacy mode).
        self.hears_everything = False
        #: Whether a call with a parameter nobody knows, or without one it needs, is refused before any work.
        self.strict = False
        #: Whether private chats have topics (Bot API 9.3, `has_topics_enabled`).
        self.has_private_topics = False
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.ledger = Ledger()
        self.menu = Menu()
        self.rates = Rates(elapsed)
        self.faults: Plan[Fault] = Plan()
        self.patience = Patience()
        self.throttles = Throttles(elapsed, self.rates, self.patience)
        self.updates = UpdateQueue(clock, _FIRST_UPDATE)
        self.webhook = Webhook(self.updates, clock, self.patience)
        self.polls = Polls(self.updates, self.webhook, self.patience)
        self.queries: dict[str, Query] = {}
        #: Beats at each thing a person could see.
        self.seen = Pulse()
        #: By supergroup, and at 0 those of all other chats together, as Telegram counts them.
        self._last_message: dict[int, int] = {}
        self._phones: dict[int, Phone] = {}
        #: The first of each name.
        self._named: dict[str, Phone] = {}
        self._numbers = {
            ChatKind.PRIVATE: count(_FIRST_PERSON),
            ChatKind.GROUP: count(_FIRST_GROUP, -1),
            ChatKind.SUPERGROUP: count(_FIRST_SUPERGROUP, -1),
        }

    def phone(self, name: str, chat_id: int | None = None) -> Phone:
        """The phone of the person with this `chat_id`, or else of this name; a new one if there is none."""
        found = self._named.get(name) if chat_id is None else self._phones.get(chat_id)
        if found is None:
            if not name.strip():
                raise ValueError("a person has a name")
            number = chat_id if chat_id is not None else self._free_number(ChatKind.PRIVATE)
            if number <= 0:
                raise ValueError("a person's chat id is positive")
            chat = self._admit(Chat(number, ChatKind.PRIVATE, name, bot=Member(self.bot)))
            found = self._phones[number] = Phone(self, chat, chat.person)
            self._named.setdefault(name, found)
        return found

    def phone_of(self, person: int) -> Phone | None:
        """That of the person with this number; None for nobody."""
        return self._phones.get(person)

    def group(
        self,
        name: str,
        *,
        chat_id: int | None = None,
        kind: ChatKind = ChatKind.SUPERGROUP,
        forum: bool = False,
        rights: Collection[str] = (),
    ) -> Chat:
        """A group the bot was added to; with `rights` (of RIGHTS) it is an administrator there."""
        number = chat_id if chat_id is not None else self._free_number(kind)
        if number >= 0:
            raise ValueError("a group's chat id is negative")
        if forum and kind is not ChatKind.SUPERGROUP:
            raise ValueError("only a supergroup can be a forum")
        bot = Member(
            self.bot, Status.ADMINISTRATOR if rights else Status.MEMBER, known_rights(rights, RIGHTS)
        )
        if number in self.chats:
            return self.chats[number]
        return self._admit(Chat(number, kind, name, bot=bot, started=True, forum=forum))

    def has_topics(self, chat: Chat) -> bool:
        return self.has_private_topics if chat.is_private else chat.forum

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

    def next_message_id(self, chat: Chat) -> int:
        # A supergroup's first message tells of its creation, and gives the general topic its number.
        counter, first = (chat.id, GENERAL) if chat.kind is ChatKind.SUPERGROUP else (0, 0)
        self._last_message[counter] = self._last_message.get(counter, first) + 1
        return self._last_message[counter]

    def describe(self, chat: Chat, message: Message) -> JsonObject:
        """The Bot API's Message, with the message it replies to; in a forum's topic that is at least its first."""
        body = dict(message.to_json(chat.to_json()))
        earlier = chat.messages.get(message.reply_to or 0)
        if earlier and earlier.thread_id != message.thread_id:
            body["external_reply"] = _from_elsewhere(chat, earlier)
            earlier = None
        if earlier is None and chat.kind is ChatKind.SUPERGROUP and message.thread_id != message.message_id:
            earlier = chat.messages.get(message.thread_id or 0)
        if earlier:
            body["reply_to_message"] = earlier.to_json(chat.to_json())
        return body

    def describe_member(self, member: Member) -> JsonObject:
        """The Bot API's ChatMember; the bot under the name it has now."""
        is_the_bot = member.user.id == self.bot.id
        return (replace(member, user=self.bot) if is_the_bot else member).to_json()

    def accept(self, chat: Chat, message: Message, method: str) -> None:
        """Put the bot's message in the chat and in the ledger."""
        chat.put(message, Happening.EDITED if message.edited else Happening.SENT)
        self.ledger.add(
            Entry(
                number=len(self.ledger) + 1,
                method=method,
                chat_id=chat.id,
                message_id=message.message_id,
                thread_id=message.thread_id,
                text=message.text,
                size=len(message.text.encode()) + message.media_size,
                at=self.clock.now(),
                moment=elapsed(),
            )
        )
        self.seen.beat()

    def receive(self, chat: Chat, message: Message) -> None:
        """A person's message, or one that tells what happened in a group: into the chat, and to the bot."""
        happening = Happening.EDITED if message.edited else Happening.SENT
        chat.put(message, happening)
        chat.started = True
        if hears(chat, message, self.bot, everything=self.hears_everything):
            kind = "edited_message" if message.edited else "message"
            self.updates.put(kind, self.describe(chat, message))
        self.seen.beat()

    def press(self, query_id: str, query: Query) -> None:
        """Those that can be answered no more are forgotten."""
        while self.queries and next(iter(self.queries.values())).is_over(query.pressed):
            self.queries.pop(next(iter(self.queries)))
        self.queries[query_id] = query

    def answer(self, query: Query, toast: str) -> None:
        query.answered = True
        query.chat.events.append(Event(Happening.ANSWERED, query.message, toast, query.presser))
        self.seen.beat()

    def change_membership(self, chat: Chat, *, before: Status, after: Status) -> None:
        """Tell the bot that a person shut it out of their private chat, or let it in again."""
        change = (Member(self.bot, before), Member(self.bot, after))
        self.announce("my_chat_member", chat, change, chat.person)
        self.seen.beat()

    def announce(self, kind: str, chat: Chat, change: tuple[Member, Member], by: User) -> None:
        """The Bot API's ChatMemberUpdated, from what somebody was to what they are."""
        before, after = change
        told: JsonObject = {
            "chat": chat.to_json(),
            "from": by.to_json(),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": self.describe_member(before),
            "new_chat_member": self.describe_member(after),
        }
        self.updates.put(kind, told, queue=after.user.id if kind == "chat_member" else None)

    def member_of(self, chat: Chat, user_id: int) -> Member | None:
        """Somebody in the group; who is known, but never was in it, has left; None for nobody."""
        if user_id == self.bot.id:
            return chat.bot
        known = self.phone_of(user_id)
        return chat.members.get(user_id) or (Member(known.person, Status.LEFT) if known else None)

    def close(self) -> None:
        self.updates.close()
        self.patience.close()
        self.seen.close()

    def _admit(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.seen.beat()
        return chat

    def _free_number(self, kind: ChatKind) -> int:
        return next(number for number in self._numbers[kind] if number not in self.chats)


def _from_elsewhere(chat: Chat, message: Message) -> JsonObject:
    """The Bot API's ExternalReplyInfo: what is answered is in another topic."""
    author: JsonObject = {"type": "user", "sender_user": message.author.to_json()}
    origin = {**author, "date": int(message.date.timestamp())}
    return {"origin": origin, "chat": chat.to_json(), "message_id": message.message_id}
