"""Facts for the texts about termos de adesão, and about the second layer as its first layer sees it."""

from collections.abc import Mapping, Sequence

from bot.commands.municipios import Place
from db.ids import InstitutionId
from rede.rows import Flaw, RowProblem
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, UPB, Facts

TERMO: Facts = {
    "name": "Município de Flores",
    "cnpj": "12.ABC.345/01DE-35",
    "day": "20/03/2026",
    "weekday": "sexta-feira",
    "contact": "flores@example.org",
}
BARE: Facts = {**TERMO, "contact": ""}
REFUSED: Facts = {
    "name": "Município de Flores",
    "cnpj": "12.ABC.345/01DE-35",
    "reason": "Falta a assinatura.",
}
FLAWS = (
    ("name", Flaw.EMPTY, ""),
    ("cnpj", Flaw.CPF, ""),
    ("cnpj", Flaw.REPEATED, "3"),
    ("name", Flaw.TOO_LONG, "200"),
    ("signed", Flaw.IN_THE_FUTURE, "20/03/2027"),
    ("signed", Flaw.BEFORE_START, "02/03/2026"),
    ("ends", Flaw.ENDS_TOO_SOON, "20/03/2020"),
    ("sei", Flaw.BAD_SEI, "123"),
    ("municipality_code", Flaw.BAD_MUNICIPALITY, "123"),
    ("signed", Flaw.BAD_DATE, "31/02"),
    ("+7", Flaw.CPF, ""),
)
SUMMARY: Facts = {
    "acronym": "UPB",
    "count": 12,
    "known": 1,
    "wrong": 22,
    "termos": (TERMO, BARE),
    "more": 10,
    "problems": tuple(RowProblem(line, *each) for line, each in enumerate(FLAWS, 2)),
    "more_problems": 2,
}
MONTH: Facts = {
    "month": "março de 2026",
    "count": 12,
    "key": "C4",
    "protocol": "RP-2026-000142",
    "due": "sexta-feira, 10/04/2026",
}
UNOWED: Facts = {**MONTH, "key": "", "protocol": "", "due": ""}
PREVIEW: Facts = {"acronym": "UPB", "name": UPB["name"], "count": 12, "termos": (TERMO, BARE), "more": 10}
ONE: Facts = {
    **TERMO,
    "acronym": "UPB",
    "left": 12,
    "sei": "19999.000123/2025-07",
    "starts": "01/04/2026",
    "ends": "01/04/2031",
    "uf": "BA",
    "contact_name": "Rita Luz",
}
EMPTY: Facts = {**BARE, "acronym": "UPB", "left": 1, "sei": "", "starts": "", "ends": "", "uf": ""}
TOLD: Facts = {
    "acronym": "UPB",
    "institution": UPB["name"],
    "accepted": 12,
    "refused": (REFUSED,),
    "more": 2,
    "official_page": PAGE,
    "mailbox": MAILBOX,
}
DECIDED: Sequence[Facts] = (
    TOLD,
    {**TOLD, "accepted": 1, "refused": (), "more": 0, "mailbox": "", "official_page": ""},
    {**TOLD, "accepted": 0, "more": 0},
)
LIST: Facts = {
    "acronym": "UPB",
    "institution": UPB["name"],
    "months": (
        {"month": "março de 2026", "protocol": "RP-2026-000142", "termos": ({**TERMO, "sei": ""},)},
        {"month": "abril de 2026", "protocol": "", "termos": ({**TERMO, "sei": "19999.000123/2025-07"},)},
    ),
    "count": 2,
    "is_copy": False,
    "copied_to": "Maria Flor (maria@upb.example.org)",
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
PLACES = (
    Place(InstitutionId(2), "IRECE", "Município de Irecê", "BA", 2, 1),
    Place(InstitutionId(3), "FLORES", "Município de Flores", "", 0, 0),
)
SHOWN: Facts = {
    "acronym": "UPB",
    "total": 417,
    "missing": 2,
    "places": PLACES,
    "days": 15,
    "page": 1,
    "pages": 42,
}
LINE: Facts = {"key": "1.2", "day": "qui., 24/12/2026", "distance": "faltam 12 dias"}
OF_ONE: Facts = {
    "acronym": "IRECE",
    "name": "Município de Irecê",
    "uf": "BA",
    "lines": (LINE,),
    "more": True,
    "days": 15,
    "people": 2,
    "reached": 1,
}
REMINDED: Facts = {"acronym": "UPB", "name": "", "institutions": 12, "people": 15, "resting": 2, "days": 15}
GOAL: Facts = {
    "key": "1.2",
    "brief": "Indicar responsável pelo Painel",
    "literal": "quinta-feira, 24/12/2026",
}
REMINDER: Facts = {
    "person": "João",
    "acronym": "UPB",
    "institution": UPB["name"],
    "places": ({"acronym": "IRECE", "name": "Município de Irecê", "goals": (GOAL,)},),
    "more": 2,
    "official_page": PAGE,
    "mailbox": MAILBOX,
}
REMINDERS: Sequence[Facts] = (REMINDER, {**REMINDER, "more": 0, "official_page": "", "mailbox": ""})

ADHESIONS: Mapping[str, Sequence[Facts]] = {
    "button_no_adhesions": NOTHING,
    "button_adhesions": NOTHING,
    "adhesions_ask": ({"acronym": "UPB", "month": "março de 2026"},),
    "adhesions_nothing_asked": NOTHING,
    "adhesions_ask_institution": NOTHING,
    "adhesions_ask_termos": ({"acronym": "UPB", "example": "15/03/2026"},),
    "button_adhesions_model": NOTHING,
    "adhesions_model": NOTHING,
    "adhesions_unreadable": ({"line": 2, "text": "Flores"},),
    "adhesions_cnpj": ({"line": 2, "text": "12"},),
    "adhesions_day": ({"line": 2, "text": "31/02/2026"},),
    "adhesions_line": (
        {"line": 2, "text": "123", "column": "sei", "flaw": "bad_sei"},
        {"line": 2, "text": "", "column": "name", "flaw": "cpf"},
    ),
    "adhesions_flaw": tuple({"column": column, "flaw": flaw, "got": got} for column, flaw, got in FLAWS),
    "adhesions_summary": (
        SUMMARY,
        {**SUMMARY, "count": 1, "known": 0, "wrong": 0, "more": 0, "problems": (), "more_problems": 0},
        {**SUMMARY, "count": 0, "known": 2, "termos": (), "more": 0},
    ),
    "adhesions_problems": ({"count": 22},),
    "button_adhesions_register": ({"count": 1}, {"count": 400}),
    "button_adhesions_none_left": NOTHING,
    "adhesions_sheet_unreadable": NOTHING,
    "adhesions_sheet_headings": ({"missing": ["name", "cnpj", "signed"]}, {"missing": ["cnpj"]}),
    "adhesions_sheet_empty": NOTHING,
    "adhesions_sheet_too_many": ({"most": 2000},),
    "adhesions_sheet_too_large": NOTHING,
    "adhesions_without_agreement": ({"acronym": "UPB"},),
    "adhesions_report": ({"month": "março de 2026", "count": 12},),
    "adhesions_report_more": ({"more": 3},),
    "adhesions_number": ({"day": "20/03/2026"},),
    "adhesions_none_noted": ({"acronym": "UPB", "month": "março de 2026"},),
    "adhesions_known": ({"month": "março de 2026"},),
    "adhesions_noted": (
        {"count": 1, "acronym": "UPB", "months": (MONTH,), "more": 0, "mailbox": ""},
        {"count": 24, "acronym": "UPB", "months": (MONTH, UNOWED), "more": 3, "mailbox": MAILBOX},
        {"count": 24, "acronym": "UPB", "months": (MONTH,), "more": 1, "mailbox": MAILBOX},
    ),
    "adhesions_waiting": (
        {
            "places": ({"acronym": "UPB", "count": 12, "since": "qui., 24/12/2026"},),
            "more": 2,
            "total": 12,
        },
        {"places": (), "more": 0, "total": 0},
    ),
    "adhesions_none_waiting": ({"acronym": "UPB"},),
    "adhesions_preview": (PREVIEW, {**PREVIEW, "count": 1, "termos": (TERMO,), "more": 0}),
    "button_adhesions_accept": ({"count": 1}, {"count": 12}),
    "button_adhesions_each": NOTHING,
    "button_adhesions_next": NOTHING,
    "adhesions_one": (ONE, {**EMPTY, "contact_name": ""}, {**EMPTY, "contact_name": "Rita Luz"}),
    "adhesions_accepted": ({"count": 1, "acronym": "UPB"}, {"count": 12, "acronym": "UPB"}),
    "adhesions_accepted_one": (TERMO,),
    "adhesions_refused": (TERMO,),
    "adhesions_ask_reason": (TERMO,),
    "adhesions_reason": ({"most": 500},),
    "adhesions_own": NOTHING,
    "adhesions_decided": ({**TERMO, "accepted": True}, {**TERMO, "accepted": False}),
    "adhesions_told": DECIDED,
    "question_answered": NOTHING,
    "question_lapsed": NOTHING,
    "second_layer_of_nobody": NOTHING,
    "second_layer_unknown": ({"words": "Atlântida"},),
    "second_layer_which": NOTHING,
    "second_layer_list": (
        SHOWN,
        {**SHOWN, "missing": 0, "pages": 1},
        {**SHOWN, "total": 0, "missing": 0, "places": (), "pages": 1},
    ),
    "second_layer_one": (OF_ONE, {**OF_ONE, "lines": (), "more": False, "uf": ""}),
    "second_layer_ask_remind": (
        REMINDED,
        {**REMINDED, "name": "Município de Irecê", "resting": 1},
        {**REMINDED, "resting": 0},
    ),
    "second_layer_reminded": (REMINDED, {**REMINDED, "institutions": 1, "people": 1}),
    "second_layer_nobody": (
        {"acronym": "UPB", "resting": True, "days": 7},
        {"acronym": "UPB", "resting": False, "days": 7},
    ),
    "second_layer_reminder": REMINDERS,
    "button_previous_page": NOTHING,
    "button_next_page": NOTHING,
    "button_second_layer_all": NOTHING,
    "button_second_layer_lacking": NOTHING,
    "button_second_layer_back": NOTHING,
    "button_remind_missing": NOTHING,
    "button_remind_send": NOTHING,
}

ADHESION_MAILS: Mapping[str, Sequence[Facts]] = {
    "adhesions_list": (LIST, {**LIST, "is_copy": True}, {**LIST, "copied_to": "", "official_page": ""}),
    "adhesions_told": DECIDED,
    "second_layer_reminder": REMINDERS,
}
