"""What the second layer left open is told once a week: by name to its first layer, by number to the Secretariat.

What it says: rede/second_layer.py.
"""

from collections.abc import Mapping

from db.deliveries import Lane
from db.ids import PersonId
from db.notices import NoticeKind
from db.outbox import NewNotice, put_all
from db.preferences import reach_of
from db.serving import people_by_id, seats_of
from rede.announce import leaving
from rede.by_channel import deliveries_by
from rede.desk import Desk
from rede.second_layer import Weekly, weekly_words
from scheduler.days.zones import zone_of


async def tell_weekly(desk: Desk, lists: Mapping[PersonId, Weekly]) -> None:
    """Puts each person's notice of the week, once."""
    people = await people_by_id(desk.session, lists)
    reach = await reach_of(desk.session, list(lists))
    seats = await seats_of(desk.session, list(lists))
    year, week, _ = desk.today.isocalendar()
    news = [
        NewNotice(
            kind=NoticeKind.WEEKLY,
            lane=Lane.REMINDERS,
            created_at=desk.now,
            not_before=leaving(desk, zone_of(*seats.get(person_id, ("", "")))),
            deliveries=deliveries_by(reach[person_id], weekly_words(desk, people[person_id].name, weekly)),
            person_id=person_id,
            key=f"weekly:{person_id}:{year}-W{week:02}",
        )
        for person_id, weekly in lists.items()
        if reach[person_id].is_open
    ]
    await put_all(desk.session, news)
