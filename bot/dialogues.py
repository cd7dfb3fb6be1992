"""Who goes on with an open form, and who answers a button: by the names that commands give them."""

from collections.abc import Mapping

from bot import check_in, for_whom, which_institution
from bot.commands import (
    acaoconjunta,
    adesao,
    agenda,
    auditoria,
    boapratica,
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
    protocolo,
    registrar,
    reunioes,
    sair,
    solicitar,
    start,
    sugestao,
    transmitir,
    turma,
)
from bot.forms import Dialogue
from bot.plan_file import read_file
from bot.turn import TakesButton
from db.enclosures import LARGEST

#: By the name of the form.
DIALOGUES: Mapping[str, Dialogue] = {
    adesao.NAME: Dialogue(adesao.resume, adesao.press, takes_files=True),
    check_in.NAME: Dialogue(check_in.resume, check_in.press),
    for_whom.NAME: Dialogue(for_whom.resume, for_whom.press),
    which_institution.NAME: Dialogue(which_institution.resume, which_institution.press),
    instrumento.NAME: Dialogue(instrumento.resume, instrumento.press, reads=read_file),
    protocolo.NAME: Dialogue(protocolo.resume, protocolo.press),
    **{
        one.NAME: Dialogue(one.resume, one.press)
        for one in (
            acaoconjunta,
            comunicados,
            conferir,
            contatos,
            contribuicoes,
            convidar,
            convocar,
            dispensar,
            duvida,
            elos,
            indicar,
            instituicoes,
            meusdados,
            solicitar,
            start,
            sugestao,
        )
    },
    **{
        one.NAME: Dialogue(one.resume, one.press, takes_files=True, largest=LARGEST)
        for one in (boapratica, oferecercurso, divulgar, reunioes, transmitir, turma)
    },
    **{
        one.NAME: Dialogue(one.resume, one.press, takes_files=True, room=one.room_of)
        for one in (entregar, registrar)
    },
}

#: By the act that a button names (rede/bound_buttons.py).
BUTTONS: Mapping[str, TakesButton] = {
    act: handler
    for one in (
        acaoconjunta,
        adesao,
        agenda,
        auditoria,
        boapratica,
        comunicados,
        conferir,
        contatos,
        contribuicoes,
        convocar,
        convidar,
        cursos,
        dispensar,
        divulgar,
        duvida,
        elos,
        entregar,
        forum,
        horas,
        indicar,
        instituicoes,
        metas,
        meusdados,
        municipios,
        oferecercurso,
        pendencias,
        prazos,
        registrar,
        reunioes,
        sair,
        solicitar,
        start,
        sugestao,
        transmitir,
        turma,
    )
    for act, handler in one.BUTTONS.items()
}
