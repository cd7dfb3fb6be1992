"""What follows from what people said: rings that tell somebody later, played ahead too by elo/agenda.py."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from db import Database
from db.ids import AdhesionId
from elo.admitting import admit_adhesions
from elo.asking_of_panels import ask_of_panels
from elo.ending_cycles import end_cycles_without_event
from elo.nudging import nudge_reviews
from elo.one_by_one import OfToday
from elo.reminding_second_layer import remind_second_layers
from rede.desk import Office
from scheduler.bell import Ring
from scheduler.clock import local_day

Rung = Callable[[Database, Office, datetime], Awaitable[object]]
#: A call with nothing due costs one small question.
EVERY = timedelta(minutes=1)
_TABLE: Sequence[tuple[str, Rung]] = (
    ("ask of panels", ask_of_panels),
    ("end cycles", end_cycles_without_event),
    ("nudge reviews", nudge_reviews),
    ("remind second layers", remind_second_layers),
)


def conversation_rings(database: Database, office: Office) -> Sequence[Ring]:
    unadmitted = OfToday[AdhesionId]()

    async def admit(now: datetime) -> None:
        today = unadmitted.on(local_day(now))
        today.update((await admit_adhesions(database, office, now, beside=today)).failed)

    async def ring(rung: Rung, now: datetime) -> None:
        await rung(database, office, now)

    rows = [Ring(name, EVERY, partial(ring, rung)) for name, rung in _TABLE]
    return [Ring("admit adhesions", EVERY, admit), *rows]
