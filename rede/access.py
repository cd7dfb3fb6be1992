"""Who may do what. Asked in every act, not only in the menu; a later table refines it by function."""

from db.ids import InstitutionId
from db.institutions import the_secretariat
from db.people import institutions_served
from rede.desk import Desk
from rede.refusal import Refusal


class NotYours(Refusal):
    """What was asked for is somebody else's, or does not exist: both look the same."""

    def __init__(self) -> None:
        super().__init__("not_found")


async def require_service(desk: Desk, institution_id: InstitutionId) -> None:
    """The actor must serve this institution.

    Raises:
        NotYours: the actor is nobody, or serves others only.
    """
    if desk.actor is None:
        raise NotYours
    served = await institutions_served(desk.session, desk.actor)
    if institution_id not in {institution.id for institution in served}:
        raise NotYours


async def require_secretariat(desk: Desk) -> None:
    """Whoever acts must serve the Secretariat; the command line and the service act in its name.

    Raises:
        NotYours: the actor serves others only.
    """
    if desk.actor is None:
        return
    secretariat = await the_secretariat(desk.session)
    if secretariat is None:
        raise NotYours
    await require_service(desk, secretariat.id)
