"""An institution's own e-mail address stands for its office (gabinete) where nobody there can be reached.

It becomes a person with the institution's name: what is told to it is told, acknowledged and audited like anything.
"""

from collections.abc import Sequence

from db.audit import record
from db.channels import ChannelKind, open_channel
from db.institutions import Institution
from db.people import Function, Membership, Person, people_by_email
from rede.desk import Desk


async def open_offices(desk: Desk, institutions: Sequence[Institution]) -> None:
    """Safe to repeat; an address that was closed (it bounced) stays closed."""
    for institution in institutions:
        namesakes = await people_by_email(desk.session, institution.email)
        office = next((one for one in namesakes if one.name == institution.name), None)
        if office is not None:
            continue
        office = Person(name=institution.name, email=institution.email)
        desk.session.add(office)
        await desk.session.flush()
        desk.session.add(
            Membership(person_id=office.id, institution_id=institution.id, function=Function.GABINETE)
        )
        address = institution.email
        await open_channel(desk.session, office.id, ChannelKind.EMAIL, address=address, now=desk.now)
        about = f"institutions:{institution.id}"
        record(desk.session, "office.open", about, now=desk.now, person_id=desk.actor)
    await desk.session.flush()
