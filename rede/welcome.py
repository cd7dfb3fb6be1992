"""The service begins in a network that is there already: one welcome a person, and nothing else on that day.

Only where a day of going live was given (`[reminders] go_live`, or the instrument's own). Whoever accepted an
invite since was greeted in the chat and gets no second welcome; nor does anybody whom it would reach a month late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db import outbox
from db.deliveries import Lane
from db.ids import InstitutionId, PersonId
from db.institution_facts import count_of_goals
from db.institutions import Institution, the_secretariat
from db.notices import Notice, NoticeKind
from db.obligations import next_dates
from db.people import Person, institutions_served, membership
from db.preferences import reach
from db.serving import seats_of
from db.welcomes import WELCOME, Since, Unwelcomed, agreements_live, is_any_live, unwelcomed
from rede.announce import Words, leaving
from rede.by_channel import deliveries_by
from rede.desk import Desk
from rede.lines import line_of
from scheduler.clock import BRASILIA, local_day
from scheduler.days.zones import zone_of

#: A welcome that comes later than this welcomes nobody.
IN_TIME = timedelta(days=30)
#: Institutions told one by one, and dates: the rest is counted. Keeps it under Telegram's 4096 characters.
MOST_PLACES, MOST_DATES = 8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a template knows of one institution that the person serves."""

    acronym: str
    name: str
    functions: Sequence[str]
    #: Goals of the plan that are open, and the agreements they are owed under.
    goals: int
    agreements: int


async def people_to_welcome(desk: Desk) -> list[PersonId]:
    """Whose first day it is, or was lately, and who was not welcomed yet; in the order of their ids."""
    office = desk.office.go_live
    if not await is_any_live(desk.session, office=office, today=desk.today) or _is_over(desk, BRASILIA):
        return []
    # First those who may have to be: nobody, most of the time, however many agreements there are.
    waiting = await unwelcomed(desk.session, lately=_lately(desk))
    since = await _live_since(desk, {one.institution_id for one in waiting}) if waiting else {}
    found: dict[PersonId, list[Unwelcomed]] = {}
    for one in waiting:
        if one.institution_id in since:
            found.setdefault(one.person_id, []).append(one)
    return [
        person_id
        for person_id, served in found.items()
        if _is_awaited(served[0], min(since[one.institution_id] for one in served), desk.today)
    ]


def _is_over(desk: Desk, zone: ZoneInfo) -> bool:
    """Nothing leaves today any more: the words are made on the day on which they do."""
    return local_day(leaving(desk, zone)) > desk.today


def _is_awaited(person: Unwelcomed, since: date, today: date) -> bool:
    if person.invited_at is not None and local_day(person.invited_at) >= since:
        return False
    return today - max(since, local_day(person.opened_at)) <= IN_TIME


def _lately(desk: Desk) -> Since | None:
    """What a welcome must follow to come in time; None where the whole network may be new."""
    day = desk.today - IN_TIME
    if desk.office.go_live is not None and desk.office.go_live >= day:
        return None
    return Since(day, datetime.combine(day, time(0), tzinfo=BRASILIA))


async def _live_since(desk: Desk, places: Collection[InstitutionId]) -> dict[InstitutionId, date]:
    """The first day on which each institution had an agreement that is lived with; the Secretariat: any."""
    session, office, today = desk.session, desk.office.go_live, desk.today
    since: dict[InstitutionId, date] = {}
    for one in await agreements_live(session, office=office, today=today, institution_ids=places):
        if one.institution_id is not None:
            day = max(one.day, local_day(one.imported_at))
            since[one.institution_id] = min(day, since.get(one.institution_id, day))
    secretariat = await the_secretariat(session)
    if secretariat is not None and secretariat.id in places:
        live = await agreements_live(session, office=office, today=today)
        days = [max(one.day, local_day(one.imported_at)) for one in live]
        since |= {secretariat.id: min(days)} if days else {}
    return since


async def welcome(desk: Desk, person_id: PersonId) -> Notice | None:
    """Puts the person's one welcome; None when there is one, no open channel, or it is too late in the day.

    Safe to repeat.
    """
    reached = await reach(desk.session, person_id)
    seats = await seats_of(desk.session, [person_id])
    zone = zone_of(*seats.get(person_id, ("", "")))
    if not reached.is_open or _is_over(desk, zone):
        return None
    person = await desk.session.get_one(Person, person_id)
    words = await _words(desk, person)
    new = outbox.NewNotice(
        kind=NoticeKind.WELCOME,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=leaving(desk, zone),
        deliveries=deliveries_by(reached, words),
        person_id=person_id,
        key=f"{WELCOME}{person_id}",
    )
    return await outbox.put(desk.session, new)


async def _words(desk: Desk, person: Person) -> Words:
    served = await institutions_served(desk.session, person.id)
    shown = served[:MOST_PLACES]
    ids = [institution.id for institution in served]
    dates = await next_dates(desk.session, ids, today=desk.today, limit=MOST_DATES)
    facts = {
        "person": person.name,
        "places": [await _place(desk, person.id, institution) for institution in shown],
        "more": len(served) - len(shown),
        "lines": [(owed.institution.acronym, line_of(owed, desk.today)) for owed in dates],
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
    texts = desk.office.texts
    return Words(chat=texts.chat("first_word", **facts), mail=texts.email("first_word", **facts))


async def _place(desk: Desk, person_id: PersonId, institution: Institution) -> Place:
    functions = await membership(desk.session, person_id, institution.id)
    goals, agreements = await count_of_goals(desk.session, institution.id)
    return Place(
        acronym=institution.acronym,
        name=institution.name,
        functions=[
            desk.office.texts.chat("function_name", code=one.function, axis=one.axis) for one in functions
        ],
        goals=goals,
        agreements=agreements,
    )
