"""Who belongs to an audience: each filter a plain value, all of them one question.

The filters that ask about institution and function must hold for one and the same membership: who coordinates
elsewhere and only serves here is no coordinator of here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from db.announcements import Listener
from db.channels import Channel, ChannelKind
from db.database import Session, batches
from db.deliverables import came_back
from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.interests import Interest
from db.obligations import Obligation, ObligationState
from db.people import Function, Membership, Person
from db.plans import Goal, GoalKind
from db.preferences import ChannelChoice, Preference


@dataclass(frozen=True, slots=True)
class OfLayer:
    layers: Collection[int]


@dataclass(frozen=True, slots=True)
class InUf:
    ufs: Collection[str]


@dataclass(frozen=True, slots=True)
class OfElo:
    names: Collection[str]


@dataclass(frozen=True, slots=True)
class Serves:
    institutions: Collection[InstitutionId]


@dataclass(frozen=True, slots=True)
class JoinedThrough:
    institutions: Collection[InstitutionId]


@dataclass(frozen=True, slots=True)
class InFunction:
    functions: Collection[str]


@dataclass(frozen=True, slots=True)
class AnswersForAxis:
    """Of an área temática; what the axis may be called: part of it, in small letters."""

    words: Collection[str]


@dataclass(frozen=True, slots=True)
class Owes:
    """Of the plan; `late`: the extended date is over, by no target of our own."""

    pending: Collection[str]
    late: Collection[str]
    today: date


@dataclass(frozen=True, slots=True)
class WantsToHearOf:
    subjects: Collection[str]


@dataclass(frozen=True, slots=True)
class IsReachedBy:
    channels: Collection[ChannelKind]


#: What one membership must answer; what the person answers.
OfMembership: TypeAlias = OfLayer | InUf | OfElo | Serves | JoinedThrough | InFunction | AnswersForAxis | Owes
Condition: TypeAlias = OfMembership | WantsToHearOf | IsReachedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`conditions` hold, all of them; whoever one of `denied` holds for is left out; `within`: serving one of these
    (None: any institution)."""

    conditions: Sequence[Condition] = ()
    denied: Sequence[Condition] = ()
    within: Collection[InstitutionId] | None = None


async def audience(session: Session, asked: Asked) -> list[Listener]:
    """By number; nobody whose data are erased, nobody who serves no institution."""
    rows = (
        select(
            Person.id,
            Person.name,
            _is_open(ChannelKind.TELEGRAM),
            _is_open(ChannelKind.EMAIL),
            func.coalesce(Preference.channels, ChannelChoice.TELEGRAM),
            func.coalesce(Preference.announcements, True),
            exists().where(Channel.person_id == Person.id),
        )
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(Person.erased_at.is_(None), *_where(asked))
        .order_by(Person.id)
    )
    return [
        Listener(
            row[0], row[1], bool(row[2]), bool(row[3]), ChannelChoice(row[4]), bool(row[5]), bool(row[6])
        )
        for row in (await session.execute(rows)).all()
    ]


def _is_open(kind: ChannelKind) -> ColumnElement[bool]:
    return exists().where(Channel.person_id == Person.id, Channel.kind == kind, Channel.closed_at.is_(None))


def _where(asked: Asked) -> list[ColumnElement[bool]]:
    of_membership = [one for one in asked.conditions if not isinstance(one, WantsToHearOf | IsReachedBy)]
    serving = [_of_membership(one) for one in of_membership]
    if asked.within is not None:
        serving.append(Membership.institution_id.in_(asked.within))
    where: list[ColumnElement[bool]] = [Person.id.in_(_serving(serving))]
    where += [_of_person(one) for one in asked.conditions if isinstance(one, WantsToHearOf | IsReachedBy)]
    for one in asked.denied:
        if isinstance(one, WantsToHearOf | IsReachedBy):
            where.append(~_of_person(one))
        else:
            where.append(Person.id.not_in(_serving([_of_membership(one)])))
    return where


def _serving(where: Sequence[ColumnElement[bool]]) -> Select[PersonId]:
    found = select(Membership.person_id).join(Institution, Institution.id == Membership.institution_id)
    return found.where(*where)


def _of_membership(one: OfMembership) -> ColumnElement[bool]:
    match one:
        case OfLayer(layers):
            return Institution.layer.in_(layers)
        case InUf(ufs):
            return Institution.uf.in_(ufs)
        case OfElo(names):
            return Institution.elo.in_(names)
        case Serves(institutions):
            return Institution.id.in_(institutions)
        case JoinedThrough(institutions):
            return Institution.parent_id.in_(institutions)
        case InFunction(functions):
            return Membership.function.in_(functions)
        case AnswersForAxis(words):
            named = or_(*(func.lower(Membership.axis).contains(word) for word in words))
            return and_(Membership.function == Function.AREA_TEMATICA, named)
        case Owes():
            return Membership.institution_id.in_(_owing(one))
        case never:
            assert_never(never)


def _owing(one: Owes) -> Select[InstitutionId]:
    begun = or_(Obligation.opens.is_(None), Obligation.opens <= one.today)
    late = (Obligation.extended < one.today, Obligation.internal.is_(False), ~came_back())
    either = or_(and_(Goal.key.in_(one.pending), begun), and_(Goal.key.in_(one.late), *late))
    found = select(Obligation.institution_id).join(Goal, Goal.id == Obligation.goal_id)
    of_plan = (Goal.kind == GoalKind.PLAN, Goal.key.in_([*one.pending, *one.late]))
    return found.where(*of_plan, Obligation.state == ObligationState.OPEN, either)


def _of_person(one: WantsToHearOf | IsReachedBy) -> ColumnElement[bool]:
    match one:
        case WantsToHearOf(subjects):
            return Person.id.in_(select(Interest.person_id).where(Interest.subject.in_(subjects)))
        case IsReachedBy(channels):
            opened = (Channel.kind.in_(channels), Channel.closed_at.is_(None))
            return Person.id.in_(select(Channel.person_id).where(*opened))
        case never:
            assert_never(never)


async def institutions_meant(session: Session, asked: Asked) -> set[InstitutionId]:
    """The institutions of an audience; where it names no people, also those that nobody serves."""

    def those(*conditions: Condition) -> Select[InstitutionId]:
        where = [
            _of_person(one) if isinstance(one, WantsToHearOf | IsReachedBy) else _of_membership(one)
            for one in conditions
        ]
        found = select(Institution.id).outerjoin(Membership, Membership.institution_id == Institution.id)
        return found.outerjoin(Person, Person.id == Membership.person_id).where(*where)

    meant = those(*asked.conditions)
    if asked.within is not None:
        meant = meant.where(Institution.id.in_(asked.within))
    for one in asked.denied:
        meant = meant.where(Institution.id.not_in(those(one)))
    return set(await session.scalars(meant.distinct()))


async def parents_of(session: Session, institution_ids: Collection[InstitutionId]) -> set[InstitutionId]:
    """Through whom these joined."""
    found: set[InstitutionId] = set()
    for part in batches(institution_ids):
        rows = select(Institution.parent_id).where(
            Institution.id.in_(part), Institution.parent_id.is_not(None)
        )
        found |= {one for one in await session.scalars(rows) if one is not None}
    return found


async def keys_of_goals(session: Session) -> Sequence[str]:
    """Of every plan, each once, in the order of the alphabet."""
    found = select(Goal.key).where(Goal.kind == GoalKind.PLAN).distinct().order_by(Goal.key)
    return (await session.scalars(found)).all()


async def functions_in_use(session: Session) -> Sequence[str]:
    """In the order of the alphabet."""
    found = select(Membership.function).distinct().order_by(Membership.function)
    return (await session.scalars(found)).all()


async def acronyms_served(
    session: Session, person_ids: Collection[PersonId]
) -> Mapping[PersonId, Sequence[str]]:
    """The institutions of each of these people, by layer and acronym; who serves none is not there."""
    found: dict[PersonId, list[str]] = {}
    for part in batches(person_ids):
        rows = (
            select(Membership.person_id, Institution.acronym, Institution.layer)
            .join(Institution, Institution.id == Membership.institution_id)
            .where(Membership.person_id.in_(part))
            .distinct()
            .order_by(Institution.layer, Institution.acronym)
        )
        for person_id, acronym, _ in (await session.execute(rows)).all():
            found.setdefault(person_id, []).append(acronym)
    return found
