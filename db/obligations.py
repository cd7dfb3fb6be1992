"""Obligations: a goal owed by one institution for one period. The heart of what is remembered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, or_, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.database import Base, Session, batches, insert, text_enum
from db.happenings import Happening
from db.ids import GoalId, HappeningId, InstitutionId, InstrumentId, ObligationId
from db.institutions import Institution
from db.instruments import Instrument
from db.plans import Goal, GoalKind


class ObligationState(StrEnum):
    OPEN = "open"
    FULFILLED = "fulfilled"
    #: Fell due before `[reminders] go_live`: known, never reminded of, never late.
    HISTORY = "history"
    #: The Secretariat let the institution off, with a reason.
    DISPENSED = "dispensed"
    #: An amendment, or an error put right, took it away.
    WITHDRAWN = "withdrawn"
    #: What it waits for did not take place in its cycle (sem evento): nobody is let off, and nobody is late.
    NO_EVENT = "no_event"


#: What the index of the ladders holds, to the letter: a bound value would not be recognised as the same.
OPEN_TO_LOOK_AT = "state = 'open' AND look_on IS NOT NULL"
#: What begins the occurrence of a goal that is owed anew because a contact was lost (rede/contact_goal.py).
LOST = "lost:"
#: As above, of the index of those.
OPEN_FOR_A_CONTACT = "state = 'open' AND occurrence LIKE 'lost:%'"


class Obligation(Base):
    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("goal_id", "institution_id", "occurrence"),
        Index(
            "ix_obligations_look_on",
            "look_on",
            sqlite_where=text(OPEN_TO_LOOK_AT),
            postgresql_where=text(OPEN_TO_LOOK_AT),
        ),
        Index(
            "ix_obligations_lost",
            "id",
            sqlite_where=text(OPEN_FOR_A_CONTACT),
            postgresql_where=text(OPEN_FOR_A_CONTACT),
        ),
    )

    id: Mapped[ObligationId] = mapped_column(primary_key=True, init=False)
    goal_id: Mapped[GoalId] = mapped_column(ForeignKey("goals.id"))
    instrument_id: Mapped[InstrumentId] = mapped_column(ForeignKey("instruments.id"))
    #: Who owes it: the Secretariat has its own obligations too.
    institution_id: Mapped[InstitutionId] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: What tells one occurrence from the next, whatever its date becomes (`DueDate.occurrence`). Empty for
    #: what has no date.
    occurrence: Mapped[str]
    state: Mapped[ObligationState] = mapped_column(text_enum(ObligationState, "state"))
    #: First day of the period, when it has one.
    opens: Mapped[date | None] = mapped_column(default=None)
    #: Reminders aim at the literal day; only after the extended one is the goal late. Both or neither.
    literal: Mapped[date | None] = mapped_column(default=None)
    extended: Mapped[date | None] = mapped_column(default=None)
    provisional: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(default="")
    #: The next day on which the reminder ladder has something to say; None when it is spent.
    look_on: Mapped[date | None] = mapped_column(default=None)
    #: Name of the last step told (`D-10`).
    last_step: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Why it was dispensed or withdrawn; of a check-in, the protocol that answers it.
    closed_why: Mapped[str] = mapped_column(default="")
    #: The SEI number of a dispensation.
    closed_sei: Mapped[str] = mapped_column(default="")
    #: The date is a target of our own (meta interna), not one of the plan: nobody is ever late by it.
    internal: Mapped[bool] = mapped_column(default=False)
    #: What called for it, where something had to happen first.
    happening_id: Mapped[HappeningId | None] = mapped_column(ForeignKey("happenings.id"), default=None)


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation with its goal, who owes it, under which instrument, and whose instrument that is."""

    obligation: Obligation
    goal: Goal
    institution: Institution
    instrument: Instrument
    #: The institution that signed the instrument; the same as `institution` but for what the Secretariat owes.
    partner: Institution


async def _owed(session: Session, *where: object, limit: int | None = None, held: bool = False) -> list[Owed]:
    partner = aliased(Institution)
    rows = (
        select(Obligation, Goal, Institution, Instrument, partner)
        .join(Goal, Goal.id == Obligation.goal_id)
        .join(Institution, Institution.id == Obligation.institution_id)
        .join(Instrument, Instrument.id == Obligation.instrument_id)
        .join(partner, partner.id == Instrument.institution_id)
        .where(*where)  # type: ignore[arg-type]
        .order_by(Obligation.literal.is_(None), Obligation.literal, Obligation.id)
        .limit(limit)
    )
    if held:
        rows = rows.with_for_update(of=Obligation, key_share=True)
    return [Owed(*row) for row in (await session.execute(rows)).all()]


async def open_obligations(
    session: Session, institution_ids: Sequence[InstitutionId], *, ends_by: date | None = None
) -> list[Owed]:
    """Everything still owed by these institutions, dated first, by literal date. `ends_by`: without the vigências
    that end later, of which the Secretariat has as many as there are agreements."""
    owed = (Obligation.institution_id.in_(institution_ids), Obligation.state == ObligationState.OPEN)
    if ends_by is None:
        return await _owed(session, *owed)
    return await _owed(session, *owed, or_(Goal.kind != GoalKind.TERM_END, Obligation.literal <= ends_by))


async def open_obligations_of_day(
    session: Session, institution_ids: Sequence[InstitutionId], day: date
) -> list[Owed]:
    """What falls due for these institutions on that day, by the literal or by the extended date."""
    return await _owed(
        session,
        Obligation.institution_id.in_(institution_ids),
        Obligation.state == ObligationState.OPEN,
        or_(Obligation.literal == day, Obligation.extended == day),
    )


async def reportable_obligations(session: Session, institution_ids: Sequence[InstitutionId]) -> list[Owed]:
    """What a report may be about: goals of the plan that are owed, or fulfilled and can be added to."""
    return await obligations_in_states(
        session, (ObligationState.OPEN, ObligationState.FULFILLED), institution_ids, kind=GoalKind.PLAN
    )


async def obligations_to_look_at(session: Session, *, today: date) -> Sequence[ObligationId]:
    """Open obligations whose ladder has something to say by `today`, by id: many at most once a day. Those that a
    meeting called for have none: it reminds of itself."""
    of_meetings = select(Happening.id).where(Happening.meeting_id.is_not(None))
    by_ladder = or_(Obligation.happening_id.is_(None), Obligation.happening_id.not_in(of_meetings))
    # Sorted here: asked for them in this order, a database walks the whole table by it.
    due = select(Obligation.id).where(text(OPEN_TO_LOOK_AT), Obligation.look_on <= today, by_ladder)
    return sorted((await session.scalars(due)).all())


async def obligation_owed(session: Session, obligation_id: ObligationId) -> Owed | None:
    found = await _owed(session, Obligation.id == obligation_id)
    return found[0] if found else None


async def obligations_owed(
    session: Session, ids: Collection[ObligationId], *, held: bool = False
) -> list[Owed]:
    """By id. `held`: nobody ends or moves one of them till the end of the transaction."""
    parts = batches(sorted(ids))
    found = [one for part in parts for one in await _owed(session, Obligation.id.in_(part), held=held)]
    return sorted(found, key=lambda owed: owed.obligation.id)


async def put_obligations(session: Session, rows: Sequence[dict[str, object]]) -> int:
    """Adds what is not there yet, by (goal, institution, occurrence); returns how many were new."""
    if not rows:
        return 0
    statement = insert(session, Obligation).on_conflict_do_nothing(
        index_elements=["goal_id", "institution_id", "occurrence"]
    )
    added = await session.scalars(statement.returning(Obligation.id), list(rows))
    return len(added.all())


async def close_open_obligations(
    session: Session, ids: Sequence[ObligationId], *, state: ObligationState, why: str, now: datetime
) -> set[ObligationId]:
    """Ends those that are still open; returns which they were: of two who try at once only one gets them."""
    still_open = (Obligation.id.in_(ids), Obligation.state == ObligationState.OPEN)
    closed = update(Obligation).where(*still_open)
    closed = closed.values(state=state, closed_at=now, closed_why=why, look_on=None)
    return set((await session.scalars(closed.returning(Obligation.id))).all())


async def reopen_obligation(
    session: Session, obligation_id: ObligationId, *, closed_as: ObligationState, look_on: date | None
) -> bool:
    """Takes back an ending of that kind; False when there is none to take back."""
    ended = (Obligation.id == obligation_id, Obligation.state == closed_as)
    opened = update(Obligation).where(*ended)
    opened = opened.values(state=ObligationState.OPEN, closed_at=None, closed_why="", look_on=look_on)
    return (await session.scalars(opened.returning(Obligation.id))).first() is not None


async def obligations_in(
    session: Session, institution_id: InstitutionId, *, key: str, state: ObligationState
) -> list[Owed]:
    """What an institution has in that state for the goal of that key, dated first, by literal date."""
    where = (Obligation.institution_id == institution_id, Goal.key == key, Obligation.state == state)
    return await _owed(session, *where)


async def outlived_obligations(
    session: Session, kind: GoalKind, *, before: date, among: Collection[ObligationId] | None = None
) -> Sequence[ObligationId]:
    """Open obligations of that kind (`among` these; None: of all) whose last day lies before the given one."""
    outlived = (Goal.kind == kind, Obligation.state == ObligationState.OPEN, Obligation.extended < before)
    found = select(Obligation.id).join(Goal, Goal.id == Obligation.goal_id).where(*outlived)
    if among is not None:
        found = found.where(Obligation.id.in_(among))
    return (await session.scalars(found.order_by(Obligation.id))).all()


async def tasks_elsewhere(
    session: Session, institution_ids: Sequence[InstitutionId], names: Sequence[str], *, beside: InstrumentId
) -> set[tuple[InstitutionId, str]]:
    """Who has which of these occurrences, called for by a happening, under another instrument already."""
    found = select(Obligation.institution_id, Obligation.occurrence).where(
        Obligation.institution_id.in_(institution_ids),
        Obligation.occurrence.in_(names),
        Obligation.instrument_id != beside,
        Obligation.happening_id.is_not(None),
        Obligation.state != ObligationState.WITHDRAWN,
    )
    return {(row[0], row[1]) for row in (await session.execute(found)).all()}


async def dated_obligations(session: Session, goal_ids: Sequence[GoalId]) -> Sequence[Obligation]:
    """Every obligation with a date of these goals, whatever its state, by id; held, as they may be changed."""
    found = select(Obligation).where(Obligation.goal_id.in_(goal_ids), Obligation.literal.is_not(None))
    return (await session.scalars(found.order_by(Obligation.id).with_for_update(key_share=True))).all()


async def obligations_in_states(
    session: Session,
    states: Sequence[ObligationState],
    institution_ids: Sequence[InstitutionId] | None = None,
    *,
    kind: GoalKind | None = None,
) -> list[Owed]:
    """What these institutions (None: all) have in one of these states, dated first, by literal date; of goals of
    one kind (None: of any)."""
    where: list[object] = [Obligation.state.in_(states)]
    if kind is not None:
        where.append(Goal.kind == kind)
    if institution_ids is not None:
        where.append(Obligation.institution_id.in_(institution_ids))
    return await _owed(session, *where)


async def obligations_under(
    session: Session, instrument_id: InstrumentId, *, states: Sequence[ObligationState]
) -> Sequence[Obligation]:
    """The dated obligations of both sides of an instrument in one of these states, by id; held, as they may be
    changed."""
    found = select(Obligation).where(
        Obligation.instrument_id == instrument_id,
        Obligation.literal.is_not(None),
        Obligation.state.in_(states),
    )
    return (await session.scalars(found.order_by(Obligation.id).with_for_update(key_share=True))).all()


async def count_undated_from(session: Session, instrument_id: InstrumentId, opens: date | None) -> None:
    """What is owed all the time, or when something happens, is owed from that day on."""
    undated = (Obligation.instrument_id == instrument_id, Obligation.literal.is_(None))
    moved = update(Obligation).where(*undated, Obligation.state == ObligationState.OPEN)
    await session.execute(moved.values(opens=opens))


async def next_dates(
    session: Session, institution_ids: Sequence[InstitutionId], *, today: date, limit: int
) -> list[Owed]:
    """The dates of the plan that come next for these institutions, by literal date; no targets of our own."""
    ahead = (
        Obligation.institution_id.in_(institution_ids),
        Obligation.state == ObligationState.OPEN,
        Obligation.extended >= today,
        Obligation.internal.is_(False),
        Goal.kind == GoalKind.PLAN,
    )
    return await _owed(session, *ahead, limit=limit)


async def obligations_of(session: Session, goal_ids: Sequence[GoalId]) -> Sequence[Obligation]:
    """Every obligation of these goals, whatever its state, by id; held, as they may be changed."""
    found = select(Obligation).where(Obligation.goal_id.in_(goal_ids)).order_by(Obligation.id)
    return (await session.scalars(found.with_for_update(key_share=True))).all()
