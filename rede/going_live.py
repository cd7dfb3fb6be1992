"""From which day on an agreement is lived with, and what that makes of its dates. A tool of acts.

What fell due before is `histórico, a conferir`: no reminder, no escalation, never counted late.
"""

from collections.abc import Collection
from datetime import date

from db.deliverables import reported_ids
from db.ids import PersonId
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState, obligations_under
from db.welcomes import welcomes_put
from rede.announce import withdraw
from rede.desk import Desk, Office
from scheduler.clock import local_day


def live_from(office: Office, instrument: Instrument) -> date | None:
    """The day given for the instrument, else `[reminders] go_live`; None: nobody gave one."""
    return instrument.go_live or office.go_live


def is_history(office: Office, instrument: Instrument, extended: date) -> bool:
    """Whether a date lies before the instrument went live.

    Where nobody gave a day it is the day of import: what was late before the service knew of it starts no storm.
    """
    return extended < (live_from(office, instrument) or local_day(instrument.imported_at))


def told_from(office: Office, instrument: Instrument, *, opens: date | None) -> date | None:
    """The first day whose steps are told: for the ladder, as the beginning of the term. The cycle has begun
    (`opens`), and the instrument is lived with.

    Only a day that was given passes steps over. Without one there is no welcome that names the next dates, so the
    most useful step of a date still ahead is worth telling on the day of import.
    """
    known = [day for day in (opens, instrument.starts, live_from(office, instrument)) if day is not None]
    return max(known, default=None)


async def on_first_day(desk: Desk, person_ids: Collection[PersonId]) -> set[PersonId]:
    """Who is welcomed today (a welcome leaves on the day on which it is put): nothing else is told."""
    put = await welcomes_put(desk.session, person_ids)
    return {one for one, at in put.items() if desk.today == local_day(at)}


async def sort_history(desk: Desk, instrument: Instrument) -> None:
    """Puts each date on its side of the day the instrument goes live. Safe to repeat.

    What has a report, or was ended otherwise, stays as it is.
    """
    rows = await obligations_under(
        desk.session, instrument.id, states=(ObligationState.OPEN, ObligationState.HISTORY)
    )
    reported = await reported_ids(desk.session, instrument.id)
    past: list[Obligation] = []
    for row in rows:
        # What has a reason was past before anybody read it so (rede/open_obligations.py).
        if row.extended is None or row.id in reported or row.closed_why:
            continue
        if not is_history(desk.office, instrument, row.extended):
            # Other steps may be the next ones now.
            row.state, row.look_on = ObligationState.OPEN, desk.today if instrument.starts else None
        elif row.state is ObligationState.OPEN:
            row.state, row.look_on = ObligationState.HISTORY, None
            past.append(row)
    await desk.session.flush()
    for row in past:
        await withdraw(desk, row.id)
