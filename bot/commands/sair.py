"""/sair: the chat is no longer the person's, after a tap; deadlines are still told by e-mail."""

from collections.abc import Mapping

from bot import forms
from bot.plain import plain
from bot.turn import TakesButton, Turn
from db.channels import Channel, ChannelKind, open_channels
from rede.bound_buttons import Pressed
from rede.leave_chat import leave_chat

#: Acts of buttons.
LEAVE, STAY = "sairsim", "sairficar"
YES = ("sim", "confirmar", "ok")


async def handle(turn: Turn) -> None:
    """`/sair` explains and asks; `/sair sim` leaves."""
    if plain(turn.arguments).strip(" .!") in YES:
        await _leave(turn)
        return
    opened = await open_channels(turn.desk.session, turn.who)
    version = _version(opened.get(ChannelKind.TELEGRAM))
    rows = [(turn.text(key), turn.button(act, 0, version)) for key, act in _LABELS]
    turn.answer("leave_ask", buttons=[rows], has_mailbox=ChannelKind.EMAIL in opened)


_LABELS = (("button_leave", LEAVE), ("button_stay", STAY))


def _version(channel: Channel | None) -> int:
    """Another one each time that the chat is linked."""
    return int(channel.opened_at.timestamp()) % 10**9 if channel else 0


async def _pressed(turn: Turn, pressed: Pressed) -> None:
    if pressed.act == STAY:
        turn.answer("leave_stayed")
        return
    opened = await open_channels(turn.desk.session, turn.who)
    if pressed.version != _version(opened.get(ChannelKind.TELEGRAM)):
        turn.answer("leave_old_button")
        return
    await _leave(turn)


async def _leave(turn: Turn) -> None:
    has_mailbox = ChannelKind.EMAIL in await open_channels(turn.desk.session, turn.who)
    await leave_chat(turn.desk)
    await forms.drop(turn)
    # The menu of whoever has no function.
    turn.bound = ()
    turn.answer("leave_done", has_mailbox=has_mailbox, mailbox=turn.desk.office.mailbox)


BUTTONS: Mapping[str, TakesButton] = {LEAVE: _pressed, STAY: _pressed}
