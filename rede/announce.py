"""From what has to be said to outbox rows: words rendered for each open channel, and taken back again.

Which channel leaves first: rede/by_channel.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from db import outbox
from db.channels import ChannelKind
from db.date_moves import DateMove, moves
from db.deliveries import Delivery, Lane, unsent_deliveries
from db.ids import DateMoveId, ObligationId, PersonId
from db.institutions import Layer
from db.notices import Notice, NoticeKind
from db.obligations import Owed, obligation_owed, obligations_owed
from db.people import Person
from db.plans import GoalKind
from db.preferences import Reach, reach
from db.recall import Remaining, about_to_leave, acknowledge_told, cancel_unsent, withdraw_lines
from db.serving import seats_of
from db.snoozes import forget_snoozes
from rede.by_channel import deliveries_by
from rede.calendar_entries import CalendarEntries, calendar_entries
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import Buttons, Told, Words, buttons_json, buttons_under, digest, rung_of, shown_of
from rede.lines import MOVED, MovedSection, document_of, line_of_move, moved_line
from rede.progress import progress_of_many
from rede.second_layer import lists_of_week, weekly_words
from scheduler.clock import BRASILIA
from scheduler.days.zones import zone_of
from scheduler.sending_window import end_of_local_day, not_before

__all__ = ["Buttons", "Words", "buttons_json", "deliveries_by"]

#: Moved dates told one by one: each comes with its reason.
MOST_MOVED = 6


async def tell(
    desk: Desk, person_id: PersonId, *, kind: NoticeKind, words: Words, key: str | None = None
) -> Notice | None:
    """Tells one person at once. None when there is no open channel, or the key is known."""
    deliveries = deliveries_by(await reach(desk.session, person_id), words)
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


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is reminded, by which channels, and from when on."""

    person: Person
    reach: Reach
    leaves: datetime


def reminder(
    desk: Desk, to: Addressee, told: Sequence[Told], *, key: str | None, entries: CalendarEntries
) -> outbox.NewNotice:
    """One digest for one person, still to be put."""
    day = to.leaves.astimezone(BRASILIA).date()
    words = digest(desk.office, to.person, told, day=day, lasting=to.reach.telegram_stands_by)
    return outbox.NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=to.leaves,
        deliveries=deliveries_by(
            to.reach,
            words,
            expires_at=end_of_local_day(to.leaves, BRASILIA),
            buttons=buttons_json(buttons_under(desk.office, told)),
            calendar=entries.of(shown_of(told), day=day),
        ),
        person_id=to.person.id,
        key=key,
        lines=[one.key for one in told],
    )


async def tell_moved(desk: Desk, person_id: PersonId, moved: Sequence[DateMove]) -> Notice | None:
    """One notice of dates that moved, as soon as the sending window is open. Safe to repeat for the same moves."""
    reached = await reach(desk.session, person_id)
    if not reached.is_open or not moved:
        return None
    person = await desk.session.get_one(Person, person_id)
    words, calendar = await _moved_words(desk, person, moved)
    seats = await seats_of(desk.session, [person_id])
    zone = zone_of(*seats.get(person_id, ("", "")))
    new = outbox.NewNotice(
        kind=NoticeKind.MOVED,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=not_before(desk.now, desk.office.window, zone, desk.office.calendar),
        deliveries=deliveries_by(reached, words, calendar=calendar),
        person_id=person_id,
        key=f"{MOVED}{max(move.id for move in moved)}:{person_id}",
        lines=[line_of_move(move) for move in moved],
    )
    return await outbox.put(desk.session, new)


async def tell_in_window(
    desk: Desk, person_id: PersonId, *, kind: NoticeKind, words: Words, key: str
) -> Notice | None:
    """Tells one person as soon as the sending window is open where they are. None when there is no open channel,
    or the key is known."""
    deliveries = deliveries_by(await reach(desk.session, person_id), words)
    if not deliveries:
        return None
    seats = await seats_of(desk.session, [person_id])
    zone = zone_of(*seats.get(person_id, ("", "")))
    new = outbox.NewNotice(
        kind=kind,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=not_before(desk.now, desk.office.window, zone, desk.office.calendar),
        deliveries=deliveries,
        person_id=person_id,
        key=key,
    )
    return await outbox.put(desk.session, new)


async def _moved_words(desk: Desk, person: Person, moved: Sequence[DateMove]) -> tuple[Words, str]:
    """And the entries that move in the calendar of who took them in."""
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
    entries = await calendar_entries(desk, list(owed))
    calendar = entries.of([one for one, _ in pairs], day=desk.today)
    return Words(chat=texts.chat("moved", **facts), mail=texts.email("moved", **facts)), calendar


def _moved_section(pairs: Sequence[tuple[Owed, DateMove]]) -> MovedSection:
    first = pairs[0][0]
    return MovedSection(
        acronym=first.institution.acronym,
        institution=first.institution.name,
        document=document_of(first),
        lines=[moved_line(owed, move) for owed, move in pairs],
    )


def leaving(desk: Desk, zone: ZoneInfo) -> datetime:
    """The configured hour of today, or now when that is past; moved into the person's sending window."""
    hour = datetime.combine(desk.today, desk.office.window.hour, tzinfo=BRASILIA)
    return not_before(max(desk.now, hour), desk.office.window, zone, desk.office.calendar)


async def seen_by_actor(desk: Desk, obligation_ids: Collection[ObligationId]) -> None:
    """Acting is acknowledging: what the desk's actor was told of these goes by no other channel."""
    if desk.actor is not None:
        await acknowledge_told(desk.session, desk.actor, obligation_ids, now=desk.now)


async def withdraw(desk: Desk, obligation_id: ObligationId, *, only: NoticeKind | None = None) -> None:
    """The obligation ended, or (of reminders `only`) moved: what has not left about it is made again without
    it, or cancelled."""
    if only is None:
        await forget_snoozes(desk.session, [obligation_id])
        await seen_by_actor(desk, [obligation_id])
        await _list_again(desk, obligation_id)
    for remaining in await withdraw_lines(desk.session, obligation_id, now=desk.now, only=only):
        await _render_again(desk, remaining)


async def _list_again(desk: Desk, obligation_id: ObligationId) -> None:
    """Weekly lists that have not left do not name what has just ended."""
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or not _may_be_listed(owed, desk.today):
        return
    waiting = await about_to_leave(desk.session, NoticeKind.WEEKLY)
    lists = await lists_of_week(desk) if waiting else {}
    for notice in waiting:
        weekly = lists.get(notice.person_id) if notice.person_id is not None else None
        if notice.person_id is None or weekly is None:
            await cancel_unsent(desk.session, [notice.id], reason="withdrawn", now=desk.now)
            continue
        person = await desk.session.get_one(Person, notice.person_id)
        for delivery in await unsent_deliveries(desk.session, notice.id):
            _rewrite(delivery, weekly_words(desk, person.name, weekly))


def _may_be_listed(owed: Owed, today: date) -> bool:
    of_the_plan = owed.goal.kind is GoalKind.PLAN and not owed.obligation.internal
    extended = owed.obligation.extended
    return (
        owed.institution.layer == Layer.SECOND and of_the_plan and extended is not None and extended < today
    )


async def _render_again(desk: Desk, remaining: Remaining) -> None:
    if remaining.notice.person_id is None:
        return
    person = await desk.session.get_one(Person, remaining.notice.person_id)
    if remaining.notice.kind is NoticeKind.MOVED:
        ids = [DateMoveId(int(line.step.removeprefix(MOVED))) for line in remaining.lines]
        words, calendar = await _moved_words(desk, person, await moves(desk.session, ids))
        for delivery in await unsent_deliveries(desk.session, remaining.notice.id):
            _rewrite(delivery, words, calendar=calendar)
        return
    told = await _told_still(desk, remaining)
    entries = await calendar_entries(desk, [one.owed.obligation.id for one in told])
    buttons = buttons_json(buttons_under(desk.office, told))
    for delivery in await unsent_deliveries(desk.session, remaining.notice.id):
        leaves = max(delivery.not_before, desk.now).astimezone(BRASILIA).date()
        words = digest(desk.office, person, told, day=leaves, lasting=delivery.expires_at is None)
        _rewrite(delivery, words, calendar=entries.of(shown_of(told), day=leaves))
        if delivery.channel is ChannelKind.TELEGRAM:
            delivery.buttons = buttons.replace(outbox.THIS_NOTICE, str(remaining.notice.id))
    await desk.session.flush()


async def _told_still(desk: Desk, remaining: Remaining) -> list[Told]:
    steps = {line.obligation_id: line.step for line in remaining.lines}
    owed = await obligations_owed(desk.session, list(steps))
    circles = await circles_of(desk.session, {one.institution.id for one in owed}, climbing=list(steps))
    progress = await progress_of_many(desk, owed)
    found = []
    for one in owed:
        step = steps[one.obligation.id]
        rung = rung_of(desk.office, one, step)
        call = circles.call(one.institution.id, one.goal.key, rung, about=one.obligation.id)
        found.append(Told(one, step, call, progress.get(one.obligation.id)))
    return found


def _rewrite(delivery: Delivery, words: Words, *, calendar: str = "") -> None:
    if delivery.channel is ChannelKind.TELEGRAM:
        delivery.body = outbox.numbered(words.chat, delivery.notice_id)
        return
    delivery.calendar = calendar
    mail = (words.mail.subject, words.mail.text, words.mail.html)
    delivery.subject, delivery.body, delivery.html = (
        outbox.numbered(one, delivery.notice_id) for one in mail
    )
