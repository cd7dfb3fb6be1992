"""What the page shows, as values: the templates only lay them out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from sandbox.chats import Chat
from sandbox.clock import SandboxClock
from sandbox.exchange import Exchange
from sandbox.mailbox import Attachment, Mail
from sandbox.menu import Command
from sandbox.messages import Happening, Message, User
from sandbox.page.bubbles import to_html
from sandbox.page.calendar_words import day, for_field, hour, short
from sandbox.page.requests import Look

#: Messages of a chat, and mails, that the page shows: the newest.
MOST_SHOWN = 200
_COLOURS = 6
_LONGEST_PREVIEW = 80


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    initials: str
    colour: int
    preview: str
    hour: str
    current: bool


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
    keys: list[list[Key]]


@dataclass(frozen=True, slots=True)
class Talk:
    id: int
    person: Person
    bot_name: str
    bot_username: str
    description: str
    warning: str
    toast: str
    bubbles: list[Bubble]
    commands: tuple[Command, ...]
    reply_keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the list, and its parts when it is open."""

    number: int
    subject: str
    sender: str
    recipients: str
    when: str
    text: str
    has_html: bool
    attachments: list[Attachment]


@dataclass(frozen=True, slots=True)
class Hour:
    day: str
    hour: str
    field: str
    iso: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page at one moment."""

    look: Look
    bot: User
    people: list[Person]
    talk: Talk | None
    letters: list[Letter]
    opened: Letter | None
    clock: Hour


def people(exchange: Exchange, current: int | None) -> list[Person]:
    """The latest to have spoken first."""
    chats = [phone.chat for phone in exchange.phones]
    chats.sort(key=lambda chat: _last(chat).message_id if chat.messages else 0, reverse=True)
    return [_person(chat, current) for chat in chats]


def talk(exchange: Exchange, chat_id: int | None) -> Talk | None:
    phone = next((phone for phone in exchange.phones if phone.chat_id == chat_id), None)
    if phone is None:
        return None
    chat = phone.chat
    return Talk(
        id=chat.id,
        person=_person(chat, chat.id),
        bot_name=exchange.bot.name,
        bot_username=exchange.bot.username or "",
        description=exchange.menu.descriptions.get("pt") or exchange.menu.descriptions.get("", ""),
        warning=_warning(chat),
        toast=_toast(chat),
        bubbles=_bubbles(chat),
        commands=phone.menu,
        reply_keys=chat.reply_keyboard.rows if chat.reply_keyboard else (),
    )


def letter(mail: Mail, *, opened: bool = False) -> Letter:
    return Letter(
        number=mail.number,
        subject=mail.subject or "(sem assunto)",
        sender=mail.author or mail.sender,
        recipients=", ".join(mail.recipients),
        when=short(mail.received),
        text=mail.text if opened else "",
        has_html=bool(mail.html) if opened else False,
        attachments=mail.attachments if opened else [],
    )


def clock_face(clock: SandboxClock) -> Hour:
    now = clock.now()
    next_minute = now + timedelta(minutes=1)
    return Hour(day(now), hour(now), for_field(next_minute), now.isoformat(timespec="minutes"))


def size(count: int) -> str:
    """1,4 MB"""
    for unit in ("bytes", "KB"):
        if count < 1024:
            return f"{count} {unit}"
        count //= 1024
    return f"{count} MB"


def _person(chat: Chat, current: int | None) -> Person:
    # A remark in brackets is no part of the name: "Maria Flor (fictícia)" is MF.
    words = [word for word in chat.name.split() if word[0].isalnum()] or ["?"]
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    last = _last(chat) if chat.messages else None
    return Person(
        id=chat.id,
        name=chat.name,
        initials=initials.upper(),
        colour=chat.id % _COLOURS,
        preview=_preview(last) if last else "Ainda não escreveu",
        hour=hour(last.date) if last else "",
        current=chat.id == current,
    )


def _last(chat: Chat) -> Message:
    return next(reversed(chat.messages.values()))


def _preview(message: Message) -> str:
    text = message.text or (message.document.name if message.document else "contato")
    line = " ".join(text.split())[:_LONGEST_PREVIEW]
    return line if message.by_bot else f"Você: {line}"


def _warning(chat: Chat) -> str:
    if chat.deactivated:
        return "Esta conta foi desativada: o robô não consegue escrever aqui."
    if chat.blocked:
        return "Esta pessoa bloqueou o robô. Ao escrever, ela o desbloqueia."
    return ""


def _toast(chat: Chat) -> str:
    """The words that answered the last press, until something newer happens."""
    last = chat.events[-1] if chat.events else None
    return last.toast if last and last.happening is Happening.ANSWERED else ""


def _bubbles(chat: Chat) -> list[Bubble]:
    bubbles: list[Bubble] = []
    before: datetime | None = None
    for message in list(chat.messages.values())[-MOST_SHOWN:]:
        new_day = before is None or day(before) != day(message.date)
        bubbles.append(_bubble(chat, message, day(message.date) if new_day else ""))
        before = message.date
    return bubbles


def _bubble(chat: Chat, message: Message, first_of: str) -> Bubble:
    document = message.document
    replied = chat.messages.get(message.reply_to) if message.reply_to else None
    contact = message.extra.get("contact") if message.extra else None
    return Bubble(
        id=message.message_id,
        mine=not message.by_bot,
        html=to_html(message.body),
        hour=hour(message.edited or message.date),
        day=first_of,
        edited=message.edited is not None,
        forwarded=message.forwarded_from.name if message.forwarded_from else "",
        reply=_preview(replied) if replied else "",
        contact=str(contact.get("phone_number", "")) if isinstance(contact, dict) else "",
        file_name=document.name if document else "",
        file_size=size(len(document.content)) if document else "",
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
