"""The bell's day for joint actions: partners that have not said whether they took part are asked once more."""

from collections.abc import Sequence
from datetime import datetime

from db import Database
from db.ids import InstitutionId, JointActionId
from db.joint_actions import unanswered_since
from db.marks import mark, set_mark
from elo.one_by_one import in_parts
from rede.confirm_joint_action import OF_USE, PATIENCE, remind_partner
from rede.desk import Office, open_desk
from scheduler.clock import BRASILIA, local_day
from scheduler.sending_window import not_before

#: The day on which it was done last.
MARK = "joint actions asked about on"


async def remind_partners(database: Database, office: Office, now: datetime) -> int:
    """How many were asked. Nothing on a day when nothing may leave; stopped anywhere, each is asked once all the
    same."""
    today = local_day(now).isoformat()
    if local_day(not_before(now, office.window, BRASILIA, office.calendar)).isoformat() != today:
        return 0
    async with database.read() as session:
        if await mark(session, MARK) == today:
            return 0
        waiting = await unanswered_since(session, now - PATIENCE, after=now - OF_USE)
    places: dict[JointActionId, list[InstitutionId]] = {}
    for action_id, place in waiting:
        places.setdefault(action_id, []).append(place)

    async def remind(ids: Sequence[JointActionId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            asked = [await remind_partner(desk, one, place) for one in ids for place in places[one]]
        return sum(asked)

    done = await in_parts(places, remind, size=1, act="ask partners again")
    async with database.write() as session:
        await set_mark(session, MARK, today)
    return done.count
