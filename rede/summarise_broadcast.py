"""A broadcast has ended: whoever sent it is told its result once, person by person in a sheet.

Who is gone from the Rede is told nothing; then the Secretariat is. Nobody is told of what the command line sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from db import outbox
from db.announcements import Announcement, AnnouncementKind, locked_announcement
from db.broadcast_hearers import is_settled
from db.broadcast_results import counts_of_announcement
from db.deliveries import Lane
from db.enclosures import keep_enclosure
from db.ids import AnnouncementId, EnclosureId, PersonId
from db.notices import NoticeKind
from db.preferences import reach
from rede.broadcast_progress import count_facts
from rede.by_channel import deliveries_by
from rede.desk import Desk
from rede.digest import Words, words_of
from rede.own_broadcasts import is_mine
from rede.result_of_broadcast import MEDIA_TYPE, csv_name, csv_of
from rede.tasks import executives


async def summarise_broadcast(desk: Desk, announcement_id: AnnouncementId) -> int:
    """How many people were told. Safe to repeat; does nothing while something of it may yet leave."""
    announcement = await locked_announcement(desk.session, announcement_id)
    if announcement is None or announcement.summarised_at is not None:
        return 0
    if announcement.kind is not AnnouncementKind.BROADCAST or not await is_settled(
        desk.session, announcement
    ):
        return 0
    announcement.summarised_at = desk.now
    people, author_gone = await _who_hears(desk, announcement)
    if not people:
        return 0
    texts = desk.office.texts
    sheet = await keep_enclosure(
        desk.session,
        name=csv_name(texts, announcement),
        media_type=MEDIA_TYPE,
        content=await csv_of(desk, announcement),
        now=desk.now,
    )
    counts = await counts_of_announcement(desk.session, announcement)
    facts = {"number": announcement.id, "title": announcement.title, "author_gone": author_gone}
    words = words_of(desk, "broadcast_summary", {**facts, **count_facts(counts)})
    for person_id in people:
        await _tell(desk, person_id, announcement, words=words, sheet=sheet)
    return len(people)


async def _who_hears(desk: Desk, announcement: Announcement) -> tuple[Sequence[PersonId], bool]:
    """And whether its author is gone."""
    author = announcement.created_by
    if author is None:
        return (), False
    theirs = await is_mine(replace(desk, actor=author), announcement)
    if theirs and (await reach(desk.session, author)).is_open:
        return (author,), False
    return await executives(desk), True


async def _tell(
    desk: Desk, person_id: PersonId, announcement: Announcement, *, words: Words, sheet: EnclosureId
) -> None:
    deliveries = deliveries_by(await reach(desk.session, person_id), words)
    if not deliveries:
        return
    new = outbox.NewNotice(
        kind=NoticeKind.TASK,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=[replace(one, enclosure_id=sheet) for one in deliveries],
        person_id=person_id,
        key=f"broadcast-summary:{announcement.id}:{desk.now:%Y%m%d%H%M%S}:{person_id}",
    )
    await outbox.put(desk.session, new)
