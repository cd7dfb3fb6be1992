"""/reunioes: the meetings that were convened: those ahead, and those of the last months."""

from datetime import timedelta

from bot.for_whom import own
from bot.turn import Turn
from rede.meetings import meetings

#: How far ahead, and how far back; meetings of each in one message.
AHEAD, BACK, MOST = timedelta(days=400), timedelta(days=120), 8


async def handle(turn: Turn) -> None:
    today, ids = turn.desk.today, [one.id for one in own(turn)]
    ahead = await meetings(turn.desk, ids, first=today, last=today + AHEAD)
    back = await meetings(turn.desk, ids, first=today - BACK, last=today - timedelta(days=1))
    turn.answer("meetings_list", ahead=ahead[:MOST], back=back[::-1][:MOST], more=max(0, len(ahead) - MOST))
