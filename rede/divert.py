"""A channel stands still for long: what waits for it, and has another channel standing by, is told by that one.

Once: the first is given up in the same transaction. What has no other channel goes on waiting. Safe to repeat.
"""

from datetime import timedelta

from db.channels import ChannelKind
from db.diversion import give_up, held_back
from rede.desk import Desk
from rede.waking import wake

#: Messages in one transaction: nobody else writes in the meantime.
MOST = 500
#: What fell due just now is left to the channel: it is tried with it, and may work again.
A_CHANCE = timedelta(minutes=1)
REASONS = {
    ChannelKind.TELEGRAM: "told by e-mail: Telegram was out",
    ChannelKind.EMAIL: "told by Telegram: e-mail was out",
}


async def divert(desk: Desk, channel: ChannelKind) -> int:
    """How many were told otherwise, at most `MOST`; fewer when nothing is left to divert."""
    due = desk.now - A_CHANCE
    found = dict(await held_back(desk.session, channel, due=due, limit=MOST))
    given_up = await give_up(desk.session, found, reason=REASONS[channel], now=desk.now)
    await wake(desk, [(notice_id, found[delivery_id]) for delivery_id, notice_id in given_up.items()])
    return len(given_up)
