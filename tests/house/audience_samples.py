"""Facts for the texts about audiences: what is chosen, who is left out, what was not understood."""

from collections.abc import Mapping, Sequence

from db.classes import Modality
from db.people import Function
from rede.audience import Kind
from tests.house.check_in_samples import Facts

LEFT_OUT = ("no_contact", "closed", "opted_out")
FILTERS: Mapping[Kind, Sequence[object]] = {
    Kind.LAYER: ("0", "1", "2"),
    Kind.UF: ("na Bahia", "em Sergipe"),
    Kind.ELO: ("Municípios",),
    Kind.INSTITUTION: ("UPB", "IRECÊ"),
    Kind.SECOND_LAYER: ("UPB",),
    Kind.FUNCTION: ("coordenação", "substituição da coordenação"),
    Kind.AXIS: ("2",),
    Kind.GOAL: (("2.2", "pendente"), ("C4", "atrasada")),
    Kind.INTEREST: (("eixo", "2"), ("curso", "“Convênios”"), *(("modalidade", str(one)) for one in Modality)),
    Kind.CHANNEL: ("telegram", "email"),
}
CHOSEN: Facts = {
    "lines": ("primeira camada", "na Bahia ou em Sergipe", "menos: instituição UPB"),
    "more_lines": 2,
    "written": "camada:1 uf:BA,SE -instituicao:UPB",
    "people": 281,
    "hears": 270,
    "telegram": 100,
    "email": 180,
    "both": True,
    "left_out": 11,
    "reasons": (("no_contact", 3), ("closed", 4), ("opted_out", 4)),
}
ALONE: Facts = {
    **CHOSEN,
    "more_lines": 0,
    "people": 1,
    "hears": 1,
    "telegram": 0,
    "email": 1,
    "both": False,
    "left_out": 0,
    "reasons": (),
}
PRESSED = (
    *(f"camada:{layer}" for layer in "012"),
    *(f"funcao:{one}" for one in Function if one is not Function.AREA_TEMATICA),
    *(f"{about}:{axis}" for about in ("eixo", "area") for axis in "123"),
    *(f"modalidade:{one}" for one in Modality),
    "canal:telegram",
    "canal:email",
    "state:pendente",
    "state:encerrado",
)
NOTHING: Sequence[Facts] = ({},)
AUDIENCE: Mapping[str, Sequence[Facts]] = {
    "audience_filter": tuple(
        {"kind": str(kind), "negated": negated, "values": values, "more": more}
        for kind, values in FILTERS.items()
        for negated, more in ((False, 0), (True, 411))
    ),
    "audience_ask": ({"example": "camada:1 uf:BA,SE funcao:coordenador"},),
    "audience_chosen": (
        CHOSEN,
        ALONE,
        {**CHOSEN, "hears": 0, "telegram": 0, "email": 0, "both": False, "left_out": 281},
        {**ALONE, "people": 0, "hears": 0, "email": 0},
    ),
    "audience_left_out": (
        {"groups": tuple((one, (("Ana Souza", ("UPB", "IRECÊ")),), 0) for one in LEFT_OUT)},
        {"groups": (("closed", (("Ana Souza", ("UPB",)), ("Bia Prado", ("CODÓ",))), 1),)},
        {"groups": (("closed", (("Ana Souza", ("UPB",)),), 30),)},
    ),
    "audience_ask_elo": ({"listed": True}, {"listed": False}),
    "audience_ask_meta": ({"listed": True}, {"listed": False}),
    "audience_ask_goal_state": ({"key": "2.2"},),
    **{
        f"audience_ask_{kind}": ({"listed": True},)
        for kind in ("camada", "uf", "instituicao", "segunda_camada", "funcao", "interesse", "canal")
    },
    **dict.fromkeys(
        ("audience_everybody", "audience_left_out_nobody", "audience_which_institution"), NOTHING
    ),
    **dict.fromkeys(("audience_empty", "audience_nobody"), NOTHING),
    "audience_no_second_layer": ({"acronyms": ("UPB", "APEMA")},),
    "audience_too_long": ({"most": 4000},),
    "audience_unknown": (
        {"words": "BA", "near": "uf:BA", "known": tuple(map(str, Kind))},
        {"words": "xyz:BA", "near": "", "known": tuple(map(str, Kind))},
    ),
    "audience_value_missing": ({"filter": "uf", "example": "uf:BA,SE"},),
    "audience_value_unknown": (
        {"filter": "uf", "words": "BH", "near": ("BA", "SE", "AL")},
        {"filter": "elo", "words": "nada", "near": ()},
    ),
    "audience_goal_state": ({"words": "2.2"},),
    "audience_contradiction": ({"words": "camada:1 segunda-camada:UPB"},),
    "button_audience_filter": tuple({"kind": str(kind)} for kind in Kind if kind is not Kind.AXIS),
    "button_audience_value": tuple({"value": value} for value in PRESSED),
    **{f"button_audience_{word}": NOTHING for word in ("all", "done", "again", "who", "back")},
}
