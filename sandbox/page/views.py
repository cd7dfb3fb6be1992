"""What the page shows, as values: the templates only lay them out."""

from dataclasses import dataclass
from datetime import timedelta

from sandbox.chats import Chat
from sandbox.clock import SandboxClock
from sandbox.exchange import Exchange
from sandbox.mail.mailbox import Attachment, Mail
from sandbox.messages import Message
from sandbox.page.calendar_words import day, for_field, hour, short
from sandbox.page.requests import Look
from sandbox.page.talks import Face, Talk, preview
from sandbox.users import User


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    face: Face
    preview: str
    hour: str
    current: bool


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
    """Groups too; where somebody wrote last comes first."""
    chats = sorted(exchange.chats.values(), key=_liveliness, reverse=True)
    return [_person(chat, current) for chat in chats]


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


def _person(chat: Chat, current: int | None) -> Person:
    last = _last(chat) if chat.messages else None
    return Person(
        id=chat.id,
        name=chat.name,
        face=Face.of(chat),
        preview=preview(chat, last) if last else _silence(chat),
        hour=hour(last.date) if last else "",
        current=chat.id == current,
    )


def _silence(chat: Chat) -> str:
    return "Ainda não escreveu" if chat.is_private else "Grupo sem mensagens"


def _liveliness(chat: Chat) -> tuple[float, int]:
    """When the last message came; of two in one instant, the one with the higher number is the newer."""
    if not chat.messages:
        return (0.0, 0)
    last = _last(chat)
    return (last.date.timestamp(), last.message_id)


def _last(chat: Chat) -> Message:
    return next(reversed(chat.messages.values()))
