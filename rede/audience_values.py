"""The values of filters as people type them: `Bahia` is `BA`, `coordenadores` are `coordenador`. Pure."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from db.channels import ChannelKind
from db.classes import Modality
from db.people import Function
from rede.audience_words import GoalNow, Kind
from rede.elo_names import same
from scheduler.days.places import states

#: Characters of a name; names offered for one that is not known, and how near they are.
LONGEST, MOST, NEAR = 120, 3, 55
#: Of a list so short, all of it is offered where nothing is near.
FEW = 3

_GOAL = re.compile(r"(?:meta )?(c\d{1,2}|\d{1,2}(?:\.\d{1,2})+)(?: ?= ?| )(.+)", re.IGNORECASE)
_INTEREST = re.compile(r"(eixo|modalidade|curso)s? ?: ?(.+)")
_SLUG = re.compile(r"[a-z]\w+", re.ASCII)
_FEMININE = {Function.COORDENADOR: "coordenadora", Function.SUBSTITUTO: "substituta"}

_LAYERS = {
    **{number: number for number in "012"},
    "secretaria": "0",
    "secretaria-executiva": "0",
    **dict.fromkeys(("primeira", "1a", "primeira camada", "1a camada", "camada 1"), "1"),
    **dict.fromkeys(("segunda", "2a", "segunda camada", "2a camada", "camada 2"), "2"),
}
_UFS = {same(words): one.uf for one in states().values() for words in (one.uf, one.name)}
_FUNCTIONS = {
    **{str(one).replace("_", between): str(one) for one in Function for between in ("_", " ", "-")},
    **{f"{one}es": str(one) for one in (Function.COORDENADOR, Function.MULTIPLICADOR)},
    **{ending: str(one) for one, word in _FEMININE.items() for ending in (word, f"{word}s")},
    "coordenacao": str(Function.COORDENADOR),
    "substitutos": str(Function.SUBSTITUTO),
    "suplente": str(Function.SUBSTITUTO),
    "suplentes": str(Function.SUBSTITUTO),
    "designado": str(Function.SERVIDOR_DESIGNADO),
    "designados": str(Function.SERVIDOR_DESIGNADO),
    "servidores designados": str(Function.SERVIDOR_DESIGNADO),
    "servidora designada": str(Function.SERVIDOR_DESIGNADO),
    "painel": str(Function.RESPONSAVEL_PAINEL),
    "responsavel pelo painel": str(Function.RESPONSAVEL_PAINEL),
    "responsaveis pelo painel": str(Function.RESPONSAVEL_PAINEL),
    "multiplicadora": str(Function.MULTIPLICADOR),
    "multiplicadoras": str(Function.MULTIPLICADOR),
    "gabinetes": str(Function.GABINETE),
    "areas tematicas": str(Function.AREA_TEMATICA),
}
_AXES = {
    **{number: number for number in "123"},
    **{f"eixo {number}": number for number in "123"},
    "gestao": "1",
    "melhoria da gestao": "1",
    "capacitacao": "2",
    **dict.fromkeys(("comunicacao", "transparencia", "comunicacao e transparencia"), "3"),
}
_CHANNELS = {
    **{str(one): str(one) for one in ChannelKind},
    **{word: str(ChannelKind.EMAIL) for word in ("e-mail", "emails", "e-mails", "correio")},
}
_MODALITIES = {
    **{str(one): str(one) for one in Modality},
    **{word: str(Modality.REMOTE) for word in ("remoto", "on-line", "online", "ead", "a distancia")},
    "hibrido": str(Modality.HYBRID),
}
_GOALS_NOW = {
    **{str(one): one for one in GoalNow},
    **dict.fromkeys(("pendentes", "aberta", "em aberto"), GoalNow.PENDING),
    **dict.fromkeys(
        ("atrasadas", "atrasado", "em atraso", "vencida", "encerrada", "prazo encerrado"), GoalNow.LATE
    ),
}
#: Of each closed list, what people type → the value.
KNOWN: Mapping[Kind, Mapping[str, str]] = {
    Kind.LAYER: _LAYERS,
    Kind.UF: _UFS,
    Kind.FUNCTION: _FUNCTIONS,
    Kind.AXIS: _AXES,
    Kind.CHANNEL: _CHANNELS,
}


def read_value(kind: Kind, typed: str) -> str | None:
    """None: it is none of these. A name of what is kept in the database stays as typed; the Secretariat may add a
    function."""
    match kind:
        case Kind.GOAL:
            return _goal(typed)
        case Kind.INTEREST:
            return _interest(same(typed))
        case Kind.FUNCTION:
            return _FUNCTIONS.get(same(typed)) or (same(typed) if _SLUG.fullmatch(same(typed)) else None)
        case Kind.ELO | Kind.INSTITUTION | Kind.SECOND_LAYER:
            return typed if typed and same(typed) and len(typed) <= LONGEST else None
        case _:
            return KNOWN[kind].get(same(typed))


def near_values(kind: Kind, typed: str) -> Sequence[str]:
    """The likeliest first."""
    if kind is Kind.GOAL:
        key = typed.partition("=")[0].strip()
        return [f"{key}={state}" for state in GoalNow] if _goal(f"{key}={GoalNow.LATE}") else []
    if kind is Kind.INTEREST:
        return ["eixo:2", f"modalidade:{Modality.IN_PERSON}", "curso:12"]
    known = KNOWN.get(kind, {})
    values = sorted(set(known.values()))
    return nearest(typed, known) or (values if len(values) <= FEW else [])


def nearest(typed: str, known: Mapping[str, str]) -> Sequence[str]:
    """Of what people may type → what it stands for; the likeliest first, each once."""
    asked = same(typed)
    found = process.extract(asked, list(known), scorer=fuzz.WRatio, limit=2 * MOST, score_cutoff=NEAR)
    return list(dict.fromkeys(known[spelled] for spelled, _, _ in found))[:MOST]


def _goal(typed: str) -> str | None:
    found = _GOAL.fullmatch(typed)
    state = _GOALS_NOW.get(same(found[2])) if found else None
    return f"{found[1].upper()}={state}" if found and state else None


def _interest(typed: str) -> str | None:
    found = _INTEREST.fullmatch(typed)
    about, value = (found[1], found[2]) if found else ("", typed)
    if about in ("", "eixo") and value in _AXES and not (value.isdecimal() and not about):
        return f"eixo:{_AXES[value]}"
    if about in ("", "modalidade") and value in _MODALITIES:
        return f"modalidade:{_MODALITIES[value]}"
    if about == "curso" and re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII):
        return f"curso:{value}"
    return None
