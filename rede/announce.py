"""From what has to be said to outbox rows: words rendered for each open channel, and taken back again.

Telegram first with the e-mail standing by; without Telegram, the e-mail (design rule 3).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from textwrap import shorten

from db import outbox
from db.channels import Channel, ChannelKind, open_channels
from db.deliveries import Delivery, Lane, unsent_deliveries
from db.ids import NoticeId, ObligationId, PersonId
from db.notices import Notice, NoticeKind
from db.obligations import Owed, obligations_owed
from db.people import Person
from db.recall import Remaining, withdraw_lines
from notifier.texts import Mail
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.sending_window import end_of_local_day, not_before
from scheduler.wording import distance, long_date

#: Days before a date from which it is worth counting them.
NEAR = 60
#: Characters of a goal's text in a chat list.
BRIEF = 160
#: Goals told one by one in a digest; the rest is counted. Keeps it under Telegram's 4096 characters.
MOST_LINES = 10

#: Rows of (label, callback data).
Buttons = Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One notice in both channels."""

    chat: str
    mail: Mail


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a reminder: an obligation and the step of its ladder."""

    owed: Owed
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a template knows of one goal that falls due."""

    key: str
    text: str
    #: The text cut to what a phone shows at a glance.
    brief: str
    #: `quinta-feira, 24/12/2026`
    literal: str
    #: Empty when it is the literal date.
    extended: str
    #: `faltam 10 dias`: true only today. Empty while the date is far away.
    distance: str
    why: str
    late: bool
    provisional: bool
    #: `24/12/2026`
    day: str
    #: The agreement it is owed under.
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of one institution's instrument."""

    acronym: str
    institution: str
    document: str
    lines: Sequence[Line]


async def tell(
    desk: Desk, person_id: PersonId, *, kind: NoticeKind, words: Words, key: str | None = None
) -> Notice | None:
    """Tells one person at once. None when there is no open channel, or the key is known."""
    deliveries = _deliveries(await open_channels(desk.session, person_id), words)
    if not deliveries:
        return None
    new = outbox.NewNotice(
        kind=kind,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=deliveries,
        person_id=person_id,
        key=key,
    )
    return await outbox.put(desk.session, new)


async def remind(desk: Desk, person_id: PersonId, told: Sequence[Told], *, key: str | None) -> Notice | None:
    """One digest for one person: at the configured hour, within the sending window."""
    channels = await open_channels(desk.session, person_id)
    if not channels or not told:
        return None
    person = await desk.session.get_one(Person, person_id)
    leaves = _leaves(desk)
    words = digest(desk, person, told, day=leaves.astimezone(BRASILIA).date())
    new = outbox.NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=leaves,
        deliveries=_deliveries(channels, words, expires_at=end_of_local_day(leaves, BRASILIA)),
        person_id=person_id,
        key=key,
        lines=[(one.owed.obligation.id, one.step) for one in told],
    )
    notice = await outbox.put(desk.session, new)
    if notice is not None:
        await _add_acknowledgement(desk, notice.id)
    return notice


def _leaves(desk: Desk) -> datetime:
    """The configured hour of today, or now when that is past; moved by the sending window."""
    hour = datetime.combine(desk.today, desk.office.window.hour, tzinfo=BRASILIA)
    return not_before(max(desk.now, hour), desk.office.window, BRASILIA, desk.office.calendar)


async def _add_acknowledgement(desk: Desk, notice_id: NoticeId) -> None:
    # The button names the notice, whose id is known only once it is put.
    label = desk.office.texts.chat("button_acknowledge")
    for delivery in await unsent_deliveries(desk.session, notice_id):
        if delivery.channel is ChannelKind.TELEGRAM:
            delivery.buttons = buttons_json([[(label, f"ack:{notice_id}")]])
    await desk.session.flush()


def _deliveries(
    channels: dict[ChannelKind, Channel], words: Words, expires_at: datetime | None = None
) -> list[outbox.NewDelivery]:
    found = []
    if chat := channels.get(ChannelKind.TELEGRAM):
        found.append(
            outbox.NewDelivery(
                channel=ChannelKind.TELEGRAM,
                channel_id=chat.id,
                address=chat.address,
                body=words.chat,
                expires_at=expires_at,
            )
        )
    if mailbox := channels.get(ChannelKind.EMAIL):
        # Mails name dates, never "hoje": they stay true on the next day, so they do not expire.
        found.append(
            outbox.NewDelivery(
                channel=ChannelKind.EMAIL,
                channel_id=mailbox.id,
                address=mailbox.address,
                subject=words.mail.subject,
                body=words.mail.text,
                html=words.mail.html,
                standby=bool(found),
            )
        )
    return found


def buttons_json(buttons: Buttons) -> str:
    return json.dumps(buttons, ensure_ascii=False) if buttons else ""


def digest(desk: Desk, person: Person, told: Sequence[Told], *, day: date) -> Words:
    """The words of a reminder as they are true on `day`, grouped by institution and instrument."""
    soonest = sorted(told, key=lambda one: one.owed.obligation.literal or day)
    shown = soonest[:MOST_LINES]
    ordered = sorted(shown, key=lambda one: (one.owed.institution.acronym, one.owed.instrument.id))
    groups = groupby(ordered, key=lambda one: (one.owed.institution.id, one.owed.instrument.id))
    sections = [_section(list(group), day) for _, group in groups]
    facts = {
        "person": person.name,
        "sections": sections,
        "subject": _subject(desk, sections[0].lines[0], len(told)),
        "more": len(told) - len(shown),
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
    texts = desk.office.texts
    return Words(chat=texts.chat("reminder", **facts), mail=texts.email("reminder", **facts))


def _subject(desk: Desk, first: Line, count: int) -> str:
    """Action, goal and date, in that order; a digest counts instead."""
    if count > 1:
        return desk.office.texts.chat("subject_many", count=count)
    return desk.office.texts.chat("subject_late" if first.late else "subject_one", line=first)


def _section(told: Sequence[Told], day: date) -> Section:
    first = told[0].owed
    return Section(
        acronym=first.institution.acronym,
        institution=first.institution.name,
        document=document_of(first),
        lines=[
            line_of(one.owed, day) for one in sorted(told, key=lambda one: one.owed.obligation.literal or day)
        ],
    )


def document_of(owed: Owed) -> str:
    """`AC 15/2025 (processo SEI 19973.014253/2025-58)`; the Secretariat, which has many, sees the partner too."""
    number, sei = owed.instrument.number, owed.instrument.sei
    partner = "" if owed.partner.id == owed.institution.id else f"· {owed.partner.acronym}"
    return " ".join(part for part in (number, partner, f"(processo SEI {sei})" if sei else "") if part)


def line_of(owed: Owed, day: date) -> Line:
    """How a dated obligation stands on `day`."""
    literal, extended = owed.obligation.literal, owed.obligation.extended
    if literal is None or extended is None:
        raise ValueError("only a dated obligation can be told by a reminder")
    aim = literal if day <= literal else extended
    return Line(
        key=owed.goal.key,
        text=owed.goal.text,
        brief=shorten(owed.goal.text, BRIEF, placeholder="…"),
        literal=long_date(literal),
        extended=long_date(extended) if extended != literal else "",
        distance=distance(aim, day) if (aim - day).days <= NEAR else "",
        why=owed.obligation.why,
        late=day > extended,
        provisional=owed.obligation.provisional,
        day=f"{aim:%d/%m/%Y}",
        document=document_of(owed),
    )


async def withdraw(desk: Desk, obligation_id: ObligationId) -> None:
    """The obligation ended: what has not left about it is made again without it, or cancelled."""
    for remaining in await withdraw_lines(desk.session, obligation_id, now=desk.now):
        await _render_again(desk, remaining)


async def _render_again(desk: Desk, remaining: Remaining) -> None:
    if remaining.notice.person_id is None:
        return
    person = await desk.session.get_one(Person, remaining.notice.person_id)
    steps = dict(remaining.lines)
    owed = await obligations_owed(desk.session, list(steps))
    told = [Told(one, steps[one.obligation.id]) for one in owed]
    for delivery in await unsent_deliveries(desk.session, remaining.notice.id):
        leaves = max(delivery.not_before, desk.now).astimezone(BRASILIA).date()
        _rewrite(delivery, digest(desk, person, told, day=leaves))
    await desk.session.flush()


def _rewrite(delivery: Delivery, words: Words) -> None:
    if delivery.channel is ChannelKind.TELEGRAM:
        delivery.body = words.chat
    else:
        delivery.subject, delivery.body, delivery.html = words.mail.subject, words.mail.text, words.mail.html
