"""/start TOKEN binds this chat to the invited person; without one it greets, or tells how to be invited."""

from collections.abc import Mapping

from bot.forms import STRANGERS, Form, Press
from bot.turn import TakesButton, Turn
from db.people import institutions_served
from rede.access import standings_of
from rede.invite_person import accept_invite
from rede.note_block import note_block

NAME = STRANGERS
BUTTONS: Mapping[str, TakesButton] = {}


async def resume(turn: Turn, form: Form) -> None:
    raise NotImplementedError


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    raise NotImplementedError


async def handle(turn: Turn) -> None:
    token = turn.arguments.strip()
    if token:
        person = await accept_invite(turn.desk, token, turn.said.chat_id)
        institutions = await institutions_served(turn.desk.session, person.id)
        turn.bound = (await standings_of(turn.desk.session, [person.id]))[person.id]
        turn.answer("welcome", person=person.name, institutions=institutions)
    elif turn.person is not None:
        # Who speaks to us can be written to again, whatever closed the channel.
        await note_block(turn.desk, turn.said.chat_id, blocked=False)
        turn.answer("welcome_back", person=turn.person.name)
    else:
        await answer_stranger(turn)


async def answer_stranger(turn: Turn) -> None:
    office = turn.desk.office
    turn.answer("stranger", mailbox=office.mailbox, official_page=office.official_page)
