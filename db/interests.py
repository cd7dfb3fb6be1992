"""What courses a person wants to hear of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import PersonId


class Interest(Base):
    __tablename__ = "interests"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: `eixo:2`, `modalidade:presencial`, `curso:12`: in the language of audiences, after `interesse:`.
    subject: Mapped[str] = mapped_column(primary_key=True)
    chosen_at: Mapped[datetime]
