"""Whom an audience is: its names checked against what is kept, and each person of it once. A tool of acts.

How one is spelled: rede/audience_words.py; how people type it: rede/audience_reading.py.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.announcements import LeftOut, Listener
from db.audiences import (
    AnswersForAxis,
    Asked,
    Condition,
    InFunction,
    InUf,
    IsReachedBy,
    JoinedThrough,
    OfElo,
    OfLayer,
    Owes,
    Serves,
    WantsToHearOf,
    functions_in_use,
    institutions_meant,
    keys_of_goals,
    parents_of,
)
from db.audiences import (
    audience as people_meant,
)
from db.channels import ChannelKind
from db.elos import elos
from db.ids import InstitutionId
from db.institutions import InstitutionName, names_of_institutions
from db.people import Function
from rede.access import AXES
from rede.audience_reading import read_audience
from rede.audience_values import MOST, nearest
from rede.audience_words import (
    EVERYBODY,
    Audience,
    AudienceRefused,
    Filter,
    GoalNow,
    Kind,
    gathered,
    narrowed,
)
from rede.desk import Desk
from rede.elo_names import same
from rede.find_institution import likeliest

__all__ = [
    "EVERYBODY",
    "Audience",
    "AudienceRefused",
    "Filter",
    "Headcount",
    "Kind",
    "LeftOut",
    "Listener",
    "checked",
    "count_of",
    "listeners",
    "narrowed",
    "places_of",
    "read_audience",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """`hears + sum(left_out) = people`. By channel: messages that leave at once; who chose both counts twice."""

    people: int
    hears: int
    telegram: int
    email: int
    left_out: Mapping[LeftOut, int]


async def checked(
    desk: Desk, audience: Audience, *, within: Collection[InstitutionId] | None = None
) -> Audience:
    """The same, each name as it is kept. `within`: other institutions look like missing ones.

    Raises:
        AudienceRefused: a name is not known, or nobody can be meant.
    """
    return (await _resolved(desk, audience, within))[0]


async def listeners(
    desk: Desk, audience: Audience, *, within: Collection[InstitutionId] | None = None
) -> Sequence[Listener]:
    """Each person of the audience once, by number, whether or not they can be reached. `within`: only people of
    these institutions, for whoever may write to their own second layer.

    Raises:
        AudienceRefused: a name in it is not known.
    """
    known, places = await _resolved(desk, audience, within)
    return await people_meant(desk.session, _asked_of(desk, known, places, within))


async def places_of(desk: Desk, audience: Audience) -> set[InstitutionId]:
    """The institutions of the audience; where it names no people, also those that nobody serves.

    Raises:
        AudienceRefused: a name in it is not known.
    """
    known, places = await _resolved(desk, audience, None)
    return await institutions_meant(desk.session, _asked_of(desk, known, places, None))


def count_of(heard: Collection[Listener], *, essential: bool = False) -> Headcount:
    """`essential`: an obligation follows from it, so that it goes to those who turned announcements off, too."""
    reasons = [one.unreachable if essential else one.reason for one in heard]
    hears = [one for one, reason in zip(heard, reasons, strict=True) if reason is None]
    return Headcount(
        people=len(heard),
        hears=len(hears),
        telegram=sum(ChannelKind.TELEGRAM in one.first for one in hears),
        email=sum(ChannelKind.EMAIL in one.first for one in hears),
        left_out=Counter(reason for reason in reasons if reason is not None),
    )


async def _resolved(
    desk: Desk, audience: Audience, within: Collection[InstitutionId] | None
) -> tuple[Audience, Mapping[str, InstitutionId]]:
    """With the number of each institution that is named."""
    places = _Places(desk, within)
    filters = [
        Filter(
            one.kind, tuple([await _kept(desk, one.kind, value, places) for value in one.values]), one.negated
        )
        for one in audience.filters
    ]
    return gathered(filters), places.found


async def _kept(desk: Desk, kind: Kind, value: str, places: "_Places") -> str:
    match kind:
        case Kind.INSTITUTION | Kind.SECOND_LAYER:
            return await places.named(kind, value)
        case Kind.ELO:
            known = {same(one.name): one.name for one in await elos(desk.session)}
        case Kind.FUNCTION:
            known = {one: one for one in (*Function, *await functions_in_use(desk.session))}
        case Kind.GOAL:
            _, _, state = value.partition("=")
            known = {same(f"{one}={state}"): f"{one}={state}" for one in await keys_of_goals(desk.session)}
        case _:
            return value
    if same(value) not in known:
        raise _unknown(kind, value, nearest(value, known))
    return known[same(value)]


def _unknown(kind: Kind, value: str, near: Sequence[str]) -> AudienceRefused:
    return AudienceRefused("audience_value_unknown", filter=str(kind), words=value, near=near)


class _Places:
    """Institutions by what they are called, looked up once, and only where one is named."""

    def __init__(self, desk: Desk, within: Collection[InstitutionId] | None) -> None:
        self._desk, self._within = desk, within
        self._names: dict[Kind, Mapping[str, Sequence[InstitutionName]]] = {}
        self.found: dict[str, InstitutionId] = {}

    async def named(self, kind: Kind, typed: str) -> str:
        """The acronym; an acronym, a whole name or a number names it, nothing is guessed."""
        among = await self._among(kind)
        called = among.get(same(typed), ())
        if len(called) != 1:
            near = likeliest(typed, [one for of_one in among.values() for one in of_one])
            called = [one.place for one in near if one.exact]
            if len(called) != 1:
                alike = [one.place.acronym for one in near][:MOST]
                acronyms = {acronym: of_one[0].acronym for acronym, of_one in among.items()}
                raise _unknown(kind, typed, alike or nearest(typed, acronyms))
        self.found[called[0].acronym] = called[0].id
        return called[0].acronym

    async def _among(self, kind: Kind) -> Mapping[str, Sequence[InstitutionName]]:
        """By acronym, in plain letters."""
        if kind not in self._names:
            seen = self._within
            if seen is not None and kind is Kind.SECOND_LAYER:
                seen = await parents_of(self._desk.session, seen)
            called: dict[str, list[InstitutionName]] = {}
            for one in await names_of_institutions(self._desk.session):
                if seen is None or one.id in seen:
                    called.setdefault(same(one.acronym), []).append(one)
            self._names[kind] = called
        return self._names[kind]


def _asked_of(
    desk: Desk,
    known: Audience,
    places: Mapping[str, InstitutionId],
    within: Collection[InstitutionId] | None,
) -> Asked:
    def plain(negated: bool) -> list[Condition]:
        return [_plain(desk, one, places) for one in known.filters if one.negated is negated]

    return Asked(conditions=plain(False), denied=plain(True), within=within)


def _plain(desk: Desk, one: Filter, places: Mapping[str, InstitutionId]) -> Condition:
    """The filter in values that the database compares."""
    match one.kind:
        case Kind.LAYER:
            return OfLayer([int(value) for value in one.values])
        case Kind.UF:
            return InUf(one.values)
        case Kind.ELO:
            return OfElo(one.values)
        case Kind.INSTITUTION:
            return Serves([places[value] for value in one.values])
        case Kind.SECOND_LAYER:
            return JoinedThrough([places[value] for value in one.values])
        case Kind.FUNCTION:
            return InFunction(one.values)
        case Kind.AXIS:
            named = [word for word, number in AXES.items() if number in one.values]
            return AnswersForAxis([*one.values, *named])
        case Kind.GOAL:
            return Owes(_keys(one, GoalNow.PENDING), _keys(one, GoalNow.LATE), desk.today)
        case Kind.INTEREST:
            return WantsToHearOf(one.values)
        case Kind.CHANNEL:
            return IsReachedBy([ChannelKind(value) for value in one.values])


def _keys(one: Filter, state: GoalNow) -> list[str]:
    pairs = [value.partition("=") for value in one.values]
    return [key for key, _, now in pairs if now == state]
