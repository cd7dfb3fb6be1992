"""Contacts who were reminded for half a year and gave no sign: whoever can name a successor is told, once.

At most a few institutions a day in one notice; the rest waits for the next day, so that nobody gets a storm.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from db.audit import record
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, institutions_by_id
from db.marks import forget_mark, mark, set_mark
from db.notices import NoticeKind
from db.people import Membership, Person
from db.serving import memberships_of, people_by_id
from db.silence import CONTACTS, gave_a_sign
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.functions import function_words
from rede.hearers import Hearers, hearers, successor_buttons, successor_links
from rede.silence import SILENT_FOR, TOLD, silent, told_of

#: Institutions in one notice, and people named of each.
MOST_PLACES, MOST_NAMED = 4, 3
#: The day on which somebody looked last.
LOOKED = "silence looked at on"

Rows = Sequence[tuple[Membership, Person]]


@dataclass(frozen=True, slots=True)
class SilentPlace:
    """Whom an institution did not hear of; each with their functions in words."""

    acronym: str
    name: str
    contacts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Silence:
    """Who hears together of some institutions."""

    hearers: Sequence[PersonId]
    lost: Mapping[InstitutionId, Rows]


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be told today, and of whom one heard again."""

    silences: Sequence[Silence]
    spoke: Collection[PersonId]


async def find_silent_contacts(desk: Desk) -> Found | None:
    """Reads only. None: somebody looked today already."""
    if await mark(desk.session, LOOKED) == desk.today.isoformat():
        return None
    known = await told_of(desk)
    spoke = await gave_a_sign(desk.session, known, since=desk.now - SILENT_FOR)
    quiet = await silent(desk)
    lost = await _by_place(desk, quiet - known)
    found = await hearers(desk, lost)
    groups: dict[tuple[PersonId, ...], dict[InstitutionId, Rows]] = {}
    for place, who in _hearing(found, lost, beside=quiet | known).items():
        groups.setdefault(who, {})[place] = lost[place]
    return Found([Silence(who, rows) for who, rows in groups.items()], spoke)


async def tell_silence(desk: Desk, silence: Silence) -> int:
    """How many notices; whom they are about is remembered with them."""
    places = await institutions_by_id(desk.session, silence.lost)
    notices = sum([await _tell(desk, one, places, silence.lost) for one in silence.hearers])
    for one in sorted({person.id for rows in silence.lost.values() for _, person in rows}):
        await set_mark(desk.session, f"{TOLD}{one}", desk.today.isoformat())
        record(desk.session, "contact.silent", f"people:{one}", now=desk.now, person_id=None)
    return notices


async def end_of_looking(desk: Desk, spoke: Collection[PersonId]) -> None:
    """Whoever spoke may be told of again, half a year after; nobody looks again today."""
    for one in spoke:
        name = f"{TOLD}{one}"
        await forget_mark(desk.session, name, await mark(desk.session, name))
    await set_mark(desk.session, LOOKED, desk.today.isoformat())


async def _by_place(desk: Desk, people: set[PersonId]) -> dict[InstitutionId, Rows]:
    """In the order of the institutions' numbers; of each no more than are named."""
    by_id, served = await people_by_id(desk.session, people), await memberships_of(desk.session, people)
    found: dict[InstitutionId, list[tuple[Membership, Person]]] = {}
    for person_id in sorted(served):
        for row in served[person_id]:
            if row.function in CONTACTS:
                found.setdefault(row.institution_id, []).append((row, by_id[person_id]))
    return {place: found[place][:MOST_NAMED] for place in sorted(found)}


def _hearing(
    found: Hearers, lost: Mapping[InstitutionId, Rows], *, beside: set[PersonId]
) -> dict[InstitutionId, tuple[PersonId, ...]]:
    """Who hears of each today: an institution waits for a day on which all who hear of it have room."""
    told: Counter[PersonId] = Counter()
    hearing: dict[InstitutionId, tuple[PersonId, ...]] = {}
    for place in lost:
        who = tuple(sorted(found.of(place, beside=beside)))
        if who and all(told[one] < MOST_PLACES for one in who):
            told.update(who)
            hearing[place] = who
    return hearing


async def _tell(
    desk: Desk,
    hearer: PersonId,
    places: Mapping[InstitutionId, Institution],
    lost: Mapping[InstitutionId, Rows],
) -> bool:
    person = await desk.session.get_one(Person, hearer)
    shown = [
        SilentPlace(
            acronym=places[place].acronym,
            name=places[place].name,
            contacts=[(one.name, function_words(desk, row)) for row, one in rows],
        )
        for place, rows in lost.items()
    ]
    rows = [one for rows in lost.values() for one in rows]
    links = await successor_links(desk, hearer, rows)
    facts = {"person": person.name, "places": shown, "count": len(shown), "links": links}
    words = replace(words_of(desk, "contacts_silent", facts), buttons=successor_buttons(desk, hearer, rows))
    key = f"contacts-silent:{hearer}:{desk.today}:{min(lost)}"
    return await tell_in_window(desk, hearer, kind=NoticeKind.CONTACT_LOST, words=words, key=key) is not None
