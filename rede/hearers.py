"""Who is told that somebody of an institution cannot be reached any more, or is silent: whoever can mend it.

A tool of acts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.ids import InstitutionId, PersonId
from db.institutions import Institution, institutions_by_id, the_secretariat
from db.outages import bot_username
from db.people import Function, Membership, Person
from db.serving import Serving, people_serving
from rede.bound_buttons import bound, link_word
from rede.desk import Desk
from rede.digest import Buttons
from rede.invite_words import link_of

#: Who is asked first to mend it, among those who can be reached.
ASKED = (Function.COORDENADOR, Function.SUBSTITUTO)
#: The act of the button under what they are told (bot/commands/contatos.py); buttons under one message.
SUCCEED, MOST_BUTTONS = "contatostrocar", 6
#: Characters of a button's label.
LABEL = 24


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who serves some institutions, those that they joined through, and the Secretariat."""

    places: Mapping[InstitutionId, Institution]
    serving: Mapping[InstitutionId, Sequence[Serving]]
    secretariat: InstitutionId | None

    def of(self, place: InstitutionId, *, beside: Collection[PersonId] = ()) -> set[PersonId]:
        """Of the institution itself; where nobody is left there, of the one that it joined through, and of the
        Secretariat. `beside`: who is silent, and asked for nothing."""
        own = self._asked(place, beside)
        if own:
            return own
        parent = self.places[place].parent_id
        above = self._asked(parent, beside) if parent else set()
        return above | self._asked(self.secretariat, ())

    def is_alone(self, place: InstitutionId) -> bool:
        return not any(one.reachable for one in self.serving[place])

    def _asked(self, place: InstitutionId | None, beside: Collection[PersonId]) -> set[PersonId]:
        serving = self.serving.get(place, ()) if place else ()
        reachable = [one for one in serving if one.reachable and one.person_id not in beside]
        everybody = {one.person_id for one in reachable}
        if place == self.secretariat:
            return everybody
        circles = ({one.person_id for one in reachable if one.function == asked} for asked in ASKED)
        return next(filter(None, circles), everybody)


async def hearers(desk: Desk, ids: Collection[InstitutionId]) -> Hearers:
    places = await institutions_by_id(desk.session, ids)
    secretariat = await the_secretariat(desk.session)
    others = {one.parent_id for one in places.values() if one.parent_id is not None}
    others |= {secretariat.id} if secretariat else set()
    serving = await people_serving(desk.session, set(ids) | others)
    return Hearers(places, serving, secretariat.id if secretariat else None)


@dataclass(frozen=True, slots=True)
class SuccessorLink:
    """By mail, what the button is in the chat."""

    name: str
    url: str


def successor_buttons(desk: Desk, hearer: PersonId, lost: Sequence[tuple[Membership, Person]]) -> Buttons:
    """One for each person at each institution: whoever is told may name a successor at once. Bound to the function,
    so that each is good for once."""
    found = _successions(desk, hearer, lost)
    names = [person.name if len(found) > 1 else "" for person, _ in found]
    labels = [desk.office.texts.chat("button_successor", name=name)[:LABEL] for name in names]
    return [[(label, data)] for label, (_, data) in zip(labels, found, strict=True)]


async def successor_links(
    desk: Desk, hearer: PersonId, lost: Sequence[tuple[Membership, Person]]
) -> Sequence[SuccessorLink]:
    """The same as links that open the hearer's own chat; none until the bot's name is known."""
    username = desk.office.username or await bot_username(desk.session) or ""
    found = [
        SuccessorLink(person.name, link_of(username, link_word(data)))
        for person, data in _successions(desk, hearer, lost)
    ]
    return [one for one in found if one.url]


def _successions(
    desk: Desk, hearer: PersonId, lost: Sequence[tuple[Membership, Person]]
) -> list[tuple[Person, str]]:
    known: dict[tuple[PersonId, InstitutionId], tuple[Membership, Person]] = {}
    for row, person in lost:
        known.setdefault((person.id, row.institution_id), (row, person))
    return [
        (person, bound(desk.office.sealer, hearer, SUCCEED, row.id, person.id))
        for row, person in list(known.values())[:MOST_BUTTONS]
    ]
