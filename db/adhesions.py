"""Termos de adesão that a first-layer institution informs: each may become an institution of the second layer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.database import Base, Session, batches, text_enum
from db.deliverables import Deliverable, DeliverableState
from db.ids import AdhesionId, HappeningId, InstitutionId, InstrumentId, ObligationId, PersonId
from db.institutions import Institution
from db.instruments import Instrument


class AdhesionState(StrEnum):
    #: Told by the partner: that is what goal C4 asks for.
    INFORMED = "informed"
    #: Taken by the Secretariat (art. 21, III): the institution is in the second layer.
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Adhesion(Base):
    __tablename__ = "adhesions"
    __table_args__ = (UniqueConstraint("instrument_id", "cnpj", "signed"),)

    id: Mapped[AdhesionId] = mapped_column(primary_key=True, init=False)
    #: The agreement of the first-layer institution.
    instrument_id: Mapped[InstrumentId] = mapped_column(ForeignKey("instruments.id"))
    name: Mapped[str]
    #: 14 characters, upper case, unmasked.
    cnpj: Mapped[str]
    #: Last signature.
    signed: Mapped[date]
    informed_at: Mapped[datetime]
    informed_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[AdhesionState] = mapped_column(
        text_enum(AdhesionState, "state"), default=AdhesionState.INFORMED, index=True
    )
    #: What it called for in goal C4.
    happening_id: Mapped[HappeningId | None] = mapped_column(ForeignKey("happenings.id"), default=None)
    sei: Mapped[str] = mapped_column(default="")
    #: Start and end of its own vigência.
    starts: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)
    uf: Mapped[str] = mapped_column(default="")
    municipality_code: Mapped[str] = mapped_column(default="")
    #: Who coordinates there, to be invited once it is accepted.
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Why it was refused.
    reason: Mapped[str] = mapped_column(default="")
    #: What it became.
    institution_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"), default=None)


class KnownAdhesion(NamedTuple):
    id: AdhesionId
    instrument_id: InstrumentId
    cnpj: str
    signed: date
    state: AdhesionState


async def known_adhesions(
    session: Session, instrument_ids: Collection[InstrumentId]
) -> Sequence[KnownAdhesion]:
    """Every termo told under these agreements, by number; without the rows themselves, which may be thousands."""
    columns = (Adhesion.id, Adhesion.instrument_id, Adhesion.cnpj, Adhesion.signed, Adhesion.state)
    found = select(*columns).where(Adhesion.instrument_id.in_(instrument_ids)).order_by(Adhesion.id)
    return [KnownAdhesion(*row) for row in (await session.execute(found)).all()]


async def adhesions_between(
    session: Session, instrument_id: InstrumentId, *, first: date, last: date
) -> Sequence[Adhesion]:
    """Those signed in these days (both included) that were not refused, by day and name."""
    stands = (Adhesion.instrument_id == instrument_id, Adhesion.state != AdhesionState.REFUSED)
    found = select(Adhesion).where(*stands, Adhesion.signed.between(first, last))
    return (await session.scalars(found.order_by(Adhesion.signed, Adhesion.name, Adhesion.id))).all()


class WaitingAdhesions(NamedTuple):
    """How many termos of a first-layer institution wait for the Secretariat, and the number of the newest."""

    institution_id: InstitutionId
    acronym: str
    total: int
    newest: AdhesionId
    since: datetime


async def waiting_adhesions(
    session: Session, institution_id: InstitutionId | None = None, *, beside: PersonId | None = None
) -> Sequence[WaitingAdhesions]:
    """By first-layer institution (None: each), who waits longest first; `beside` those that this person told."""
    since = func.min(Adhesion.informed_at)
    found = (
        select(Institution.id, Institution.acronym, func.count(), func.max(Adhesion.id), since)
        .select_from(Adhesion)
        .join(Instrument, Instrument.id == Adhesion.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(Adhesion.state == AdhesionState.INFORMED, *_told_by_others(beside))
        .group_by(Institution.id, Institution.acronym)
        .order_by(since, Institution.acronym)
    )
    if institution_id is not None:
        found = found.where(Institution.id == institution_id)
    return [WaitingAdhesions(*row) for row in (await session.execute(found)).all()]


def _told_by_others(person_id: PersonId | None) -> Sequence[ColumnElement[bool]]:
    if person_id is None:
        return ()
    return (or_(Adhesion.informed_by.is_(None), Adhesion.informed_by != person_id),)


async def adhesions_waiting_of(
    session: Session,
    institution_id: InstitutionId,
    *,
    after: AdhesionId | None = None,
    up_to: AdhesionId | None = None,
    beside: PersonId | None = None,
    limit: int | None = None,
    held: bool = False,
) -> Sequence[Adhesion]:
    """The termos of a first-layer institution that wait, the oldest first: those after number `after` and up to
    `up_to`, beside what that person told. `held`: nobody else decides them till the end of the transaction."""
    own = select(Instrument.id).where(Instrument.institution_id == institution_id)
    found = select(Adhesion).where(
        Adhesion.state == AdhesionState.INFORMED,
        Adhesion.instrument_id.in_(own),
        *_told_by_others(beside),
    )
    if after is not None:
        found = found.where(Adhesion.id > after)
    if up_to is not None:
        found = found.where(Adhesion.id <= up_to)
    if held:
        found = found.with_for_update()
    return (await session.scalars(found.order_by(Adhesion.id).limit(limit))).all()


async def waiting_with(session: Session, cnpj: str) -> Adhesion | None:
    """The oldest termo of that CNPJ that waits for the Secretariat."""
    found = select(Adhesion).where(Adhesion.state == AdhesionState.INFORMED, Adhesion.cnpj == cnpj)
    return (await session.scalars(found.order_by(Adhesion.id).limit(1))).one_or_none()


async def held_adhesion(session: Session, adhesion_id: AdhesionId) -> Adhesion | None:
    """Nobody else changes it till the end of the transaction."""
    found = select(Adhesion).where(Adhesion.id == adhesion_id).with_for_update()
    return (await session.scalars(found)).one_or_none()


async def held_adhesions(session: Session, ids: Collection[AdhesionId]) -> Sequence[Adhesion]:
    """As above, several, by number."""
    found: list[Adhesion] = []
    for part in batches(sorted(ids)):
        rows = select(Adhesion).where(Adhesion.id.in_(part)).order_by(Adhesion.id).with_for_update()
        found += (await session.scalars(rows)).all()
    return found


async def adhesions_to_admit(session: Session) -> Sequence[AdhesionId]:
    """Accepted, and of no institution yet; by number."""
    taken = (Adhesion.state == AdhesionState.ACCEPTED, Adhesion.institution_id.is_(None))
    return (await session.scalars(select(Adhesion.id).where(*taken).order_by(Adhesion.id))).all()


async def latest_decisions(session: Session) -> dict[InstitutionId, datetime]:
    """When the Secretariat last decided on a termo of each first-layer institution; by its number."""
    found = (
        select(Instrument.institution_id, func.max(Adhesion.decided_at))
        .join(Instrument, Instrument.id == Adhesion.instrument_id)
        .where(Adhesion.state != AdhesionState.INFORMED, Adhesion.decided_at.is_not(None))
        .group_by(Instrument.institution_id)
        .order_by(Instrument.institution_id)
    )
    rows = (await session.execute(found)).all()
    return {row[0]: row[1] for row in rows if row[1] is not None}


async def decided_adhesions(
    session: Session, institution_id: InstitutionId, *, after: datetime | None
) -> Sequence[Adhesion]:
    """What the Secretariat decided of an institution's termos since then (None: ever), in that order."""
    own = select(Instrument.id).where(Instrument.institution_id == institution_id)
    decided = (Adhesion.instrument_id.in_(own), Adhesion.state != AdhesionState.INFORMED)
    found = select(Adhesion).where(*decided, Adhesion.decided_at.is_not(None))
    if after is not None:
        found = found.where(Adhesion.decided_at > after)
    return (await session.scalars(found.order_by(Adhesion.decided_at, Adhesion.id))).all()


async def report_to_add_to(session: Session, obligation_id: ObligationId) -> Deliverable | None:
    """The newest report of a month's termos that nobody has decided on, held till the end of the transaction."""
    undecided = (DeliverableState.SUBMITTED, DeliverableState.RECORDED)
    found = select(Deliverable).where(
        Deliverable.obligation_id == obligation_id, Deliverable.state.in_(undecided)
    )
    found = found.where(Deliverable.says_nothing.is_(False)).order_by(Deliverable.id.desc()).limit(1)
    return (await session.scalars(found.with_for_update())).first()
