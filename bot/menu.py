"""The one table of commands: dispatch, Telegram's menus and /ajuda are made from it.

Who may do what is asked in each act (rede/access.py): here stands only what is offered to whom.
"""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from bot.command import Command, Scope
from bot.commands import (
    acaoconjunta,
    adesao,
    agenda,
    ajuda,
    auditoria,
    boapratica,
    cancelar,
    comunicados,
    conferir,
    contatos,
    contribuicoes,
    convidar,
    convocar,
    cursos,
    dispensar,
    divulgar,
    duvida,
    elos,
    entregar,
    envios,
    forum,
    horas,
    indicar,
    instituicoes,
    instrumento,
    metas,
    meusdados,
    municipios,
    oferecercurso,
    pendencias,
    prazos,
    preferencias,
    privacidade,
    protocolo,
    registrar,
    reunioes,
    sair,
    solicitar,
    start,
    sugestao,
    transmitir,
    trocar,
    turma,
)
from bot.plain import plain
from rede.access import Role, Standing

#: Commands in Telegram's own menu, which a phone shows without scrolling; the others are in /ajuda.
MOST_SHOWN = 7


_ANYONE = frozenset(Scope)
_LINKED = frozenset({Scope.PARTNER, Scope.COORDINATOR, Scope.SECRETARIAT})
_PARTNERS = frozenset({Scope.PARTNER, Scope.COORDINATOR})
_PARTNER = frozenset({Scope.PARTNER})
_COORDINATORS = frozenset({Scope.COORDINATOR})
_SECRETARIAT = frozenset({Scope.SECRETARIAT})
_LEADERS = _COORDINATORS | _SECRETARIAT
_NOBODY: frozenset[Scope] = frozenset()


#: As /ajuda lists them: what is used most comes first, one's own account last.
COMMANDS = (
    Command("prazos", "ver o que está pendente e até quando", _LINKED, _PARTNERS, prazos.handle),
    Command("entregar", "entregar o relato de uma meta", _LINKED, _PARTNERS, entregar.handle),
    Command("pendencias", "ver o que falta, por instituição", _SECRETARIAT, _SECRETARIAT, pendencias.handle),
    Command("conferir", "conferir os relatos recebidos", _LEADERS, _SECRETARIAT, conferir.handle),
    Command(
        "registrar", "registrar um relato que chegou por outro meio", _LEADERS, _NOBODY, registrar.handle
    ),
    Command(
        "municipios", "ver o que falta na sua segunda camada", _COORDINATORS, _COORDINATORS, municipios.handle
    ),
    Command("metas", "ver as metas do plano de trabalho", _LINKED, _PARTNER, metas.handle),
    Command(
        "agenda",
        "ver as próximas datas e levar ao seu calendário",
        _LINKED,
        _PARTNER,
        agenda.handle,
    ),
    Command("adesao", "informar termos de adesão assinados", _LINKED, _COORDINATORS, adesao.handle),
    Command(
        "indicar",
        "indicar pessoas: servidores, Painel, multiplicadores",
        _LINKED,
        _COORDINATORS,
        indicar.handle,
    ),
    Command("contatos", "ver e trocar as pessoas da instituição", _LINKED, _PARTNERS, contatos.handle),
    Command("horas", "ver as horas de curso do ciclo", _LINKED, _NOBODY, horas.handle),
    Command(
        "cursos",
        "ver turmas abertas, as suas e o material",
        _LINKED,
        _PARTNER,
        cursos.handle,
    ),
    Command("turma", "cadastrar ou mudar uma turma de curso", _LINKED, _NOBODY, turma.handle),
    Command("divulgar", "copiar banner, notícia e pop-up prontos", _LINKED, _NOBODY, divulgar.handle),
    Command("reunioes", "ver reuniões e fóruns, e responder", _LINKED, _NOBODY, reunioes.handle),
    Command("acaoconjunta", "relatar uma ação feita em conjunto", _LINKED, _NOBODY, acaoconjunta.handle),
    Command("boapratica", "compartilhar uma boa prática", _PARTNERS, _NOBODY, boapratica.handle),
    Command(
        "oferecercurso", "oferecer um curso aos outros parceiros", _PARTNERS, _NOBODY, oferecercurso.handle
    ),
    Command("sugestao", "enviar uma sugestão à Rede", _PARTNERS, _NOBODY, sugestao.handle),
    Command("duvida", "levar uma dúvida ao fórum da Rede", _LINKED, _NOBODY, duvida.handle),
    Command("transmitir", "enviar um comunicado a muitas pessoas", _LEADERS, _SECRETARIAT, transmitir.handle),
    Command("comunicados", "acompanhar, parar e corrigir comunicados", _LEADERS, _NOBODY, comunicados.handle),
    Command("convocar", "convocar reunião ou fórum", _LEADERS, _NOBODY, convocar.handle),
    Command("solicitar", "pedir ações aos parceiros, com prazo", _SECRETARIAT, _NOBODY, solicitar.handle),
    Command("forum", "ver e publicar as novidades do fórum", _SECRETARIAT, _NOBODY, forum.handle),
    Command("contribuicoes", "ver o que foi enviado à Rede", _LINKED, _NOBODY, contribuicoes.handle),
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
    "turmas": "turma",
    "avisar": "transmitir",
    "comunicado": "comunicados",
    "pedir": "solicitar",
    "boaspraticas": "boapratica",
    "sugerir": "sugestao",
    "sugestoes": "sugestao",
    "acao": "acaoconjunta",
    "acoes": "acaoconjunta",
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
