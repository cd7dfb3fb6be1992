"""The open conversation, as values: its bubbles, who may speak in it, and in which topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from sandbox.chats import Chat
from sandbox.exchange import Exchange
from sandbox.groups.members import Status
from sandbox.groups.topics import GENERAL, GENERAL_NAME, Topic
from sandbox.media.files import StoredFile
from sandbox.media.photos import Photo
from sandbox.menu import Command
from sandbox.messages import Happening, Message
from sandbox.page.bubbles import to_html
from sandbox.page.calendar_words import day, hour
from sandbox.page.happenings import happening
from sandbox.page.requests import Look
from sandbox.phone import Phone

#: Messages of a chat, and mails, that the page shows: the newest.
MOST_SHOWN = 200
_LONGEST_PREVIEW = 80
_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Key:
    """One inline button; `place` is row and column, to find it again when it is pressed."""

    label: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Bubble:
    id: int
    mine: bool
    author: str
    #: The topic it is in; "" where there are no topics.
    topic: str
    #: What Telegram says happened; "" for what somebody wrote.
    happening: str
    html: Markup
    hour: str
    #: Set on the first message of a day.
    day: str
    edited: bool
    forwarded: str
    reply: str
    contact: str
    file_name: str
    file_size: str
    #: Where the photo is, and what it shows in words; "" when there is none.
    photo: str
    alt: str
    #: In pixels: the page keeps the place of a photo that is still to come.
    width: int
    height: int
    keys: list[list[Key]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the people, or one of the topics, to choose from."""

    id: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Face:
    """The round sign of a chat: its letters on one of the page's colours."""

    initials: str
    colour: int

    @classmethod
    def of(cls, chat: Chat) -> Face:
        # A remark in brackets is no part of the name: "Maria Flor (fictícia)" is MF.
        words = [word for word in chat.name.split() if word[0].isalnum()] or ["?"]
        initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
        return cls(initials.upper(), chat.id % _COLOURS)


@dataclass(frozen=True, slots=True)
class Talk:
    id: int
    name: str
    face: Face
    is_group: bool
    #: How many are in the group, the bot too.
    members: int
    bot_name: str
    bot_username: str
    description: str
    warning: str
    toast: str
    bubbles: list[Bubble]
    voices: list[Choice]
    topics: list[Choice]
    commands: tuple[Command, ...]
    reply_keys: tuple[tuple[str, ...], ...]


def seat(exchange: Exchange, look: Look) -> Phone | None:
    """Who speaks: in a group the chosen person or the first, in the chosen topic; None if nobody is there."""
    chat = exchange.chats.get(look.chat or 0)
    if chat is None:
        return None
    if chat.is_private:
        return exchange.phone_of(chat.id)
    members = (member.user.id for member in chat.members.values() if member.is_inside)
    inside = {number: phone for number in members if (phone := exchange.phone_of(number))}
    if not inside:
        return None
    voice = inside.get(look.voice or 0) or next(iter(inside.values()))
    topic = look.topic if chat.forum and chat.topic(look.topic) else None
    return voice.at(chat, topic)


def talk(exchange: Exchange, look: Look) -> Talk | None:
    chat = exchange.chats.get(look.chat or 0)
    if chat is None:
        return None
    phone = seat(exchange, look)
    voice = phone.person.id if phone else None
    return Talk(
        id=chat.id,
        name=chat.name,
        face=Face.of(chat),
        is_group=not chat.is_private,
        members=len(chat.everybody),
        bot_name=exchange.bot.name,
        bot_username=exchange.bot.username or "",
        description=exchange.menu.descriptions.get("pt") or exchange.menu.descriptions.get("", ""),
        warning=_warning(chat),
        toast=_toast(chat),
        bubbles=_bubbles(chat, voice),
        voices=_voices(chat, voice),
        topics=_topics(chat, phone),
        commands=phone.menu if phone else (),
        reply_keys=chat.reply_keyboard.rows if chat.reply_keyboard else (),
    )


def preview(chat: Chat, message: Message) -> str:
    """One line of it, with who wrote it unless it was the bot."""
    if said := happening(message):
        return said[:_LONGEST_PREVIEW]
    line = " ".join((message.text or _wordless(message)).split())[:_LONGEST_PREVIEW]
    if message.by_bot:
        return line
    return f"{'Você' if chat.is_private else message.author.name.partition(' ')[0]}: {line}"


def size(count: int) -> str:
    """1,4 MB"""
    for unit in ("bytes", "KB"):
        if count < 1024:
            return f"{count} {unit}"
        count //= 1024
    return f"{count} MB"


def _voices(chat: Chat, voice: int | None) -> list[Choice]:
    people = [member.user for member in chat.members.values() if member.is_inside]
    return [Choice(person.id, person.name, person.id == voice) for person in people]


def _topics(chat: Chat, phone: Phone | None) -> list[Choice]:
    if not chat.forum:
        return []
    chosen = chat.topic(phone.topic if phone else None)
    every = (chat.general, *chat.topics.values())
    return [Choice(topic.thread_id, _topic_name(topic), topic is chosen) for topic in every]


def _topic_name(topic: Topic) -> str:
    """The general topic keeps its English name until somebody gives it another."""
    return "Geral" if topic.thread_id == GENERAL and topic.name == GENERAL_NAME else topic.name


def _wordless(message: Message) -> str:
    match message.media:
        case StoredFile() as document:
            return document.name
        case Photo():
            return "foto"
        case None:
            return "contato"


def _warning(chat: Chat) -> str:
    if chat.is_private:
        return _persons_warning(chat)
    if chat.migrated_to is not None:
        return "Este grupo virou um supergrupo: a conversa continua lá."
    if chat.deleted:
        return "Este grupo foi apagado."
    match chat.bot.status:
        case Status.KICKED:
            return "O robô foi expulso deste grupo."
        case Status.LEFT:
            return "O robô não está neste grupo."
        case Status.RESTRICTED:
            return "O robô está restrito neste grupo."
        case _:
            return ""


def _persons_warning(chat: Chat) -> str:
    if chat.deactivated:
        return "Esta conta foi desativada: o robô não consegue escrever aqui."
    if chat.blocked:
        return "Esta pessoa bloqueou o robô. Ao escrever, ela o desbloqueia."
    return ""


def _toast(chat: Chat) -> str:
    """The words that answered the last press, until something newer happens."""
    last = chat.events[-1] if chat.events else None
    return last.toast if last and last.happening is Happening.ANSWERED else ""


def _bubbles(chat: Chat, voice: int | None) -> list[Bubble]:
    bubbles: list[Bubble] = []
    before: datetime | None = None
    for message in list(chat.messages.values())[-MOST_SHOWN:]:
        new_day = before is None or day(before) != day(message.date)
        bubbles.append(_bubble(chat, message, voice, day(message.date) if new_day else ""))
        before = message.date
    return bubbles


def _bubble(chat: Chat, message: Message, voice: int | None, first_of: str) -> Bubble:
    document = message.document
    replied = chat.messages.get(message.reply_to) if message.reply_to else None
    contact = message.extra.get("contact") if message.extra else None
    topic = chat.topic(message.thread_id) if chat.forum else None
    return Bubble(
        id=message.message_id,
        mine=message.author.id == voice,
        author=message.author.name,
        topic=_topic_name(topic) if topic else "",
        happening=happening(message),
        html=to_html(message.body),
        hour=hour(message.edited or message.date),
        day=first_of,
        edited=message.edited is not None,
        forwarded=message.forwarded_from.name if message.forwarded_from else "",
        reply=preview(chat, replied) if replied else "",
        contact=str(contact.get("phone_number", "")) if isinstance(contact, dict) else "",
        file_name=document.name if document else "",
        file_size=size(len(document.content)) if document else "",
        photo=f"/page/photos/{chat.id}/{message.message_id}" if message.photo else "",
        alt=message.text or "Foto sem legenda",
        width=message.photo.largest.width if message.photo else 0,
        height=message.photo.largest.height if message.photo else 0,
        keys=_keys(message),
    )


def _keys(message: Message) -> list[list[Key]]:
    rows = message.keyboard.rows if message.keyboard else ()
    return [
        [
            Key(button.text, f"{row}.{column}", (button.url or "") if button.callback_data is None else "")
            for column, button in enumerate(buttons)
        ]
        for row, buttons in enumerate(rows)
    ]
