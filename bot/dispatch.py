"""Who answers what was said: a command, the open form, a button. A private message is never left unanswered."""

from dataclasses import replace

from bot import acknowledgement, check_in, dialogues, forms, forum_group, free_text, menu
from bot.command import Scope
from bot.commands import adesao, cancelar, preferencias, protocolo
from bot.commands.start import answer_stranger
from bot.forms import Dialogue
from bot.turn import Turn
from bot.update import Said
from db.people import Person, institutions_served
from rede.access import Role, standings
from rede.bound_buttons import read_bound
from rede.desk import Desk


async def open_turn(desk: Desk, said: Said, person: Person | None) -> Turn:
    """A turn of the desk's actor, with what they may do and what is offered for it."""
    standing = await standings(desk)
    # An área temática sees what is assigned to it, wherever it is: what the Secretariat owes is not its own.
    own = {one.place for one in standing if one.role is not Role.THEMATIC}
    served = await institutions_served(desk.session, person.id) if person else ()
    served = [one for one in served if one.id in own]
    scopes = menu.scopes_of(standing) if person else {Scope.STRANGER}
    offered = menu.offered(scopes, serves=len(served))
    return Turn(desk=desk, said=said, person=person, served=served, standings=standing, menu=offered)


async def dispatch(turn: Turn) -> None:
    """Decides who answers; never leaves a private message without an answer."""
    await _answer(turn)
    if turn.again:
        # Once: what is asked again here is answered by the next message.
        turn.said = replace(turn.said, text=turn.again, pressed=None)
        turn.again = ""
        await _command(turn)


async def _answer(turn: Turn) -> None:
    said = turn.said
    if not said.private:
        if not await forum_group.take(turn) and said.text.startswith("/"):
            turn.answer("group")
    elif said.pressed is not None:
        await _pressed(turn, said.pressed)
    elif said.had_cpf:
        turn.answer("cpf_in_chat", mailbox=turn.desk.office.mailbox)
    elif said.edited:
        # What was received stays as it came: an answer may rest on it already.
        turn.answer("edited", open=await forms.open_form(turn) is not None)
    elif said.text.startswith("/"):
        await _command(turn)
    else:
        await _free_text(turn)


async def _command(turn: Turn) -> None:
    command, turn.arguments = menu.named(turn.said.text), menu.arguments_of(turn.said.text)
    if turn.person is None and (command is None or Scope.STRANGER not in command.offered):
        await answer_stranger(turn)
    elif command is None:
        typed = turn.said.text.split(maxsplit=1)[0][:40]
        turn.answer("unknown_command", command=typed, near=menu.nearest(typed, turn.menu))
    else:
        await command.handler(turn)


async def _free_text(turn: Turn) -> None:
    form = await forms.open_form(turn)
    dialogue = dialogues.DIALOGUES.get(form.name) if form else None
    if turn.person is None and (form is None or not form.of_strangers):
        await answer_stranger(turn)
        return
    command = menu.meant(turn.said.text, turn.menu) if turn.person is not None else None
    if command is not None and (form is None or command.handler is cancelar.handle):
        # As if it were typed: a command that has to ask for whom is handled again with its slash.
        turn.again = f"/{command.name}"
    elif not turn.said.text.strip() and not turn.brings_a_file:
        turn.answer(_not_taken(turn, dialogue))
    elif form is not None and dialogue is not None:
        await dialogue.resume(turn, form)
    else:
        await free_text.answer(turn)


def _not_taken(turn: Turn, dialogue: Dialogue | None) -> str:
    """The key of what is said to a picture, a voice, a file that nobody asked for."""
    if dialogue is not None and dialogue.reads is not None:
        return "only_files"
    asks_to_be_read = turn.said.attached is not None and turn.of_the_secretariat
    return "instrument_file_unasked" if asks_to_be_read else "only_text"


async def _pressed(turn: Turn, data: str) -> None:
    if turn.person is None:
        if not await _pressed_in_form(turn, data):
            await answer_stranger(turn)
        return
    bound = read_bound(turn.desk.office.sealer, turn.who, data)
    if bound is not None and bound.act in dialogues.BUTTONS:
        await dialogues.BUTTONS[bound.act](turn, bound)
        return
    if await acknowledgement.press(turn, data) or await check_in.take_button(turn, data):
        return
    if await adesao.take_button(turn, data) or await protocolo.take_button(turn, data):
        return
    if await preferencias.take_button(turn, data):
        return
    if not await _pressed_in_form(turn, data):
        turn.answer("old_button")


async def _pressed_in_form(turn: Turn, data: str) -> bool:
    """A button of the open form, of its current version; False: it is none."""
    pressed, form = forms.read_button(data), await forms.open_form(turn)
    dialogue = dialogues.DIALOGUES.get(form.name) if form else None
    if pressed is None or form is None or dialogue is None or pressed.version != form.version:
        return False
    if turn.person is None and not form.of_strangers:
        return False
    version = form.version
    await dialogue.press(turn, form, pressed)
    now = await forms.open_form(turn)
    turn.spent = now is None or now.version != version
    return True
