"""Something to do that no goal's ladder reminds of: told as soon as the sending window is open. A tool of acts."""

from collections.abc import Collection, Sequence

from db import outbox
from db.deliveries import Lane
from db.ids import InstitutionId, PersonId
from db.notices import NoticeKind
from db.people import Function, people_of_the_secretariat
from db.preferences import reach
from db.serving import people_serving, seats_of, who_follow
from rede.access import Role, standings_of
from rede.announce import Buttons, Words, buttons_json, deliveries_by
from rede.desk import Desk
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before


async def tell_task(
    desk: Desk,
    person_id: PersonId,
    words: Words,
    *,
    key: str,
    buttons: Buttons = (),
    at_once: bool = False,
) -> None:
    """One person, once for each key; nobody without an open channel. `at_once`: whatever the hour."""
    deliveries = deliveries_by(await reach(desk.session, person_id), words, buttons=buttons_json(buttons))
    if not deliveries:
        return
    seats = await seats_of(desk.session, [person_id])
    zone = zone_of(*seats.get(person_id, ("", "")))
    opens = not_before(desk.now, desk.office.window, zone, desk.office.calendar)
    new = outbox.NewNotice(
        kind=NoticeKind.TASK,
        lane=Lane.INTERACTIVE if at_once else Lane.REMINDERS,
        created_at=desk.now,
        not_before=desk.now if at_once else opens,
        deliveries=deliveries,
        person_id=person_id,
        key=key,
    )
    await outbox.put(desk.session, new)


async def executives(desk: Desk) -> Sequence[PersonId]:
    """Whoever serves the Secretariat itself, by id."""
    people = [person.id for person in await people_of_the_secretariat(desk.session)]
    standing = await standings_of(desk.session, people)
    return [one for one in people if any(each.role is Role.EXECUTIVE for each in standing[one])]


async def holders(desk: Desk, place: InstitutionId, functions: Collection[Function]) -> Sequence[PersonId]:
    """Who holds one of these functions there and can be reached, by id; else whoever follows its deadlines."""
    serving = (await people_serving(desk.session, [place]))[place]
    found = {one.person_id for one in serving if one.reachable and one.function in functions}
    return sorted(found) or who_follow(serving)
