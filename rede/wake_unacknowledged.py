"""A reminder that nobody acknowledged in a day goes by the next channel too. Safe to repeat."""

from db.fallback import unacknowledged
from rede.desk import Desk
from rede.waking import wake


async def wake_unacknowledged(desk: Desk) -> int:
    """How many messages were woken."""
    return await wake(desk, await unacknowledged(desk.session, now=desk.now))
