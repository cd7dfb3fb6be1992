"""One announcement to many: words and audience are kept in one transaction, then each person's notice is put, some
people at a time, until all have theirs (design rule 1).

An announcement goes to everybody of its audience, whatever else they heard in the week: the cap holds back early
reminders only. Nothing of it leaves outside the sending window of the person, unless it is urgent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape, unescape
from unicodedata import category

from db import outbox
from db.announcements import (
    Announcement,
    AnnouncementKind,
    Listener,
    same_words,
)
from db.channels import ChannelKind
from db.ids import PersonId
from db.slots import fill, without_slots
from notifier.texts import Mail
from rede.access import NotYours, require_secretariat
from rede.audience import Audience, listeners
from rede.desk import Desk
from rede.digest import Words
from rede.refusal import Refusal
from rede.to_many import LEAVE, NAME, ToMany, leave_link, person_slot, tell_many
from scheduler.clock import BRASILIA
from scheduler.plan.cpf import has_cpf
from scheduler.sending_window import not_before

#: Characters of a title; of a chat message, counted as Telegram does at its strictest (UTF-16, after its marks).
LONGEST_TITLE, LONGEST_CHAT = 90, 4096
#: The same words to the same audience within this time may be a slip.
LATELY = timedelta(hours=1)
#: What no keyboard writes and no channel carries: control characters, halves of characters (Unicode, chapter 4.5).
UNPRINTABLE = ("Cc", "Cs")
_TAG = re.compile(r"<[^>]*>")


class BroadcastRefused(Refusal):
    """
    `broadcast_empty`, `broadcast_without_text`, `broadcast_unprintable`, `broadcast_with_cpf`,
    `broadcast_title_too_long` and `broadcast_too_long` (`length`, `most`), `broadcast_in_the_past`,
    `broadcast_to_nobody` (`left_out`).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastOrder:
    """What somebody wants everybody of an audience to be told; read by `read_words`."""

    title: str
    text: str
    audience: Audience
    #: None: now.
    at: datetime | None = None
    #: Why it cannot wait for the sending window; empty: it can.
    urgent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """An order with its words, who hears it by which channel, and who does not."""

    order: BroadcastOrder
    words: Words
    #: By number; who is left out is not among them.
    listeners: Sequence[Listener]
    no_channel: int
    turned_off: int
    #: Everybody of it, by number.
    audience: Sequence[PersonId]
    #: When the first of them may hear it.
    starts: datetime
    #: The same words went to the same audience within the last hour.
    before: Announcement | None

    def count(self, kind: ChannelKind) -> int:
        """People who hear it by that channel at once."""
        return sum(kind in one.first for one in self.listeners)

    def words_to(self, name: str) -> Words:
        """As that person would read them, but for what no number stands for yet."""
        values = {LEAVE: "…", outbox.NOTICE_SLOT: "AV-…"}
        plain, marked = {**values, NAME: name}, {**values, NAME: escape(name)}
        mail = self.words.mail
        return Words(
            chat=fill(self.words.chat, marked),
            mail=Mail(fill(mail.subject, plain), fill(mail.text, plain), fill(mail.html, marked)),
        )


def read_words(written: str) -> tuple[str, str]:
    """The first line is the title, the rest the text.

    Raises:
        BroadcastRefused: a part is missing, too long, or cannot be sent.
    """
    lines = [line.rstrip() for line in without_slots(written).strip().splitlines()]
    title, text = (lines[0].strip() if lines else ""), "\n".join(lines[1:]).strip("\n")
    if not title:
        raise BroadcastRefused("broadcast_empty")
    if len(title) > LONGEST_TITLE:
        raise BroadcastRefused("broadcast_title_too_long", length=len(title), most=LONGEST_TITLE)
    if not text.strip():
        raise BroadcastRefused("broadcast_without_text")
    if any(category(letter) in UNPRINTABLE and letter not in "\n\t" for letter in title + text):
        raise BroadcastRefused("broadcast_unprintable")
    if has_cpf(title) or has_cpf(text):
        raise BroadcastRefused("broadcast_with_cpf")
    return title, text


async def prepare(desk: Desk, order: BroadcastOrder) -> Broadcast:
    """What would happen; changes nothing.

    Raises:
        NotYours: the actor does not serve the Secretariat.
        BroadcastRefused: its moment is over, nobody would hear it, or it is too long for one of them.
    """
    await require_secretariat(desk)
    at = order.at or desk.now
    if at < desk.now:
        raise BroadcastRefused("broadcast_in_the_past", at=at)
    audience = await listeners(desk, order.audience)
    hear = [one for one in audience if one.wants and one.first]
    turned_off = sum(not one.wants for one in audience)
    no_channel = len(audience) - len(hear) - turned_off
    if not hear:
        raise BroadcastRefused("broadcast_to_nobody", no_channel=no_channel, turned_off=turned_off)
    words = _words(desk, order)
    _require_room(words, max((one.name for one in hear), key=_units))
    return Broadcast(
        order=order,
        words=words,
        listeners=hear,
        no_channel=no_channel,
        turned_off=turned_off,
        audience=[one.person_id for one in audience],
        starts=at if order.urgent else not_before(at, desk.office.window, BRASILIA, desk.office.calendar),
        before=await same_words(
            desk.session,
            title=order.title,
            text=order.text,
            audience=str(order.audience),
            since=desk.now - LATELY,
        ),
    )


def _words(desk: Desk, order: BroadcastOrder) -> Words:
    office = desk.office
    facts = {
        "person": person_slot(),
        "title": order.title,
        "paragraphs": [part.split("\n") for part in re.split(r"\n{2,}", order.text)],
        "text": order.text,
        "leave_link": leave_link(desk),
        "mailbox": office.mailbox,
        "official_page": office.official_page,
    }
    texts = office.texts
    return Words(chat=texts.chat("announcement", **facts), mail=texts.email("announcement", **facts))


def _require_room(words: Words, longest_name: str) -> None:
    filled = fill(words.chat, {NAME: longest_name, outbox.NOTICE_SLOT: "AV-0000000000"})
    length = _units(unescape(_TAG.sub("", filled)))
    if length > LONGEST_CHAT:
        raise BroadcastRefused("broadcast_too_long", length=length, most=LONGEST_CHAT)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


async def broadcast(desk: Desk, prepared: Broadcast) -> Announcement:
    """Keeps the intent; the bell does the rest."""
    order = prepared.order
    new = ToMany(
        kind=AnnouncementKind.BROADCAST,
        title=order.title,
        text=order.text,
        words=prepared.words,
        people=prepared.audience,
        audience=str(order.audience),
        at=order.at,
        urgent=order.urgent,
    )
    made = await tell_many(desk, new)
    if made is None:
        raise NotYours
    return made
