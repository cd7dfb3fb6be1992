"""Who answers what was said: a command, the open form, a button. A private message is never left unanswered."""

from bot import acknowledgement, check_in, forms, menu
from bot.commands import adesoes, cancelar, preferencias, protocolo
from bot.commands.start import answer_stranger
from bot.forms import Dialogue
from bot.report_words import read_key
from bot.turn import Turn


async def dispatch(turn: Turn) -> None:
    """Decides who answers; never leaves a private message without an answer."""
    said = turn.said
    if not said.private:
        if said.text.startswith("/"):
            turn.answer("group")
    elif said.pressed is not None:
        await _pressed(turn, said.pressed)
    elif said.had_cpf:
        turn.answer("cpf_in_chat", mailbox=turn.desk.office.mailbox)
    elif said.text.startswith("/"):
        await _command(turn)
    else:
        await _free_text(turn)


async def _command(turn: Turn) -> None:
    command, turn.arguments = menu.named(turn.said.text), menu.arguments_of(turn.said.text)
    if turn.person is None and (command is None or not menu.may(command, turn)):
        answer_stranger(turn)
    elif command is None:
        typed = turn.said.text.split(maxsplit=1)[0][:40]
        turn.answer("unknown_command", command=typed, near=menu.nearest(typed, turn.menu))
    else:
        await command.handler(turn)


async def _free_text(turn: Turn) -> None:
    if turn.person is None:
        answer_stranger(turn)
        return
    form = await forms.open_form(turn)
    dialogue = menu.DIALOGUES.get(form.name) if form else None
    command = menu.meant(turn.said.text)
    if command is not None and (form is None or command.handler is cancelar.handle):
        await command.handler(turn)
    elif not turn.said.text.strip() and not (turn.plan and turn.plan.is_new):
        turn.answer(_not_taken(turn, dialogue))
    elif form is not None and dialogue is not None:
        await dialogue.resume(turn, form)
    else:
        key = read_key(turn.said.text)
        turn.answer("not_understood", goal=f" {key}" if key else "")


def _not_taken(turn: Turn, dialogue: Dialogue | None) -> str:
    """The key of what is said to a picture, a voice, a file that nobody asked for."""
    if dialogue is not None and dialogue.reads is not None:
        return "only_files"
    asks_to_be_read = turn.said.attached is not None and turn.of_the_secretariat
    return "instrument_file_unasked" if asks_to_be_read else "only_text"


async def _pressed(turn: Turn, data: str) -> None:
    if turn.person is None:
        answer_stranger(turn)
        return
    if await acknowledgement.press(turn, data) or await check_in.take_button(turn, data):
        return
    if await adesoes.take_button(turn, data) or await protocolo.take_button(turn, data):
        return
    if await preferencias.take_button(turn, data):
        return
    pressed, form = forms.read_button(data), await forms.open_form(turn)
    dialogue = menu.DIALOGUES.get(form.name) if form else None
    if pressed is None or form is None or dialogue is None or pressed.version != form.version:
        turn.answer("old_button")
        return
    await dialogue.press(turn, form, pressed)
