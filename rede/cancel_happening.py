"""What was recorded was an error, or is called off: nothing follows from it any more.

Whoever opens the desk then goes through the obligations of the instruments concerned (`open_obligations`): what it
alone called for is withdrawn, what another calls for as well stays.
"""

from collections.abc import Sequence

from db.audit import record
from db.happenings import Happening
from db.ids import HappeningId
from db.instruments import Instrument
from rede.called_for import count_again_for
from rede.desk import Desk
from rede.refusal import Refusal


class CancelRefused(Refusal):
    """There is no such happening."""


async def cancel_happening(desk: Desk, happening_id: HappeningId) -> Sequence[Instrument]:
    """Calls it off, once; the instruments that it concerned.

    Raises:
        CancelRefused: nothing of that number was recorded.
    """
    happening = await desk.session.get(Happening, happening_id)
    if happening is None:
        raise CancelRefused("happening_unknown", id=happening_id)
    if happening.cancelled_at is None:
        happening.cancelled_at = desk.now
        about = f"happenings:{happening.id}"
        record(desk.session, "happening.cancel", about, now=desk.now, person_id=desk.actor)
    return await count_again_for(desk, happening)
