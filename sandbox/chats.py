"""A chat as Telegram sees it: who is in it, what was written, and what shuts a bot out of it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from sandbox.groups.members import Member, Status
from sandbox.groups.topics import GENERAL, GENERAL_NAME, Topic
from sandbox.keyboards import ReplyKeyboard
from sandbox.messages import Event, Happening, Message
from sandbox.refusals import BadRequest, Forbidden
from sandbox.requests.json_values import Json, JsonObject
from sandbox.users import User


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Access(StrEnum):
    """How far into a chat a method goes (Client.cpp, `AccessRights`)."""

    READ = "read"
    READ_MEMBERS = "read_members"
    WRITE = "write"


@dataclass(slots=True)
class Chat:
    id: int
    kind: ChatKind
    #: The person's name, or the group's title.
    name: str
    #: The bot as a member; in a private chat it is one as long as it is not blocked.
    bot: Member
    #: A person wrote to the bot, so it may write back. Always so in a group.
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    #: The group is gone for everybody.
    deleted: bool = False
    migrated_to: int | None = None
    #: Messages are sorted into topics.
    forum: bool = False
    description: str = ""
    #: The people of a group by their id; nobody is listed in a private chat.
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    #: The topic of a forum that is always there.
    general: Topic = field(default_factory=lambda: Topic(GENERAL, GENERAL_NAME))
    #: Numbers of pinned messages.
    pinned: list[int] = field(default_factory=list)
    #: Emoji by message and by who reacted.
    reactions: dict[int, dict[int, str]] = field(default_factory=dict)
    reply_keyboard: ReplyKeyboard | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        return self.kind is ChatKind.PRIVATE

    @property
    def person(self) -> User:
        """Who a private chat is with."""
        return User(self.id, self.name)

    @property
    def everybody(self) -> list[Member]:
        """Who is in the group now, the bot too."""
        return [member for member in (*self.members.values(), self.bot) if member.is_inside]

    @property
    def kicked(self) -> bool:
        return self.bot.status is Status.KICKED

    @kicked.setter
    def kicked(self, value: bool) -> None:
        self.bot = replace(self.bot, status=Status.KICKED if value else Status.MEMBER)

    def topic(self, number: int | None) -> Topic | None:
        """A topic by its number; none is the general one's."""
        return self.general if number in (None, GENERAL) else self.topics.get(number or 0)

    def to_json(self) -> JsonObject:
        body: dict[str, Json] = {"id": self.id, "type": self.kind.value}
        match self.kind:
            case ChatKind.PRIVATE:
                person = self.person.to_json()
                body |= {key: person[key] for key in ("first_name", "last_name") if key in person}
            case ChatKind.GROUP:
                # Telegram says this wherever a basic group is named (Client.cpp, JsonChat).
                body |= {"title": self.name, "all_members_are_administrators": True}
            case ChatKind.SUPERGROUP:
                body["title"] = self.name
                if self.forum:
                    body["is_forum"] = True
        return body

    def put(self, message: Message, happening: Happening) -> None:
        self.messages[message.message_id] = message
        self.events.append(Event(happening, message))

    def remove(self, message_id: int) -> None:
        self.events.append(Event(Happening.DELETED, self.messages.pop(message_id)))
        self.reactions.pop(message_id, None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)

    def refuse_entry(self, access: Access) -> None:
        """Raises BadRequest, Forbidden: the chat is closed to methods that go so far into it."""
        match self.kind:
            case ChatKind.PRIVATE:
                if self.deactivated and access is Access.WRITE:
                    raise Forbidden("user is deactivated")
            case ChatKind.GROUP:
                # One may still look at a group one is no longer in, but not at its members.
                if access is not Access.READ:
                    self._refuse_if_over()
                    self._refuse_if_out()
            case ChatKind.SUPERGROUP:
                if access is not Access.READ:
                    self._refuse_if_over()
                self._refuse_if_out()

    def refuse_if_unheard(self) -> None:
        """Raises Forbidden: the person of a private chat would not get the message."""
        if self.is_private and self.blocked:
            raise Forbidden("bot was blocked by the user")
        if self.is_private and not self.started:
            raise Forbidden("bot can't initiate conversation with a user")

    def _refuse_if_over(self) -> None:
        if self.migrated_to is not None:
            raise BadRequest(
                "group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": self.migrated_to},
            )
        if self.deleted and self.kind is ChatKind.GROUP:
            raise Forbidden("the group chat was deleted")

    def _refuse_if_out(self) -> None:
        # A supergroup that is gone looks like one that shut everybody out.
        if self.deleted or self.kicked:
            raise Forbidden(f"bot was kicked from the {self.kind.value} chat")
        if self.bot.status is Status.LEFT:
            raise Forbidden(f"bot is not a member of the {self.kind.value} chat")
