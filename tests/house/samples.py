"""One table of facts for every text: each key with all its branches. A text without a sample here is a failure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.house.announcement_samples import ANNOUNCEMENTS
from tests.house.check_in_samples import (
    ASKED,
    CHECK_IN,
    DISPENSED,
    DOCUMENT,
    GOAL,
    LITTLE_PROGRESS,
    MAILBOX,
    NOTHING,
    PAGE,
    PROGRESS,
    UPB,
    Facts,
)
from tests.house.contact_samples import CONTACT, CONTACT_CHAT
from tests.house.instrument_samples import INSTRUMENT
from tests.house.plan_samples import AMENDMENTS, FIRST_WORD, MOVED
from tests.house.preference_samples import CHANNEL_MAILS, CHANNELS
from tests.house.protocol_samples import PROTOCOL
from tests.house.reminder_samples import (
    NEXT_DAY,
    OURS,
    REMINDER,
    SECTIONS,
    WEEKLY,
    make_line,
)
from tests.house.sending_samples import SENDING, SENDINGS, SPAN

REPORT: Facts = {
    "protocol": "RP-2026-000142",
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "2.2",
    "goal": GOAL,
    "document": DOCUMENT,
    "description": "Curso de Transferegov para 40 servidores.",
    "hours": 20,
    "author": "Maria Flor",
    "official_page": PAGE,
}
REPORTS: Sequence[Facts] = (REPORT, {**REPORT, "document": "", "hours": None, "official_page": ""})
REACHED: Facts = {"mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"mailbox": "", "official_page": ""}
CHECK_IN_LINE = replace(make_line(), key="semestre", nature="check_in")
DUE = {
    "acronym": "UPB",
    "lines": (
        *SECTIONS[0].lines,
        replace(make_line(provisional=True), nature="internal"),
        replace(make_line(), key="C4", asked="março de 2026", agreements=2),
    ),
    "more": 2,
    "ends": (make_line(), replace(make_line(), agreements=3)),
    "check_in": CHECK_IN_LINE,
    "stage": "asked",
    "continuous": ("1.1", "2.3"),
    "occasional": ("1.4", "C4"),
}
DUE_PLAINLY = {
    "acronym": "UPB",
    "document": "",
    "lines": SECTIONS[0].lines,
    "more": 0,
    "ends": (),
    "check_in": None,
    "stage": None,
    "continuous": (),
    "occasional": (),
}
RECEIPT: Facts = {
    "protocol": "RP-2026-000142",
    "acronym": "UPB",
    "key": "2.2",
    "goal": GOAL,
    "fulfilled": False,
    "progress": PROGRESS,
}

CHAT: Mapping[str, Sequence[Facts]] = {
    "welcome": ({"person": "Maria Flor", "institutions": (UPB, UPB)},),
    "function_name": (
        {"code": "servidor_designado", "axis": ""},
        {"code": "area_tematica", "axis": "capacitação"},
        {"code": "escriba_do_elo", "axis": ""},
    ),
    "first_word": FIRST_WORD,
    "ask_for_whom": ({"places": (UPB, UPB)},),
    "speaks_for": (UPB,),
    "welcome_back": ({"person": "Maria Flor"},),
    "stranger": (REACHED, UNREACHED),
    "contribution_note": ({"key": "3.5"},),
    "closed_by_silence": NOTHING,
    "closed_by_term_end": NOTHING,
    "closed_by_count": NOTHING,
    "closed_by_reading": NOTHING,
    "closed_by_amendment": ({"amendment": "1º Termo Aditivo"},),
    "closed_by_calling_off": NOTHING,
    "sending": SENDING,
    "sendings": SENDINGS,
    "sendings_none": (SPAN, {**SPAN, "acronym": ""}),
    "sendings_unknown": ({"most": 31},),
    "question_answered": NOTHING,
    "button_no_adhesions": NOTHING,
    "button_adhesions": NOTHING,
    "adhesions_ask": ({"acronym": "UPB", "month": "março de 2026"},),
    "adhesions_nothing_asked": NOTHING,
    "adhesions_ask_institution": NOTHING,
    "adhesions_ask_termos": ({"acronym": "UPB", "example": "15/03/2026"},),
    "adhesions_unreadable": ({"line": 2, "text": "Flores"},),
    "adhesions_cnpj": ({"line": 2, "text": "12"},),
    "adhesions_day": ({"line": 2, "text": "31/02/2026"},),
    "adhesions_summary": (
        {
            "acronym": "UPB",
            "termos": ({"name": "Flores", "cnpj": "12.ABC.345/01DE-35", "day": "15/03/2026"},),
        },
    ),
    "adhesions_none_noted": ({"acronym": "UPB", "month": "março de 2026"},),
    "adhesions_known": ({"month": "março de 2026"},),
    "adhesions_noted": (
        {"count": 1, "acronym": "UPB", "days": (NEXT_DAY,)},
        {"count": 2, "acronym": "UPB", "days": ()},
    ),
    "question_lapsed": NOTHING,
    "invite_used": NOTHING,
    "invite_expired": NOTHING,
    "invite_revoked": NOTHING,
    "invite_unknown": NOTHING,
    "group": NOTHING,
    "due_list": (
        {"sections": ({**DUE, "document": DOCUMENT},)},
        {"sections": ({**DUE, "document": "", "stage": "past"}, {**DUE, "document": "", "stage": "ahead"})},
        {"sections": (DUE_PLAINLY,)},
    ),
    "due_nothing": NOTHING,
    "due_unknown": NOTHING,
    "reminder": REMINDER,
    "amended": AMENDMENTS,
    "moved": MOVED,
    "subject_one": ({"line": make_line()}, *({"line": line} for line in OURS)),
    "subject_late": ({"line": make_line(late=True)},),
    "subject_many": ({"count": 3},),
    "button_acknowledge": NOTHING,
    "acknowledged": NOTHING,
    "button_later": NOTHING,
    "put_off": ({"day": NEXT_DAY},),
    "weekly": WEEKLY,
    "report_ask_institution": ({"more": True}, {"more": False}),
    "report_ask_goal": (
        {"goals": ({"key": "2.2", "text": GOAL, "done": False}, {"key": "1.2", "text": GOAL, "done": True})},
        {"goals": ()},
    ),
    "report_institution_unknown": NOTHING,
    "report_goal_unknown": ({"key": "9.9"},),
    "report_nothing_owed": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "report_ask_description": ({**ASKED, "hours": True}, {**ASKED, "hours": False}),
    "report_ask_hours": NOTHING,
    "report_hours_unreadable": NOTHING,
    "report_hours_impossible": NOTHING,
    "report_without_hours": NOTHING,
    "report_empty": NOTHING,
    "report_too_long": ({"length": 3200, "most": 3000},),
    "report_summary": (
        {**ASKED, "description": "Curso de Transferegov.", "hours": "20"},
        {**ASKED, "description": "Curso de Transferegov.", "hours": ""},
    ),
    "button_send": NOTHING,
    "button_correct": NOTHING,
    "button_cancel": NOTHING,
    "report_ask_confirmation": NOTHING,
    "report_receipt": (
        RECEIPT,
        {**RECEIPT, "progress": replace(PROGRESS, missing="", expected="")},
        {**RECEIPT, "progress": LITTLE_PROGRESS},
        {**RECEIPT, "progress": None, "fulfilled": True},
        {**RECEIPT, "progress": None},
    ),
    **CHANNELS,
    **CHECK_IN,
    **CONTACT_CHAT,
    **INSTRUMENT,
    **PROTOCOL,
    "report_received": REPORTS,
    **ANNOUNCEMENTS,
    "help": (
        {**REACHED, "commands": (("prazos", "ver o que está pendente"),)},
        {**UNREACHED, "commands": (("prazos", "ver o que está pendente"),)},
    ),
    "unknown_command": ({"command": "/relatorio", "near": ""}, {"command": "/prazo", "near": "prazos"}),
    "not_understood": ({"goal": " 2.2"}, {"goal": ""}),
    "only_text": NOTHING,
    "only_files": NOTHING,
    "cancelled": NOTHING,
    "nothing_to_cancel": NOTHING,
    "old_button": NOTHING,
    "not_found": NOTHING,
    "cpf_in_chat": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "failed": ({"code": "7F3A"},),
}

MAILS: Mapping[str, Sequence[Facts]] = {
    **CONTACT,
    **CHANNEL_MAILS,
    "first_word": FIRST_WORD,
    "dispensation_undone": DISPENSED,
    "dispensed": DISPENSED,
    "amended": AMENDMENTS,
    "moved": MOVED,
    "reminder": REMINDER,
    "weekly": WEEKLY,
    "report_received": REPORTS,
    **ANNOUNCEMENTS,
}
