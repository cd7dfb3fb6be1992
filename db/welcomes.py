"""Who was welcomed, and who might be: once a person, when the service begins in a network that is there already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CompoundSelect, String, case, cast, exists, func, literal, null, or_, select, union

from db.channels import Channel
from db.database import Session, batches
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.invites import Invite
from db.notices import Notice
from db.people import Membership

#: What the key of a welcome has before the person's id.
WELCOME = "welcome:"


async def welcomes_put(session: Session, person_ids: Collection[PersonId]) -> dict[PersonId, datetime]:
    """When the welcome of each of these people was put; who had none is not there."""
    found: dict[PersonId, datetime] = {}
    for part in batches(person_ids):
        keys = {f"{WELCOME}{one}": one for one in part}
        rows = select(Notice.key, Notice.created_at).where(Notice.key.in_(keys))
        found.update({keys[key]: at for key, at in (await session.execute(rows)).all() if key is not None})
    return found


async def is_any_live(session: Session, *, office: date | None, today: date) -> bool:
    """Whether any day of going live was given and has come, for all (`office`) or for one instrument."""
    if office is not None:
        return office <= today
    found = select(Instrument.id).where(Instrument.go_live <= today).limit(1)
    return (await session.scalars(found)).first() is not None


@dataclass(frozen=True, slots=True)
class Live:
    """Agreements in force that are lived with from the same day on, and when the first of them came to us."""

    #: None: of all institutions.
    institution_id: InstitutionId | None
    day: date
    imported_at: datetime


async def agreements_live(
    session: Session,
    *,
    office: date | None,
    today: date,
    institution_ids: Collection[InstitutionId] | None = None,
) -> list[Live]:
    """Those of each of these institutions; None: of all of them together, which are not told apart."""
    live = func.coalesce(Instrument.go_live, office) if office is not None else Instrument.go_live
    in_force = (Instrument.starts <= today, or_(Instrument.ends.is_(None), Instrument.ends >= today))
    day = case((Instrument.starts > live, Instrument.starts), else_=live)
    if institution_ids is None:
        found = select(null(), day, func.min(Instrument.imported_at)).group_by(day)
    else:
        found = select(Instrument.institution_id, day, func.min(Instrument.imported_at))
        found = found.where(Instrument.institution_id.in_(institution_ids))
        found = found.group_by(Instrument.institution_id, day)
    return [Live(*row) for row in (await session.execute(found.where(*in_force, live <= today))).all()]


@dataclass(frozen=True, slots=True)
class Unwelcomed:
    """Somebody without a welcome, by an institution served."""

    person_id: PersonId
    institution_id: InstitutionId
    #: Since when the person can be reached.
    opened_at: datetime
    #: When the person last accepted an invite, and was greeted in the chat.
    invited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Since:
    """A day, and the instant at which it begins in Brasília."""

    day: date
    begins: datetime


async def unwelcomed(session: Session, *, lately: Since | None) -> list[Unwelcomed]:
    """Everybody with an open channel who was never welcomed, once for each institution served.

    `lately`: only who can be reached since then, or serves an institution where an agreement began, came to us or
    went live since; None: whoever.
    """
    of_person = Membership.person_id
    key = literal(WELCOME).concat(cast(of_person, String))
    accepted = select(func.max(Invite.used_at)).where(Invite.person_id == of_person).scalar_subquery()
    own = select(func.min(Channel.opened_at)).where(Channel.person_id == of_person)
    opened = own.where(Channel.closed_at.is_(None)).scalar_subquery()
    found = (
        select(of_person, Membership.institution_id, opened, accepted)
        .where(opened.is_not(None), ~exists().where(Notice.key == key))
        .order_by(of_person, Membership.institution_id)
        .distinct()
    )
    if lately is not None:
        found = found.where(of_person.in_(_new_since(lately)))
    return [Unwelcomed(*row) for row in (await session.execute(found)).all()]


def _new_since(lately: Since) -> CompoundSelect[PersonId]:
    """Who can be reached since then, or serves an institution with a new agreement; of the Secretariat, which has
    all of them, where none is older."""
    is_new = or_(
        func.coalesce(Instrument.go_live, Instrument.starts) >= lately.day,
        Instrument.starts >= lately.day,
        Instrument.imported_at >= lately.begins,
    )
    secretariat = select(Institution.id).where(Institution.layer == Layer.SECRETARIAT)
    without_older = secretariat.where(~select(Instrument.id).where(~is_new).exists())
    places = union(select(Instrument.institution_id).where(is_new), without_older)
    return union(
        select(Channel.person_id).where(Channel.closed_at.is_(None), Channel.opened_at >= lately.begins),
        select(Membership.person_id).where(Membership.institution_id.in_(places)),
    )
