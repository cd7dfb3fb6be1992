"""Facts for the texts of checking reports, letting off, and hours of courses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.commands.horas import CourseLine, HoursLedger
from bot.review_card import VersionLine
from bot.review_queue import QueueLine
from db.deliverables import DeliverableState
from rede.nudge_reviews import NudgeLine
from rede.review_words import ReportLine
from tests.house.check_in_samples import (
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

PROTOCOL, SEI, DAY = "RP-2026-000142", "19999.000123/2025-07", "terça-feira, 15/12/2026"
REASON = "Falta a lista de presença."
REACHED: Facts = {"mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"mailbox": "", "official_page": ""}
LINE = ReportLine(
    protocol=PROTOCOL,
    acronym="UPB",
    key="2.2",
    goal=GOAL,
    received="segunda-feira, 30/11/2026",
    late=True,
    reason=REASON,
    due_again=DAY,
)
QUEUED = QueueLine(protocol=PROTOCOL, acronym="UPB", key="2.2", received="seg., 30/11/2026", late=True)
NUDGED = NudgeLine(protocol=PROTOCOL, acronym="UPB", key="2.2", received="seg., 30/11/2026", due_again=DAY)
CARD: Facts = {
    "protocol": PROTOCOL,
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "2.2",
    "goal": GOAL,
    "description": "Curso de Transferegov para 40 servidores.",
    "hours": 20,
    "evidence": (("Título", "Transferegov na prática"), ("Lugar", "Salvador")),
    "attachments": 2,
    "says_nothing": False,
    "late": True,
    "dated": True,
    "received": "segunda-feira, 30/11/2026",
    "author": "Maria Flor",
    "entered_by": "",
    "means": "",
    "sei": SEI,
    "state": "submitted",
    "reason": "",
    "due_again": "",
    "place": 1,
    "count": 37,
    "own": False,
    "awaits_cpf": True,
    "contested": "O curso foi em outro dia.",
    "versions": (
        VersionLine(number=1, sent="seg., 16/11/2026", decision="returned", reason=REASON),
        VersionLine(number=2, sent="seg., 23/11/2026", decision="", reason=""),
    ),
    "repeats": "RP-2026-000100",
}
PLAIN_CARD: Facts = {
    **CARD,
    "says_nothing": True,
    "dated": False,
    "late": False,
    "hours": None,
    "evidence": (),
    "attachments": 0,
    "entered_by": "Ana",
    "means": "ofício",
    "sei": "",
    "state": "returned",
    "reason": REASON,
    "due_again": DAY,
    "place": 0,
    "own": True,
    "awaits_cpf": False,
    "contested": "",
    "versions": (),
    "repeats": "",
}
REVIEWED: Sequence[Facts] = (
    {
        "verdict": "accepted",
        "reports": (LINE, replace(LINE, protocol="RP-2026-000143", late=False)),
        **REACHED,
    },
    {"verdict": "accepted", "reports": (LINE,), **UNREACHED},
    {"verdict": "returned", "reports": (LINE,), **REACHED},
    {"verdict": "taken_back", "reports": (LINE,), **UNREACHED},
)
NUDGES: Sequence[Facts] = (
    {
        "person": "Ana",
        "returned": (NUDGED,),
        "more_returned": 2,
        "unread": (NUDGED, NUDGED),
        "more_unread": 3,
        **REACHED,
    },
    {
        "person": "Ana",
        "returned": (replace(NUDGED, due_again=""),),
        "more_returned": 0,
        "unread": (),
        "more_unread": 0,
        **UNREACHED,
    },
    {"person": "Ana", "returned": (), "more_returned": 0, "unread": (NUDGED,), "more_unread": 0, **UNREACHED},
)
DELEGATED: Sequence[Facts] = (
    {"acronym": "UPB", "institution": UPB["name"], "given": True, **REACHED},
    {"acronym": "UPB", "institution": UPB["name"], "given": False, **UNREACHED},
)
WITHOUT_EVENT: Facts = {
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "3.4",
    "goal": "Participar do Fórum Nacional.",
    "document": DOCUMENT,
    "day": DAY,
    "undo": False,
    **REACHED,
}
NO_EVENT: Sequence[Facts] = (
    WITHOUT_EVENT,
    {**WITHOUT_EVENT, "undo": True, "document": "", "day": "", **UNREACHED},
)
COURSE = CourseLine(
    protocol=PROTOCOL,
    title="Transferegov na prática",
    days="10/03/2026 a 12/03/2026",
    place="Salvador",
    hours="20",
    state="accepted",
    late=True,
    repeats="RP-2026-000100",
)
LEDGER = HoursLedger(
    acronym="UPB", document=DOCUMENT, key="2.2", progress=PROGRESS, courses=(COURSE,) * 2, more=3
)
DISPENSED: Facts = {"acronym": "UPB", "key": "2.2", "goal": GOAL, "own": False, "day": DAY}
OWN: Facts = {**DISPENSED, "own": True, "day": ""}
DECIDED: Facts = {"protocol": PROTOCOL, "by": "Ana", "at": "ter., 01/12/2026 9h00", "reason": REASON}

REVIEW: Mapping[str, Sequence[Facts]] = {
    **dict.fromkeys(
        (
            *("button_accept", "button_refuse", "button_give_back", "button_dispense", "button_next"),
            *("button_list", "button_files", "button_see", "button_filter", "button_filter_none"),
            *("button_undo", "review_not_delegated", "review_one_by_one", "review_ask_reason"),
            *("review_ask_due", "review_ask_word", "review_left", "review_day_unreadable"),
            *("review_day_in_doubt", "review_day_past", "review_without_reason", "review_reason_with_cpf"),
            *("closed_without_event", "dispense_without_sei", "dispense_ask_button", "dispense_ask_word"),
        ),
        NOTHING,
    ),
    "button_sampled": ({"count": 3},),
    "button_accept_listed": ({"count": 1}, {"count": 12}),
    "button_until": ({"day": "15/12/2026"},),
    "report_state": tuple({"state": str(state), "late": True} for state in DeliverableState),
    "review_whole": ({"protocol": PROTOCOL, "text": "Curso de Transferegov. Foram 40 servidores."},),
    "review_card": (CARD, PLAIN_CARD, {**PLAIN_CARD, "entered_by": ""}),
    "review_none": ({"filter": ""}, {"filter": "UPB, meta 2.2"}),
    "review_last": ({"count": 1}, {"count": 4}),
    "review_filter_words": (
        {"acronym": "UPB", "key": "2.2", "sampled": True},
        {"acronym": "", "key": "", "sampled": True},
    ),
    "review_ask_filter": ({"count": 1}, {"count": 37}),
    "review_list": (
        {"reports": (QUEUED,) * 12, "count": 37, "filter": "UPB"},
        {"reports": (replace(QUEUED, late=False),), "count": 1, "filter": ""},
    ),
    "review_ask_accept": ({"count": 1}, {"count": 12}),
    "review_accepted": ({"reports": (LINE,)}, {"reports": (LINE, replace(LINE, late=False))}),
    "review_ask_confirmation": ({"reason": REASON, "day": DAY},),
    "review_reason_too_long": ({"length": 620, "most": 500},),
    "review_own": ({"protocol": PROTOCOL},),
    "review_decided": (
        *({**DECIDED, "state": state} for state in ("accepted", "returned", "cancelled", "history")),
        {**DECIDED, "state": "accepted", "by": "", "at": ""},
    ),
    "review_corrected": ({"protocol": PROTOCOL},),
    "review_nothing_to_take_back": ({"protocol": PROTOCOL},),
    "review_returned": ({"report": LINE},),
    "review_taken_back": ({"report": LINE},),
    "review_files": ({"files": ({"name": "lista.pdf", "size": 204800},)}, {"files": ()}),
    "review_file": tuple({"protocol": PROTOCOL, "name": "lista.pdf", "gone": gone} for gone in (False, True)),
    "reviewed": REVIEWED,
    "review_nudge": NUDGES,
    "delegated": DELEGATED,
    "delegation_ask": ({"given": True}, {"given": False}),
    "delegation_done": ({"acronym": "UPB", "given": True}, {"acronym": "UPB", "given": False}),
    "delegation_known": ({"acronym": "UPB", "given": True}, {"acronym": "UPB", "given": False}),
    "delegation_first_layer_only": ({"acronym": "IRECE"},),
    "no_event": NO_EVENT,
    "no_event_ask": tuple(
        {"key": "3.4", "day": DAY, "cycles": count, "institutions": count, "undo": undo}
        for count, undo in ((1, False), (417, True))
    ),
    "no_event_said": (
        {"key": "3.4", "cycles": 417, "undo": False},
        {"key": "3.4", "cycles": 1, "undo": True},
    ),
    "no_event_not_waiting": ({"goal": "2.2", "waiting": ("3.4",)},),
    "no_event_no_cycle": (
        {"goal": "3.4", "day": DAY, "undo": False},
        {"goal": "3.4", "day": DAY, "undo": True},
    ),
    "dispense_nothing": ({"acronym": "UPB", "undo": False}, {"acronym": "UPB", "undo": True}),
    "dispense_ask_place": ({"undo": False}, {"undo": True}),
    "dispense_ask_key": (
        {"acronym": "UPB", "unknown": "9.9", "goals": ({"key": "2.2", "text": GOAL},)},
        {"acronym": "UPB", "unknown": "", "goals": ({"key": "2.2", "text": GOAL},)},
    ),
    "dispense_ask_period": ({"acronym": "UPB", "key": "2.2"},),
    "dispense_ask_reason": (DISPENSED, OWN),
    "dispense_ask_sei": (DISPENSED,),
    "dispense_ask_confirmation": (
        {**DISPENSED, "reason": REASON, "sei": SEI, "undo": False},
        {**OWN, "reason": "", "sei": "", "undo": True},
    ),
    "dispense_done": ({**DISPENSED, "sei": SEI}, {**OWN, "sei": SEI}),
    "dispense_undone": (DISPENSED, OWN),
    "hours_none": ({"acronym": "UPB"}, {"acronym": ""}),
    "hours_ledger": (
        {"one": LEDGER, "more": 2},
        {
            "one": replace(LEDGER, document="", courses=(), more=0, progress=LITTLE_PROGRESS),
            "more": 0,
        },
        {
            "one": replace(
                LEDGER, courses=(replace(COURSE, hours="", place="", repeats="", late=False),), more=0
            ),
            "more": 0,
        },
    ),
}
REVIEW_MAILS: Mapping[str, Sequence[Facts]] = {
    "reviewed": REVIEWED,
    "review_nudge": NUDGES,
    "delegated": DELEGATED,
    "no_event": NO_EVENT,
}
