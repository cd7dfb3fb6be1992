"""What a chat remembers beside its form: for which of several institutions the person speaks."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import InstitutionId


class Chat(Base):
    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    institution_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"))
    chosen_at: Mapped[datetime]
