"""Who was welcomed, and who might be: once a person, when the service begins in a network that is there already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, exists, func, literal, or_, select

from db.channels import Channel
from db.database import Session, batches
from db.ids import InstitutionId, PersonId
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


async def instruments_live(session: Session, *, office: date | None, today: date) -> Sequence[Instrument]:
    """Instruments in force whose day of going live has come."""
    in_force = (Instrument.starts <= today, or_(Instrument.ends.is_(None), Instrument.ends >= today))
    live = func.coalesce(Instrument.go_live, office) if office is not None else Instrument.go_live
    return (await session.scalars(select(Instrument).where(*in_force, live <= today))).all()


@dataclass(frozen=True, slots=True)
class Unwelcomed:
    """Somebody without a welcome, by an institution served."""

    person_id: PersonId
    institution_id: InstitutionId
    #: Since when the person can be reached.
    opened_at: datetime
    #: When the person last accepted an invite, and was greeted in the chat.
    invited_at: datetime | None


async def unwelcomed(session: Session) -> list[Unwelcomed]:
    """Everybody with an open channel who was never welcomed, once for each institution served."""
    key = literal(WELCOME).concat(cast(Membership.person_id, String))
    accepted = select(func.max(Invite.used_at)).where(Invite.person_id == Membership.person_id)
    opened = (
        select(Channel.person_id, func.min(Channel.opened_at).label("opened_at"))
        .where(Channel.closed_at.is_(None))
        .group_by(Channel.person_id)
        .subquery()
    )
    found = (
        select(
            Membership.person_id, Membership.institution_id, opened.c.opened_at, accepted.scalar_subquery()
        )
        .join(opened, opened.c.person_id == Membership.person_id)
        .where(~exists().where(Notice.key == key))
        .order_by(Membership.person_id, Membership.institution_id)
        .distinct()
    )
    return [Unwelcomed(*row) for row in (await session.execute(found)).all()]
