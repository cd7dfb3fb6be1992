"""/ajuda: what one can do here. A stranger learns how to be invited."""

from bot.commands.start import answer_stranger
from bot.turn import Turn


async def handle(turn: Turn) -> None:
    if turn.person is None:
        await answer_stranger(turn)
        return
    office = turn.desk.office
    turn.answer("help", commands=turn.menu, mailbox=office.mailbox, official_page=office.official_page)
