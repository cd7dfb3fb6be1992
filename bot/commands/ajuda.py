"""/ajuda: what one can do here, by what one does in the Rede; with a command's name, how it is used."""

from bot.commands.start import answer_stranger
from bot.plain import plain
from bot.turn import Turn


async def handle(turn: Turn) -> None:
    """`/ajuda` or `/ajuda entregar`. A stranger learns how to be invited."""
    if turn.person is None:
        await answer_stranger(turn)
        return
    asked = plain(turn.arguments.strip().lstrip("/"))
    found = next(((name, about) for name, about in turn.menu if name == asked), None)
    if found is not None:
        turn.answer("help_of", name=found[0], description=found[1])
        return
    office = turn.desk.office
    turn.answer("help", commands=turn.menu, mailbox=office.mailbox, official_page=office.official_page)
