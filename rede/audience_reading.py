"""What people type for whom something is: `UF: BA, SE`, `camadas 1`, `-estado:Bahia`; in any case.

Words apart must all hold, a comma is any of; values with spaces may stand in quotes. Pure: whether an institution,
an elo or a goal exists is asked later (rede/audience.py, `checked`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from rede.audience_values import KNOWN, near_values, read_value
from rede.audience_words import ALL, EVERYBODY, Audience, AudienceRefused, Filter, Kind, gathered
from rede.elo_names import same

#: Characters past which it is a text, and no audience; filters named in the words of a refusal.
LONGEST, MOST = 4000, 60
#: What else the filters are called, in plain letters.
CALLED = {
    **{str(kind): kind for kind in Kind},
    "camadas": Kind.LAYER,
    "ufs": Kind.UF,
    "estado": Kind.UF,
    "estados": Kind.UF,
    "elos": Kind.ELO,
    "instituicoes": Kind.INSTITUTION,
    "municipio": Kind.INSTITUTION,
    "municipios": Kind.INSTITUTION,
    "orgao": Kind.INSTITUTION,
    "orgaos": Kind.INSTITUTION,
    "sigla": Kind.INSTITUTION,
    "siglas": Kind.INSTITUTION,
    "segundacamada": Kind.SECOND_LAYER,
    "segundas-camadas": Kind.SECOND_LAYER,
    "funcoes": Kind.FUNCTION,
    "cargo": Kind.FUNCTION,
    "cargos": Kind.FUNCTION,
    "eixos": Kind.AXIS,
    "area-tematica": Kind.AXIS,
    "metas": Kind.GOAL,
    "interesses": Kind.INTEREST,
    "canais": Kind.CHANNEL,
}
EXAMPLES = {
    Kind.LAYER: "camada:1",
    Kind.UF: "uf:BA,SE",
    Kind.ELO: 'elo:"Municípios"',
    Kind.INSTITUTION: "instituicao:UPB",
    Kind.SECOND_LAYER: "segunda-camada:UPB",
    Kind.FUNCTION: "funcao:coordenador",
    Kind.AXIS: "eixo:2",
    Kind.GOAL: "meta:2.2=pendente",
    Kind.INTEREST: "interesse:eixo:2",
    Kind.CHANNEL: "canal:email",
}
EVERYBODY_CALLED = frozenset({ALL, "todas", "todo mundo", "toda a rede", "todas as pessoas", "*"})
#: Beginnings of an interest, which look like filters after its colon.
OF_INTERESTS = ("eixo", "modalidade", "curso")
#: Two letters alike in three.
NEAR = 60

_QUOTED = re.compile(r'"((?:[^"]|"")*)(?:"|$)|[“”„]([^“”„]*)(?:[“”„]|$)')
#: A name and its colon, at the beginning of a word; two words for the second layer.
_HEAD = re.compile(
    r"(?:^|(?<=[\s,;]))(?P<no>[-−–]\s?|(?:não|nao|menos|exceto)\s+)?"
    r"(?P<name>(?:segunda|2ª|2a)[\s_-]+camada|[^\W\d_][^\s:=,;\"]*)\s*(?P<mark>[:=])",
    re.IGNORECASE,
)
_ONLY_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
_BETWEEN = re.compile(r"\s+(?:e|ou)?\s*", re.IGNORECASE)
_DANGLING = re.compile(r"(?:^|\s+)(?:e|ou)\s*$", re.IGNORECASE)


def read_audience(words: str) -> Audience:
    """
    Raises:
        AudienceRefused: there is nothing, a filter or a value is not known, or nobody can be meant.
    """
    if not words.strip(" \t\n,;"):
        raise AudienceRefused("audience_empty")
    if len(words) > LONGEST:
        raise AudienceRefused("audience_too_long", most=LONGEST)
    text = _with_colons(_QUOTED.sub(_in_straight_quotes, " ".join(words.split())))
    heads = list(_heads(text))
    _require_everybody(text[: heads[0].start()] if heads else text)
    if not heads:
        return EVERYBODY
    ends = [*(after.start() for _, after in pairwise(heads)), len(text)]
    filters = [_filter(head, text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
    return gathered(filters)


def _with_colons(text: str) -> str:
    """`camada 1 uf Bahia`: where nobody typed a colon, and the first word is a filter's name, each name has one."""
    words = text.split(" ")
    if re.search('[:="]', text) or same(words[0].lstrip("-")) not in CALLED:
        return text
    named = [same(word.strip("-,;")) in CALLED for word in words[:-1]]
    return " ".join(
        f"{word}:" if is_name else word for word, is_name in zip(words, [*named, False], strict=True)
    )


def _in_straight_quotes(found: re.Match[str]) -> str:
    """As phones write them, and closed where nobody did."""
    inside = found[1] if found[1] is not None else found[2].replace('"', '""')
    return f'"{inside}"'


def _heads(text: str) -> Iterator[re.Match[str]]:
    """Where each filter begins; what stands in quotes begins none."""
    bare = re.sub(r'"(?:[^"]|"")*"', lambda found: "\0" * len(found[0]), text)
    before: re.Match[str] | None = None
    for found in _HEAD.finditer(bare):
        is_interest = before is not None and CALLED.get(_name(before)) is Kind.INTEREST
        follows = bare[: found.start()].rstrip()[-1:] in (",", ":", "=")
        if is_interest and follows and _name(found) in OF_INTERESTS:
            continue
        if found["mark"] == "=" and _name(found) not in CALLED:
            continue
        before = found
        yield found


def _name(head: re.Match[str]) -> str:
    return re.sub(r"[\s_-]+", "-", same(head["name"])).replace("2a-", "segunda-")


def _require_everybody(words: str) -> None:
    """What stands before the first filter may only say that everybody is meant."""
    said = words.strip(" ,;.")
    if said and same(said) not in EVERYBODY_CALLED:
        raise _unknown(said)


def _filter(head: re.Match[str], body: str) -> Filter:
    kind = CALLED.get(_name(head))
    if kind is None:
        raise _unknown(f"{head['name']}:{body.strip(' ,;')}", name=_name(head))
    pieces = list(_pieces(body))
    if not pieces:
        raise AudienceRefused("audience_value_missing", filter=str(kind), example=EXAMPLES[kind])
    return Filter(kind, tuple(_values(kind, pieces)), negated=bool(head["no"]))


def _pieces(body: str) -> Iterator[str]:
    """What stands between commas, with its quotes where all of it stands in quotes."""
    rest = _DANGLING.sub("", body.strip(" ;,"))
    for piece in re.findall(r'(?:"(?:[^"]|"")*"|[^,;"])+', rest):
        if piece.strip(' "'):
            yield piece.strip()


def _values(kind: Kind, pieces: Sequence[str]) -> Iterator[str]:
    """A goal without its state takes that of the one after it: `meta:2.2,1.2=pendente`."""
    state = ""
    for piece in reversed(pieces):
        quoted = _ONLY_QUOTED.fullmatch(piece)
        words = " ".join((quoted[1].replace('""', '"') if quoted else piece.replace('"', "")).split())
        if kind is Kind.GOAL and "=" in words:
            state = words.partition("=")[2]
        elif kind is Kind.GOAL and state:
            words = f"{words}={state}"
        yield from _read(kind, words)


def _read(kind: Kind, words: str) -> Sequence[str]:
    """Several where a closed list is typed without commas: `BA e SE`."""
    value = read_value(kind, words)
    if value is not None:
        return [value]
    if kind is Kind.GOAL and "=" not in words:
        raise AudienceRefused("audience_goal_state", words=words[:MOST])
    parts = [read_value(kind, part) for part in _BETWEEN.split(words)] if kind in KNOWN else []
    several = [part for part in parts if part is not None]
    if not several or len(several) != len(parts):
        raise AudienceRefused(
            "audience_value_unknown", filter=str(kind), words=words[:MOST], near=near_values(kind, words)
        )
    return several


def _unknown(words: str, *, name: str = "") -> AudienceRefused:
    """`near`: the filter that may be meant, with what was typed after it."""
    known = [str(kind) for kind in Kind]
    return AudienceRefused("audience_unknown", words=words[:MOST], near=_meant(words, name), known=known)


def _meant(words: str, name: str) -> str:
    called = process.extractOne(name or same(words), list(CALLED), scorer=fuzz.ratio, score_cutoff=NEAR)
    if name:
        return str(CALLED[called[0]]) if called else ""
    for kind, values in KNOWN.items():
        if same(words) in values and not words.isdecimal():
            return f"{kind}:{values[same(words)]}"
    first, _, rest = words.partition(" ")
    if rest and (meant := CALLED.get(same(first))):
        return f"{meant}:{rest}"
    if process.extractOne(same(words), list(EVERYBODY_CALLED), scorer=fuzz.ratio, score_cutoff=NEAR):
        return ALL
    return str(CALLED[called[0]]) if called else ""
