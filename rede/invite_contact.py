"""A contact is invited to the chat, again or for the first time, by whoever may name them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.channels import ChannelKind, open_channels
from db.ids import InstitutionId, PersonId
from db.invites import invites_made
from db.people import Person, membership
from rede.access import NotYours
from rede.desk import Desk
from rede.naming import require_naming
from rede.refusal import Refusal
from rede.send_invite import send_invite

#: One invite of a person in that time.
WITHIN = timedelta(minutes=10)


class InvitingRefused(Refusal):
    """`invite_linked_already`, `invite_too_soon`, `invite_no_mail`. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Invited:
    person: Person
    expires_at: datetime


async def invite_contact(desk: Desk, person_id: PersonId, place_id: InstitutionId) -> Invited:
    """
    Raises:
        NotYours: that person does not serve there, or is not the actor's to invite.
        NamingRefused: there the actor invites coordinators alone.
        InvitingRefused: by a key for each reason.
    """
    rows = await membership(desk.session, person_id, place_id)
    if not rows:
        raise NotYours
    # One function that the actor may give is enough.
    first = min(rows, key=lambda row: row.function != "coordenador")
    await require_naming(desk, place_id, [first.function])
    person = await desk.session.get_one(Person, person_id)
    if ChannelKind.TELEGRAM in await open_channels(desk.session, person_id):
        raise InvitingRefused("invite_linked_already", name=person.name)
    if await invites_made(desk.session, person_id, since=desk.now - WITHIN):
        raise InvitingRefused("invite_too_soon", name=person.name, minutes=int(WITHIN.total_seconds()) // 60)
    issued = await send_invite(desk, person_id)
    if issued is None:
        raise InvitingRefused("invite_no_mail", name=person.name, mailbox=desk.office.mailbox)
    return Invited(person, issued.expires_at)
