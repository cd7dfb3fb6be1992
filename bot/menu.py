"""The one table of commands: dispatch, Telegram's menu and /ajuda are made from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot import check_in
from bot.commands import (
    adesoes,
    ajuda,
    cancelar,
    entregar,
    envios,
    instrumento,
    prazos,
    preferencias,
    protocolo,
    start,
)
from bot.forms import Dialogue
from bot.plain import plain
from bot.plan_file import read_file
from bot.turn import Handler, LooksOut, Turn
from db.institutions import Institution, Layer


class Who(StrEnum):
    EVERYBODY = "everybody"
    #: Whoever is linked to a person of the Rede.
    LINKED = "linked"
    #: Shown to those who serve the Secretariat; others who type it are told that there is nothing.
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class Command:
    """`description` is what Telegram's menu shows (Bot API, setMyCommands: at most 256 characters)."""

    name: str
    description: str
    who: Who
    handler: Handler
    #: Shown in the menu and in /ajuda; the others work all the same.
    listed: bool = True
    #: What the door works out first, for a command that shows what would be sent.
    looks_out: LooksOut | None = None


COMMANDS = (
    Command("prazos", "ver o que está pendente e até quando", Who.LINKED, prazos.handle),
    Command("entregar", "registrar um relato de entrega", Who.LINKED, entregar.handle),
    Command("adesoes", "informar termos de adesão assinados", Who.LINKED, adesoes.handle),
    Command(
        "instrumento",
        "importar um plano, mudar datas, registrar um aditivo",
        Who.SECRETARIAT,
        instrumento.handle,
    ),
    Command(
        "envios",
        "ver o que será enviado nos próximos dias",
        Who.SECRETARIAT,
        envios.handle,
        looks_out=envios.look_out,
    ),
    Command("protocolo", "conferir um aviso ou um relato pelo número", Who.SECRETARIAT, protocolo.handle),
    Command("preferencias", "escolher como receber avisos e comunicados", Who.LINKED, preferencias.handle),
    Command("cancelar", "desistir do que está em andamento", Who.LINKED, cancelar.handle),
    Command("ajuda", "saber o que posso fazer por você", Who.EVERYBODY, ajuda.handle),
    Command("start", "ligar esta conversa ao seu cadastro", Who.EVERYBODY, start.handle, listed=False),
    # Telegram asks every bot to understand it.
    Command("help", "saber o que posso fazer por você", Who.EVERYBODY, ajuda.handle, listed=False),
)

#: By the name of the form.
DIALOGUES = {
    entregar.NAME: Dialogue(entregar.resume, entregar.press),
    adesoes.NAME: Dialogue(adesoes.resume, adesoes.press),
    check_in.NAME: Dialogue(check_in.resume, check_in.press),
    protocolo.NAME: Dialogue(protocolo.resume, protocolo.press),
    instrumento.NAME: Dialogue(instrumento.resume, instrumento.press, reads=read_file),
}

BY_NAME = {command.name: command for command in COMMANDS}


#: `/prazos UPB`, and what people write for it: `/prazos@EloBot UPB`, `/adesões`, `/entregar2.2`, `/entregar, 2.2`.
TYPED = re.compile(r"/([^\W\d_]*)(?:@\w+)?[\s,;:.]*")


def named(said: str) -> Command | None:
    """The command that a message begins with."""
    found = TYPED.match(said)
    return BY_NAME.get(plain(found.group(1))) if found else None


def arguments_of(said: str) -> str:
    """What follows the command."""
    return TYPED.sub("", said, count=1)


def meant(said: str) -> Command | None:
    """The command whose name, without its slash, is all that was said."""
    command = BY_NAME.get(plain(said.strip(" .!?")))
    return command if command is not None and command.looks_out is None else None


def nearest(typed: str, offered: Sequence[tuple[str, str]]) -> str:
    """The name of the command that somebody may have meant; empty where none is near."""
    near = get_close_matches(plain(typed.lstrip("/")), [name for name, _ in offered], n=1)
    return near[0] if near else ""


def may(command: Command, turn: Turn) -> bool:
    return command.who is Who.EVERYBODY or turn.person is not None


def menu(served: Sequence[Institution] = ()) -> list[tuple[str, str]]:
    """(name, description) pairs for Telegram's own menu, as whoever serves these institutions sees it."""
    leads = any(one.layer == Layer.SECRETARIAT for one in served)
    return [
        (command.name, command.description)
        for command in COMMANDS
        if command.listed and (leads or command.who is not Who.SECRETARIAT)
    ]
