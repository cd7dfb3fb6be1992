"""What would promote something in the electoral period of whoever sends it is held, and people are told why, once.

The Secretariat alone lets it go on: that the period ends sends nothing by itself. A tool of acts.
"""

from datetime import datetime

from db.announcements import Announcement
from db.held_announcements import ELECTORAL, LET_GO, stop
from db.ids import AnnouncementId, InstitutionId, PersonId
from db.institutions import Institution, the_secretariat
from db.notices import NoticeKind
from db.people import Person
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.electoral import period_of
from rede.tasks import executives
from scheduler.clock import local_day


async def promotes_nothing(desk: Desk, sender_id: InstitutionId | None, at: datetime) -> bool:
    """Whether whoever sends (None: the Secretariat) is in such a period on that day."""
    periods = desk.office.electoral
    if not any(one.first <= local_day(at) <= one.last for one in periods):
        return False
    place = (
        await the_secretariat(desk.session)
        if sender_id is None
        else await desk.session.get(Institution, sender_id)
    )
    return place is not None and period_of(periods, place, local_day(at)) is not None


async def is_to_be_held(desk: Desk, announcement: Announcement) -> bool:
    """Not what the Secretariat let go on in the period."""
    if not announcement.promotional or announcement.held_for == LET_GO:
        return False
    leaves = max(announcement.not_before, desk.now)
    return await promotes_nothing(desk, announcement.sender_id, leaves)


async def hold_for_election(desk: Desk, announcement: Announcement) -> bool:
    """Where it is to be held: what has not left waits, and whoever is concerned is told. The row is locked."""
    if announcement.held_at is not None or not await is_to_be_held(desk, announcement):
        return False
    await stop(desk.session, announcement)
    announcement.held_at, announcement.held_for = desk.now, ELECTORAL
    await tell_of_hold(desk, announcement)
    return True


async def waiting_number(desk: Desk, announcement_id: AnnouncementId | None) -> int:
    """Its number where it waits to be let go; else 0."""
    found = None if announcement_id is None else await desk.session.get(Announcement, announcement_id)
    return found.id if found is not None and found.held_at is not None else 0


async def tell_of_hold(desk: Desk, announcement: Announcement) -> None:
    """The Secretariat, and whoever made it; not who is just being answered."""
    decide = set(await executives(desk))
    author = {announcement.created_by} if announcement.created_by is not None else set()
    for person_id in sorted((decide | author) - {desk.actor}):
        await _tell(desk, announcement, person_id, decides=person_id in decide)


async def _tell(desk: Desk, announcement: Announcement, person_id: PersonId, *, decides: bool) -> None:
    person = await desk.session.get_one(Person, person_id)
    facts = {
        "person": person.name,
        "number": announcement.id,
        "title": announcement.title,
        "people": announcement.people,
        "decides": decides,
    }
    key = f"announcement-electoral:{announcement.id}:{desk.now:%Y%m%d%H%M%S}:{person_id}"
    words = words_of(desk, "announcement_electoral", facts)
    await tell_in_window(desk, person_id, kind=NoticeKind.OUTAGE, words=words, key=key)
