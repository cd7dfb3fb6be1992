"""What is owed only because something happened: let go when that is called off, taken back when it happens again.

A tool of acts.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from db.happenings import Happening
from db.ids import GoalId, ObligationId
from db.institutions import Institution
from db.instruments import Instrument, count_again, instruments_in_force
from db.obligations import Obligation, ObligationState, close_open_obligations
from db.plans import GoalInForce
from rede.announce import withdraw
from rede.desk import Desk
from rede.dues import WINDOW, Happened, asked_month, caller_of, dues
from rede.succession import take_back


async def settle_called(
    desk: Desk,
    instrument: Instrument,
    goals: Sequence[GoalInForce],
    *,
    rows: Mapping[GoalId, Sequence[Obligation]],
    events: Happened,
) -> None:
    """Ends what nothing calls for any more, and opens again what is called for anew. Safe to repeat."""
    gone: list[Obligation] = []
    for one in goals:
        for row in rows[one.goal.id]:
            await _settle_question(desk, row, events)
            if row.happening_id is None:
                continue
            caller = caller_of(one.goal, row.occurrence, events)
            row.happening_id = caller or row.happening_id
            if caller is None and row.state is ObligationState.OPEN:
                gone.append(row)
            is_back = caller is not None and row.state is ObligationState.WITHDRAWN
            if is_back and await _falls_due(desk, instrument, one, row, events=events):
                _open_again(desk, instrument, row)
    await take_back(desk, gone, why=desk.office.texts.chat("closed_by_calling_off"))


async def _falls_due(
    desk: Desk, instrument: Instrument, goal: GoalInForce, row: Obligation, *, events: Happened
) -> bool:
    """Whether the rules of today have it too: what was called for before the vigência is not owed."""
    owner = await desk.session.get_one(Institution, row.institution_id)
    calendar = desk.office.days.current.of(owner)
    until = max(row.literal or desk.today, desk.today) + WINDOW
    return row.occurrence in {
        due.occurrence for due in dues(instrument, goal, calendar, events=events, until=until)
    }


async def _settle_question(desk: Desk, row: Obligation, events: Happened) -> None:
    """One that was answered, or is followed by that of the next month: silence is no breach."""
    month = asked_month(row.occurrence)
    last_month = (desk.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if month is None:
        return
    if month in events.answered:
        await close_question(desk, row.id, state=ObligationState.FULFILLED)
    elif month < last_month:
        await close_question(desk, row.id, state=ObligationState.DISPENSED)


async def close_question(desk: Desk, obligation_id: ObligationId, *, state: ObligationState) -> bool:
    """Ends the question of a month and takes back what has not left about it; False when it had ended."""
    key = "question_answered" if state is ObligationState.FULFILLED else "question_lapsed"
    why = desk.office.texts.chat(key)
    closed = await close_open_obligations(desk.session, [obligation_id], state=state, why=why, now=desk.now)
    if closed:
        await withdraw(desk, obligation_id)
    return bool(closed)


def _open_again(desk: Desk, instrument: Instrument, row: Obligation) -> None:
    row.state, row.closed_at, row.closed_why = ObligationState.OPEN, None, ""
    row.look_on, row.last_step = desk.today, ""
    # It may count from another day than before.
    instrument.counted_by = ""


async def count_again_for(desk: Desk, happening: Happening) -> Sequence[Instrument]:
    """The instruments that a happening concerns; the bell counts their dates again."""
    if happening.instrument_id is None:
        await count_again(desk.session, None)
        await desk.session.flush()
        return await instruments_in_force(desk.session, on=desk.today)
    instrument = await desk.session.get_one(Instrument, happening.instrument_id)
    instrument.counted_by = ""
    await desk.session.flush()
    return [instrument]
