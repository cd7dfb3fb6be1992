"""Goal 3.4: what of a cycle's forums an institution still misses. A tool of acts.

At least one Fórum Nacional, and the Regional of its own State, of those that take place in the cycle. Being there
by link counts.
"""

from collections.abc import Sequence
from datetime import datetime, time

from db.convened import Convened, MeetingKind
from db.ids import ObligationId
from db.marks import set_mark
from db.meetings import attended_by, forums_between
from db.obligations import Owed
from db.reviews import standing_means
from rede.desk import Desk
from rede.means import Means
from scheduler.clock import BRASILIA, local_day

GOAL = "3.4"
#: Of the marks that remember for which days' cycles it is to be asked again who misses one.
TO_ASK = "forums to ask of: "


async def ask_of_forums(desk: Desk, meeting: Convened) -> None:
    """A forum came, goes, or moves from or to its day: the bell asks again who misses one of that cycle, for a
    Regional attended in March is not enough once a Nacional is convened for October."""
    if meeting.kind is not MeetingKind.MEETING and meeting.passes_on is None:
        day = local_day(meeting.starts_at)
        await set_mark(desk.session, f"{TO_ASK}{day}", desk.now.isoformat())


async def misses_a_forum(desk: Desk, owed: Owed) -> bool:
    """Asked where attendance lists alone speak for it; what an institution reports itself is checked by people."""
    if owed.goal.key != GOAL or owed.obligation.literal is None:
        return False
    means = await standing_means(desk.session, ObligationId(owed.obligation.id))
    if not means or means != {Means.MEETING}:
        return False
    starts = owed.obligation.opens or owed.instrument.counted_from
    first = datetime.combine(starts or owed.obligation.literal, time.min, tzinfo=BRASILIA)
    last = datetime.combine(owed.obligation.literal, time.max, tzinfo=BRASILIA)
    forums = await forums_between(desk.session, first=first, last=last)
    own = [one for one in forums if owed.institution.uf in one.ufs.split(",")]
    national = [one for one in forums if one.kind is MeetingKind.NATIONAL_FORUM]
    return await _misses(desk, owed, national) or await _misses(desk, owed, own)


async def _misses(desk: Desk, owed: Owed, forums: Sequence[Convened]) -> bool:
    """There are some, and the institution was at none."""
    numbers = [one.id for one in forums]
    return bool(numbers) and not await attended_by(desk.session, owed.institution.id, numbers)
