"""The language of audiences: however it is typed it has one spelling; a refusal says what may be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.classes import Modality
from db.people import Function
from rede.audience import EVERYBODY, Audience, AudienceRefused, Filter, Kind, narrowed, read_audience
from rede.audience_words import GoalNow, gathered
from scheduler.days.places import states
from tests.rede.makers import TEXTS

READ = {
    "no colons": ("camada 1 uf Bahia", "camada:1 uf:BA"),
    "no colons, and left out": ("função coordenador -estado SE", "-uf:SE funcao:coordenador"),
    "everybody": (" Todos ", "todos"),
    "everybody in other words": ("toda a Rede", "todos"),
    "all of a State": ("todos uf:BA", "uf:BA"),
    "the example of the issue": (
        "camada:1 uf:BA,SE funcao:coordenador meta:2.2=pendente",
        "camada:1 uf:BA,SE funcao:coordenador meta:2.2=pendente",
    ),
    "one order": ("canal:telegram uf:SE,BA camada:2", "camada:2 uf:BA,SE canal:telegram"),
    "spaces and case": ("UF: se , ba", "uf:BA,SE"),
    "an equals sign": ("uf=BA", "uf:BA"),
    "a State by its name": ("estado:Bahia", "uf:BA"),
    "without commas": ("estados: Bahia e Sergipe", "uf:BA,SE"),
    "a State of several words": ("uf: Rio Grande do Sul camada:1", "camada:1 uf:RS"),
    "plural": ("camadas: 1, 2", "camada:1,2"),
    "layers in words": ("camada: primeira", "camada:1"),
    "commas between filters": ("camada:1, uf:BA", "camada:1 uf:BA"),
    "e between filters": ("camada:1 e uf:BA", "camada:1 uf:BA"),
    "negated": ("-uf:BA -uf:SE", "-uf:BA,SE"),
    "negated in words": ("camada:1 não uf:BA", "camada:1 -uf:BA"),
    "a long dash": ("\u2013uf:BA", "-uf:BA"),
    "an elo in quotes": ('elo:"Governo do Estado"', 'elo:"Governo do Estado"'),
    "an elo in quotes of a phone": ("elo:“Governo, e mais” uf:BA", 'uf:BA elo:"Governo, e mais"'),
    "an elo without quotes": ("elo: Governo do Estado uf:BA", 'uf:BA elo:"Governo do Estado"'),
    "a quote that nobody closed": ('elo:"Governo do Estado', 'elo:"Governo do Estado"'),
    "quotes in quotes": ('elo:"a ""b"" c"', 'elo:"a ""b"" c"'),
    "what looks like a filter in quotes": ('elo:"uf:BA",0', 'elo:0,"uf:BA"'),
    "institutions": ("município: Irecê, UPB", "instituicao:Irecê,UPB"),
    "a second layer": ("segunda camada: UPB", "segunda-camada:UPB"),
    "a second layer, numbered": ("2ª camada: UPB", "segunda-camada:UPB"),
    "functions as people say them": (
        "função: coordenadoras e suplentes",
        "funcao:coordenador,substituto",
    ),
    "a function of two words": ("funcao: servidor designado", "funcao:servidor_designado"),
    "an axis by its name": ("eixo: Capacitação", "eixo:2"),
    "one state for two goals": ("metas: 2.2, C4 = Pendente", "meta:2.2=pendente,C4=pendente"),
    "a late goal": ("meta: 2.2 em atraso", "meta:2.2=atrasada"),
    "interests": ("interesse:eixo:2, eixo:3, Presencial", "interesse:eixo:2,eixo:3,modalidade:presencial"),
    "an interest, then an axis": ("interesse: curso:12 eixo:2", "eixo:2 interesse:curso:12"),
    "a mailbox": ("canal: e-mail", "canal:email"),
    "both channels": ("canal:telegram canal:email", "canal:email canal:telegram"),
    "what both allow": ("uf:BA,SE uf:SE,AL", "uf:SE"),
}


@pytest.mark.parametrize(("typed", "spelled"), READ.values(), ids=READ)
def test_an_audience_has_one_spelling_however_it_is_typed(typed: str, spelled: str) -> None:
    assert str(read_audience(typed)) == spelled
    assert str(read_audience(spelled)) == spelled


REFUSED = {
    "nothing": (" , ", "audience_empty", {}),
    "a whole book": ("uf:BA," * 1000, "audience_too_long", {"most": 4000}),
    "a value alone": ("BA", "audience_unknown", {"near": "uf:BA"}),
    "a function alone": ("coordenadores", "audience_unknown", {"near": "funcao:coordenador"}),
    "a slip without colon": ("camadda 1", "audience_unknown", {"near": "camada"}),
    "nearly everybody": ("todass", "audience_unknown", {"near": "todos"}),
    "a slip": ("uff:BA", "audience_unknown", {"near": "uf", "words": "uff:BA"}),
    "nothing near": ("xyzxyz:BA", "audience_unknown", {"near": ""}),
    "no value": ("camada:1 uf:", "audience_value_missing", {"filter": "uf"}),
    "no such State": ("uf:BH", "audience_value_unknown", {"words": "BH", "near": ["BA"]}),
    "one of two": ("uf:BA,XX", "audience_value_unknown", {"filter": "uf", "words": "XX"}),
    "no such layer": ("camada:3", "audience_value_unknown", {"near": ["0", "1", "2"]}),
    "no such channel": ("canal:telegran", "audience_value_unknown", {"near": ["telegram"]}),
    "no such state of a goal": (
        "meta:2.2=talvez",
        "audience_value_unknown",
        {"near": ["2.2=pendente", "2.2=atrasada"]},
    ),
    "a goal without its state": ("meta:2.2", "audience_goal_state", {"words": "2.2"}),
    "no such interest": ("interesse:12", "audience_value_unknown", {"words": "12"}),
    "two layers at once": ("camada:1 camada:2", "audience_contradiction", {"words": "camada:1 camada:2"}),
    "one and not that one": ("uf:BA -uf:BA,SE", "audience_contradiction", {"words": "uf:BA -uf:BA,SE"}),
    "no layer at all": ("-camada:0,1,2", "audience_contradiction", {"words": "-camada:0,1,2"}),
    "a first layer's second layer": (
        "camada:1 segunda-camada:UPB",
        "audience_contradiction",
        {"words": "segunda-camada:UPB camada:1"},
    ),
    "an area that coordinates": (
        "eixo:2 funcao:coordenador",
        "audience_contradiction",
        {"words": "eixo:2 funcao:coordenador"},
    ),
}


@pytest.mark.parametrize(("typed", "key", "facts"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_says_what_may_be_meant(
    typed: str, key: str, facts: dict[str, object]
) -> None:
    with pytest.raises(AudienceRefused) as refused:
        read_audience(typed)
    assert refused.value.key == key
    assert {name: refused.value.facts[name] for name in facts} == facts
    assert TEXTS.chat(key, **refused.value.facts)


def test_an_audience_is_narrowed_by_a_filter_and_keeps_its_own() -> None:
    second_layer = Filter(Kind.SECOND_LAYER, ("UPB",))
    assert str(narrowed(read_audience("uf:BA"), second_layer)) == "uf:BA segunda-camada:UPB"
    assert narrowed(EVERYBODY) == EVERYBODY
    with pytest.raises(AudienceRefused, match="audience_contradiction"):
        narrowed(read_audience("segunda-camada:APEMA"), second_layer)


# --- whatever it is ------------------------------------------------------------------------------------

_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
_SUBJECTS = [*(f"eixo:{axis}" for axis in "123"), *(f"modalidade:{one}" for one in Modality), "curso:12"]
_VALUES = {
    Kind.LAYER: st.sampled_from("012"),
    Kind.UF: st.sampled_from(sorted(states())),
    Kind.FUNCTION: st.sampled_from([*map(str, Function), "ouvidor"]),
    Kind.AXIS: st.sampled_from("123"),
    Kind.GOAL: st.builds("{}={}".format, st.sampled_from(["1.1", "2.2", "C4"]), st.sampled_from(GoalNow)),
    Kind.INTEREST: st.sampled_from(_SUBJECTS),
    Kind.CHANNEL: st.sampled_from(["telegram", "email"]),
}


def _filters(kind: Kind) -> st.SearchStrategy[Filter]:
    words = st.lists(_NAMES, min_size=1, max_size=3).map(" ".join).filter(_is_name)
    values = st.lists(_VALUES.get(kind, words), min_size=1, max_size=3).map(tuple)
    return st.builds(Filter, st.just(kind), values, st.booleans())


def _is_name(words: str) -> bool:
    return any(letter.isascii() and letter.isalnum() for letter in words)


def _made(filters: list[Filter]) -> Audience:
    try:
        return gathered(filters)
    except AudienceRefused:
        return EVERYBODY


AUDIENCES = st.lists(st.sampled_from(Kind).flatmap(_filters), max_size=5).map(_made)


@given(AUDIENCES)
def test_what_is_spelled_is_read_back_the_same(audience: Audience) -> None:
    assert read_audience(str(audience)) == audience


@given(st.text(max_size=60) | st.lists(st.sampled_from([*'uf:BA,camada"“” -=;1 todos'])).map("".join))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        audience = read_audience(typed)
    except AudienceRefused:
        return
    assert read_audience(str(audience)) == audience
