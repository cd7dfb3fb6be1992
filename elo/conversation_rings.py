"""What follows from what people said: rings that tell somebody later, played ahead too by elo/agenda.py."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from db import Database
from db.ids import AdhesionId
from elo.admitting import admit_adhesions
from elo.announcing_classes import announce_classes
from elo.asking_for_class_reports import ask_for_class_reports
from elo.asking_of_panels import ask_of_panels
from elo.ending_cycles import end_cycles_without_event
from elo.nudging import nudge_reviews
from elo.nudging_contributions import nudge_contributions
from elo.one_by_one import OfToday
from elo.opening_requests import follow_requests
from elo.posting_to_topics import post_to_topics
from elo.reminding_of_meetings import remind_of_meetings
from elo.reminding_partners import remind_partners
from elo.reminding_second_layer import remind_second_layers
from elo.welcoming_to_forum import welcome_partners
from rede.desk import Office
from scheduler.bell import Ring
from scheduler.clock import local_day

Rung = Callable[[Database, Office, datetime], Awaitable[object]]
#: A call with nothing due costs one small question.
EVERY = timedelta(minutes=1)
_TABLE: Sequence[tuple[str, Rung]] = (
    ("announce classes", announce_classes),
    ("ask for class reports", ask_for_class_reports),
    ("ask of panels", ask_of_panels),
    ("end cycles", end_cycles_without_event),
    ("nudge contributions", nudge_contributions),
    ("nudge reviews", nudge_reviews),
    ("post to topics", post_to_topics),
    ("remind partners", remind_partners),
    ("remind of meetings", remind_of_meetings),
    ("remind second layers", remind_second_layers),
    ("welcome to the forum", welcome_partners),
)


def conversation_rings(database: Database, office: Office) -> Sequence[Ring]:
    unadmitted = OfToday[AdhesionId]()

    async def admit(now: datetime) -> None:
        today = unadmitted.on(local_day(now))
        today.update((await admit_adhesions(database, office, now, beside=today)).failed)

    unasked = OfToday[int]()

    async def ask(now: datetime) -> None:
        today = unasked.on(local_day(now))
        today.update((await follow_requests(database, office, now, beside=today)).failed)

    async def ring(rung: Rung, now: datetime) -> None:
        await rung(database, office, now)

    rows = [Ring(name, EVERY, partial(ring, rung)) for name, rung in _TABLE]
    return [Ring("admit adhesions", EVERY, admit), Ring("follow requests", EVERY, ask), *rows]
