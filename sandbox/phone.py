"""A person with a phone: what a test, a script or the page does in a private chat with the bot, or in a group."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.formatting.entities import FormattedText
from sandbox.formatting.plain_text import with_found_entities
from sandbox.groups.forums import Look, close_topic, open_topic, reopen_topic
from sandbox.groups.members import Status
from sandbox.groups.reactions import EMOJI, plain_emoji, react
from sandbox.groups.standing import enter, leave, standing
from sandbox.groups.topics import GENERAL, LONGEST_NAME, Topic
from sandbox.impossible import (
    MayNotWrite,
    NoSuchButton,
    NoSuchMessage,
    NoSuchTopic,
    NotInTheGroup,
    UnsendableText,
)
from sandbox.inline_buttons import Button
from sandbox.media.luggage import Item, pack_album, pack_document, pack_photo
from sandbox.menu import Command
from sandbox.messages import Media, Message, new_album
from sandbox.queries import Query
from sandbox.requests.json_values import Json
from sandbox.screen import Screen
from sandbox.typed import typed_caption, typed_text
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.exchange import Exchange


class Phone(Screen):
    """One person in one chat; `at` gives the same person in a group, or in one topic of it."""

    def __init__(self, exchange: Exchange, chat: Chat, person: User, topic: int | None = None) -> None:
        super().__init__(exchange, chat, person, topic)
        self._seats: dict[tuple[int, int | None], Phone] = {}

    def at(self, group: Chat, topic: int | None = None) -> Phone:
        """The same person in a group, or in one topic of it. Raises NotInTheGroup, NoSuchTopic."""
        self._refuse_stranger(group)
        if topic is not None and (group.topic(topic) is None or not self._exchange.has_topics(group)):
            raise NoSuchTopic(f"{group.name} has no topic {topic}")
        if (group.id, topic) not in self._seats:
            self._seats[group.id, topic] = Phone(self._exchange, group, self.person, topic)
        return self._seats[group.id, topic]

    async def joins(self, group: Chat) -> Phone:
        """Enter a group; Telegram tells everybody there. Answers the same person in that group.

        Raises NotInTheGroup for one who was shut out of it.
        """
        if group.is_private:
            raise NotInTheGroup(f"{group.name} is no group")
        if standing(group, self.person).status is Status.KICKED:
            raise NotInTheGroup(f"{self.name} was shut out of {group.name}")
        enter(self._exchange, group, self.person)
        return self.at(group)

    async def leaves(self, group: Chat) -> None:
        leave(self._exchange, group, self.person)

    async def opens_topic(self, group: Chat, name: str) -> Phone:
        """Begin a topic of a forum. Answers the same person in that topic.

        Raises NotInTheGroup, NoSuchTopic, UnsendableText.
        """
        self._refuse_stranger(group)
        if not self._exchange.has_topics(group):
            raise NoSuchTopic(f"{group.name} has no topics")
        if not 1 <= len(name.strip()) <= LONGEST_NAME:
            raise UnsendableText(f"a topic's name has 1 to {LONGEST_NAME} characters")
        return self.at(group, open_topic(self._exchange, group, Look(name), self.person).thread_id)

    async def closes_topic(self) -> None:
        """Close the topic this person is in."""
        close_topic(self._exchange, self._chat, self._own_topic(), self.person)

    async def reopens_topic(self) -> None:
        reopen_topic(self._exchange, self._chat, self._own_topic(), self.person)

    async def reacts(self, message: Message, emoji: str | None) -> None:
        """React to a message; None takes the reaction away.

        Raises NoSuchMessage, NotInTheGroup, and ValueError for what is no reaction.
        """
        self._refuse_unseen(message)
        plain = plain_emoji(emoji) if emoji else None
        if plain is not None and plain not in EMOJI:
            raise ValueError(f"nobody can react with {emoji!r}")
        react(self._exchange, self._chat, message, self.person, plain)

    @property
    def menu(self) -> tuple[Command, ...]:
        """The commands Telegram offers in this chat."""
        member = self._chat.members.get(self.person.id)
        if member is None:
            return self._exchange.menu.shown_to(self.chat_id)
        runs_it = member.runs_the_group
        return self._exchange.menu.shown_to(self.chat_id, member=self.person.id, runs_it=runs_it)

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write in the chat. Forget what came before: only newer messages can answer `waits_for`.

        Raises UnsendableText for a text Telegram's own app would not send as one message, NoSuchMessage for an
        answer to what is not there.
        """
        return self._send(typed_text(text), reply_to=reply_to)

    async def rewrites(self, message: Message, text: str) -> Message:
        """Edit one's own message, or its caption; the bot is told.

        Raises UnsendableText, NoSuchMessage, MayNotWrite.
        """
        self._refuse_unseen(message)
        if message.author != self.person or message.is_service:
            raise MayNotWrite(f"{self.name} only edits what {self.name} wrote")
        body = with_found_entities(typed_caption(text) if message.media else typed_text(text))
        edited = replace(message, body=body, edited=self._exchange.clock.now())
        self._exchange.receive(self._chat, edited)
        return edited

    async def sends(
        self,
        name: str,
        content: bytes,
        *,
        media_type: str = "",
        caption: str = "",
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file; without `media_type` it is application/octet-stream. Raises Unsendable."""
        document = pack_document(self._exchange.files, name, content, media_type)
        return self._send(typed_caption(caption), media=document, reply_to=reply_to)

    async def sends_photo(
        self, content: bytes, caption: str = "", *, reply_to: Message | None = None
    ) -> Message:
        """Send any picture as a photo. Raises Unsendable."""
        photo = await pack_photo(self._exchange.files, content)
        return self._send(typed_caption(caption), media=photo, reply_to=reply_to)

    async def sends_album(
        self, items: Sequence[Item], caption: str = "", *, reply_to: Message | None = None
    ) -> list[Message]:
        """Send photos, or documents with their names, as one; the caption is the first one's. Raises Unsendable."""
        first = typed_caption(caption)
        packed, album = await pack_album(self._exchange.files, items), new_album()
        captions = (first, *[FormattedText("")] * (len(packed) - 1))
        return [
            self._send(words, media=media, reply_to=reply_to, album=album)
            for media, words in zip(packed, captions, strict=True)
        ]

    async def shares_contact(self, phone_number: str, *, user_id: int | None = None) -> Message:
        """Share a contact card: one's own, unless `user_id` says another."""
        person = self.person.to_json()
        contact: dict[str, Json] = {key: person[key] for key in ("first_name", "last_name") if key in person}
        contact |= {"phone_number": phone_number, "user_id": user_id or self.person.id}
        return self._send(FormattedText(""), extra={"contact": contact})

    async def presses(self, label: str) -> str:
        """Press the button on the newest message that has it; answer the query's id. Raises NoSuchButton."""
        for message in self._newest_first():
            if message.keyboard and (button := message.keyboard.find(label)):
                return self.press(message, button)
        raise NoSuchButton(f"{self.name} sees no button {label!r}; the keyboard is {self.buttons}")

    def press(self, message: Message, button: Button) -> str:
        """Press one given button; "" when it opens a page and the bot hears nothing. Raises NotInTheGroup."""
        self._refuse_stranger(self._chat)
        self._turn()
        if button.callback_data is None:
            return ""
        return self._query(message, button.callback_data)

    def blocks(self) -> None:
        """Block the bot; Telegram tells it, once."""
        if self._chat.blocked:
            return
        self._chat.blocked = True
        self._exchange.change_membership(self._chat, before=Status.MEMBER, after=Status.KICKED)

    def unblocks(self) -> None:
        if not self._chat.blocked:
            return
        self._chat.blocked = False
        self._exchange.change_membership(self._chat, before=Status.KICKED, after=Status.MEMBER)

    def _send(
        self,
        body: FormattedText,
        *,
        media: Media | None = None,
        reply_to: Message | None = None,
        extra: Mapping[str, Json] | None = None,
        album: str | None = None,
    ) -> Message:
        if reply_to is not None:
            self._refuse_unseen(reply_to)
        self._refuse_if_over()
        if self._chat.blocked:
            self.unblocks()
        topic = self._topic or (reply_to.thread_id if reply_to else None)
        self._refuse_if_kept_from(topic)
        self._turn()
        message = Message(
            message_id=self._exchange.next_message_id(self._chat),
            author=self.person,
            date=self._exchange.clock.now(),
            body=with_found_entities(body),
            media=media,
            reply_to=reply_to.message_id if reply_to else None,
            thread_id=None if topic == GENERAL else topic,
            extra=extra,
            album=album,
        )
        self._exchange.receive(self._chat, message)
        return message

    def _query(self, message: Message, data: str) -> str:
        query_id = str(secrets.randbits(62))
        self._exchange.press(query_id, Query(self.person, self._chat, message, self._exchange.clock.now()))
        self._exchange.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": self.person.to_json(),
                "message": self._exchange.describe(self._chat, message),
                "chat_instance": str(self.chat_id),
                "data": data,
            },
        )
        return query_id

    def _own_topic(self) -> Topic:
        topic = self._chat.topic(self._topic) if self._exchange.has_topics(self._chat) else None
        if topic is None:
            raise NoSuchTopic(f"{self._chat.name} has no such topic any more")
        return topic

    def _refuse_stranger(self, group: Chat) -> None:
        if group is not self._chat or not group.is_private:
            member = group.members.get(self.person.id)
            if member is None or not member.is_inside:
                raise NotInTheGroup(f"{self.name} is not in {group.name}")

    def _refuse_unseen(self, message: Message) -> None:
        """Raises NotInTheGroup, NoSuchMessage. Numbers alone do not tell the messages of two chats apart."""
        self._refuse_stranger(self._chat)
        here = self._chat.messages.get(message.message_id)
        if here is None or (here.author, here.date) != (message.author, message.date):
            raise NoSuchMessage(f"{self.name} sees no message {message.message_id} here")

    def _refuse_if_over(self) -> None:
        """Raises MayNotWrite: nobody is there any more."""
        if self._chat.deactivated:
            raise MayNotWrite(f"the account of {self.name} is gone")
        if self._chat.deleted:
            raise MayNotWrite(f"{self._chat.name} was deleted")
        if self._chat.migrated_to is not None:
            raise MayNotWrite(f"{self._chat.name} has become a supergroup")

    def _refuse_if_kept_from(self, topic: int | None) -> None:
        """Raises NotInTheGroup, NoSuchTopic, MayNotWrite: here the app shows no field to write in."""
        self._refuse_stranger(self._chat)
        member = self._chat.members.get(self.person.id)
        if member and not member.may_post("can_send_messages"):
            raise MayNotWrite(f"{self.name} may not write in {self._chat.name}")
        where = self._chat.topic(topic) if self._exchange.has_topics(self._chat) else None
        if topic is not None and where is None:
            raise NoSuchTopic(f"{self._chat.name} has no topic {topic}")
        if (
            where
            and where.closed
            and where.creator != self.person.id
            and not (member and member.runs_the_group)
        ):
            raise MayNotWrite(f"the topic {where.name} is closed")
