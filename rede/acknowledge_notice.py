"""`Ciente`: whoever was told by one channel is not told the same by the other. Safe to repeat."""

from db.ids import NoticeId
from db.notices import Notice
from db.recall import acknowledge
from rede.desk import Desk


async def acknowledge_notice(desk: Desk, notice_id: NoticeId) -> bool:
    """False when there is no such notice, or it is not the actor's.

    A desk without an actor is trusted to have checked whose it is (the stamp of a link does).
    """
    notice = await desk.session.get(Notice, notice_id)
    if notice is None or (desk.actor is not None and notice.person_id != desk.actor):
        return False
    await acknowledge(desk.session, notice_id, now=desk.now)
    return True
