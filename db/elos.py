"""The open list of elos that the Secretariat keeps (Portaria SEGES/MGI nº 4.890/2023, art. 21, II and III).

An institution names its elo (`Institution.elo`).
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base


class Elo(Base):
    __tablename__ = "elos"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    about: Mapped[str] = mapped_column(default="")
