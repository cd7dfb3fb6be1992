"""Facts for the texts of handing in, and of what is entered for somebody else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files

from tests.house.check_in_samples import (
    ASKED,
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

DAY, SEI, PROTOCOL = "segunda-feira, 15/12/2025", "19999.000123/2025-07", "RP-2026-000142"
EVIDENCE = (("Dias", f"{DAY} a terça-feira, 16/12/2025"), ("Endereço", "https://upb.example.org/curso"))
REPORT: Facts = {
    "protocol": PROTOCOL,
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "2.2",
    "goal": GOAL,
    "document": DOCUMENT,
    "description": "Curso de Transferegov para 40 servidores.",
    "hours": 20,
    "evidence": EVIDENCE,
    "attachments": 2,
    "says_nothing": False,
    "late": False,
    "version": 1,
    "received": DAY,
    "author": "Maria Flor",
    "entered_by": "",
    "means": "",
    "sei": "",
    "official_page": PAGE,
    "mailbox": MAILBOX,
}
BARE: Facts = {
    **REPORT, "document": "", "hours": None, "evidence": (), "attachments": 0, "official_page": "", "mailbox": ""
}  # fmt: skip
ENTERED: Facts = {**REPORT, "author": "", "entered_by": "Ana Terra", "means": "ofício", "sei": SEI}
REPORTS: Sequence[Facts] = (
    REPORT,
    BARE,
    ENTERED,
    {**ENTERED, "sei": ""},
    {**REPORT, "version": 2, "late": True, "attachments": 1},
    {**BARE, "says_nothing": True, "description": "Não houve ação"},
)
_RECEIPT: Facts = {
    **REPORT, "registered": False, "fulfilled": False, "progress": PROGRESS, "awaits_cpf": False
}  # fmt: skip
RECEIPTS: Sequence[Facts] = (
    _RECEIPT,
    {**_RECEIPT, "progress": replace(PROGRESS, missing="", expected="")},
    {**_RECEIPT, "progress": LITTLE_PROGRESS, "version": 2, "late": True},
    {**_RECEIPT, **BARE, "progress": None, "fulfilled": True, "awaits_cpf": True},
    {**_RECEIPT, "progress": None, "awaits_cpf": True, "attachments": 1},
    {**_RECEIPT, **ENTERED, "progress": None, "registered": True},
    {**_RECEIPT, **BARE, "progress": None, "says_nothing": True},
)
_SUMMARY: Facts = {
    **ASKED,
    "description": "Curso",
    "hours": "20",
    "evidence": EVIDENCE,
    "files": (),
    "returned": None,
    "repeats": "",
}
_RETURNED = {"protocol": PROTOCOL, "reason": "Falta o endereço da página.", "day": DAY}
_ENTERING: Facts = {
    **_SUMMARY, "institution": UPB["name"], "means": "ofício", "day": DAY, "sei": SEI
}  # fmt: skip
WHY: Facts = {**ENTERED, "why": "Não enviamos este relato."}
CONTESTED: Sequence[Facts] = (WHY, {**WHY, "sei": "", "official_page": ""})
TOLD: Sequence[Facts] = (
    ENTERED,
    {**ENTERED, **{name: BARE[name] for name in ("document", "hours", "mailbox")}, "sei": ""},
)
FILE: Facts = {"name": "lista.exe", "most": 20}


def _plain() -> dict[str, Sequence[Facts]]:
    """Labels, questions and answers that hold no facts."""
    folder = files("notifier.texts") / "chat"
    written = "".join((folder / name).read_text("utf8") for name in ("reports.toml", "registering.toml"))
    return {
        key: NOTHING for key, text in re.findall(r'^(\w+) = "([^"\n].*)"$', written, re.M) if "{" not in text
    }


REPORT_CHAT: Mapping[str, Sequence[Facts]] = {
    **_plain(),
    "report_ask_institution": ({"more": True}, {"more": False}),
    "report_ask_goal": (
        {"goals": ({"key": "2.2", "text": GOAL, "done": False}, {"key": "1.2", "text": GOAL, "done": True})},
        {"goals": ()},
    ),
    "report_goal_unknown": ({"key": "9.9"},),
    "report_nothing_owed": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "report_ask_description": (
        {**ASKED, "hours": True},
        {**ASKED, "hours": False},
        {**ASKED, "hours": False, "key": "3.1"},
    ),
    "report_too_long": ({"length": 3200, "most": 3000},),
    "report_summary": (
        _SUMMARY,
        {**_SUMMARY, "hours": "", "evidence": (), "files": ("a.pdf",)},
        {**_SUMMARY, "files": ("a.pdf", "b.jpg"), "returned": _RETURNED, "repeats": "RP-2026-000100"},
        {**_SUMMARY, "returned": {**_RETURNED, "reason": "", "day": ""}},
    ),
    "report_receipt": RECEIPTS,
    "report_received": REPORTS,
    "report_undone": (REPORT,),
    "report_undo": (
        {**REPORT, "owed": True, "day": DAY},
        {**REPORT, "owed": True, "day": ""},
        {**REPORT, "owed": False, "day": ""},
    ),
    "report_undone_already": (REPORT,),
    "report_undo_over": (REPORT,),
    "report_not_returned": (REPORT,),
    "report_repeated": (REPORT,),
    "report_button_adjust": (REPORT,),
    "report_resumed": ({"key": "2.2", "day": DAY},),
    "report_begun": ({**REPORT, "day": DAY}, {**REPORT, "day": DAY, "description": ""}),
    "report_nothing_not_here": ({"goal": "1.2"},),
    "report_ask_why_nothing": (ASKED,),
    "report_ask_correction": NOTHING,
    "report_day_doubtful": ({"day": DAY, "other": DAY},),
    "report_not_electoral": ({"acronym": "UPB", "day": DAY},),
    "report_day_to_come": ({"day": DAY},),
    "report_words_unreadable": ({"most": 120},),
    "report_files_taken": (
        {"files": ("a.pdf",), "size": "1,2 MB"},
        {"files": ("a.pdf", "b.jpg"), "size": "340 KB"},
    ),
    "report_file_twice": (FILE,),
    "report_file_kind": (FILE,),
    "report_file_large": (FILE,),
    "report_files_full": (FILE,),
    "report_files_heavy": (FILE,),
    "register_ask_goal": (UPB,),
    "register_nothing_owed": (UPB,),
    "register_ask_description": (ASKED,),
    "register_summary": (_ENTERING, {**_ENTERING, "hours": "", "sei": "", "files": ("a.pdf", "b.jpg")}),
    "register_told": TOLD,
    "register_contested": CONTESTED,
    "register_ask_why_not": (REPORT,),
    "register_contest_sent": (REPORT,),
    "register_contested_already": (REPORT,),
    "register_contest_too_long": ({"length": 700, "most": 500},),
}

REPORT_MAILS: Mapping[str, Sequence[Facts]] = {
    "report_received": REPORTS,
    "report_receipt": RECEIPTS,
    "report_undone": (REPORT, BARE),
    "register_told": TOLD,
    "register_contested": CONTESTED,
}
