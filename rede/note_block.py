"""A person stopped the bot, or let it in again: the channel closes, and what waited goes by the next one."""

from db.channels import ChannelKind, channel_of_chat, open_channel
from db.outbox import close_channel
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before


async def note_block(desk: Desk, chat_id: int, *, blocked: bool) -> None:
    """What is woken leaves within the sending window: who blocks at 3h is not written to at 3h."""
    channel = await channel_of_chat(desk.session, chat_id)
    if channel is None or channel.is_left:
        return
    if blocked:
        window = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
        reason = "blocked by the person"
        await close_channel(desk.session, channel.id, reason=reason, now=desk.now, window=window)
    else:
        kind, address = ChannelKind.TELEGRAM, channel.address
        await open_channel(desk.session, channel.person_id, kind, address=address, now=desk.now)
