"""/meusdados: what is kept about oneself, to see, correct, take along, and have erased; for the Secretariat, what
people asked for about theirs."""

from collections.abc import Mapping

from bot.forms import Form, Press
from bot.own_data import answering, asking, card
from bot.plain import plain
from bot.turn import TakesButton, Turn
from rede.ask_about_data import GRANT, REFUSE, Field

NAME = asking.NAME

#: Words after the command that take a value: `/meusdados telefone 71 91234-5678`.
VALUES = {
    "telefone": asking.PHONE,
    "nome": str(Field.NAME),
    "email": str(Field.EMAIL),
    "e-mail": str(Field.EMAIL),
}


async def handle(turn: Turn) -> None:
    word, _, rest = turn.arguments.strip().partition(" ")
    if word.lower() == "corrigir" and rest:
        word, _, rest = rest.strip().partition(" ")
    name = plain(word.strip(" :,."))
    if not word:
        await card.show(turn)
    elif name in VALUES and rest.strip():
        await asking.take_value(turn, VALUES[name], rest.strip(" :"))
    else:
        await _named(turn, name)


async def _named(turn: Turn, name: str) -> None:
    match name:
        case "levar" | "exportar" | "copia":
            await card.take_along(turn)
        case "corrigir" | "telefone" | "nome" | "email" | "e-mail":
            await asking.ask_what(turn)
        case "excluir" | "exclusao" | "apagar":
            await asking.explain_erasure(turn)
        case "pedidos":
            await answering.list_requests(turn)
        case _:
            turn.answer("data_unread")


async def resume(turn: Turn, form: Form) -> None:
    """The value, or the reason, that was asked for."""
    asked = form.fields["asked"]
    if asked == answering.REASON:
        await answering.take_reason(turn, form)
    else:
        await asking.take_value(turn, asked, turn.said.text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """The form has no buttons of its own."""
    turn.answer("old_button")


BUTTONS: Mapping[str, TakesButton] = {
    card.PHONE: card.show_own_phone,
    card.TAKE: card.take_along,
    card.CORRECT: asking.ask_what,
    card.ERASE: asking.explain_erasure,
    asking.OF_PHONE: asking.ask_value,
    asking.OF_NAME: asking.ask_value,
    asking.OF_EMAIL: asking.ask_value,
    asking.NO_PHONE: asking.remove_phone,
    asking.ERASE_YES: asking.erase_yes,
    GRANT: answering.grant,
    answering.GRANT_YES: answering.grant,
    REFUSE: answering.ask_reason,
}
