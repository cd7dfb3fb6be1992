"""The one table of commands: dispatch, Telegram's menu and /ajuda are made from it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.commands import ajuda, cancelar, entregar, prazos, start
from bot.turn import Handler, Turn


class Who(StrEnum):
    EVERYBODY = "everybody"
    #: Whoever is linked to a person of the Rede.
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Command:
    """`description` is what Telegram's menu shows (Bot API, setMyCommands: at most 256 characters)."""

    name: str
    description: str
    who: Who
    handler: Handler
    #: Shown in the menu and in /ajuda; the others work all the same.
    listed: bool = True


COMMANDS = (
    Command("prazos", "ver o que está pendente e até quando", Who.LINKED, prazos.handle),
    Command("entregar", "registrar um relato de entrega", Who.LINKED, entregar.handle),
    Command("cancelar", "desistir do que está em andamento", Who.LINKED, cancelar.handle),
    Command("ajuda", "saber o que posso fazer por você", Who.EVERYBODY, ajuda.handle),
    Command("start", "ligar esta conversa ao seu cadastro", Who.EVERYBODY, start.handle, listed=False),
    # Telegram asks every bot to understand it.
    Command("help", "saber o que posso fazer por você", Who.EVERYBODY, ajuda.handle, listed=False),
)

BY_NAME = {command.name: command for command in COMMANDS}


def may(command: Command, turn: Turn) -> bool:
    return command.who is Who.EVERYBODY or turn.person is not None


def menu() -> list[tuple[str, str]]:
    """(name, description) pairs for Telegram's own menu."""
    return [(command.name, command.description) for command in COMMANDS if command.listed]
