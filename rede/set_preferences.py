"""By which channel a person is told first, and announcements again after they were left. From now on: what was
put already goes as it was put. Leaving them: rede/leave_announcements.py."""

from db.audit import record
from db.preferences import ChannelChoice, prefer
from rede.access import NotYours
from rede.desk import Desk


async def choose_channels(desk: Desk, choice: ChannelChoice) -> None:
    """Of the desk's actor.

    Raises:
        NotYours: the actor is nobody.
    """
    if desk.actor is None:
        raise NotYours
    await prefer(desk.session, desk.actor, now=desk.now, channels=choice)
    _record(desk, "preferences.channels", choice)


async def hear_announcements(desk: Desk) -> None:
    """The desk's actor wants announcements again.

    Raises:
        NotYours: the actor is nobody.
    """
    if desk.actor is None:
        raise NotYours
    await prefer(desk.session, desk.actor, now=desk.now, announcements=True)
    _record(desk, "announcements.joined")


def _record(desk: Desk, act: str, detail: str = "") -> None:
    about = f"people:{desk.actor}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)
