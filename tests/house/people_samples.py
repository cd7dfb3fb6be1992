"""Facts for the texts about people and institutions: who serves, who is named, who leaves; elos."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.commands.instituicoes import Agreement
from bot.contacts.listing import ContactLine
from db.elos import EloCount
from rede.hearers import SuccessorLink
from rede.silent_contacts import SilentPlace
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, UPB, Facts

LINE = ContactLine(
    name="Joana Lima",
    functions=("coordenação", "gabinete"),
    email="joana@example.org",
    reach="linked",
    phone="(71) •••••-4321",
    is_me=True,
)
BY_MAIL = replace(LINE, reach="mail", phone="", is_me=False, functions=("multiplicação",))
LOST = replace(BY_MAIL, reach="lost")
WHERE: Facts = {"acronym": "UPB", "name": "Joana Lima"}
ENDING: Facts = {**WHERE, "function": "coordenação"}
TOLD: Facts = {
    **ENDING,
    "person": "Maria Flor",
    "institution": UPB["name"],
    "functions": ("coordenação", "gabinete"),
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
TOLD_BARELY: Facts = {**TOLD, "functions": ("coordenação",), "mailbox": "", "official_page": ""}
SILENT = SilentPlace(
    acronym="UPB", name=UPB["name"], contacts=(("Bia Prado", "coordenação"), ("Caio Reis", "gabinete"))
)
LINK = SuccessorLink("Bia Prado", "https://t.me/EloRedeBot?start=contatostrocar-7-9-abcdefghij")
SILENCE: Sequence[Facts] = (
    {
        "person": "Maria",
        "places": (SILENT, SILENT),
        "count": 2,
        "links": (LINK, LINK),
        "mailbox": MAILBOX,
        "official_page": PAGE,
    },
    {
        "person": "Maria",
        "places": (replace(SILENT, contacts=SILENT.contacts[:1]),),
        "count": 1,
        "links": (),
        "mailbox": "",
        "official_page": "",
    },
)


AGREEMENT = Agreement(number="AC 15/2025", sei="19973.014253/2025-58", starts="09/12/2025", ends="09/12/2030")
SHOWN: Facts = {
    **UPB,
    "layer": 1,
    "reviews": True,
    "elo": "Municípios",
    "uf": "BA",
    "parent": "",
    "cnpj": "12.ABC.345/01DE-35",
    "agreements": (AGREEMENT, replace(AGREEMENT, ends=""), replace(AGREEMENT, number="", sei="", starts="")),
    "people": 3,
    "coordinators": ("Joana Lima",),
    "over": 1,
    "soon": 2,
    "days": 30,
    "protocol": "RP-2026-000142",
    "reported": "24/12/2026",
}
NAMED: Facts = {
    **WHERE,
    "email": "joana@example.org",
    "former": "Bia Prado",
    "linked": False,
    "invited": True,
    "panel": True,
}
SUMMARY: Facts = {
    **WHERE,
    "email": "joana@example.org",
    "functions": ("coordenação", "gabinete"),
    "phone": "(71) 91234-4321",
    "former": "Bia Prado",
    "readers": ("Maria Flor",),
}
MEMBERS: Facts = {
    "name": "Municípios",
    "count": 30,
    "before": 0,
    "places": (("UPB", UPB["name"], "BA", 1), ("IRECE", "Município de Irecê", "", 2)),
    "keeps": True,
}

PEOPLE_MAILS: Mapping[str, Sequence[Facts]] = {
    "function_ended": (TOLD, TOLD_BARELY),
    "succeeded": (TOLD, TOLD_BARELY),
    "uncoordinated": (TOLD, TOLD_BARELY),
    "succession_told": (TOLD, TOLD_BARELY),
    "contacts_silent": SILENCE,
}
_CONTACTS: Mapping[str, Sequence[Facts]] = {
    "contacts_list": (
        {**WHERE, "people": (LINE, BY_MAIL, LOST), "before": 0, "count": 9},
        {**WHERE, "people": (), "before": 0, "count": 0},
    ),
    "contact_card": tuple({"acronym": "UPB", "line": one} for one in (LINE, BY_MAIL, LOST)),
    "contact_gone": NOTHING,
    "contacts_unknown": ({"who": "Joana"}, {"who": ""}),
    "contacts_which": NOTHING,
    "contacts_ask_name": ({"acronym": "UPB", "former": "Bia"}, {"acronym": "UPB", "former": ""}),
    "contacts_ask_email": NOTHING,
    "contacts_ask_function": ({"acronym": "UPB"},),
    "contacts_ask_phone": NOTHING,
    "contacts_ask_confirm": NOTHING,
    "contacts_summary": (
        SUMMARY,
        {**SUMMARY, "functions": ("gabinete",)},
        {**SUMMARY, "functions": ("gabinete",), "phone": "", "former": "", "readers": ()},
    ),
    "contacts_named": (
        NAMED,
        {**NAMED, "former": "", "linked": True, "panel": False},
        {**NAMED, "former": "", "invited": False, "panel": False},
    ),
    "successor_link_old": NOTHING,
    "naming_name": NOTHING,
    "naming_email": ({"typed": "joana@"},),
    "naming_phone": NOTHING,
    "naming_cpf": NOTHING,
    "naming_function": NOTHING,
    "naming_only_coordinators": ({"acronym": "IRECE"},),
    "naming_same_person": NOTHING,
    "last_administrator": NOTHING,
    "last_coordinator": ({"acronym": "UPB"},),
    "function_which": ({**WHERE, "is_me": True}, {**WHERE, "is_me": False}),
    "function_ask_end": (
        {**ENDING, "is_me": True, "alone": True},
        {**ENDING, "is_me": False, "alone": False},
    ),
    "function_end_done": (
        {**ENDING, "is_me": True, "alone": True},
        {**ENDING, "is_me": False, "alone": False},
    ),
    "button_successor": ({"name": "Bia"}, {"name": ""}),
    "button_function": ({"code": "gabinete", "axis": ""}, {"code": "area_tematica", "axis": "2"}),
    "phone_ask_purpose": ({"name": "Joana"},),
    "phone_purpose": ({"most": 200},),
    "phone_purpose_cpf": NOTHING,
    "phone_shown": ({"name": "Joana", "phone": "(71) 91234-4321"}, {"name": "Joana", "phone": ""}),
}
_INVITING: Mapping[str, Sequence[Facts]] = {
    "invite_ask_place": NOTHING,
    "invite_ask_person": (
        {"acronym": "UPB", "people": (LINE, BY_MAIL), "more": 2},
        {"acronym": "UPB", "people": (), "more": 0},
    ),
    "invite_unknown_address": NOTHING,
    "invite_sent": tuple(
        {
            "name": "Joana",
            "email": "joana@example.org",
            "day": "quinta-feira, 31/12/2026",
            "hour": "9h05",
            "printable": one,
        }
        for one in (True, False)
    ),
    "invite_linked_already": ({"name": "Joana"},),
    "invite_too_soon": ({"name": "Joana", "minutes": 10},),
    "invite_no_mail": ({"name": "Joana", "mailbox": MAILBOX}, {"name": "Joana", "mailbox": ""}),
    "leave_ask": ({"has_mailbox": True}, {"has_mailbox": False}),
    "leave_done": ({"has_mailbox": True, "mailbox": MAILBOX}, {"has_mailbox": False, "mailbox": ""}),
    "leave_stayed": NOTHING,
    "leave_old_button": NOTHING,
}
_INSTITUTIONS: Mapping[str, Sequence[Facts]] = {
    "institutions_counted": (
        {"first": 3, "second": 417, "ufs": (("BA", 418), ("SP", 1)), "unknown": 1},
        {"first": 0, "second": 0, "ufs": (), "unknown": 0},
    ),
    "institution_shown": (
        SHOWN,
        {**SHOWN, "layer": 2, "elo": "", "uf": "", "parent": "UPB", "agreements": (), "protocol": ""},
        {**SHOWN, "layer": 0, "cnpj": "", "coordinators": ()},
    ),
    "institution_ask_elo": ({"acronym": "UPB", "elo": "Estados"}, {"acronym": "UPB", "elo": ""}),
    "institution_elo_changed": ({"acronym": "UPB", "elo": "Estados"}, {"acronym": "UPB", "elo": ""}),
    "institution_layer_changed": (
        {"acronym": "IRECE", "layer": 2, "through": "UPB"},
        {"acronym": "IRECE", "layer": 1, "through": ""},
    ),
    "institution_review_moved": ({"acronym": "UPB", "given": True}, {"acronym": "UPB", "given": False}),
    "placing_secretariat": NOTHING,
    "placing_has_second_layer": ({"acronym": "UPB"},),
    "placing_through_whom": ({"acronym": "IRECE"},),
    "elos_list": (
        {"elos": (EloCount(1, "Estados", 2, 0),), "more": 1, "unplaced": 3, "keeps": True},
        {"elos": (), "more": 0, "unplaced": 0, "keeps": False},
    ),
    "elo_members": (MEMBERS, {**MEMBERS, "name": "", "places": (), "count": 0, "keeps": False}),
    "elo_ask_name": NOTHING,
    "elo_added": ({"name": "Estados"},),
    "elo_renamed": ({"name": "Estados"},),
    "elo_removed": ({"name": "Estados"},),
    "elo_gone": NOTHING,
    "elo_name": ({"most": 60},),
    "elo_known": ({"name": "Estados"},),
    "elo_taken": ({"name": "Estados", "count": 1}, {"name": "Estados", "count": 2}),
    "elo_how_to_rename": NOTHING,
    "elo_how_to_move": NOTHING,
}
_BUTTONS = """add_contact more_contacts replace end_function end_yes end_anyway invite see_phone without_phone
see_more leave stay contacts goals change_elo no_elo give_review take_review add_elo"""
PEOPLE_CHAT: Mapping[str, Sequence[Facts]] = {
    **PEOPLE_MAILS,
    **_CONTACTS,
    **_INVITING,
    **_INSTITUTIONS,
    **{f"button_{one}": NOTHING for one in _BUTTONS.split()},
}
