"""One announcement to many: words and people are kept once, the bell fills each person's notice in later.

Every announcement is made here: a broadcast, a class, a meeting, a request, a post. A tool of acts.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.announcement_turns import people_with_a_channel
from db.announcements import Announcement, AnnouncementKind, LeftOut, Listener, keep
from db.audit import record
from db.channels import ChannelKind
from db.held_announcements import ELECTORAL
from db.ids import AnnouncementId, EnclosureId, InstitutionId, PersonId
from db.preferences import reach_of, without_announcements
from db.serving import people_by_id
from db.slots import slot
from rede.desk import Desk
from rede.digest import Words
from rede.electoral_hold import is_to_be_held, tell_of_hold
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before

#: Slots of an announcement's words: whom it greets, and what an unsubscribing link ends with.
NAME, LEAVE = "name", "leave"


@dataclass(frozen=True, slots=True)
class PressButton:
    """Under the words of the chat, for each person their own (rede/bound_buttons.py)."""

    label: str
    act: str
    number: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class LinkButton:
    label: str
    #: An https address.
    link: str


Buttons = Sequence[Sequence[PressButton | LinkButton]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMany:
    """`words` greet `person_slot()` and may lead to `leave_link(desk)`; `people` is the whole audience."""

    kind: AnnouncementKind
    title: str
    #: As it was written, or what it comes to: for lists.
    text: str
    words: Words
    people: Sequence[PersonId]
    #: In the language of audiences, or what stands for it.
    audience: str
    #: None: now.
    at: datetime | None = None
    #: Why it cannot wait for the sending window; empty: it can.
    urgent: str = ""
    #: Makes telling it twice harmless.
    key: str | None = None
    #: `classes:12`: who hears of it hears of its changes (`db.announcements.people_told_about`).
    about: str = ""
    #: An obligation follows from it: opting out of announcements does not keep it away.
    essential: bool = False
    promotional: bool = False
    #: None: the Secretariat speaks.
    sender_id: InstitutionId | None = None
    correction_of: AnnouncementId | None = None
    needs_approval: bool = False
    buttons: Buttons = ()
    calendar: str = ""
    enclosure_id: EnclosureId | None = None
    #: Past it, it tells nobody any more.
    expires_at: datetime | None = None


def person_slot() -> str:
    """What greets each person in shared words."""
    return slot(NAME)


def leave_link(desk: Desk) -> str:
    """Where whoever wants no more announcements goes; empty where no page of ours can be reached."""
    public = desk.office.public_url
    return f"{public}/sair/{slot(LEAVE)}" if public else ""


async def tell_many(desk: Desk, new: ToMany) -> Announcement | None:
    """Keeps it; the bell does the rest. None: one with its key is there already.

    Who may speak to whom is for the act to ask. In an electoral period what promotes is held till somebody
    releases it, and the Secretariat is told.
    """
    at = new.at or desk.now
    opens = not_before(at, desk.office.window, BRASILIA, desk.office.calendar)
    absent = await left_out(desk, new.people, essential=new.essential)
    announcement = Announcement(
        kind=new.kind,
        title=new.title,
        text=new.text,
        audience=new.audience,
        created_at=desk.now,
        not_before=at if new.urgent else opens,
        people=len(new.people) - len(absent),
        created_by=desk.actor,
        urgent=new.urgent,
        key=new.key,
        about=new.about,
        essential=new.essential,
        promotional=new.promotional,
        sender_id=new.sender_id,
        correction_of=new.correction_of,
        needs_approval=new.needs_approval,
        buttons=_buttons_json(new.buttons),
        calendar=new.calendar,
        enclosure_id=new.enclosure_id,
        expires_at=new.expires_at,
    )
    if await is_to_be_held(desk, announcement):
        announcement.held_at, announcement.held_for = desk.now, ELECTORAL
    recipients = {one: str(absent.get(one, "")) for one in new.people}
    if not await keep(desk.session, announcement, wordings=_wordings(new.words), recipients=recipients):
        return None
    _record(desk, announcement)
    if announcement.held_at is not None:
        await tell_of_hold(desk, announcement)
    return announcement


async def left_out(
    desk: Desk, people: Sequence[PersonId], *, essential: bool = False
) -> dict[PersonId, LeftOut]:
    """Who of them hears nothing, and why; the others are not there."""
    reached = await reach_of(desk.session, people)
    known = await people_with_a_channel(desk.session, people)
    turned_off = set() if essential else await without_announcements(desk.session, people)
    found: dict[PersonId, LeftOut] = {}
    for one in people:
        if one in turned_off:
            found[one] = LeftOut.OPTED_OUT
        elif not reached[one].is_open:
            found[one] = LeftOut.CLOSED if one in known else LeftOut.NO_CONTACT
    return found


async def as_listeners(desk: Desk, people: Sequence[PersonId]) -> list[Listener]:
    """Each of these people, in that order, as somebody of an audience."""
    reached, named = await reach_of(desk.session, people), await people_by_id(desk.session, people)
    turned_off = await without_announcements(desk.session, people)
    known = await people_with_a_channel(desk.session, people)
    return [
        Listener(
            person_id=one,
            name=named[one].name,
            telegram=ChannelKind.TELEGRAM in reached[one].channels,
            email=ChannelKind.EMAIL in reached[one].channels,
            choice=reached[one].choice,
            wants=one not in turned_off,
            known=one in known,
        )
        for one in people
    ]


def _wordings(words: Words) -> list[tuple[ChannelKind, str, str, str]]:
    chat, mail = words.chat, words.mail
    return [
        (ChannelKind.TELEGRAM, chat, mail.subject, ""),
        (ChannelKind.EMAIL, mail.text, mail.subject, mail.html),
    ]


def _buttons_json(buttons: Buttons) -> str:
    rows = [[_button(one) for one in row] for row in buttons]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _button(one: PressButton | LinkButton) -> dict[str, str | int]:
    if isinstance(one, LinkButton):
        return {"label": one.label, "link": one.link}
    return {"label": one.label, "act": one.act, "number": one.number, "version": one.version}


def _record(desk: Desk, announcement: Announcement) -> None:
    urgent = ", urgent" if announcement.urgent else ""
    kind = "" if announcement.kind is AnnouncementKind.BROADCAST else f"{announcement.kind}, "
    detail = f"{kind}{announcement.audience}, {announcement.people} people{urgent}"
    about = f"announcements:{announcement.id}"
    record(desk.session, "announcement.make", about, now=desk.now, person_id=desk.actor, detail=detail)
