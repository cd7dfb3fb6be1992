"""/trocar: for which of several institutions the person speaks from now on."""

from bot import for_whom
from bot.turn import Turn
from db.chats import choose_in


async def handle(turn: Turn) -> None:
    """`/trocar` or `/trocar UPB`."""
    among = for_whom.own(turn)
    named = turn.arguments.strip()
    if len(among) > 1 and not named:
        await for_whom.ask(turn, among)
        return
    place = await for_whom.speaking_for(turn, among, named=named)
    if place is not None:
        await choose_in(turn.desk.session, turn.said.chat_id, place.id, now=turn.desk.now)
        turn.answer("speaks_for", acronym=place.acronym, name=place.name, alone=len(among) == 1)
