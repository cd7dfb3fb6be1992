"""One announcement to many: words and audience are kept in one transaction, then each person's notice is put, some
people at a time, until all have theirs (design rule 1).

An announcement goes to everybody of its audience, whatever else they heard in the week: the cap holds back early
reminders only. Nothing of it leaves outside the sending window of the person, unless it is urgent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from unicodedata import category

from db import outbox
from db.announcements import Announcement, AnnouncementKind, LeftOut, Listener, same_words
from db.broadcast_hearers import is_leaving, people_who_may_have_heard
from db.channels import ChannelKind
from db.ids import AnnouncementId, EnclosureId, InstitutionId, PersonId
from db.institutions import Institution
from db.slots import fill, without_slots
from notifier.marked import is_marked, links_of
from notifier.texts import Mail
from rede.access import NotYours
from rede.approval_of_broadcasts import GRACE, ask_approval
from rede.audience import Audience, count_of, listeners
from rede.broadcast_words import LONGEST_CHAT, Written, broadcast_words, longest_chat, units
from rede.desk import Desk
from rede.digest import Words
from rede.links import allowed_link, require_allowed_links
from rede.own_broadcasts import reach_of_sender, require_sender, seen
from rede.refusal import Refusal
from rede.to_many import LEAVE, NAME, LinkButton, ToMany, as_listeners, tell_many
from scheduler.clock import BRASILIA
from scheduler.plan.cpf import has_cpf
from scheduler.sending_window import not_before

__all__ = ["GRACE", "LONGEST_CHAT", "Broadcast", "BroadcastOrder", "BroadcastRefused", "LinkButton"]

#: Characters of a title, and of a button.
LONGEST_TITLE, LONGEST_LABEL = 90, 40
#: The same words to the same audience within this time may be a slip.
LATELY = timedelta(hours=1)
#: What some put after the count that they confirm.
_PEOPLE = re.compile(r"pessoas?$", re.IGNORECASE)
#: What no keyboard writes and no channel carries: control characters, halves of characters (Unicode, chapter 4.5).
UNPRINTABLE = ("Cc", "Cs")
#: So many people hear nothing before a second authorised person said yes.
APPROVAL_FROM = 201


class BroadcastRefused(Refusal):
    """
    `broadcast_empty`, `broadcast_without_text`, `broadcast_unprintable`, `broadcast_with_cpf`,
    `broadcast_title_too_long`, `broadcast_label_too_long` and `broadcast_too_long` (`length`, `most`, `over`),
    `broadcast_formatting`, `broadcast_in_the_past`, `broadcast_to_nobody` (`no_channel`, `closed`, `turned_off`),
    `broadcast_count_wrong` (`typed`, `shown`), `broadcast_count_changed` (`people`, `shown`),
    `correction_too_early` (what it puts right is still leaving).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastOrder:
    """What somebody wants everybody of an audience to be told; read by `read_words`."""

    title: str
    text: str
    #: A correction goes to those who got the original, whatever stands here.
    audience: Audience
    #: None: now.
    at: datetime | None = None
    #: Why it cannot wait for the sending window; empty: it can.
    urgent: str = ""
    #: The text in Telegram's HTML; empty: it has no formatting.
    marked: str = ""
    #: A picture or a document that goes with it.
    enclosure_id: EnclosureId | None = None
    button: LinkButton | None = None
    #: In whose name; None: the Secretariat's.
    sender: InstitutionId | None = None
    promotional: bool = False
    correction_of: AnnouncementId | None = None

    @property
    def named(self) -> str:
        """Whom it is for, as it is kept and listed."""
        return str(self.audience) if self.correction_of is None else f"comunicado:{self.correction_of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """An order with its words, who hears it by which channel, and who does not."""

    order: BroadcastOrder
    words: Words
    #: By number; who is left out is not among them.
    listeners: Sequence[Listener]
    #: Of the left out: who never had a channel, whose channels are closed, who wants no announcements.
    no_channel: int
    closed: int
    turned_off: int
    #: Everybody of it, by number.
    audience: Sequence[PersonId]
    #: When the first of them may hear it.
    starts: datetime
    #: The same words went to the same audience within the last hour.
    before: Announcement | None
    needs_approval: bool

    @property
    def left_out(self) -> int:
        return self.no_channel + self.closed + self.turned_off

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
    if not _is_seen(title):
        raise BroadcastRefused("broadcast_empty")
    if len(title) > LONGEST_TITLE:
        raise _too_long("broadcast_title_too_long", len(title), LONGEST_TITLE)
    if not _is_seen(text):
        raise BroadcastRefused("broadcast_without_text")
    if any(category(letter) in UNPRINTABLE and letter not in "\n\t" for letter in title + text):
        raise BroadcastRefused("broadcast_unprintable")
    if has_cpf(title) or has_cpf(text):
        raise BroadcastRefused("broadcast_with_cpf")
    return title, text


async def prepare(desk: Desk, order: BroadcastOrder) -> Broadcast:
    """What would happen; changes nothing.

    Raises:
        NotYours: the actor does not speak in that name, or what it corrects is another's.
        BroadcastRefused: its moment is over, nobody would hear it, or it cannot be sent as it is.
        LinkRefused: it leads somewhere else than announcements may.
        AudienceRefused: a name in the audience is not known.
    """
    await require_sender(desk, order.sender)
    at = order.at or desk.now
    if at < desk.now:
        raise BroadcastRefused("broadcast_in_the_past", at=at)
    order = _checked(desk, order)
    audience = await _audience(desk, order)
    hear = [one for one in audience if one.reason is None]
    lost = count_of(audience).left_out
    left_out = {
        "no_channel": lost.get(LeftOut.NO_CONTACT, 0),
        "closed": lost.get(LeftOut.CLOSED, 0),
        "turned_off": lost.get(LeftOut.OPTED_OUT, 0),
    }
    if not hear:
        raise BroadcastRefused("broadcast_to_nobody", **left_out)
    words = broadcast_words(desk, await _written(desk, order))
    length = longest_chat(words.chat, max((one.name for one in hear), key=units))
    if length > LONGEST_CHAT:
        raise _too_long("broadcast_too_long", length, LONGEST_CHAT)
    leaves = max(at, desk.now + _grace(desk))
    return Broadcast(
        order=order,
        words=words,
        listeners=hear,
        **left_out,
        audience=[one.person_id for one in audience],
        starts=leaves
        if order.urgent
        else not_before(leaves, desk.office.window, BRASILIA, desk.office.calendar),
        before=await same_words(
            desk.session,
            title=order.title,
            text=order.text,
            audience=order.named,
            since=desk.now - LATELY,
        ),
        needs_approval=desk.actor is not None and len(hear) >= APPROVAL_FROM,
    )


def confirm_count(prepared: Broadcast, typed: str, *, shown: int) -> None:
    """Whoever confirms types how many people will hear it. `shown`: the count that they were shown.

    Raises:
        BroadcastRefused: it is another number, or as many do not hear it any more: show the new count, and ask
            again.
    """
    digits = _PEOPLE.sub("", "".join(typed.split()).replace(".", ""))
    if digits != str(shown):
        raise BroadcastRefused("broadcast_count_wrong", typed=typed.strip()[:20], shown=shown)
    if len(prepared.listeners) != shown:
        raise BroadcastRefused("broadcast_count_changed", people=len(prepared.listeners), shown=shown)


async def broadcast(desk: Desk, prepared: Broadcast) -> Announcement:
    """Keeps the intent; the bell does the rest, a minute later: so long it may be called off at once.

    Where it needs approval, whoever may approve it is asked. The command line's word counts as an approval, and
    nothing waits for it.
    """
    order = prepared.order
    new = ToMany(
        kind=AnnouncementKind.BROADCAST,
        title=order.title,
        text=order.text,
        words=prepared.words,
        people=prepared.audience,
        audience=order.named,
        at=max(order.at or desk.now, desk.now + _grace(desk)),
        urgent=order.urgent,
        promotional=order.promotional,
        sender_id=order.sender,
        correction_of=order.correction_of,
        needs_approval=prepared.needs_approval,
        buttons=[[order.button]] if order.button else (),
        enclosure_id=order.enclosure_id,
    )
    made = await tell_many(desk, new)
    if made is None:
        raise NotYours
    if made.needs_approval:
        await ask_approval(desk, made)
    return made


def _grace(desk: Desk) -> timedelta:
    return timedelta(0) if desk.actor is None else GRACE


def _checked(desk: Desk, order: BroadcastOrder) -> BroadcastOrder:
    if order.marked and not is_marked(order.marked):
        raise BroadcastRefused("broadcast_formatting")
    for link in links_of(order.marked):
        allowed_link(desk.office, link)
    require_allowed_links(desk.office, f"{order.title}\n{order.text}")
    if order.button is None:
        return order
    label = order.button.label.strip()
    label = label if _is_seen(label) else ""
    if not 0 < len(label) <= LONGEST_LABEL:
        raise _too_long("broadcast_label_too_long", len(label), LONGEST_LABEL)
    return replace(order, button=LinkButton(label, allowed_link(desk.office, order.button.link)))


def _is_seen(words: str) -> bool:
    """Telegram refuses what has only spaces, and letters without a width."""
    return any(one.isprintable() and not one.isspace() for one in words)


def _too_long(key: str, length: int, most: int) -> BroadcastRefused:
    return BroadcastRefused(key, length=length, most=most, over=length - most)


async def _audience(desk: Desk, order: BroadcastOrder) -> Sequence[Listener]:
    if order.correction_of is None:
        return await listeners(desk, order.audience, within=await reach_of_sender(desk, order.sender))
    original = await seen(desk, order.correction_of)
    if original.sender_id != order.sender:
        raise NotYours
    if await is_leaving(desk.session, original):
        raise BroadcastRefused("correction_too_early")
    return await as_listeners(desk, await people_who_may_have_heard(desk.session, original.id))


async def _written(desk: Desk, order: BroadcastOrder) -> Written:
    find = desk.session.get_one
    return Written(
        title=order.title,
        text=order.text,
        marked=order.marked,
        button=order.button,
        sender=None if order.sender is None else await find(Institution, order.sender),
        original=None if order.correction_of is None else await find(Announcement, order.correction_of),
    )
