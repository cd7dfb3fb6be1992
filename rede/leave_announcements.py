"""A person wants no announcements any more: from the chat, or by the link in one. What has to be told goes on.

Safe to repeat.
"""

from db.audit import record
from db.ids import PersonId
from db.preferences import prefer, without_announcements
from db.recall import take_back_announcements
from rede.desk import Desk


async def leave_announcements(desk: Desk, person_id: PersonId) -> None:
    """What has not left of those that were put already does not leave either."""
    await take_back_announcements(desk.session, person_id, now=desk.now)
    if await without_announcements(desk.session, [person_id]):
        return
    await prefer(desk.session, person_id, now=desk.now, announcements=False)
    about = f"people:{person_id}"
    record(desk.session, "announcements.left", about, now=desk.now, person_id=desk.actor)
