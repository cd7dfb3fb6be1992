"""A chat becomes somebody's: whoever has their invite types there the code mailed to the registered address.

An invite is used once the code was right. Where no mail leaves, the invite alone is enough.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from db.audit import record
from db.channels import ChannelKind, channel_of_chat, open_channel, open_channels
from db.confirmations import Confirmation, codes_sent, newest_confirmation
from db.deliveries import Lane
from db.guesses import forget_guesses
from db.ids import PersonId
from db.invites import Invite, mark_used
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, free_chat, put
from db.people import Person
from rede.desk import Desk
from rede.guessing import Slowed, Wrong, note_wrong, slowed
from rede.invite_letter import clock_time
from rede.invite_person import invite_of
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before

VALID_FOR = timedelta(minutes=60)
CODE_LENGTH = 6
#: Wrong codes after which another has to be sent.
MOST_TRIES = 5
#: Codes to one person.
MOST_CODES, WITHIN = 3, timedelta(hours=1)


class InviteRefused(Refusal):
    """`invite_used`, `invite_expired`, `invite_revoked`. Nothing was changed."""


class ConfirmRefused(Refusal):
    """`confirm_no_mailbox`, `confirm_too_many`, `confirm_expired`. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Linked:
    person: Person


@dataclass(frozen=True, slots=True)
class CodeSent:
    """To this address, most of which is hidden."""

    address: str


async def accept_invite(desk: Desk, word: str, chat_id: int) -> Linked | CodeSent | Wrong | Slowed:
    """By token or code. In the chat of the same person nothing is asked again.

    Raises:
        InviteRefused, ConfirmRefused: by a key for each reason.
    """
    if held := await slowed(desk, chat_id):
        return held
    invite = await invite_of(desk, word)
    if invite is None:
        return await note_wrong(desk, chat_id)
    person = await desk.session.get_one(Person, invite.person_id)
    channel = await channel_of_chat(desk.session, chat_id)
    is_theirs = channel is not None and channel.person_id == person.id and not channel.is_left
    if is_theirs and invite.used_at is not None:
        return await _link(desk, person, chat_id)
    _check(desk, invite, person)
    if is_theirs or not desk.office.sends_mail:
        await _use(desk, invite)
        return await _link(desk, person, chat_id)
    return await _send_code(desk, invite, person, chat_id)


async def send_again(desk: Desk, chat_id: int) -> CodeSent:
    """Another code for the invite that this chat came with; the older one no longer counts.

    Raises:
        InviteRefused, ConfirmRefused: by a key for each reason.
    """
    asked = await newest_confirmation(desk.session, chat_id)
    if asked is None or asked.used_at is not None or asked.invite_id is None:
        raise InviteRefused("invite_used")
    invite = await desk.session.get_one(Invite, asked.invite_id, populate_existing=True)
    person = await desk.session.get_one(Person, asked.person_id)
    _check(desk, invite, person)
    return await _send_code(desk, invite, person, chat_id)


async def awaits_code(desk: Desk, chat_id: int) -> bool:
    """Whether a code was sent that would be taken there."""
    asked = await newest_confirmation(desk.session, chat_id)
    return asked is not None and _counts(desk, asked)


async def confirm_chat(desk: Desk, code: str, chat_id: int) -> Linked | Wrong | Slowed:
    """
    Raises:
        ConfirmRefused: there is no code that still counts.
        InviteRefused: what began it was used elsewhere, or taken back, meanwhile.
    """
    if held := await slowed(desk, chat_id):
        return held
    asked = await newest_confirmation(desk.session, chat_id)
    if asked is None or not _counts(desk, asked):
        raise ConfirmRefused("confirm_expired")
    if not hmac.compare_digest(asked.code_hash, _code_hash(desk, code, asked.person_id)):
        asked.tries += 1
        return await note_wrong(desk, chat_id, about=asked.person_id)
    person = await desk.session.get_one(Person, asked.person_id)
    if asked.invite_id is not None:
        await _use(desk, await desk.session.get_one(Invite, asked.invite_id, populate_existing=True))
    asked.used_at = desk.now
    await forget_guesses(desk.session, chat_id)
    return await _link(desk, person, chat_id)


def masked(address: str) -> str:
    """`m•••@upb.example.org`: its reader knows it, nobody learns it."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def _counts(desk: Desk, asked: Confirmation) -> bool:
    return asked.used_at is None and asked.expires_at > desk.now and asked.tries < MOST_TRIES


def _check(desk: Desk, invite: Invite, person: Person) -> None:
    if invite.used_at is not None:
        raise InviteRefused("invite_used")
    if invite.revoked_at is not None or person.erased_at is not None:
        raise InviteRefused("invite_revoked")
    if invite.expires_at <= desk.now:
        raise InviteRefused("invite_expired")


async def _use(desk: Desk, invite: Invite) -> None:
    """It may have expired while the code was on its way."""
    if invite.revoked_at is not None:
        raise InviteRefused("invite_revoked")
    if not await mark_used(desk.session, invite.id, now=desk.now):
        raise InviteRefused("invite_used")
    who = invite.person_id
    record(desk.session, "invite.accept", f"people:{who}", now=desk.now, person_id=who)


async def _link(desk: Desk, person: Person, chat_id: int) -> Linked:
    window = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
    await free_chat(desk.session, chat_id, for_person=person.id, now=desk.now, window=window)
    await open_channel(desk.session, person.id, ChannelKind.TELEGRAM, address=str(chat_id), now=desk.now)
    return Linked(person)


async def _send_code(desk: Desk, invite: Invite, person: Person, chat_id: int) -> CodeSent:
    mailbox = (await open_channels(desk.session, person.id)).get(ChannelKind.EMAIL)
    if mailbox is None:
        raise ConfirmRefused("confirm_no_mailbox", mailbox=desk.office.mailbox)
    if await codes_sent(desk.session, person.id, since=desk.now - WITHIN) >= MOST_CODES:
        raise ConfirmRefused("confirm_too_many", most=MOST_CODES)
    code, expires_at = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}", desk.now + VALID_FOR
    desk.session.add(
        Confirmation(
            chat_id=chat_id,
            person_id=person.id,
            code_hash=_code_hash(desk, code, person.id),
            sent_at=desk.now,
            expires_at=expires_at,
            invite_id=invite.id,
        )
    )
    facts = {"person": person.name, "code": f"{code[:3]} {code[3:]}", "hour": clock_time(expires_at)}
    reached = {"mailbox": desk.office.mailbox, "official_page": desk.office.official_page}
    mail = desk.office.texts.email("invite_code", **facts, **reached)
    delivery = NewDelivery(
        channel=ChannelKind.EMAIL,
        channel_id=mailbox.id,
        address=mailbox.address,
        subject=mail.subject,
        body=mail.text,
        html=mail.html,
        expires_at=expires_at,
    )
    notice = NewNotice(
        kind=NoticeKind.CODE,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=[delivery],
        person_id=person.id,
    )
    await put(desk.session, notice)
    record(desk.session, "invite.code", f"people:{person.id}", now=desk.now, person_id=None)
    return CodeSent(masked(mailbox.address))


def _code_hash(desk: Desk, code: str, person_id: PersonId) -> str:
    return desk.office.sealer.digest("confirmation", f"{person_id}/{code}")
