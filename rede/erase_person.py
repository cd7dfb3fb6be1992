"""The Secretariat erases somebody's personal data; what was done in their name stays, under a number."""

from db.ids import PersonId
from rede.access import require_secretariat
from rede.desk import Desk
from rede.erasing import erase


async def erase_person(desk: Desk, person_id: PersonId) -> bool:
    """False: it was done before. The same address, registered again, is somebody new.

    Raises:
        NotYours: the actor is not of the Secretariat itself, or there is no such person.
        LastAdministrator: nobody would be left who can let others in.
    """
    await require_secretariat(desk)
    return await erase(desk, person_id)
