"""One announcement to many: words and audience are kept in one transaction, then each person's notice is put, some
people at a time, until all have theirs (design rule 1).

An announcement goes to everybody of its audience, whatever else they heard in the week: the cap holds back early
reminders only. Nothing of it leaves outside the sending window of the person, unless it is urgent.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape, unescape
from unicodedata import category
from zoneinfo import ZoneInfo

from db import outbox
from db.announcements import (
    Announcement,
    Listener,
    keep,
    locked_announcement,
    next_recipients,
    same_words,
    wording_ids,
)
from db.audit import record
from db.channels import ChannelKind
from db.deliveries import Lane
from db.ids import AnnouncementId, PersonId, WordingId
from db.notices import NoticeKind
from db.preferences import Reach, reach_of, without_announcements
from db.serving import seats_of
from db.slots import fill, slot, without_slots
from notifier.texts import Mail
from rede.access import require_secretariat
from rede.audience import Audience, listeners
from rede.by_channel import as_chosen
from rede.desk import Desk
from rede.digest import Words
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.days.zones import zone_of
from scheduler.plan.cpf import has_cpf
from scheduler.sending_window import not_before

#: Characters of a title; of a chat message, counted as Telegram does at its strictest (UTF-16, after its marks).
LONGEST_TITLE, LONGEST_CHAT = 90, 4096
#: The same words to the same audience within this time may be a slip.
LATELY = timedelta(hours=1)
#: Slots of an announcement's words: whom it greets, and what an unsubscribing link ends with.
NAME, LEAVE = "name", "leave"
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
        starts=at if order.urgent else not_before(at, desk.office.window, BRASILIA, desk.office.calendar),
        before=await same_words(
            desk.session, title=order.title, text=order.text, audience=order.audience, since=desk.now - LATELY
        ),
    )


def _words(desk: Desk, order: BroadcastOrder) -> Words:
    office = desk.office
    facts = {
        "person": slot(NAME),
        "title": order.title,
        "paragraphs": [part.split("\n") for part in re.split(r"\n{2,}", order.text)],
        "text": order.text,
        "leave_link": f"{office.public_url}/sair/{slot(LEAVE)}" if office.public_url else "",
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
    announcement = Announcement(
        title=order.title,
        text=order.text,
        audience=order.audience,
        created_at=desk.now,
        not_before=prepared.starts,
        people=len(prepared.listeners),
        created_by=desk.actor,
        urgent=order.urgent,
    )
    chat, mail = prepared.words.chat, prepared.words.mail
    wordings = [
        (ChannelKind.TELEGRAM, chat, mail.subject, ""),
        (ChannelKind.EMAIL, mail.text, mail.subject, mail.html),
    ]
    people = [one.person_id for one in prepared.listeners]
    await keep(desk.session, announcement, wordings=wordings, recipients=people)
    detail = f"{order.audience}, {len(people)} people{', urgent' if order.urgent else ''}"
    about = f"announcements:{announcement.id}"
    record(desk.session, "announcement.make", about, now=desk.now, person_id=desk.actor, detail=detail)
    return announcement


async def fill_broadcast(desk: Desk, announcement_id: AnnouncementId, *, limit: int) -> int | None:
    """Puts the notices of those who come next, at most `limit`; how many were put. None: nobody is left.

    Who turned announcements off since, or has no open channel any more, gets none.
    """
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None or announcement.filled_at or announcement.held_at or announcement.cancelled_at:
        return None
    people = await next_recipients(desk.session, announcement, limit)
    put = await outbox.put_all(desk.session, await _notices(desk, announcement, dict(people)))
    if people:
        announcement.filled_through = people[-1][0]
    if len(people) < limit:
        announcement.filled_at = desk.now
    return sum(one is not None for one in put)


async def _notices(
    desk: Desk, announcement: Announcement, names: dict[PersonId, str]
) -> list[outbox.NewNotice]:
    reached = await reach_of(desk.session, names)
    turned_off = await without_announcements(desk.session, names)
    seats = await seats_of(desk.session, names)
    shared = await wording_ids(desk.session, announcement.id)
    moments = _Moments(desk, announcement)
    return [
        outbox.NewNotice(
            kind=NoticeKind.ANNOUNCEMENT,
            lane=Lane.BROADCASTS,
            created_at=desk.now,
            not_before=moments.of(zone_of(*seats.get(person_id, ("", "")))),
            deliveries=_deliveries(reached[person_id], shared, _fills(desk, person_id, name)),
            person_id=person_id,
            key=f"announcement:{announcement.id}:{person_id}",
            announcement_id=announcement.id,
        )
        for person_id, name in names.items()
        if person_id not in turned_off and reached[person_id].is_open
    ]


class _Moments:
    """When it may leave in each zone, found once."""

    def __init__(self, desk: Desk, announcement: Announcement) -> None:
        self._since, self._urgent = max(announcement.not_before, desk.now), bool(announcement.urgent)
        self._office, self._known = desk.office, dict[ZoneInfo, datetime]()

    def of(self, zone: ZoneInfo) -> datetime:
        if self._urgent:
            return self._since
        if zone not in self._known:
            self._known[zone] = not_before(self._since, self._office.window, zone, self._office.calendar)
        return self._known[zone]


def _fills(desk: Desk, person_id: PersonId, name: str) -> str:
    leave = f"{person_id}.{desk.office.sealer.stamp(LEAVE, person_id)}"
    return json.dumps({NAME: without_slots(name), LEAVE: leave}, ensure_ascii=False)


def _deliveries(reached: Reach, shared: dict[ChannelKind, WordingId], fills: str) -> list[outbox.NewDelivery]:
    found = [
        outbox.NewDelivery(
            channel=kind,
            channel_id=channel.id,
            address=channel.address,
            body="",
            wording_id=shared[kind],
            fills=fills,
        )
        for kind, channel in reached.channels.items()
    ]
    return as_chosen(reached, found)
