"""Channels that closed are followed up: whoever has another is told there; of whom nobody can reach, those are told
who can mend it, and goal 1.1 is owed anew.

Somebody is told of others at most once a day: what is lost after that waits for the next, so that a mail server's
bad hour makes no storm. Who was told of is marked in the same transaction. Safe to repeat.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.channels import Channel, ChannelKind, channels_of, lost_channels, mark_followed_up
from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.notices import NoticeKind, known_keys
from db.people import Membership, Person
from db.serving import memberships_of, people_by_id
from rede.announce import Words, tell_in_window
from rede.contact_goal import reopen_contact_goals, targets_of
from rede.desk import Desk
from rede.digest import words_of
from rede.hearers import Hearers, SuccessorLink, hearers, successor_buttons, successor_links
from scheduler.wording import long_date

#: Institutions in one notice, and people named of each: a message holds no more. The rest is a number.
MOST_PLACES, MOST_NAMED = 6, 2


@dataclass(frozen=True, slots=True)
class LostContact:
    """A person whom nobody of ours can reach."""

    name: str
    functions: Sequence[str]
    #: Whether the mail came back, and whether the chat is closed.
    email: bool
    telegram: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPlace:
    """Whom an institution misses; `more` are not in `contacts`."""

    acronym: str
    name: str
    contacts: Sequence[LostContact]
    more: int
    #: Nobody of the institution can be reached any more.
    alone: bool
    #: By when we ask for another; empty where nothing asks for it.
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Channels that closed and were not followed up, by whose they are."""

    #: Of people with another channel.
    partly: Sequence[Channel]
    #: Of people with none.
    wholly: Mapping[PersonId, Sequence[Channel]]
    served: Mapping[PersonId, Sequence[Membership]]
    hearing: Hearers

    @property
    def places(self) -> Mapping[InstitutionId, Institution]:
        return self.hearing.places

    def since(self) -> dict[InstitutionId, datetime]:
        """Since when each institution misses somebody."""
        found: dict[InstitutionId, datetime] = {}
        for person_id, channels in self.wholly.items():
            last = max(one.closed_at for one in channels if one.closed_at is not None)
            for place in self.served_by(person_id):
                found[place] = max(last, found.get(place, last))
        return found

    def served_by(self, person_id: PersonId) -> list[InstitutionId]:
        return sorted({one.institution_id for one in self.served.get(person_id, ())})


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is to be told of whom, institution by institution."""

    losses: Losses
    by_hearer: Mapping[PersonId, Mapping[InstitutionId, Sequence[PersonId]]]
    #: What of it is followed up once they are told.
    settled: Sequence[Channel]


async def losses(desk: Desk, *, held: bool = False) -> Losses:
    lost = await lost_channels(desk.session, held=held)
    by_person: dict[PersonId, list[Channel]] = {}
    for channel in lost:
        by_person.setdefault(channel.person_id, []).append(channel)
    still_open = await channels_of(desk.session, list(by_person))
    wholly = {one: channels for one, channels in by_person.items() if not still_open[one]}
    served = await memberships_of(desk.session, wholly)
    ids = {row.institution_id for rows in served.values() for row in rows}
    return Losses(
        partly=[channel for channel in lost if channel.person_id not in wholly],
        wholly=wholly,
        served=served,
        hearing=await hearers(desk, ids),
    )


async def whom_to_tell(desk: Desk, found: Losses) -> Telling:
    """Of the lost those for whom everybody who has to hear may be told today."""
    hearing = {place: found.hearing.of(place) for place in found.places}
    told = await _told_today(desk, {one for people in hearing.values() for one in people})
    by_hearer: dict[PersonId, dict[InstitutionId, list[PersonId]]] = {}
    settled: list[Channel] = []
    for person_id, channels in found.wholly.items():
        places = found.served_by(person_id)
        to_hear = {one for place in places for one in hearing[place]}
        if to_hear & told or (places and not to_hear):
            continue
        settled.extend(channels)
        for place in places:
            for hearer in hearing[place]:
                by_hearer.setdefault(hearer, {}).setdefault(place, []).append(person_id)
    return Telling(found, by_hearer, settled)


async def _told_today(desk: Desk, people: set[PersonId]) -> set[PersonId]:
    keys = {_digest_key(desk, one): one for one in people}
    return {keys[key] for key in await known_keys(desk.session, list(keys))}


def _digest_key(desk: Desk, person_id: PersonId) -> str:
    return f"contacts-lost:{person_id}:{desk.today}"


async def tell_lost_contacts(desk: Desk) -> int:
    """Puts the notices, opens goal 1.1 and marks what was followed up; how many notices."""
    found = await losses(desk, held=True)
    await reopen_contact_goals(desk, found.since())
    telling = await whom_to_tell(desk, found)
    people = await people_by_id(desk.session, {*found.wholly, *telling.by_hearer})
    targets = await targets_of(desk, list(found.places))
    told = 0
    for hearer, lost in telling.by_hearer.items():
        places = [
            _place(desk, found, place, [people[one] for one in who], targets=targets)
            for place, who in sorted(lost.items(), key=lambda item: found.places[item[0]].acronym)
        ]
        rows = [
            (row, people[one])
            for place, who in lost.items()
            for one in who
            for row in found.served[one]
            if row.institution_id == place
        ]
        plain = _words(desk, people[hearer], places, await successor_links(desk, hearer, rows))
        words = replace(plain, buttons=successor_buttons(desk, hearer, rows))
        kind, key = NoticeKind.CONTACT_LOST, _digest_key(desk, hearer)
        told += await tell_in_window(desk, hearer, kind=kind, words=words, key=key) is not None
    for channel in found.partly:
        told += await _tell_there(desk, channel)
    done = [channel.id for channel in (*telling.settled, *found.partly)]
    await mark_followed_up(desk.session, done, now=desk.now)
    return told


def _place(
    desk: Desk,
    found: Losses,
    place: InstitutionId,
    people: Sequence[Person],
    *,
    targets: Mapping[InstitutionId, date],
) -> LostPlace:
    institution, target = found.places[place], targets.get(place)
    return LostPlace(
        acronym=institution.acronym,
        name=institution.name,
        contacts=list(_contacts(desk, found, place, people[:MOST_NAMED])),
        more=max(len(people) - MOST_NAMED, 0),
        alone=found.hearing.is_alone(place),
        target=long_date(target) if target else "",
    )


def _contacts(
    desk: Desk, found: Losses, place: InstitutionId, people: Sequence[Person]
) -> Iterator[LostContact]:
    for person in people:
        kinds = {one.kind for one in found.wholly[person.id]}
        rows = [one for one in found.served[person.id] if one.institution_id == place]
        yield LostContact(
            name=person.name,
            functions=[
                desk.office.texts.chat("function_name", code=one.function, axis=one.axis) for one in rows
            ],
            email=ChannelKind.EMAIL in kinds,
            telegram=ChannelKind.TELEGRAM in kinds,
        )


def _words(desk: Desk, person: Person, places: Sequence[LostPlace], links: Sequence[SuccessorLink]) -> Words:
    facts = {
        "person": person.name,
        "places": places[:MOST_PLACES],
        "more": max(len(places) - MOST_PLACES, 0),
        "count": len(places),
        "links": links,
    }
    return words_of(desk, "contacts_lost", facts)


async def _tell_there(desk: Desk, channel: Channel) -> bool:
    """By the channel that is still open, how the other is opened again; once."""
    person = await desk.session.get_one(Person, channel.person_id)
    facts = {
        "person": person.name,
        "lost": str(channel.kind),
        "address": channel.address if channel.kind is ChannelKind.EMAIL else "",
    }
    words = words_of(desk, "channel_lost", facts)
    key = f"channel-lost:{channel.id}:{channel.closed_at}"
    kind = NoticeKind.CONTACT_LOST
    return await tell_in_window(desk, person.id, kind=kind, words=words, key=key) is not None
