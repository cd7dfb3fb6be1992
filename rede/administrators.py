"""The Secretariat keeps somebody who can let others in: the last one is not removed. A tool of acts."""

from db.serving import administrators, hold_the_secretariat
from rede.desk import Desk
from rede.refusal import Refusal


class LastAdministrator(Refusal):
    """Nobody of the Secretariat itself would be left who can be reached, or is invited."""

    def __init__(self) -> None:
        super().__init__("last_administrator")


async def require_an_administrator(desk: Desk) -> None:
    """To be asked after the change, in its transaction.

    Raises:
        LastAdministrator: nobody is left.
    """
    if not await are_administered(desk):
        raise LastAdministrator


async def are_administered(desk: Desk) -> bool:
    """Of two who leave at once the second waits here for the first."""
    await desk.session.flush()
    await hold_the_secretariat(desk.session)
    return bool(await administrators(desk.session, now=desk.now))
