"""What the service saw at the address of a partner's page (goal 3.1): at hand-in, and each semester again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, delete, exists, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.database import Base, Session, batches
from db.deliverables import NOT_COUNTED, Deliverable
from db.ids import DeliverableId, InstitutionId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import Obligation


class PageLook(Base):
    __tablename__ = "page_looks"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    deliverable_id: Mapped[DeliverableId] = mapped_column(ForeignKey("deliverables.id"), index=True)
    url: Mapped[str]
    #: The day on which it is to be looked at; none once it was.
    look_on: Mapped[date | None] = mapped_column(index=True)
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Where it led; empty while nobody looked.
    final_url: Mapped[str] = mapped_column(default="")
    answered: Mapped[bool] = mapped_column(default=False)
    #: HTTP status; 0 where there was no answer.
    status: Mapped[int] = mapped_column(default=0)
    names_rede: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="")
    #: Why it could not be seen, as a code of ours; empty where it could.
    why: Mapped[str] = mapped_column(default="")


async def looks_due(
    session: Session, *, today: date, limit: int, withdrawn: str = ""
) -> list[tuple[int, str]]:
    """Number and address of what is to be looked at by `today`, the longest due first; of reports that count, under
    agreements that have not ended. `withdrawn`: where the institution says that in a later report, none."""
    later = aliased(Deliverable)
    taken_down = exists().where(
        later.institution_id == PageLook.institution_id,
        later.id > PageLook.deliverable_id,
        later.state.not_in(NOT_COUNTED),
        later.evidence.contains(withdrawn, autoescape=True),
    )
    found = (
        select(PageLook.id, PageLook.url)
        .join(Deliverable, Deliverable.id == PageLook.deliverable_id)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Instrument, Instrument.id == Obligation.instrument_id)
        .where(
            PageLook.look_on <= today,
            Deliverable.state.not_in(NOT_COUNTED),
            or_(Instrument.ends.is_(None), Instrument.ends >= today),
            *([~taken_down] if withdrawn else []),
        )
        .order_by(PageLook.look_on, PageLook.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def held_look(session: Session, look_id: int) -> PageLook | None:
    """Nobody else keeps its result till the end of the transaction."""
    found = select(PageLook).where(PageLook.id == look_id).execution_options(populate_existing=True)
    return (await session.scalars(found.with_for_update(key_share=True))).one_or_none()


async def past_looks(session: Session, deliverable_id: DeliverableId, url: str) -> Sequence[PageLook]:
    """What was seen at that address for that report, the newest first."""
    found = select(PageLook).where(
        PageLook.deliverable_id == deliverable_id, PageLook.url == url, PageLook.looked_at.is_not(None)
    )
    return (await session.scalars(found.order_by(PageLook.looked_at.desc(), PageLook.id.desc()))).all()


async def newest_looks(
    session: Session, deliverable_ids: Collection[DeliverableId]
) -> dict[DeliverableId, PageLook]:
    """The last look at the page of each of these reports, or the one that is still to come where there was none."""
    looks: dict[DeliverableId, PageLook] = {}
    for part in batches(deliverable_ids):
        found = select(PageLook).where(PageLook.deliverable_id.in_(part))
        # What was not looked at yet comes first, and gives way to any that was.
        ordered = found.order_by(PageLook.looked_at.is_not(None), PageLook.looked_at, PageLook.id)
        looks.update({row.deliverable_id: row for row in await session.scalars(ordered)})
    return looks


async def forget_coming_looks(session: Session, institution_id: InstitutionId, url: str) -> None:
    """Another report names the same page: it is not looked at twice."""
    coming = (
        PageLook.institution_id == institution_id,
        PageLook.url == url,
        PageLook.look_on.is_not(None),
        PageLook.looked_at.is_(None),
    )
    await session.execute(delete(PageLook).where(*coming))


async def coming_looks(session: Session, deliverable_id: DeliverableId) -> Sequence[PageLook]:
    """Those that a report still waits for, which nobody keeps till the end of the transaction."""
    found = select(PageLook).where(PageLook.deliverable_id == deliverable_id, PageLook.look_on.is_not(None))
    return (await session.scalars(found.order_by(PageLook.id).with_for_update(key_share=True))).all()


async def named_before(session: Session, look: PageLook) -> DeliverableId | None:
    """The newest other report of the institution that counts and whose page this was."""
    found = (
        select(PageLook.deliverable_id)
        .join(Deliverable, Deliverable.id == PageLook.deliverable_id)
        .where(
            PageLook.institution_id == look.institution_id,
            PageLook.url == look.url,
            PageLook.deliverable_id != look.deliverable_id,
            Deliverable.state.not_in(NOT_COUNTED),
        )
        .order_by(PageLook.deliverable_id.desc())
        .limit(1)
    )
    return (await session.scalars(found)).first()


async def owner_of_look(
    session: Session, look: PageLook
) -> tuple[Deliverable, Institution, Instrument] | None:
    """The report that named the page, whose it is, and under which agreement."""
    found = (
        select(Deliverable, Institution, Instrument)
        .join(Institution, Institution.id == Deliverable.institution_id)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Instrument, Instrument.id == Obligation.instrument_id)
        .where(Deliverable.id == look.deliverable_id)
    )
    row = (await session.execute(found)).first()
    return None if row is None else (row[0], row[1], row[2])
