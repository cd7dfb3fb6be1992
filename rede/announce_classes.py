"""Classes are told of when their enrolment opens, before it closes, and when they change; the bell calls this.

Everybody of a class's audience hears of it, but for those who said what they are interested in, and it is none of
it. Who heard of it hears of its changes. What the Secretariat publishes calls for goal 3.2, once a week.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape

from db.announcements import Announcement, AnnouncementKind
from db.class_announcements import (
    announced_as,
    announcements_about,
    forget_announced,
    note_announced,
    people_told_of_class,
    unannounced_classes,
)
from db.classes import CourseClass, held_classes
from db.ids import ClassId, PersonId
from db.institutions import Layer
from db.interests import interested
from db.kits import CLASS
from rede.audience import AudienceRefused, listeners, read_audience
from rede.class_holder import heard_within
from rede.class_shelf import CANCELLED, changed_from
from rede.class_words import NOTHING, ClassAtHand, calendar_of_classes, classes_at_hand, facts_of
from rede.desk import Desk
from rede.digest import Words, words_of
from rede.happened import courses_changed
from rede.kits import KitWords, kit_of
from rede.to_many import LinkButton, PressButton, ToMany, leave_link, person_slot, tell_many
from scheduler.calendar import Calendar
from scheduler.clock import BRASILIA, local_day
from scheduler.sending_window import SendingWindow, not_before

#: Acts of the buttons that /cursos and /divulgar answer.
SEE_BUTTON, WORDS_BUTTON = "cursosver", "divulgarturma"
#: Classes opened at one moment to one audience that are told of one by one; more of them in one announcement.
APART, LISTED = 3, 8
#: Days before the end of enrolment, the nearest first; what was told within a day is not told again.
BEFORE, LATELY = (1, 3), timedelta(days=1)
#: What partners publish, or publish anew.
PUBLISHED = ("opens", "changes", "postponed")
#: Characters of a course's title in the title of an announcement, which has 90.
SHORT = 55


@dataclass(slots=True)
class Told:
    announcements: list[Announcement] = field(default_factory=list)
    #: Goal 3.2 is called for anew.
    calls: bool = False


async def open_classes(desk: Desk, ids: Collection[ClassId]) -> Told:
    """Tells that one can enrol; of many at once for the same people in one announcement. Safe to repeat."""
    await held_classes(desk.session, ids)
    due = await unannounced_classes(desk.session, now=desk.now, today=desk.today)
    groups: dict[tuple[str, int], list[ClassAtHand]] = {}
    for one in await classes_at_hand(desk, [number for number in due if number in set(ids)]):
        groups.setdefault((one.one.audience, one.holder.id), []).append(one)
    told = Told()
    for group in groups.values():
        for part in [group] if len(group) > APART else [[one] for one in group]:
            await _open(desk, told, part)
    return told


async def _open(desk: Desk, told: Told, group: Sequence[ClassAtHand]) -> None:
    first = group[0].one
    about = f"classes:{first.id}"
    if len(group) > 1:
        changes = sum(one.one.sequence for one in group)
        about = f"classes opened:{first.id}:{group[-1].one.id}:{desk.now:%Y%m%d%H%M}:{changes}"
    people = await _audience(desk, group)
    alone = len(group) == 1
    words = await (_words(desk, "opens", group[0]) if alone else _words_of_many(desk, group))
    closes = [_last_instant(one.one) for one in group]
    key = f"class:{first.id}:opens:{first.sequence}" if len(group) == 1 else about
    await _tell(desk, told, group, words, _Order(people, key, about, max(closes), promotional=True))
    await note_announced(desk.session, [one.one.id for one in group], about)


async def remind_of_closing(desk: Desk, class_id: ClassId) -> Told:
    """Tells that enrolment closes soon, where it is the day for that. Safe to repeat."""
    await held_classes(desk.session, [class_id])
    (found,) = await classes_at_hand(desk, [class_id])
    told, one = Told(), found.one
    if one.enrol_closes_at is None or one.cancelled_at is not None:
        return told
    office = desk.office
    days = due_on(office.window, office.calendar, closes=one.enrol_closes_at, now=desk.now)
    if days is None:
        return told
    before = await announcements_about(
        desk.session, {f"classes:{class_id}", await announced_as(desk.session, class_id)}
    )
    if any(desk.now - each.created_at < LATELY for each in before):
        return told
    people = await _audience(desk, [found])
    key = f"class:{class_id}:closes:{days}:{one.enrol_closes_at:%Y%m%d%H%M}"
    about = f"classes:{class_id}"
    order = _Order(people, key, about, one.enrol_closes_at, promotional=True, reminds=True)
    await _tell(desk, told, [found], await _words(desk, "closes", found), order)
    return told


def due_on(window: SendingWindow, calendar: Calendar, *, closes: datetime, now: datetime) -> int | None:
    """Of which reminder it is the day; None: of none, or it could only leave too late."""
    if not_before(now, window, BRASILIA, calendar) >= closes:
        return None
    today, last = local_day(now), local_day(closes)
    sent_on = [(days, last - timedelta(days=days)) for days in BEFORE]
    if window.working_days_only:
        # What falls on a day without work leaves on the one before, not when it is too late.
        sent_on = [(days, _working_day_before(calendar, day)) for days, day in sent_on]
    return next((days for days, day in sent_on if today >= day), None)


def _working_day_before(calendar: Calendar, day: date) -> date:
    while not calendar.is_business_day(day):
        day -= timedelta(days=1)
    return day


async def tell_of_change(desk: Desk, class_id: ClassId) -> Told:
    """Tells those who heard of the class what is otherwise now. Who was still to hear of it hears it as it is."""
    await held_classes(desk.session, [class_id])
    (found,) = await classes_at_hand(desk, [class_id])
    told, one, old = Told(), found.one, changed_from(found.one)
    first = await announced_as(desk.session, class_id)
    if not old or not await _withdraw_unsaid(desk, class_id, first):
        return told
    one.changed = ""
    people = await people_told_of_class(desk.session, class_id, first)
    if not people:
        # Nobody knows of it: it is told of as if it were new.
        await forget_announced(desk.session, first)
        return told
    key, about = f"class:{class_id}:changes:{one.sequence}", f"classes:{class_id}"
    words = await _words(desk, _step(one, old), found, old=old)
    await _tell(desk, told, [found], words, _Order(people, key, about, None, promotional=False, old=old))
    return told


async def _withdraw_unsaid(desk: Desk, class_id: ClassId, first: str) -> bool:
    """What nobody has heard yet would be wrong. False: it is just being put, so the change waits a minute."""
    standing = await announcements_about(desk.session, {f"classes:{class_id}", first})
    if any(each.filled_through and each.goes_on for each in standing):
        return False
    for each in standing:
        if each.filled_at is None and not each.filled_through:
            each.cancelled_at = desk.now
    await desk.session.flush()
    return True


def _step(one: CourseClass, old: dict[str, str]) -> str:
    if CANCELLED in old:
        return "cancelled"
    was = old.get("starts", "")
    later = was and date(*map(int, reversed(was.split("/")))) < one.starts_on
    return "postponed" if later else "changes"


@dataclass(frozen=True, slots=True)
class _Order:
    people: Sequence[PersonId]
    key: str
    about: str
    expires_at: datetime | None
    promotional: bool
    #: It tells nothing new.
    reminds: bool = False
    #: What stood in columns that changed.
    old: Mapping[str, str] = field(default_factory=dict)


async def _tell(desk: Desk, told: Told, group: Sequence[ClassAtHand], words: Words, order: _Order) -> None:
    first, of_secretariat = group[0], group[0].holder.layer == Layer.SECRETARIAT
    made = await tell_many(
        desk,
        ToMany(
            kind=AnnouncementKind.CLASS,
            title=words.mail.subject,
            text=", ".join(f"{one.course.title} · {one.one.code}" for one in group[:LISTED]),
            words=words,
            people=order.people,
            audience=first.one.audience,
            key=order.key,
            about=order.about,
            promotional=order.promotional,
            sender_id=None if of_secretariat else first.holder.id,
            buttons=_buttons(desk, group) if len(group) == 1 else (),
            calendar=calendar_of_classes(desk, group[:LISTED], old=order.old),
            expires_at=order.expires_at,
        ),
    )
    if made is not None:
        told.announcements.append(made)
        # What nobody hears of yet is nothing to publish: `release` calls for that, if it is let go.
        if of_secretariat and not order.reminds and made.held_at is None:
            told.calls |= await courses_changed(desk, made.text)


def _buttons(desk: Desk, group: Sequence[ClassAtHand]) -> list[list[PressButton | LinkButton]]:
    one, texts = group[0].one, desk.office.texts
    see = PressButton(texts.chat("button_class_see"), SEE_BUTTON, one.id, one.sequence)
    if one.cancelled_at is not None:
        return [[see]]
    words = PressButton(texts.chat("button_class_words"), WORDS_BUTTON, one.id)
    enrol = LinkButton(texts.chat("button_class_link"), one.link)
    return [[enrol], [see, words]] if one.link else [[see, words]]


async def _audience(desk: Desk, group: Sequence[ClassAtHand]) -> list[PersonId]:
    """By number; of several classes, whoever is interested in one of them."""
    first = group[0]
    try:
        within = await heard_within(desk, first.holder)
        heard = await listeners(desk, read_audience(first.one.audience), within=within)
    except AudienceRefused:
        # An institution or a function that it names is there no more.
        return []
    subjects = {subject for one in group for subject in subjects_of(one)}
    return await interested(desk.session, [one.person_id for one in heard], subjects)


def subjects_of(found: ClassAtHand) -> Iterator[str]:
    """What a person may be interested in of it, in the language of audiences."""
    if found.course.axis:
        yield f"eixo:{found.course.axis}"
    yield f"modalidade:{found.one.modality}"
    yield f"curso:{found.course.id}"


async def _words(desk: Desk, step: str, found: ClassAtHand, *, old: Mapping[str, str] = NOTHING) -> Words:
    facts = {
        "person": person_slot(),
        "step": step,
        "title": _title(desk, step, found.course.title),
        "one": facts_of(desk, found),
        # Whoever has the mail alone copies them from there.
        "kits": await _kits(desk, [found]) if step in PUBLISHED else [],
        "old": {name: text for name, text in old.items() if name != CANCELLED},
        "leave_link": leave_link(desk),
    }
    return words_of(desk, "class_told", facts)


async def _kits(desk: Desk, group: Sequence[ClassAtHand]) -> list[KitWords]:
    found = [await kit_of(desk, f"{CLASS}{one.one.id}") for one in group]
    return [one for one in found if one is not None]


async def _words_of_many(desk: Desk, group: Sequence[ClassAtHand]) -> Words:
    facts = {
        "person": person_slot(),
        "title": _title(desk, "many", ""),
        "classes": [facts_of(desk, one) for one in group[:LISTED]],
        "more": max(0, len(group) - LISTED),
        "kits": await _kits(desk, group[:LISTED]),
        "leave_link": leave_link(desk),
    }
    return words_of(desk, "classes_told", facts)


def _title(desk: Desk, step: str, course: str) -> str:
    short = course if len(course) <= SHORT else course[: SHORT - 1].rstrip() + "…"
    return unescape(desk.office.texts.chat("class_title", step=step, course=short))


def _last_instant(one: CourseClass) -> datetime:
    if one.enrol_closes_at is not None:
        return one.enrol_closes_at
    return datetime.combine(one.ends_on + timedelta(days=1), datetime.min.time(), tzinfo=BRASILIA)
