"""Requests of the Secretariat for what partners did (goal 3.5): each with its own date, till it is compiled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.announcements import Announcement
from db.database import Base, Session, batches, insert
from db.deliverables import NOT_COUNTED, Deliverable
from db.happenings import Happening
from db.ids import (
    DeliverableId,
    EnclosureId,
    HappeningId,
    InstitutionId,
    InstrumentId,
    ObligationId,
    PersonId,
    RequestId,
)
from db.institutions import Institution
from db.instruments import Instrument, counted_from
from db.obligations import Obligation
from db.plans import Goal, Plan

#: The goal that a request calls for.
ANSWERING = "3.5"


class Request(Base):
    __tablename__ = "requests"

    id: Mapped[RequestId] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]
    text: Mapped[str]
    #: By which it asks.
    due: Mapped[date]
    #: The period whose reports are asked for, both days included.
    first: Mapped[date]
    last: Mapped[date]
    audience: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: What was compiled when it was closed.
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)


class Asked(Base):
    """One institution that a request asks, and what came of it."""

    __tablename__ = "requests_asked"
    __table_args__ = (UniqueConstraint("request_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[RequestId] = mapped_column(ForeignKey("requests.id"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    happening_id: Mapped[HappeningId | None] = mapped_column(ForeignKey("happenings.id"), default=None)
    #: Of goal 3.5; None where the institution has no plan in force.
    obligation_id: Mapped[ObligationId | None] = mapped_column(
        ForeignKey("obligations.id"), index=True, default=None
    )
    #: The draft made ready for it, as its people changed it so far: JSON; empty: as it was filled.
    draft: Mapped[str] = mapped_column(default="")
    deliverable_id: Mapped[DeliverableId | None] = mapped_column(ForeignKey("deliverables.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a request is."""

    request: Request
    asked: int
    answered: int

    @property
    def missing(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Reply:
    """What one institution was asked, and the newest report that answers it, if any."""

    asked: Asked
    request: Request
    institution: Institution
    deliverable: Deliverable | None


def subject_of(request_id: RequestId) -> str:
    """What announcements about it say they are about."""
    return f"requests:{request_id}"


def opening_key(request_id: RequestId) -> str:
    """Of the announcement that opens it."""
    return f"{subject_of(request_id)}:opened"


def _standing(report: type[Deliverable]) -> tuple[ColumnElement[bool], ...]:
    """Of an institution that is asked: a report that answers it."""
    return report.obligation_id == Asked.obligation_id, report.state.not_in(NOT_COUNTED)


def _is_answered() -> ColumnElement[bool]:
    return exists().where(*_standing(Deliverable)).correlate(Asked)


async def who_can_be_asked(
    session: Session, among: Collection[InstitutionId], *, on: date
) -> dict[InstitutionId, InstrumentId]:
    """Those of these institutions with goal 3.5 in force on a day, each with the newest instrument that has it."""
    found: dict[InstitutionId, InstrumentId] = {}
    in_force = (counted_from() <= on, or_(Instrument.ends.is_(None), Instrument.ends >= on))
    asks = exists().where(Plan.instrument_id == Instrument.id, Goal.plan_id == Plan.id, Goal.key == ANSWERING)
    for part in batches(among):
        rows = select(Instrument.institution_id, Instrument.id).order_by(Instrument.id)
        rows = rows.where(Instrument.institution_id.in_(part), *in_force, asks)
        found.update({row[0]: row[1] for row in (await session.execute(rows)).all()})
    return found


async def put_asked(session: Session, request_id: RequestId, places: Collection[InstitutionId]) -> None:
    """Each once, however often it is told."""
    for part in batches(places):
        rows = [{"request_id": request_id, "institution_id": one, "draft": ""} for one in part]
        added = insert(session, Asked).on_conflict_do_nothing(index_elements=["request_id", "institution_id"])
        await session.execute(added, rows)


async def requests_to_begin(session: Session) -> Sequence[RequestId]:
    """Those of which somebody has no duty yet, or nobody was told; the oldest first."""
    waits = exists().where(Asked.request_id == Request.id, Asked.happening_id.is_(None))
    untold = ~exists().where(Announcement.key == literal("requests:") + cast(Request.id, String) + ":opened")
    found = select(Request.id).where(Request.cancelled_at.is_(None), or_(waits, untold))
    return (await session.scalars(found.order_by(Request.id))).all()


async def asked_to_begin(session: Session, request_id: RequestId) -> Sequence[int]:
    """The numbers of those who have no duty yet."""
    found = select(Asked.id).where(Asked.request_id == request_id, Asked.happening_id.is_(None))
    return (await session.scalars(found.order_by(Asked.id))).all()


async def held_asked(session: Session, ids: Collection[int]) -> Sequence[Asked]:
    """These, by number, which nobody else changes till the end of the transaction."""
    found = select(Asked).where(Asked.id.in_(ids)).order_by(Asked.id)
    found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(found)).all()


async def obligations_called_by(
    session: Session, happening_ids: Collection[HappeningId]
) -> dict[HappeningId, ObligationId]:
    """What each of these called for of goal 3.5."""
    found = (
        select(Obligation.happening_id, Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(Obligation.happening_id.in_(happening_ids), Goal.key == ANSWERING)
        .order_by(Obligation.id)
    )
    rows = (await session.execute(found)).all()
    return {row[0]: row[1] for row in rows if row[0] is not None}


async def held_request(session: Session, request_id: RequestId) -> Request | None:
    """As it is now, which nobody else changes till the end of the transaction."""
    found = select(Request).where(Request.id == request_id)
    found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(found)).one_or_none()


async def happening_ids_of(session: Session, request_id: RequestId) -> Sequence[HappeningId]:
    found = select(Asked.happening_id).where(Asked.request_id == request_id)
    rows = await session.scalars(found.where(Asked.happening_id.is_not(None)).order_by(Asked.happening_id))
    return [one for one in rows.all() if one is not None]


async def call_all(
    session: Session, happening_ids: Sequence[HappeningId], *, day: date, cancelled_at: datetime | None
) -> None:
    """All of them by that day, or all off; the bell counts the instruments that they concern again."""
    for part in batches(happening_ids):
        called = update(Happening).where(Happening.id.in_(part))
        await session.execute(called.values(day=day, cancelled_at=cancelled_at))
        concerned = select(Happening.instrument_id).where(Happening.id.in_(part))
        behind = update(Instrument).where(Instrument.id.in_(concerned))
        await session.execute(behind.values(counted_by=""))


async def tallies(session: Session, *, only: RequestId | None = None, limit: int = 20) -> Sequence[Tally]:
    """Requests that were not called off, those still open first, then the newest."""
    of_it = select(func.count(Asked.id)).where(Asked.request_id == Request.id).correlate(Request)
    asked, answered = of_it.scalar_subquery(), of_it.where(_is_answered()).scalar_subquery()
    found = select(Request, asked, answered)
    found = found.where(Request.cancelled_at.is_(None) if only is None else Request.id == only)
    found = found.order_by(Request.closed_at.is_not(None), Request.id.desc()).limit(limit)
    return [Tally(row[0], row[1], row[2]) for row in (await session.execute(found)).all()]


async def places_missing(session: Session, request_id: RequestId) -> Sequence[Institution]:
    """Those that have not answered, by acronym."""
    found = select(Institution).join(Asked, Asked.institution_id == Institution.id)
    found = found.where(Asked.request_id == request_id, ~_is_answered())
    return (await session.scalars(found.order_by(Institution.acronym, Institution.id))).all()


async def replies(
    session: Session, *, request_id: RequestId | None = None, places: Collection[InstitutionId] | None = None
) -> Sequence[Reply]:
    """Of one request, or of all that these institutions were asked and that was not called off; by acronym, the
    soonest first."""
    answer = aliased(Deliverable)
    newest = select(func.max(answer.id)).where(*_standing(answer)).correlate(Asked).scalar_subquery()
    found = (
        select(Asked, Request, Institution, Deliverable)
        .join(Request, Request.id == Asked.request_id)
        .join(Institution, Institution.id == Asked.institution_id)
        .outerjoin(Deliverable, Deliverable.id == newest)
        .where(Request.cancelled_at.is_(None))
        .order_by(Institution.acronym, Institution.id, Request.due, Request.id)
    )
    if request_id is not None:
        found = found.where(Asked.request_id == request_id)
    if places is not None:
        found = found.where(Asked.institution_id.in_(places))
    return [Reply(*row) for row in (await session.execute(found)).all()]


async def asked_under(session: Session, obligation_id: ObligationId) -> Asked | None:
    """Who is asked by the request that called for this; None: no request did."""
    found = select(Asked).where(Asked.obligation_id == obligation_id).order_by(Asked.id.desc()).limit(1)
    return (await session.scalars(found)).one_or_none()


async def requests_to_compile(session: Session) -> Sequence[RequestId]:
    """Closed, and not put together yet; the oldest first."""
    waits = (Request.closed_at.is_not(None), Request.enclosure_id.is_(None), Request.cancelled_at.is_(None))
    return (await session.scalars(select(Request.id).where(*waits).order_by(Request.id))).all()


async def reports_of_places(
    session: Session, places: Collection[InstitutionId]
) -> Sequence[tuple[Deliverable, Goal]]:
    """Everything that these institutions reported of the plan and that counts, with its goal, in the order in which
    it came."""
    found: list[tuple[Deliverable, Goal]] = []
    for part in batches(places):
        rows = (
            select(Deliverable, Goal)
            .join(Obligation, Obligation.id == Deliverable.obligation_id)
            .join(Goal, Goal.id == Obligation.goal_id)
            .where(Deliverable.institution_id.in_(part), Deliverable.state.not_in(NOT_COUNTED))
            .where(Deliverable.says_nothing.is_(False), Deliverable.contested_at.is_(None))
            .order_by(Deliverable.id)
        )
        found += [(row[0], row[1]) for row in (await session.execute(rows)).all()]
    return found


async def announcements_about(session: Session, request_id: RequestId) -> Sequence[Announcement]:
    """Those of it that were not called off, held till the end of the transaction."""
    about = (Announcement.about == subject_of(request_id), Announcement.cancelled_at.is_(None))
    found = select(Announcement).where(*about).order_by(Announcement.id).with_for_update()
    return (await session.scalars(found)).all()
