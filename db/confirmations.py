"""Six-digit codes sent to a registered mailbox: whoever types one in the chat that asked reads that mailbox.

Only the keyed hash of a code is kept (`rede` makes it). A newer code takes the place of the older ones of its chat.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
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
