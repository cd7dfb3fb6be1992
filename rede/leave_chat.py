"""A person leaves the chat: it is nobody's from now on, and what waited there goes by e-mail.

Nobody is alarmed while a mailbox is open: deadlines are told there.
"""

from db.audit import record
from db.channels import LEFT, ChannelKind, mark_followed_up, open_channels, take_leave
from db.outbox import close_channel
from rede.access import NotYours, Role, standings
from rede.administrators import require_an_administrator
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before


async def leave_chat(desk: Desk) -> None:
    """Of the desk's actor; an invite opens it again.

    Raises:
        NotYours: the actor is nobody, or has no chat.
        LastAdministrator: nobody else could be reached.
    """
    if desk.actor is None:
        raise NotYours
    channel = await take_leave(desk.session, desk.actor)
    if channel is None:
        raise NotYours
    window = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
    await close_channel(desk.session, channel.id, reason=LEFT, now=desk.now, window=window)
    if ChannelKind.EMAIL in await open_channels(desk.session, desk.actor):
        await mark_followed_up(desk.session, [channel.id], now=desk.now)
    if any(one.role is Role.EXECUTIVE for one in await standings(desk)):
        await require_an_administrator(desk)
    record(desk.session, "chat.leave", f"people:{desk.actor}", now=desk.now, person_id=desk.actor)
