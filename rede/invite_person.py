"""Invites: a one-time word that ties a Telegram chat to a registered person. Only its hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.audit import record
from db.channels import ChannelKind, channel_of_chat, open_channel
from db.ids import PersonId
from db.invites import Invite, invite_by_token, mark_used, revoke_unused, token_hash
from db.outbox import free_chat
from db.people import Person
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before

VALID_FOR = timedelta(days=7)
#: 18 random bytes are 24 characters that a Telegram deep link accepts.
TOKEN_BYTES = 18


class InviteRefused(Refusal):
    """`invite_unknown`, `invite_used`, `invite_expired`, `invite_revoked`."""


@dataclass(frozen=True, slots=True)
class Issued:
    """The only moment at which the token is known."""

    token: str
    expires_at: datetime


async def issue_invite(desk: Desk, person_id: PersonId) -> Issued:
    """A fresh invite; the person's older ones stop working."""
    await revoke_unused(desk.session, person_id, now=desk.now)
    token, expires_at = secrets.token_urlsafe(TOKEN_BYTES), desk.now + VALID_FOR
    desk.session.add(
        Invite(person_id=person_id, token_hash=token_hash(token), created_at=desk.now, expires_at=expires_at)
    )
    record(desk.session, "invite.issue", f"people:{person_id}", now=desk.now, person_id=desk.actor)
    return Issued(token, expires_at)


async def accept_invite(desk: Desk, token: str, chat_id: int) -> Person:
    """Opens the invited person's Telegram channel in this chat. Once more in the same chat changes nothing.

    Raises:
        InviteRefused: by a key for each reason.
    """
    invite = await invite_by_token(desk.session, token)
    if invite is None:
        raise InviteRefused("invite_unknown")
    person = await desk.session.get_one(Person, invite.person_id)
    if invite.used_at is not None:
        channel = await channel_of_chat(desk.session, chat_id)
        if channel is None or channel.person_id != person.id:
            raise InviteRefused("invite_used")
    else:
        await _use(desk, invite)
        record(desk.session, "invite.accept", f"people:{person.id}", now=desk.now, person_id=person.id)
    window = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
    await free_chat(desk.session, chat_id, for_person=person.id, now=desk.now, window=window)
    await open_channel(desk.session, person.id, ChannelKind.TELEGRAM, address=str(chat_id), now=desk.now)
    return person


async def _use(desk: Desk, invite: Invite) -> None:
    if invite.revoked_at is not None:
        raise InviteRefused("invite_revoked")
    if invite.expires_at <= desk.now:
        raise InviteRefused("invite_expired")
    if not await mark_used(desk.session, invite.id, now=desk.now):
        raise InviteRefused("invite_used")
