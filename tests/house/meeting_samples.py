"""Facts for the texts of meetings and forums."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

DAY, LAST = "quarta-feira, 06/05/2026", "quinta-feira, 07/05/2026"
CLOSES = "sexta-feira, 01/05/2026, 18h"
LINK, ENROL = "https://www.gov.br/sala", "https://www.gov.br/inscricao"
APART: dict[str, Any] = {
    "id": 12,
    "name": "Reunião técnica",
    "title": "Balanço do trimestre",
    "agenda": "1. Metas\n2. Prazos",
    "day": DAY,
    "last_day": "",
    "hour": "14h30",
    "until": "16h30",
    "place": "Auditório do MGI",
    "link": LINK,
    "closes": "",
    "enrol_link": "",
}
FORUM: dict[str, Any] = {
    **APART,
    "name": "Fórum Nacional nº 3",
    "last_day": LAST,
    "hour": "9h",
    "until": "12h",
    "closes": CLOSES,
    "enrol_link": ENROL,
}
SATELLITES = (
    {"day": DAY, "hour": "9h", "until": "18h", "title": "Abertura"},
    {"day": LAST, "hour": "9h", "until": "12h", "title": ""},
)
REACHED: dict[str, Any] = {"mailbox": MAILBOX, "official_page": PAGE}
TOLD: Sequence[dict[str, Any]] = (
    {
        **APART,
        **REACHED,
        "person": "Maria Flor",
        "convener": "Secretaria-Executiva",
        "acronym": "",
        "days": (),
    },
    {
        **FORUM,
        "mailbox": "",
        "official_page": "",
        "person": "Maria Flor",
        "convener": "União dos Municípios da Bahia",
        "acronym": "UPB",
        "days": SATELLITES,
    },
    {
        **FORUM,
        **REACHED,
        "enrol_link": "",
        "place": "",
        "link": "",
        "person": "Maria Flor",
        "convener": "Secretaria-Executiva",
        "acronym": "",
        "days": (),
    },
)


def with_each(*more: Facts) -> Sequence[Facts]:
    return tuple({**told, **one} for told in TOLD for one in more)


MEETING_MAILS: Mapping[str, Sequence[Facts]] = {
    "meeting_told": TOLD,
    "meeting_changed": with_each(
        {"points": ("when", "place", "link", "agenda", "enrol_closes_at")}, {"points": ("place",)}
    ),
    "meeting_cancelled": with_each({"why": "Sem quórum."}, {"why": ""}),
    "meeting_reminder": with_each(
        {"answered": True, "soon": True, "closing": False},
        {"answered": False, "soon": False, "closing": True, "closes": CLOSES},
        {"answered": False, "soon": False, "closing": False},
    ),
    "meeting_task": TOLD,
    "meeting_minutes": with_each({"minutes": "Ficou combinado.\nSegue em junho."}, {"minutes": ""}),
}
LINE: dict[str, Any] = {
    "day": DAY,
    "hour": "14h30",
    "distance": "faltam 21 dias",
    "detail": "Reunião técnica: Balanço do trimestre",
    "reply": "",
    "cancelled": False,
    "has_minutes": True,
    "passed_on": True,
}
ASKED = (
    "kind",
    "number",
    "ufs",
    "title",
    "starts",
    "ends",
    "days",
    "place",
    "link",
    "agenda",
    "closes",
    "enrol",
    "audience",
    "correction",
)
CARD: dict[str, Any] = {
    "changed": False,
    "reply": "",
    "cancelled": False,
    "why": "",
    "over": False,
    "counts": {},
}
REPLIES = ("sim", "nao", "a-distancia", "antes", "")
COUNT: dict[str, Any] = {"audience": "primeira camada; na Bahia", "telegram": 3, "email": 2, "days": 0}
MEETINGS: Mapping[str, Sequence[Facts]] = {
    **MEETING_MAILS,
    "meeting_name": tuple(
        {"kind": kind, "number": 3, "ufs": "BA, SE"}
        for kind in ("reuniao", "forum-nacional", "forum-regional")
    ),
    "meeting_attended": tuple({**APART, "people": 3, "remote": one} for one in (True, False)),
    "meeting_urgent": NOTHING,
    "meetings_list": (
        {"ahead": [{**LINE, "reply": one} for one in REPLIES], "back": [LINE], "more": 1},
        {"ahead": [{**LINE, "hour": "", "detail": "", "cancelled": True}], "back": [], "more": 0},
        {"ahead": [], "back": [{**LINE, "detail": "", "has_minutes": False}], "more": 0},
    ),
    "meeting_card": (
        *({**TOLD[0], **CARD, "reply": one} for one in REPLIES),
        {**TOLD[1], **CARD, "changed": True, "counts": {"sim": 3, "sem": 2}},
        {**TOLD[2], **CARD, "cancelled": True, "why": "Sem quórum.", "over": True},
        {**TOLD[2], **CARD, "cancelled": True, "over": True},
        {**TOLD[0], **CARD, "over": True},
    ),
    "meeting_replied": tuple({"reply": one} for one in REPLIES[:3]),
    "meeting_reply_kept": tuple({"reply": one, "title": "Balanço"} for one in REPLIES[:3]),
    "meeting_answers": (
        {
            "title": "Balanço",
            "groups": {one: {"UPB": ["Maria", "Rui"]} for one in ("sim", "a-distancia", "nao", "sem")},
            "late": ["Rui"],
            "more": 3,
        },
        {"title": "Balanço", "groups": {"sem": {"UPB": ["Rui"]}}, "late": [], "more": 0},
    ),
    "meeting_ask": tuple({"what": one} for one in ASKED),
    "meeting_summary": (
        {**APART, **COUNT, "people": 1, "telegram": 1, "email": 0, "institutions": 1, "left_out": 0},
        {**FORUM, **COUNT, "people": 5, "institutions": 2, "left_out": 1, "days": 2},
        {
            **FORUM,
            **COUNT,
            "people": 5,
            "institutions": 2,
            "left_out": 0,
            "place": "",
            "link": "",
            "enrol_link": "",
        },
    ),
    "meeting_convened": tuple({"title": "Balanço", "people": one} for one in (1, 5)),
    "meeting_passed": ({"title": "Balanço", "acronym": "UPB"},),
    "meeting_ask_change": tuple(
        {"what": one} for one in ("when", "place", "link", "closes", "agenda", "why", "minutes", "what")
    ),
    "meeting_done": tuple({"what": one, "title": "Balanço"} for one in ("cancelled", "minutes", "changed")),
    "meeting_minutes_shown": ({"title": "Balanço", "minutes": "Ficou combinado."},),
    "meeting_minutes_file": ({"title": "Balanço"},),
    "meeting_roll": (
        {"title": "Balanço", "came": [("UPB", 3)], "institutions": 1, "people": 3, "convened": 9},
        {"title": "Balanço", "came": [("UPB", 1)], "institutions": 1, "people": 1, "convened": 9},
        {"title": "Balanço", "came": [], "institutions": 0, "people": 0, "convened": 9},
    ),
    "meeting_roll_unknown": ({"names": ["Nada"]},),
    "meeting_roll_closed": tuple({"institutions": one} for one in (1, 4)),
    "meeting_too_long": tuple(
        {"part": one, "length": 4000, "most": 1500}
        for one in ("title", "place", "agenda", "reason", "minutes")
    ),
    "meeting_many_days": ({"most": 10},),
    "meeting_known": ({"number": 12},),
    "meeting_days_unreadable": ({"line": "10/06 cedo"},),
    **{
        f"meeting_button_{one}": NOTHING
        for one in (
            *(
                "yes",
                "no",
                "remote",
                "pass_on",
                "attendance",
                "minutes",
                "answers",
                "change",
                "call_off",
                "write",
            ),
            *(
                "title",
                "when",
                "place",
                "link",
                "agenda",
                "closes",
                "audience",
                "meeting",
                "national",
                "regional",
            ),
            *("two_hours", "usual_audience", "convene", "before", "after", "finish"),
        )
    },
    **{
        f"meeting_{one}": NOTHING
        for one in (
            *("without_title", "without_agenda", "without_place", "without_number", "without_uf", "with_cpf"),
            *("in_the_past", "ends_before", "closes_late", "closes_in_past", "of_nobody", "passed_on"),
            *("cancelled_already", "over", "not_begun", "unchanged", "attendance_closed", "nobody_came"),
            *("follows", "without_minutes", "hour_missing", "day_unreadable", "file_not_taken"),
        )
    },
}
