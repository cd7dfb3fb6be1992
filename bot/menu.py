"""The one table of commands: dispatch, Telegram's menus and /ajuda are made from it.

Who may do what is asked in each act (rede/access.py): here stands only what is offered to whom.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot import check_in, for_whom, which_institution
from bot.commands import (
    adesao,
    agenda,
    ajuda,
    auditoria,
    cancelar,
    conferir,
    contatos,
    convidar,
    cursos,
    dispensar,
    elos,
    entregar,
    envios,
    horas,
    indicar,
    instituicoes,
    instrumento,
    metas,
    meusdados,
    municipios,
    pendencias,
    prazos,
    preferencias,
    privacidade,
    protocolo,
    registrar,
    reunioes,
    sair,
    start,
    trocar,
)
from bot.forms import Dialogue
from bot.plain import plain
from bot.plan_file import read_file
from bot.turn import Handler, LooksOut, TakesButton
from rede.access import Role, Standing

#: Commands in Telegram's own menu, which a phone shows without scrolling; the others are in /ajuda.
MOST_SHOWN = 7


class Scope(StrEnum):
    """Who sees a command in a menu or in /ajuda."""

    #: Whoever is not linked to a person of the Rede.
    STRANGER = "stranger"
    PARTNER = "partner"
    #: Coordinates a first-layer institution.
    COORDINATOR = "coordinator"
    SECRETARIAT = "secretariat"


_ANYONE = frozenset(Scope)
_LINKED = frozenset({Scope.PARTNER, Scope.COORDINATOR, Scope.SECRETARIAT})
_PARTNERS = frozenset({Scope.PARTNER, Scope.COORDINATOR})
_COORDINATORS = frozenset({Scope.COORDINATOR})
_SECRETARIAT = frozenset({Scope.SECRETARIAT})
_LEADERS = _COORDINATORS | _SECRETARIAT
_NOBODY: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True)
class Command:
    """`description` is what Telegram's menu shows (Bot API, setMyCommands: at most 256 characters)."""

    name: str
    description: str
    #: In whose /ajuda it stands; others may type it all the same, and the act decides.
    offered: frozenset[Scope]
    #: In whose menu it stands too, seven at the most.
    shown: frozenset[Scope]
    handler: Handler
    #: What the door works out first, for a command that shows what would be sent.
    looks_out: LooksOut | None = None


#: As /ajuda lists them: what is used most comes first, one's own account last.
COMMANDS = (
    Command("prazos", "ver o que está pendente e até quando", _LINKED, _PARTNERS, prazos.handle),
    Command("entregar", "entregar o relato de uma meta", _LINKED, _PARTNERS, entregar.handle),
    Command("pendencias", "ver o que falta, por instituição", _SECRETARIAT, _SECRETARIAT, pendencias.handle),
    Command("conferir", "conferir os relatos recebidos", _LEADERS, _SECRETARIAT, conferir.handle),
    Command(
        "registrar", "registrar um relato que chegou por outro meio", _LEADERS, _SECRETARIAT, registrar.handle
    ),
    Command(
        "municipios", "ver o que falta na sua segunda camada", _COORDINATORS, _COORDINATORS, municipios.handle
    ),
    Command("metas", "ver as metas do plano de trabalho", _LINKED, frozenset({Scope.PARTNER}), metas.handle),
    Command(
        "agenda",
        "ver as próximas datas e levar ao seu calendário",
        _LINKED,
        frozenset({Scope.PARTNER}),
        agenda.handle,
    ),
    Command("adesao", "informar termos de adesão assinados", _LINKED, _COORDINATORS, adesao.handle),
    Command(
        "indicar", "indicar pessoas: servidores, Painel, multiplicadores", _LINKED, _PARTNERS, indicar.handle
    ),
    Command("contatos", "ver e trocar as pessoas da instituição", _LINKED, _PARTNERS, contatos.handle),
    Command("horas", "ver as horas de curso do ciclo", _LINKED, _NOBODY, horas.handle),
    Command("cursos", "ver os cursos informados", _LINKED, _NOBODY, cursos.handle),
    Command("reunioes", "ver as reuniões convocadas", _LINKED, _NOBODY, reunioes.handle),
    Command("instituicoes", "ver uma instituição da Rede", _SECRETARIAT, _SECRETARIAT, instituicoes.handle),
    Command("convidar", "convidar uma pessoa para o Elo", _LINKED, _SECRETARIAT, convidar.handle),
    Command("elos", "ver e organizar os elos da Rede", _SECRETARIAT, _NOBODY, elos.handle),
    Command("dispensar", "dispensar uma entrega, com motivo", _SECRETARIAT, _NOBODY, dispensar.handle),
    Command(
        "instrumento",
        "importar um plano, mudar datas, registrar um aditivo",
        _SECRETARIAT,
        _NOBODY,
        instrumento.handle,
    ),
    Command(
        "envios",
        "ver o que será enviado nos próximos dias",
        _SECRETARIAT,
        _NOBODY,
        envios.handle,
        looks_out=envios.look_out,
    ),
    Command(
        "protocolo",
        "conferir um aviso ou um relato pelo número",
        _LINKED,
        _SECRETARIAT,
        protocolo.handle,
    ),
    Command("auditoria", "ver quem fez o quê, e quando", _SECRETARIAT, _NOBODY, auditoria.handle),
    Command("cancelar", "desistir do que está em andamento", _LINKED, _NOBODY, cancelar.handle),
    Command("trocar", "falar por outra instituição sua", _LINKED, _NOBODY, trocar.handle),
    Command(
        "preferencias", "escolher como receber avisos e comunicados", _LINKED, _NOBODY, preferencias.handle
    ),
    Command("meusdados", "ver, corrigir e levar os seus dados", _LINKED, _NOBODY, meusdados.handle),
    Command("privacidade", "saber o que guardamos, e por quê", _ANYONE, _NOBODY, privacidade.handle),
    Command("sair", "desligar esta conversa do seu cadastro", _LINKED, _NOBODY, sair.handle),
    Command("ajuda", "saber o que você pode fazer aqui", _ANYONE, _ANYONE, ajuda.handle),
    Command(
        "start", "ligar esta conversa ao seu cadastro", frozenset({Scope.STRANGER}), _NOBODY, start.handle
    ),
)

#: Other words for a command: Telegram asks every bot to know the English ones; the others people type.
ALIASES = {
    "help": "ajuda",
    "settings": "preferencias",
    "privacy": "privacidade",
    "adesoes": "adesao",
    "relatorio": "entregar",
    "relato": "entregar",
    "pendentes": "prazos",
    "municipio": "municipios",
    "instituicao": "instituicoes",
    "curso": "cursos",
    "reuniao": "reunioes",
    "contato": "contatos",
    "meta": "metas",
    "dados": "meusdados",
    "termo": "adesao",
    "termos": "adesao",
    "pessoas": "contatos",
    "convite": "convidar",
    "iniciar": "start",
}

#: By the name of the form.
DIALOGUES: Mapping[str, Dialogue] = {
    check_in.NAME: Dialogue(check_in.resume, check_in.press),
    for_whom.NAME: Dialogue(for_whom.resume, for_whom.press),
    which_institution.NAME: Dialogue(which_institution.resume, which_institution.press),
    instrumento.NAME: Dialogue(instrumento.resume, instrumento.press, reads=read_file),
    protocolo.NAME: Dialogue(protocolo.resume, protocolo.press),
    **{
        one.NAME: Dialogue(one.resume, one.press)
        for one in (
            conferir,
            contatos,
            convidar,
            dispensar,
            elos,
            indicar,
            instituicoes,
            meusdados,
            start,
        )
    },
    adesao.NAME: Dialogue(adesao.resume, adesao.press, takes_files=True),
    **{
        one.NAME: Dialogue(one.resume, one.press, takes_files=True, room=one.room_of)
        for one in (entregar, registrar)
    },
}

#: By the act that a button names (rede/bound_buttons.py).
BUTTONS: Mapping[str, TakesButton] = {
    act: handler
    for one in (
        adesao,
        agenda,
        auditoria,
        conferir,
        contatos,
        convidar,
        dispensar,
        elos,
        entregar,
        horas,
        indicar,
        instituicoes,
        metas,
        meusdados,
        municipios,
        pendencias,
        prazos,
        registrar,
        sair,
        start,
    )
    for act, handler in one.BUTTONS.items()
}

BY_NAME = {command.name: command for command in COMMANDS}
BY_NAME |= {alias: BY_NAME[name] for alias, name in ALIASES.items()}


#: `/prazos UPB`, and what people write for it: `/prazos@EloBot UPB`, `/adesões`, `/entregar2.2`, `/entregar, 2.2`.
TYPED = re.compile(r"/([^\W\d_]*)(?:@\w+)?[\s,;:.]*")


def named(said: str) -> Command | None:
    """The command that a message begins with."""
    found = TYPED.match(said)
    return BY_NAME.get(plain(found.group(1))) if found else None


def arguments_of(said: str) -> str:
    """What follows the command."""
    return TYPED.sub("", said, count=1)


def meant(said: str, offered: Sequence[tuple[str, str]]) -> Command | None:
    """The command whose name, without its slash, is all that was said: `metas`, `meus dados`."""
    command = BY_NAME.get(plain("".join(said.split()).strip(".!?")))
    if command is None or command.looks_out is not None:
        return None
    # What a partner calls so are the partner's own deadlines.
    names = {name for name, _ in offered}
    return BY_NAME["prazos"] if command.name == "pendencias" and command.name not in names else command


def nearest(typed: str, offered: Sequence[tuple[str, str]]) -> str:
    """The name of the command that somebody may have meant; empty where none is near."""
    near = get_close_matches(plain(typed.lstrip("/")), [name for name, _ in offered], n=1)
    return near[0] if near else ""


def scopes_of(standings: Collection[Standing]) -> set[Scope]:
    """In whose menus somebody with these functions looks; a person without any is still linked."""
    scopes = {Scope.PARTNER}
    roles = {one.role for one in standings}
    if roles & {Role.EXECUTIVE, Role.THEMATIC}:
        # Whoever serves the Secretariat alone has no partner's duties.
        scopes = {Scope.SECRETARIAT} | (scopes if roles - {Role.EXECUTIVE, Role.THEMATIC} else set())
    if Role.FIRST_COORDINATOR in roles:
        scopes.add(Scope.COORDINATOR)
    return scopes


def offered(scopes: Collection[Scope], *, serves: int = 1) -> list[tuple[str, str]]:
    """(name, description) of everything that /ajuda lists; `serves`: how many institutions the person serves."""
    found = [one for one in COMMANDS if one.offered.intersection(scopes)]
    return [(one.name, one.description) for one in found if serves > 1 or one.handler is not trocar.handle]


def shown(scope: Scope) -> list[tuple[str, str]]:
    """(name, description) pairs of Telegram's own menu."""
    return [(one.name, one.description) for one in COMMANDS if scope in one.shown][:MOST_SHOWN]


def scope_shown(standings: Collection[Standing]) -> Scope:
    """The one menu that Telegram shows to somebody: that of what they do most."""
    scopes = scopes_of(standings)
    wide = (Scope.SECRETARIAT, Scope.COORDINATOR, Scope.PARTNER)
    return next(scope for scope in wide if scope in scopes)
