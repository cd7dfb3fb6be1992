"""What goes with a person who is erased: addresses, words of messages, codes, drafts. What was done stays.

A message that is on its way cannot be called back: what is left of it goes once it has ended (`forget_what_ended`).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from db.adhesions import Adhesion
from db.archive import ENDED, ArchivedDelivery
from db.attachments import Attachment
from db.attempts import Attempt
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind
from db.chats import Chat
from db.confirmations import Confirmation
from db.data_requests import DataRequest
from db.database import Session, batches
from db.deliveries import Delivery, DeliveryState, is_unsent
from db.drafts import Draft
from db.enclosures import Enclosure, drop_unused
from db.erased_words import call_by_number
from db.guesses import Guesses
from db.ids import DeliveryId, PersonId
from db.inbox import StoredUpdate, UpdateState, forget_set_aside
from db.interests import Interest
from db.invites import Invite
from db.notices import Notice
from db.people import Membership, Person
from db.preferences import Preference
from db.snoozes import Snooze

#: What the key of the last word to an erased person begins with: it still leaves.
FAREWELL = "erased:"
#: Of a notice to others that names who asks about their own data; then the number of what was asked.
ASKED = "data-request:"
#: Nothing that identifies the person, and nothing to send again.
NOTHING = {
    "address": "",
    "subject": "",
    "body": "",
    "html": "",
    "fills": "",
    "calendar": "",
    "buttons": "",
    "remote_id": "",
    "last_error": "",
    "wording_id": None,
    "enclosure_id": None,
}


async def held_person(session: Session, person_id: PersonId) -> Person | None:
    """Nobody else changes it till the end of the transaction."""
    found = select(Person).where(Person.id == person_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update())).one_or_none()


async def forget_person(session: Session, person: Person, *, called: str, now: datetime) -> None:
    """Everything but the row itself, which the caller empties: `called` stands where words of theirs stay. The
    addresses are to be asked for before."""
    number, chats = person.id, await _chats(session, person.id)
    await session.execute(
        update(Delivery)
        .where(Delivery.channel_id.in_(select(Channel.id).where(Channel.person_id == number)))
        .values(channel_id=None)
    )
    await _forget_chats(session, chats)
    of_person = (Confirmation, Interest, Invite, Membership, Preference, Snooze, Channel)
    for table in of_person:
        await session.execute(delete(table).where(table.person_id == number))
    loose = (Attachment.person_id == number, Attachment.deliverable_id.is_(None))
    await session.execute(delete(Attachment).where(*loose))
    await session.execute(update(Attachment).where(Attachment.person_id == number).values(chat_id=0))
    named = (func.lower(Adhesion.contact_email) == person.email.lower(), Adhesion.contact_name == person.name)
    await session.execute(update(Adhesion).where(*named).values(contact_email="", contact_name=""))
    await _forget_words_asked(session, number, now=now)
    marks = await _marks(session, person)
    await _forget_words_to_others(session, marks)
    await call_by_number(session, marks, called=called)
    await forget_what_ended(session, now=now, among=[number])


async def _chats(session: Session, number: PersonId) -> list[int]:
    found = select(Channel.address).where(Channel.person_id == number, Channel.kind == ChannelKind.TELEGRAM)
    return [int(address) for address in await session.scalars(found)]


async def _forget_chats(session: Session, chats: Sequence[int]) -> None:
    """What is kept by the number of a chat, which is the person's own at Telegram."""
    for chat in chats:
        for table in (Draft, Guesses, Chat, Confirmation):
            await session.execute(delete(table).where(table.chat_id == chat))
        # What waits is handled as a stranger's.
        handled = (StoredUpdate.sender == chat, StoredUpdate.state != UpdateState.RECEIVED)
        await forget_set_aside(session, StoredUpdate.sender == chat)
        await session.execute(update(StoredUpdate).where(*handled).values(sender=0))
        # Answers to the chat from before it was anybody's.
        strangers = select(Notice.id).where(Notice.person_id.is_(None))
        told = (Delivery.channel == ChannelKind.TELEGRAM, Delivery.address == str(chat))
        found = select(Delivery.id).where(*told, Delivery.state.in_(ENDED), Delivery.notice_id.in_(strangers))
        await _blank(session, list(await session.scalars(found)))


async def _forget_words_asked(session: Session, number: PersonId, *, now: datetime) -> None:
    """What others were told of the person's requests names them."""
    asked = await session.scalars(select(DataRequest.id).where(DataRequest.person_id == number))
    for one in asked.all():
        notices = select(Notice.id).where(Notice.key.like(f"{ASKED}{one}:%"))
        await _cancel(session, Delivery.notice_id.in_(notices), now=now)
        ended = (Delivery.notice_id.in_(notices), Delivery.state.in_(ENDED))
        await _blank(session, list(await session.scalars(select(Delivery.id).where(*ended))))


async def _forget_words_to_others(session: Session, marks: Sequence[str]) -> None:
    """What others were told of the person by name or address. What still waits leaves; then it goes as every
    message does."""
    if not marks:
        return
    texts = (Delivery.body, Delivery.html, Delivery.subject)
    says = or_(*(text.contains(mark, autoescape=True) for text in texts for mark in marks))
    found = select(Delivery.id, Delivery.enclosure_id).where(Delivery.state.in_(ENDED), says)
    rows = (await session.execute(found.order_by(Delivery.id).with_for_update())).all()
    nothing = {"body": "", "html": "", "subject": "", "calendar": "", "buttons": "", "enclosure_id": None}
    for part in batches([row.id for row in rows]):
        await session.execute(update(Delivery).where(Delivery.id.in_(part)).values(**nothing))
    files = sorted({row.enclosure_id for row in rows if row.enclosure_id is not None})
    if files:
        await drop_unused(session, Enclosure.id.in_(files))


async def _marks(session: Session, person: Person) -> list[str]:
    """By what only this person is known: a given name alone is many people's, a mailbox may be several's."""
    marks = {person.name, escape(person.name).replace("&#x27;", "&#39;")} if " " in person.name else set()
    readers = select(func.count()).select_from(Person).where(func.lower(Person.email) == person.email.lower())
    if person.email and await session.scalar(readers) == 1:
        marks.add(person.email)
    return sorted(marks)


async def forget_what_ended(
    session: Session, *, now: datetime, among: Sequence[PersonId] | None = None, limit: int = 500
) -> int:
    """Of erased people (or of these): what waits does not leave, but for the last word; what ended loses its words
    and its address. How many were blanked, at the most `limit` where nobody is named."""
    whose = Notice.person_id.in_(among) if among is not None else _is_erased()
    last_word = Notice.key.like(f"{FAREWELL}%")
    waiting = select(Notice.id).where(whose, or_(Notice.key.is_(None), ~last_word))
    await _cancel(session, Delivery.notice_id.in_(waiting), now=now)
    ended = (
        select(Delivery.id)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(whose, Delivery.state.in_(ENDED), Delivery.address != "")
        .order_by(Delivery.id)
    )
    if among is None:
        ended = ended.limit(limit)
    ids = list(await session.scalars(ended.with_for_update(of=Delivery)))
    await _blank(session, ids)
    if among is not None:
        await _blank_archived(session, among)
    return len(ids)


async def is_anything_left(session: Session) -> bool:
    """Whether `forget_what_ended` would find anything of erased people."""
    told = select(Notice.id).where(_is_erased())
    waiting = told.where(or_(Notice.key.is_(None), ~Notice.key.like(f"{FAREWELL}%")))
    ended = and_(Delivery.notice_id.in_(told), Delivery.state.in_(ENDED), Delivery.address != "")
    for left in (ended, and_(Delivery.notice_id.in_(waiting), is_unsent())):
        if (await session.scalars(select(Delivery.id).where(left).limit(1))).first() is not None:
            return True
    return False


def _is_erased() -> ColumnElement[bool]:
    return Notice.person_id.in_(select(Person.id).where(Person.erased_at.is_not(None)))


async def _cancel(session: Session, *which: ColumnElement[bool], now: datetime) -> None:
    values = {"state": DeliveryState.CANCELLED, "last_error": "erased"}
    cancelled = update(Delivery).where(is_unsent(), *which)
    await session.execute(cancelled.values(**values, settled_at=now))


async def _blank(session: Session, ids: Sequence[DeliveryId]) -> None:
    for part in batches(ids):
        files = select(Delivery.enclosure_id).where(Delivery.id.in_(part), Delivery.enclosure_id.is_not(None))
        enclosed = sorted({one for one in await session.scalars(files) if one is not None})
        await session.execute(update(Delivery).where(Delivery.id.in_(part)).values(**NOTHING))
        await session.execute(update(Attempt).where(Attempt.delivery_id.in_(part)).values(answer=""))
        if enclosed:
            await drop_unused(session, Enclosure.id.in_(enclosed))


async def _blank_archived(session: Session, among: Sequence[PersonId]) -> None:
    notices = select(Notice.id).where(Notice.person_id.in_(among))
    kept = select(ArchivedDelivery).where(ArchivedDelivery.notice_id.in_(notices))
    for row in await session.scalars(kept.order_by(ArchivedDelivery.id)):
        row.last_error = ""
        row.history = json.dumps([[*step[:3], ""] for step in json.loads(row.history)])
    await session.flush()


async def registered_at(session: Session, person_id: PersonId) -> datetime | None:
    """When the person became known; None: not on record."""
    about = (AuditEntry.object == f"people:{person_id}", AuditEntry.act == "person.register")
    found = select(AuditEntry.at).where(*about).order_by(AuditEntry.id).limit(1)
    return (await session.scalars(found)).first()
