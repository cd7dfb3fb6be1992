"""From what has to be said to outbox rows: words rendered for each open channel, and taken back again.

Telegram first with the e-mail standing by; without Telegram, the e-mail (design rule 3).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from db import outbox
from db.channels import Channel, ChannelKind, open_channels
from db.date_moves import DateMove, moves
from db.deliveries import Delivery, Lane, unsent_deliveries
from db.ids import DateMoveId, NoticeId, ObligationId, PersonId
from db.notices import LineKey, Notice, NoticeKind
from db.obligations import Owed, obligations_owed
from db.people import Person
from db.recall import Remaining, withdraw_lines
from notifier.texts import Mail
from rede.desk import Desk
from rede.lines import (
    MOVED,
    Line,
    MovedSection,
    Section,
    aim_of,
    document_of,
    line_of,
    line_of_move,
    moved_line,
)
from scheduler.clock import BRASILIA
from scheduler.sending_window import end_of_local_day, not_before

#: Goals told one by one in a digest; the rest is counted. Keeps it under Telegram's 4096 characters.
MOST_LINES = 10
#: Moved dates told one by one: each comes with its reason.
MOST_MOVED = 6

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

    @property
    def key(self) -> LineKey:
        return LineKey(self.owed.obligation.id, self.step, aim_of(self.owed.obligation, self.step))


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
        lines=[one.key for one in told],
    )
    notice = await outbox.put(desk.session, new)
    if notice is not None:
        await _add_acknowledgement(desk, notice.id)
    return notice


async def tell_moved(desk: Desk, person_id: PersonId, moved: Sequence[DateMove]) -> Notice | None:
    """One notice of dates that moved, as soon as the sending window is open. Safe to repeat for the same moves."""
    channels = await open_channels(desk.session, person_id)
    if not channels or not moved:
        return None
    person = await desk.session.get_one(Person, person_id)
    new = outbox.NewNotice(
        kind=NoticeKind.MOVED,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar),
        deliveries=_deliveries(channels, await _moved_words(desk, person, moved)),
        person_id=person_id,
        key=f"{MOVED}{max(move.id for move in moved)}:{person_id}",
        lines=[line_of_move(move) for move in moved],
    )
    return await outbox.put(desk.session, new)


async def _moved_words(desk: Desk, person: Person, moved: Sequence[DateMove]) -> Words:
    soonest = sorted(moved, key=lambda move: (move.extended, move.id))
    shown = soonest[:MOST_MOVED]
    found = await obligations_owed(desk.session, [move.obligation_id for move in shown])
    owed = {one.obligation.id: one for one in found}
    pairs = [(owed[move.obligation_id], move) for move in shown]
    pairs.sort(key=lambda pair: (pair[0].institution.acronym, pair[0].instrument.id))
    groups = groupby(pairs, key=lambda pair: (pair[0].institution.id, pair[0].instrument.id))
    facts = {
        "person": person.name,
        "sections": [_moved_section(list(group)) for _, group in groups],
        "count": len(moved),
        "more": len(moved) - len(shown),
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
    texts = desk.office.texts
    return Words(chat=texts.chat("moved", **facts), mail=texts.email("moved", **facts))


def _moved_section(pairs: Sequence[tuple[Owed, DateMove]]) -> MovedSection:
    first = pairs[0][0]
    return MovedSection(
        acronym=first.institution.acronym,
        institution=first.institution.name,
        document=document_of(first),
        lines=[moved_line(owed, move) for owed, move in pairs],
    )


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


async def withdraw(desk: Desk, obligation_id: ObligationId, *, only: NoticeKind | None = None) -> None:
    """The obligation ended, or (of reminders `only`) moved: what has not left about it is made again without
    it, or cancelled."""
    for remaining in await withdraw_lines(desk.session, obligation_id, now=desk.now, only=only):
        await _render_again(desk, remaining)


async def _render_again(desk: Desk, remaining: Remaining) -> None:
    if remaining.notice.person_id is None:
        return
    person = await desk.session.get_one(Person, remaining.notice.person_id)
    if remaining.notice.kind is NoticeKind.MOVED:
        ids = [DateMoveId(int(line.step.removeprefix(MOVED))) for line in remaining.lines]
        words = await _moved_words(desk, person, await moves(desk.session, ids))
        for delivery in await unsent_deliveries(desk.session, remaining.notice.id):
            _rewrite(delivery, words)
        return
    steps = {line.obligation_id: line.step for line in remaining.lines}
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
