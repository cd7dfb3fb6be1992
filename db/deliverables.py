"""Reports of deliverables, each with its protocol number (`RP-2026-000142`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Numeric, and_, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.database import Base, Session, insert, text_enum
from db.ids import DeliverableId, InstitutionId, InstrumentId, ObligationId, PersonId
from db.institutions import Institution
from db.obligations import Obligation
from db.plans import Goal, Plan


class DeliverableState(StrEnum):
    #: Waits to be looked at.
    SUBMITTED = "submitted"
    #: Registrado: of a goal that is owed all the time; some of these are looked at.
    RECORDED = "recorded"
    #: Aceito: late or not says `late`.
    ACCEPTED = "accepted"
    #: Devolvido para ajuste, with a reason and an internal date.
    RETURNED = "returned"
    #: Taken back by its author.
    CANCELLED = "cancelled"
    #: Autodeclarado: the Secretariat's own, until a second person confirms it.
    SELF_DECLARED = "self_declared"
    #: Brought in from the time before the service, to be checked.
    HISTORY = "history"


#: What was taken back, or came back for an adjustment and has not come again, counts for nothing.
NOT_COUNTED = (DeliverableState.CANCELLED, DeliverableState.RETURNED)


class Deliverable(Base):
    __tablename__ = "deliverables"

    id: Mapped[DeliverableId] = mapped_column(primary_key=True, init=False)
    protocol: Mapped[str] = mapped_column(unique=True)
    obligation_id: Mapped[ObligationId] = mapped_column(ForeignKey("obligations.id"), index=True)
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: None for what was brought in from before.
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"))
    #: When the service received the complete report: the date that counts. Of what was brought in from before,
    #: noon of the day on which it was done.
    received_at: Mapped[datetime]
    description: Mapped[str]
    #: Class hours, for goals with a quantity.
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), default=None)
    state: Mapped[DeliverableState] = mapped_column(
        text_enum(DeliverableState, "state"), default=DeliverableState.SUBMITTED, index=True
    )
    #: The newest version (db/report_versions.py).
    version: Mapped[int] = mapped_column(default=1)
    #: JSON object of what the kind of evidence asks for (title, place, link …); empty for none.
    evidence: Mapped[str] = mapped_column(default="")
    #: Nothing to tell of this period; the description says why.
    says_nothing: Mapped[bool] = mapped_column(default=False)
    #: The first complete version came after the extended date, and not because the service stood still.
    late: Mapped[bool] = mapped_column(default=False)
    #: Who entered it, where it came by another way than the chat; then by what means, and its SEI number.
    registered_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    means: Mapped[str] = mapped_column(default="")
    sei: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Of a return: why, and the internal date by which it is asked for again.
    reason: Mapped[str] = mapped_column(default="")
    due_again: Mapped[date | None] = mapped_column(default=None)
    #: Chosen to be looked at, among what is only recorded.
    sampled: Mapped[bool] = mapped_column(default=False)
    #: Whoever has to act was reminded of it last.
    nudged_at: Mapped[datetime | None] = mapped_column(default=None)
    #: The CPF that goes with it is awaited by e-mail; when the Secretariat ticked that it came.
    awaits_cpf: Mapped[bool] = mapped_column(default=False)
    cpf_received_at: Mapped[datetime | None] = mapped_column(default=None)
    #: The institution says that what was entered on its behalf is not so.
    contested_at: Mapped[datetime | None] = mapped_column(default=None)
    contested_why: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class PastReport:
    """A report from the time before the service, with what it is about."""

    deliverable: Deliverable
    obligation: Obligation
    goal: Goal


class ProtocolCounter(Base):
    __tablename__ = "protocol_counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


async def next_protocol(session: Session, *, year: int) -> str:
    """Numbers have no gaps: the counter is part of the transaction that uses the number."""
    counted = insert(session, ProtocolCounter).values(year=year, last=1)
    counted = counted.on_conflict_do_update(index_elements=["year"], set_={"last": ProtocolCounter.last + 1})
    number = (await session.scalars(counted.returning(ProtocolCounter.last))).one()
    return f"RP-{year}-{number:06d}"


async def next_past_protocol(session: Session, *, year: int) -> str:
    """For what was brought in from the time before: a series of its own, by the year in which it was done."""
    # Counted under the year with a minus: the numbers of the service itself stay without gaps.
    number = await next_protocol(session, year=-year)
    return f"RH-{year}-{number.rpartition('-')[2]}"


async def report_of_protocol(session: Session, protocol: str) -> tuple[Deliverable, Institution, Goal] | None:
    """The report with that number, whose it is and the goal it was handed in for."""
    found = (
        select(Deliverable, Institution, Goal)
        .join(Institution, Institution.id == Deliverable.institution_id)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(Deliverable.protocol == protocol)
    )
    row = (await session.execute(found)).first()
    return None if row is None else (row[0], row[1], row[2])


async def reported_for(
    session: Session, obligation_ids: Sequence[ObligationId]
) -> dict[ObligationId, list[Deliverable]]:
    """Everything that counts and was reported under the same goal, agreement and institution as each obligation, in
    any of its periods and in any version of the plan, in the order in which it came."""
    asked, other = aliased(Obligation), aliased(Obligation)
    asked_goal, other_goal = aliased(Goal), aliased(Goal)
    same = and_(
        other.instrument_id == asked.instrument_id,
        other.institution_id == asked.institution_id,
    )
    found = (
        select(asked.id, Deliverable)
        .join(asked_goal, asked_goal.id == asked.goal_id)
        .join(other, same)
        .join(other_goal, and_(other_goal.id == other.goal_id, other_goal.key == asked_goal.key))
        .join(Deliverable, Deliverable.obligation_id == other.id)
        .where(asked.id.in_(obligation_ids), Deliverable.state.not_in(NOT_COUNTED))
        .order_by(Deliverable.id)
    )
    reports: dict[ObligationId, list[Deliverable]] = {number: [] for number in obligation_ids}
    for number, report in (await session.execute(found)).all():
        reports[number].append(report)
    return reports


async def reported_ids(session: Session, instrument_id: InstrumentId) -> set[ObligationId]:
    """The obligations under an instrument that have a report, also one that came back to its author."""
    found = select(Deliverable.obligation_id).join(Obligation, Obligation.id == Deliverable.obligation_id)
    stands = (Obligation.instrument_id == instrument_id, Deliverable.state != DeliverableState.CANCELLED)
    return set((await session.scalars(found.where(*stands).distinct())).all())


async def past_reports(
    session: Session, *, institution_ids: Sequence[InstitutionId] | None = None
) -> list[PastReport]:
    """What these institutions (None: all) did before the service, as it was brought in; by protocol."""
    found = (
        select(Deliverable, Obligation, Goal)
        .join(Obligation, Obligation.id == Deliverable.obligation_id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(Deliverable.state == DeliverableState.HISTORY)
        .order_by(Deliverable.protocol)
    )
    if institution_ids is not None:
        found = found.where(Deliverable.institution_id.in_(institution_ids))
    return [PastReport(*row) for row in (await session.execute(found)).all()]


async def reports_under(
    session: Session, instrument_id: InstrumentId, keys: Collection[str]
) -> list[tuple[str, Deliverable]]:
    """What was handed in for the goals of these keys under an instrument, each with its key, in the order in which
    it came; not what was brought in from before, and nothing that does not count."""
    found = (
        select(Goal.key, Deliverable)
        .select_from(Plan)
        .join(Goal, Goal.plan_id == Plan.id)
        .join(Obligation, Obligation.goal_id == Goal.id)
        .join(Deliverable, Deliverable.obligation_id == Obligation.id)
        .where(Plan.instrument_id == instrument_id, Goal.key.in_(keys))
        .where(Deliverable.state.not_in([DeliverableState.HISTORY, *NOT_COUNTED]))
        .where(Deliverable.says_nothing.is_(False))
        .order_by(Deliverable.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(found)).all()]


async def returned_reports(session: Session, institution_ids: Collection[InstitutionId]) -> list[Deliverable]:
    """What came back to these institutions for an adjustment, the soonest to be sent again first."""
    found = (
        select(Deliverable)
        .where(
            Deliverable.institution_id.in_(institution_ids), Deliverable.state == DeliverableState.RETURNED
        )
        .order_by(Deliverable.due_again.is_(None), Deliverable.due_again, Deliverable.id)
    )
    return list((await session.scalars(found)).all())


def came_back() -> ColumnElement[bool]:
    """Of an obligation: a report of it came back for an adjustment, so nobody misses it any more."""
    waits = Deliverable.state == DeliverableState.RETURNED
    return exists().where(Deliverable.obligation_id == Obligation.id, waits)


async def held_report(session: Session, deliverable_id: DeliverableId) -> Deliverable | None:
    """The report, which nobody else changes till the end of the transaction."""
    found = select(Deliverable).where(Deliverable.id == deliverable_id)
    return (
        await session.scalars(found.with_for_update(key_share=True).execution_options(populate_existing=True))
    ).one_or_none()


async def same_report(session: Session, like: Deliverable, *, since: datetime) -> Deliverable | None:
    """The newest of the same person for the same obligation that says the same, and was not taken back."""
    found = (
        select(Deliverable)
        .where(
            Deliverable.obligation_id == like.obligation_id,
            Deliverable.person_id == like.person_id,
            Deliverable.description == like.description,
            Deliverable.received_at >= since,
            Deliverable.state != DeliverableState.CANCELLED,
        )
        .order_by(Deliverable.id.desc())
    )
    return next((one for one in (await session.scalars(found)).all() if one.hours == like.hours), None)
