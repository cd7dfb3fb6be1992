"""The forum is open for an agreement (goal C1): its partner gets the address and a welcome, once.

Not before whoever reported it can no longer take that back.
"""

from collections.abc import Sequence
from datetime import timedelta

from db.audit import record
from db.forum_openings import OBLIGATION, Address, address_in, known_address, unwelcomed
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import Owed, obligations_owed
from db.serving import people_who_follow
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.lines import document_of
from scheduler.clock import local_day
from scheduler.wording import long_date

#: As long as a report may be taken back, and a little more.
AFTER = timedelta(minutes=11)


async def due_welcomes(desk: Desk) -> Sequence[ObligationId]:
    """Whose partner has not heard of it; none while nobody said where the forum is."""
    found = await unwelcomed(desk.session, before=desk.now - AFTER)
    return found if found and await known_address(desk.session) else ()


async def welcome_to_forum(desk: Desk, obligation_id: ObligationId) -> int:
    """How many people of the partner were told. Done twice, it tells nobody twice."""
    held = await obligations_owed(desk.session, [obligation_id], held=True)
    waits = await unwelcomed(desk.session, before=desk.now - AFTER, among=obligation_id)
    address = await address_in(desk.session, obligation_id) or await known_address(desk.session)
    if not held or not waits or address is None:
        return 0
    people = await people_who_follow(desk.session, held[0].partner.id)
    for person in people:
        words = words_of(desk, "forum_open", _facts(held[0], address) | {"person": person.name})
        key = f"forum-open:{obligation_id}:{person.id}"
        await tell_in_window(desk, person.id, kind=NoticeKind.REPORT, words=words, key=key)
    about, detail = f"{OBLIGATION}{obligation_id}", f"{len(people)} people"
    record(desk.session, "forum.welcome", about, now=desk.now, person_id=None, detail=detail)
    return len(people)


def _facts(owed: Owed, address: Address) -> dict[str, object]:
    opened = owed.obligation.closed_at
    return {
        "acronym": owed.partner.acronym,
        "institution": owed.partner.name,
        "document": document_of(owed),
        "link": address.link,
        "opened": long_date(local_day(opened)) if opened else "",
    }
