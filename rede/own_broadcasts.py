"""In whose name somebody speaks to many, and whose broadcasts are theirs to stop and to look at. A tool of acts.

The Secretariat speaks to everybody. Who coordinates a first-layer institution speaks in its name, and only to its
own second layer (rede/access.py, `Act.BROADCAST`).
"""

from collections.abc import Collection, Sequence

from db.announcements import Announcement, AnnouncementKind, locked_announcement
from db.held_announcements import Progress, announcements
from db.ids import AnnouncementId, InstitutionId, PersonId
from db.institutions import second_layer_of
from db.people import Function
from db.serving import people_serving
from rede.access import Act, Extent, NotYours, extent, is_executive, standings
from rede.desk import Desk
from rede.tasks import executives

#: `substituto` stands in for the coordinator.
LEADING = (Function.COORDENADOR, Function.SUBSTITUTO)


async def senders(desk: Desk) -> Sequence[InstitutionId | None]:
    """In whose names the actor may speak: None for the Secretariat, then first-layer institutions by number;
    empty for whoever speaks in nobody's."""
    found: set[InstitutionId] = set()
    for one in await standings(desk):
        if extent(Act.BROADCAST, one.role) is Extent.SECOND_LAYER:
            found.add(one.place)
    return [*([None] if await is_executive(desk) else []), *sorted(found)]


async def require_sender(desk: Desk, sender: InstitutionId | None) -> None:
    """Raises NotYours: the actor does not speak in that name."""
    if sender not in await senders(desk):
        raise NotYours


async def reach_of_sender(desk: Desk, sender: InstitutionId | None) -> Collection[InstitutionId] | None:
    """Whose people may hear it; None: everybody's."""
    return None if sender is None else await second_layer_of(desk.session, sender)


async def seen(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    """To be looked at only.

    Raises:
        NotYours: there is none of that number, or it is another's.
    """
    announcement = await desk.session.get(Announcement, announcement_id)
    if announcement is None or not await is_mine(desk, announcement):
        raise NotYours
    return announcement


async def mine(desk: Desk, announcement_id: AnnouncementId) -> Announcement:
    """It, as it is now; nobody else changes it before the transaction ends.

    Raises:
        NotYours: there is none of that number, or it is another's.
    """
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None or not await is_mine(desk, announcement):
        raise NotYours
    return announcement


async def is_mine(desk: Desk, announcement: Announcement) -> bool:
    """The Secretariat's people see after everything that is announced; others, after their institution's own."""
    speaks = await senders(desk)
    return None in speaks or (announcement.sender_id is not None and announcement.sender_id in speaks)


async def my_broadcasts(desk: Desk, *, limit: int) -> Sequence[Progress]:
    """Those that the actor may see after, newest first, and what else of theirs waits for a person's word.

    Raises:
        NotYours: the actor speaks in nobody's name.
    """
    speaks = await senders(desk)
    if not speaks:
        raise NotYours
    of = None if None in speaks else [one for one in speaks if one is not None]
    return await announcements(desk.session, limit=limit, kind=AnnouncementKind.BROADCAST, senders=of)


async def approvers(desk: Desk, announcement: Announcement) -> Sequence[PersonId]:
    """Who may say yes to it in its author's stead, by number: the Secretariat's people, and whoever else
    coordinates the institution that sends it."""
    found = set(await executives(desk))
    if (place := announcement.sender_id) is not None:
        serving = (await people_serving(desk.session, [place]))[place]
        found |= {one.person_id for one in serving if one.function in LEADING}
    return sorted(one for one in found if one != announcement.created_by)


async def may_approve(desk: Desk, announcement: Announcement) -> bool:
    """The command line approves in the operator's name."""
    return desk.actor is None or desk.actor in await approvers(desk, announcement)
