"""Invites: a one-time word that ties a Telegram chat to a registered person; only hashes are kept.

A tool of acts.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.audit import record
from db.ids import PersonId
from db.invites import Invite, invite_by_code, invite_by_token, revoke_unused, token_hash
from rede.desk import Desk, Office
from rede.invite_words import new_code, new_token, read_code

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Issued:
    """The only moment at which the words are known."""

    token: str = field(repr=False)
    expires_at: datetime
    #: Eight characters, for whoever has Telegram elsewhere than the link; as typed, without a hyphen.
    code: str = field(repr=False)


def make_invite(desk: Desk) -> Issued:
    """Words that nobody has yet."""
    return Issued(new_token(), desk.now + VALID_FOR, new_code())


async def issue_invite(desk: Desk, person_id: PersonId) -> Issued:
    """A fresh invite; the person's older ones stop working."""
    await revoke_unused(desk.session, person_id, now=desk.now)
    issued = make_invite(desk)
    desk.session.add(
        Invite(
            person_id=person_id,
            token_hash=token_hash(issued.token),
            created_at=desk.now,
            expires_at=issued.expires_at,
            code_hash=_code_hash(desk.office, issued.code),
            created_by=desk.actor,
        )
    )
    await desk.session.flush()
    record(desk.session, "invite.issue", f"people:{person_id}", now=desk.now, person_id=desk.actor)
    return issued


async def invite_of(desk: Desk, word: str) -> Invite | None:
    """By its token, or by its code as typed."""
    code = read_code(word)
    found = await invite_by_code(desk.session, _code_hash(desk.office, code)) if code else None
    return found or await invite_by_token(desk.session, word.strip())


def _code_hash(office: Office, code: str) -> str:
    return office.sealer.digest("invite", code)
