"""What the service saw at the address of a partner's page (goal 3.1): at hand-in, and each semester again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base
from db.ids import DeliverableId, InstitutionId


class PageLook(Base):
    __tablename__ = "page_looks"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    deliverable_id: Mapped[DeliverableId] = mapped_column(ForeignKey("deliverables.id"), index=True)
    url: Mapped[str]
    #: The day on which it is to be looked at; none once it was.
    look_on: Mapped[date | None] = mapped_column(index=True)
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    answered: Mapped[bool] = mapped_column(default=False)
    #: HTTP status; 0 where there was no answer.
    status: Mapped[int] = mapped_column(default=0)
    names_rede: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="")
    #: Why it could not be seen, as a code of ours; empty where it could.
    why: Mapped[str] = mapped_column(default="")
