"""Who serves an institution, in which function, whether they can be reached; and who follows what it owes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from db.channels import Channel
from db.database import Session, batches
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.invites import Invite
from db.people import Function, Membership, Person

#: Who follows the deadlines of an institution day by day.
FOLLOWERS = (Function.COORDENADOR, Function.SERVIDOR_DESIGNADO)


@dataclass(frozen=True, slots=True)
class Serving:
    """A person in one function, and whether some channel of theirs is open."""

    person_id: PersonId
    #: A `Function`, as text.
    function: str
    reachable: bool


async def people_serving(
    session: Session, institution_ids: Collection[InstitutionId]
) -> dict[InstitutionId, list[Serving]]:
    """Who serves each of these institutions, by person; a person with two functions is there twice."""
    found: dict[InstitutionId, list[Serving]] = {one: [] for one in institution_ids}
    reachable = exists().where(Channel.person_id == Membership.person_id, Channel.closed_at.is_(None))
    for part in batches(institution_ids):
        rows = (
            select(Membership.institution_id, Membership.person_id, Membership.function, reachable)
            .where(Membership.institution_id.in_(part))
            .order_by(Membership.person_id, Membership.id)
        )
        for place, person_id, function, open_ in (await session.execute(rows)).all():
            found[place].append(Serving(person_id, function, bool(open_)))
    return found


def without_thematic(serving: Sequence[Serving]) -> list[Serving]:
    """Of the Secretariat: an área temática reads what is assigned to it, and is asked for nothing."""
    return [one for one in serving if one.function != Function.AREA_TEMATICA]


def who_follow(serving: Sequence[Serving], *, also: Collection[Function] = ()) -> list[PersonId]:
    """Servidores designados and the coordinator; the substitute too when no coordinator can be reached; everybody
    when there is none of these. `also`: functions that follow the goal in question."""
    found = {one.person_id for one in serving if one.function in FOLLOWERS}
    if not any(one.reachable for one in serving if one.function == Function.COORDENADOR):
        found |= {one.person_id for one in serving if one.function == Function.SUBSTITUTO}
    found = found or {one.person_id for one in serving}
    return sorted(found | {one.person_id for one in serving if one.function in also})


async def people_who_follow(session: Session, institution_id: InstitutionId) -> Sequence[Person]:
    """Who is told of what concerns an institution, by id (`who_follow`); of the Secretariat, everybody."""
    institution = await session.get_one(Institution, institution_id)
    serving = (await people_serving(session, [institution_id]))[institution_id]
    of_secretariat = institution.layer == Layer.SECRETARIAT
    ids = [one.person_id for one in without_thematic(serving)] if of_secretariat else who_follow(serving)
    return (await session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id))).all()


async def seats_of(session: Session, person_ids: Collection[PersonId]) -> dict[PersonId, tuple[str, str]]:
    """UF and municipality of the institution that each serves, the first by layer and acronym; else not there."""
    seats: dict[PersonId, tuple[str, str]] = {}
    for part in batches(person_ids):
        rows = (
            select(Membership.person_id, Institution.uf, Institution.municipality_code)
            .join(Institution, Institution.id == Membership.institution_id)
            .where(Membership.person_id.in_(part))
            .order_by(Institution.layer, Institution.acronym)
        )
        for person_id, uf, code in (await session.execute(rows)).all():
            seats.setdefault(person_id, (uf, code))
    return seats


async def people_by_id(session: Session, person_ids: Collection[PersonId]) -> dict[PersonId, Person]:
    found: dict[PersonId, Person] = {}
    for part in batches(person_ids):
        rows = await session.scalars(select(Person).where(Person.id.in_(part)))
        found.update({row.id: row for row in rows})
    return found


async def memberships_of(
    session: Session, person_ids: Collection[PersonId]
) -> dict[PersonId, list[Membership]]:
    """Every function of each of these people, oldest first; who has none is not there."""
    found: dict[PersonId, list[Membership]] = {}
    for part in batches(person_ids):
        rows = select(Membership).where(Membership.person_id.in_(part)).order_by(Membership.id)
        for row in await session.scalars(rows):
            found.setdefault(row.person_id, []).append(row)
    return found


async def hold_the_secretariat(session: Session) -> None:
    """Nobody else looks who is left of it till the end of the transaction."""
    held = select(Institution.id).where(Institution.layer == Layer.SECRETARIAT).with_for_update()
    (await session.scalars(held)).all()


async def administrators(session: Session, *, now: datetime) -> set[PersonId]:
    """Who serves the Secretariat itself, not one of its áreas temáticas, and can be reached or is invited."""
    reachable = exists().where(Channel.person_id == Membership.person_id, Channel.closed_at.is_(None))
    invited = exists().where(
        Invite.person_id == Membership.person_id,
        Invite.used_at.is_(None),
        Invite.revoked_at.is_(None),
        Invite.expires_at > now,
    )
    found = (
        select(Membership.person_id)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Institution.layer == Layer.SECRETARIAT, Membership.function != Function.AREA_TEMATICA)
        .where(or_(reachable, invited))
    )
    return set((await session.scalars(found)).all())
