"""One table of facts for every text: each key with all its branches. A text without a sample here is a failure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.menu import COMMANDS
from tests.house.adhesion_samples import ADHESION_MAILS, ADHESIONS
from tests.house.announcement_samples import ANNOUNCEMENT_MAILS, ANNOUNCEMENTS
from tests.house.audience_samples import AUDIENCE
from tests.house.check_in_samples import (
    CHECK_IN,
    DISPENSED,
    DOCUMENT,
    MAILBOX,
    NOTHING,
    PAGE,
    UPB,
    Facts,
)
from tests.house.class_samples import CLASS_CHAT, CLASS_MAILS
from tests.house.contact_samples import CONTACT, CONTACT_CHAT
from tests.house.contribution_samples import CONTRIBUTION_MAILS, CONTRIBUTIONS
from tests.house.course_samples import COURSES
from tests.house.forum_group_samples import FORUM_GROUP, FORUM_GROUP_MAILS
from tests.house.forum_samples import FORUM, FORUM_MAILS
from tests.house.goal_samples import GOALS
from tests.house.instrument_samples import INSTRUMENT
from tests.house.joining_samples import JOINING, JOINING_MAILS
from tests.house.joint_samples import JOINT, JOINT_MAILS
from tests.house.kit_samples import KITS
from tests.house.meeting_samples import MEETING_MAILS, MEETINGS
from tests.house.people_samples import PEOPLE_CHAT, PEOPLE_MAILS
from tests.house.plan_act_samples import PLAN_ACT_MAILS, PLAN_ACTS
from tests.house.plan_samples import AMENDMENTS, FIRST_WORD, MOVED
from tests.house.preference_samples import CHANNEL_MAILS, CHANNELS
from tests.house.privacy_samples import PRIVACY, PRIVACY_MAILS
from tests.house.protocol_samples import PROTOCOL
from tests.house.reminder_samples import (
    NEXT_DAY,
    OURS,
    REMINDER,
    SECTIONS,
    WEEKLY,
    make_line,
)
from tests.house.report_samples import REPORT_CHAT, REPORT_MAILS
from tests.house.request_samples import REQUEST_MAILS, REQUESTS
from tests.house.review_samples import REVIEW, REVIEW_MAILS
from tests.house.sending_samples import SENDING, SENDINGS, SPAN
from tests.house.transmitting_samples import TRANSMITTING

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
    "back": (
        {"key": "1.2", "protocol": "RP-2026-000142", "day": "terça-feira, 15/12/2026"},
        {"key": "2.3", "protocol": "RP-2026-000143", "day": ""},
    ),
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
    "back": (),
    "ends": (),
    "check_in": None,
    "stage": None,
    "continuous": (),
    "occasional": (),
}
CHAT: Mapping[str, Sequence[Facts]] = {
    **ADHESIONS,
    **FORUM,
    "function_name": (
        {"code": "servidor_designado", "axis": ""},
        {"code": "area_tematica", "axis": "capacitação"},
        {"code": "escriba_do_elo", "axis": ""},
    ),
    "first_word": FIRST_WORD,
    "ask_for_whom": ({"places": (UPB, UPB)},),
    "ask_which_institution": NOTHING,
    "speaks_for": tuple(
        {"acronym": UPB["acronym"], "name": UPB["name"], "alone": one} for one in (True, False)
    ),
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
    **REPORT_CHAT,
    **CHANNELS,
    **CHECK_IN,
    **CLASS_CHAT,
    **CONTACT_CHAT,
    **COURSES,
    **GOALS,
    **INSTRUMENT,
    **JOINING,
    **KITS,
    **PRIVACY,
    **PEOPLE_CHAT,
    **PLAN_ACTS,
    **PROTOCOL,
    **REVIEW,
    **REQUESTS,
    **JOINT,
    **ANNOUNCEMENTS,
    **MEETINGS,
    **TRANSMITTING,
    **CONTRIBUTIONS,
    **FORUM_GROUP,
    **AUDIENCE,
    "help": (
        {**REACHED, "commands": (("prazos", "ver o que está pendente"),)},
        {**UNREACHED, "commands": (("prazos", "ver o que está pendente"),)},
    ),
    "unknown_command": ({"command": "/relatorio", "near": ""}, {"command": "/prazo", "near": "prazos"}),
    "help_of": tuple({"name": one.name, "description": one.description} for one in COMMANDS),
    "not_understood": ({},),
    "edited": ({"open": True}, {"open": False}),
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
    **ADHESION_MAILS,
    **MEETING_MAILS,
    **FORUM_MAILS,
    **CLASS_MAILS,
    **PLAN_ACT_MAILS,
    **CONTACT,
    **CHANNEL_MAILS,
    **PEOPLE_MAILS,
    **JOINING_MAILS,
    **PRIVACY_MAILS,
    **REVIEW_MAILS,
    **REQUEST_MAILS,
    **JOINT_MAILS,
    "first_word": FIRST_WORD,
    "dispensation_undone": DISPENSED,
    "dispensed": DISPENSED,
    "amended": AMENDMENTS,
    "moved": MOVED,
    "reminder": REMINDER,
    "weekly": WEEKLY,
    **REPORT_MAILS,
    **ANNOUNCEMENT_MAILS,
    **CONTRIBUTION_MAILS,
    **FORUM_GROUP_MAILS,
}
