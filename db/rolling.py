"""Whose window of dated obligations has to be filled up, day by day.

What a window brings falls due much later than anybody is told of it, so an agreement is looked at once in four
weeks; at once when a day of its own comes, and in the days in which months are asked about.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, false, or_, select

from db.database import Session
from db.deliverables import Deliverable
from db.happenings import Happening
from db.institutions import Institution, Layer
from db.instruments import Instrument, counted_from
from db.obligations import Obligation
from db.plans import Plan

#: Days.
EVERY = 28
#: The first business day of a month is one of its first so many.
EARLY = 8


async def instruments_to_roll(
    session: Session, *, today: date, until: date, rolled_on: date | None
) -> Sequence[Instrument]:
    """Instruments in force that have to be looked at today, by id; all of them unless that was done by
    `rolled_on`."""
    chosen = select(Instrument).where(
        counted_from() <= until, or_(Instrument.ends.is_(None), Instrument.ends >= today)
    )
    if rolled_on is not None and today - rolled_on < timedelta(days=EVERY):
        chosen = chosen.where(or_(*_today(today, rolled_on)))
    return (await session.scalars(chosen.order_by(Instrument.id))).all()


def _today(today: date, rolled_on: date) -> Sequence[ColumnElement[bool]]:
    days = [rolled_on + timedelta(days=number) for number in range(1, (today - rolled_on).days + 1)]
    dates = (Instrument.starts, Instrument.published, Instrument.signed, Instrument.ends, Instrument.go_live)
    plans = select(Plan.instrument_id).where(Plan.in_force_from.between(rolled_on, today))
    # Sooner than midnight in Brasília: a day too many does no harm.
    last = datetime.combine(rolled_on, time(0), tzinfo=UTC)
    happened = or_(Happening.day.between(rolled_on, today), Happening.noted_at >= last)
    reported = select(Obligation.instrument_id).join(Deliverable, Deliverable.obligation_id == Obligation.id)
    first_layer = select(Institution.id).where(Institution.layer == Layer.FIRST)
    return [
        (Instrument.id % EVERY).in_({day.toordinal() % EVERY for day in days}),
        *(column.between(rolled_on, today) for column in dates),
        Instrument.id.in_(plans),
        # What is reported can make something else due.
        Instrument.id.in_(reported.where(Deliverable.received_at >= last)),
        Instrument.id.in_(select(Happening.instrument_id).where(happened)),
        select(Happening.id).where(happened, Happening.instrument_id.is_(None)).exists(),
        Instrument.institution_id.in_(first_layer) if any(day.day <= EARLY for day in days) else false(),
    ]
