"""Six-digit codes sent to a registered mailbox: whoever types one in the chat that asked reads that mailbox.

Only the keyed hash of a code is kept (`rede` makes it). A newer code takes the place of the older ones of its chat.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session
from db.ids import PersonId


class Confirmation(Base):
    __tablename__ = "confirmations"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"))
    code_hash: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: The invite that began it; it counts as used only once the code was typed.
    invite_id: Mapped[int | None] = mapped_column(ForeignKey("invites.id"), default=None)
    #: Wrong codes typed so far.
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


async def newest_confirmation(session: Session, chat_id: int) -> Confirmation | None:
    """The one that counts in this chat, used or not, valid or not; None when none was ever sent."""
    asked = select(Confirmation).where(Confirmation.chat_id == chat_id).order_by(Confirmation.id.desc())
    return (await session.scalars(asked.limit(1))).first()


async def codes_sent(session: Session, person_id: PersonId, *, since: datetime) -> int:
    """How many were sent to the person's mailbox after that instant, whatever the chat."""
    sent = select(func.count()).select_from(Confirmation)
    sent = sent.where(Confirmation.person_id == person_id, Confirmation.sent_at > since)
    return (await session.scalars(sent)).one()
