"""What the forum group did not take (a topic that is closed or gone): the Secretariat is told, once each."""

from db.forum_groups import unposted
from db.marks import mark, set_mark
from db.people import Person
from rede.desk import Desk
from rede.digest import words_of
from rede.tasks import executives, tell_task

#: The number of the newest notice that was told of.
MARK = "unposted told through"


async def untold(desk: Desk) -> list[int]:
    after = int(await mark(desk.session, MARK) or 0)
    return [notice_id for notice_id, _, _ in await unposted(desk.session, after=after)]


async def tell_unposted(desk: Desk) -> int:
    """How many messages the group did not take since it was told last."""
    found = await untold(desk)
    if not found:
        return 0
    for person_id in await executives(desk):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "forum_unposted", {"person": person.name, "count": len(found)})
        await tell_task(desk, person_id, words, key=f"forum-unposted:{found[-1]}:{person_id}")
    await set_mark(desk.session, MARK, str(found[-1]))
    return len(found)
