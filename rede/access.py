"""Who may do what: one table, act × role. Asked in every act, not only in the menu; tests drive each cell of it.

A role follows from a function at an institution; who has several functions may do what any of them may. What
reaches only some institutions, or some axes, is asked with the object at hand: another's looks the same as a
missing one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from db import Session
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer, institutions_by_id, second_layer_of
from db.people import Function, Membership
from db.serving import memberships_of
from rede.desk import Desk
from rede.refusal import Refusal


class Act(StrEnum):
    SEE_GOALS = "see goals, dates, status"
    HAND_IN = "hand in"
    READ_REPORTS = "read reports"
    REVIEW = "accept, return"
    DISPENSE = "dispense"
    REGISTER = "register a report received elsewhere"
    NAME_PEOPLE = "name people, invite"
    SEE_PEOPLE = "see name, function, institutional e-mail"
    SEE_PHONE = "see phone"
    BROADCAST = "broadcast"


class Role(StrEnum):
    EXECUTIVE = "Secretaria-Executiva"
    THEMATIC = "área temática"
    FIRST_COORDINATOR = "coordinates a first-layer institution"
    FIRST_MEMBER = "serves a first-layer institution"
    SECOND_COORDINATOR = "coordinates a second-layer institution"
    SECOND_MEMBER = "serves a second-layer institution"


class Extent(StrEnum):
    """How far an act of a role reaches."""

    NONE = "none"
    #: Only what is the person's own.
    SELF = "self"
    OWN = "own"
    #: Those that joined through one's own institution.
    SECOND_LAYER = "second layer"
    OWN_AND_SECOND_LAYER = "own and its second layer"
    #: The second layer, where the Secretariat left its checking to the first.
    DELEGATED = "second layer, if delegated"
    #: Goals of the axis that the person answers for, everywhere.
    ASSIGNED = "assigned"
    ALL = "all"


#: Words in the names of the axes (Portaria SEGES/MGI nº 4.890/2023) → their numbers.
AXES = {"gest": "1", "capacita": "2", "comunica": "3", "transpar": "3"}
#: In the axis of no goal.
NO_AXIS = "-"

_NONE, _SELF, _OWN, _SECOND = Extent.NONE, Extent.SELF, Extent.OWN, Extent.SECOND_LAYER
_BOTH, _DELEGATED, _ASSIGNED, _ALL = (
    Extent.OWN_AND_SECOND_LAYER,
    Extent.DELEGATED,
    Extent.ASSIGNED,
    Extent.ALL,
)

#: In the order of `Role`. Whoever is invited, was removed or is a stranger has no role, and may do nothing.
TABLE: Mapping[Act, Sequence[Extent]] = {
    Act.SEE_GOALS: (_ALL, _ASSIGNED, _BOTH, _OWN, _OWN, _OWN),
    Act.HAND_IN: (_OWN, _NONE, _OWN, _OWN, _OWN, _OWN),
    Act.READ_REPORTS: (_ALL, _ASSIGNED, _BOTH, _OWN, _OWN, _OWN),
    Act.REVIEW: (_ALL, _ASSIGNED, _DELEGATED, _NONE, _NONE, _NONE),
    Act.DISPENSE: (_ALL, _NONE, _NONE, _NONE, _NONE, _NONE),
    Act.REGISTER: (_ALL, _NONE, _SECOND, _NONE, _NONE, _NONE),
    Act.NAME_PEOPLE: (_ALL, _NONE, _BOTH, _NONE, _OWN, _NONE),
    Act.SEE_PEOPLE: (_ALL, _ASSIGNED, _BOTH, _OWN, _OWN, _OWN),
    Act.SEE_PHONE: (_ALL, _NONE, _OWN, _SELF, _SELF, _SELF),
    Act.BROADCAST: (_ALL, _NONE, _SECOND, _NONE, _NONE, _NONE),
}


class NotYours(Refusal):
    """What was asked for is somebody else's, or does not exist: both look the same."""

    def __init__(self) -> None:
        super().__init__("not_found")


@dataclass(frozen=True, slots=True)
class Standing:
    """One function of a person at one institution."""

    role: Role
    place: InstitutionId
    #: The axis of an `área temática`: `2`, or `1 e 3`; empty for the others.
    axis: str = ""


def extent(act: Act, role: Role) -> Extent:
    return TABLE[act][list(Role).index(role)]


def role_of(membership: Membership, layer: int) -> Role:
    """`substituto` stands in for the coordinator, and may do the same."""
    leads = membership.function in (Function.COORDENADOR, Function.SUBSTITUTO)
    match Layer(layer):
        case Layer.SECRETARIAT:
            is_thematic = membership.function == Function.AREA_TEMATICA
            return Role.THEMATIC if is_thematic else Role.EXECUTIVE
        case Layer.FIRST:
            return Role.FIRST_COORDINATOR if leads else Role.FIRST_MEMBER
        case Layer.SECOND:
            return Role.SECOND_COORDINATOR if leads else Role.SECOND_MEMBER
        case never:
            assert_never(never)


async def standings(desk: Desk) -> Sequence[Standing]:
    """Every function of the desk's actor; none for a stranger, or for whoever serves nobody any more."""
    if desk.actor is None:
        return ()
    return (await standings_of(desk.session, [desk.actor]))[desk.actor]


async def standings_of(
    session: Session, people: Collection[PersonId]
) -> Mapping[PersonId, Sequence[Standing]]:
    """Every function of each of these people."""
    rows = await memberships_of(session, people)
    served = {row.institution_id for of_one in rows.values() for row in of_one}
    places = await institutions_by_id(session, served)
    return {
        one: [
            Standing(role_of(row, places[row.institution_id].layer), row.institution_id, row.axis)
            for row in rows.get(one, ())
        ]
        for one in people
    }


async def may(desk: Desk, act: Act, place: Institution, *, axis: str = "") -> bool:
    """Whether the desk's actor may do it to an institution; `axis`: that of the goal that it is about.

    The command line and the service act in the Secretariat's name. An act of extent SELF is not asked here.
    """
    if desk.actor is None:
        return True
    for one in await standings(desk):
        if await _reaches(desk, extent(act, one.role), one, place, axis):
            return True
    return False


async def _reaches(desk: Desk, how_far: Extent, one: Standing, place: Institution, axis: str) -> bool:
    match how_far:
        case Extent.ALL:
            return True
        case Extent.OWN:
            return one.place == place.id
        case Extent.SECOND_LAYER:
            return one.place == place.parent_id
        case Extent.OWN_AND_SECOND_LAYER:
            return one.place in (place.id, place.parent_id)
        case Extent.DELEGATED:
            parent = await desk.session.get(Institution, one.place)
            return one.place == place.parent_id and parent is not None and parent.reviews_second_layer
        case Extent.ASSIGNED:
            return answers_for(one.axis, axis)
        case Extent.NONE | Extent.SELF:
            return False
        case never:
            assert_never(never)


def answers_for(assigned: str, axis: str) -> bool:
    """Whether an área temática answers for goals of that axis; without one, nothing of a goal is asked for."""
    return not axis or bool(_axes(assigned) & _axes(axis))


def _axes(axis: str) -> set[str]:
    """The numbers of an axis, which may be called by its name too."""
    words = axis.casefold()
    named = {number for word, number in AXES.items() if word in words}
    return {letter for letter in axis if letter.isdigit()} | named


async def require(desk: Desk, act: Act, institution_id: InstitutionId, *, axis: str = "") -> Institution:
    """The institution, where the desk's actor may do that to it.

    Raises:
        NotYours: they may not, or there is none.
    """
    place = await desk.session.get(Institution, institution_id)
    if place is None or not await may(desk, act, place, axis=axis):
        raise NotYours
    return place


@dataclass(frozen=True, slots=True)
class Places:
    """Where the desk's actor may do something. `everywhere`: in any institution, but of goals of `axes` alone
    where there are any."""

    everywhere: bool = False
    axes: Collection[str] = ()
    ids: Collection[InstitutionId] = ()

    @property
    def only(self) -> Collection[InstitutionId] | None:
        """For questions that take None for every institution."""
        return None if self.everywhere else self.ids

    @property
    def digits(self) -> Collection[str]:
        """Of the axes that an área temática answers for; none for who sees every goal. An axis that has no number
        is that of no goal."""
        return sorted(set().union(*map(_axes, self.axes))) or ([NO_AXIS] if self.axes else [])

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.ids)

    def covers(self, institution_id: InstitutionId, axis: str = "") -> bool:
        if institution_id in self.ids:
            return True
        return self.everywhere and (not self.axes or any(answers_for(one, axis) for one in self.axes))


async def places(desk: Desk, act: Act) -> Places:
    """For lists: the same answers as `may`, for all institutions at once."""
    if desk.actor is None:
        return Places(everywhere=True)
    found: set[InstitutionId] = set()
    axes: set[str] = set()
    for one in await standings(desk):
        match extent(act, one.role):
            case Extent.ALL:
                return Places(everywhere=True)
            case Extent.ASSIGNED:
                axes.add(one.axis)
            case Extent.OWN:
                found.add(one.place)
            case Extent.SECOND_LAYER:
                found |= await second_layer_of(desk.session, one.place)
            case Extent.OWN_AND_SECOND_LAYER:
                found |= {one.place} | await second_layer_of(desk.session, one.place)
            case Extent.DELEGATED:
                parent = await desk.session.get_one(Institution, one.place)
                found |= (
                    await second_layer_of(desk.session, one.place) if parent.reviews_second_layer else set()
                )
            case Extent.NONE | Extent.SELF:
                pass
            case never:
                assert_never(never)
    return Places(everywhere=bool(axes), axes=axes, ids=found)


async def is_executive(desk: Desk) -> bool:
    """Whether the actor serves the Secretariat itself, not only one of its áreas temáticas; the command line and
    the service act in its name."""
    return desk.actor is None or any(one.role is Role.EXECUTIVE for one in await standings(desk))


async def require_secretariat(desk: Desk) -> None:
    """Raises NotYours: the actor serves others only."""
    if not await is_executive(desk):
        raise NotYours
