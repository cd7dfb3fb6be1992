"""One-time invites that bind a Telegram chat to a registered person. Only the hash of a token is kept."""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import PersonId


class Invite(Base):
    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Taken back by a newer invite for the same person.
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    #: The same invite, typed: of eight characters; Telegram may be on another device than the link.
    code_hash: Mapped[str | None] = mapped_column(unique=True, default=None)
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def invite_by_token(session: Session, token: str) -> Invite | None:
    return (await session.scalars(select(Invite).where(Invite.token_hash == token_hash(token)))).one_or_none()


async def invite_by_code(session: Session, code_hash: str) -> Invite | None:
    return (await session.scalars(select(Invite).where(Invite.code_hash == code_hash))).one_or_none()


async def invites_made(session: Session, person_id: PersonId, *, since: datetime) -> int:
    """How many the person was made after that instant."""
    made = select(func.count()).select_from(Invite)
    made = made.where(Invite.person_id == person_id, Invite.created_at > since)
    return (await session.scalars(made)).one()


async def revoke_unused(session: Session, person_id: PersonId, *, now: datetime) -> None:
    """A new invite makes the older ones of the same person worthless."""
    unused = (Invite.person_id == person_id, Invite.used_at.is_(None), Invite.revoked_at.is_(None))
    await session.execute(update(Invite).where(*unused).values(revoked_at=now))


async def mark_used(session: Session, invite_id: int, *, now: datetime) -> bool:
    """False when somebody was faster: an invite is used once, on every database."""
    unused = update(Invite).where(Invite.id == invite_id, Invite.used_at.is_(None)).values(used_at=now)
    return (await session.scalars(unused.returning(Invite.id))).first() is not None
