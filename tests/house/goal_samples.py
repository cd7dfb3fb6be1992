"""Facts for the texts about goals, dates, meetings and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.commands.agenda import AgendaLine
from bot.commands.metas import GoalLine
from bot.commands.pendencias import MissingLine
from db.ids import InstitutionId
from db.pending import Missing
from rede.goal_states import Status
from rede.meetings import Meeting
from tests.house.check_in_samples import DOCUMENT, GOAL, NOTHING, Facts

DAY = date(2026, 12, 24)
GOAL_LINE = GoalLine(
    key="2.2",
    brief=GOAL,
    state="pendente",
    day="qui., 24/12/2026",
    distance="faltam 12 dias",
    internal=False,
)
TARGET = replace(GOAL_LINE, internal=True)
GOAL_SHOWN: Facts = {
    "line": GOAL_LINE,
    "acronym": "UPB",
    "document": DOCUMENT,
    "text": GOAL,
    "phrase": "Anual com o mínimo de 60 horas ao ano",
    "reading": "a cada 12 meses, com o mínimo de 60 horas",
    "literal": "quinta-feira, 24/12/2026",
    "extended": "segunda-feira, 28/12/2026",
    "why": "24/12 tem expediente até as 13h; 25/12 é feriado",
    "provisional": True,
    "internal": False,
    "protocol": "RP-2026-000142",
    "may_hand_in": True,
}
UNDATED: Facts = {"phrase": "", "reading": "", "literal": "", "extended": "", "why": "", "provisional": False}
LINE = AgendaLine(
    on=DAY, day="qui., 24/12/2026", distance="faltam 12 dias", key="2.2", acronym="UPB", detail=""
)
CALLED = AgendaLine(
    on=DAY, day="qui., 24/12/2026", distance="faltam 12 dias", key="", acronym="", detail="Reunião técnica"
)
MEETING = Meeting(
    number=1,
    on=DAY,
    day="quinta-feira, 24/12/2026",
    distance="faltam 12 dias",
    hour="14h30",
    detail="Reunião técnica, em linha",
)
BARE = Meeting(number=2, on=DAY, day="quinta-feira, 24/12/2026", distance="é hoje", hour="", detail="")
PLACES = [
    Missing(InstitutionId(1), "UPB", "União dos Municípios da Bahia", "", 1, 2, 3),
    Missing(InstitutionId(2), "IRECE", "Município de Irecê", "BA", 2, 0, 1),
]
MISSING = MissingLine(
    acronym="UPB",
    name="União dos Municípios da Bahia",
    key="1.2",
    day="qui., 24/12/2026",
    distance="prazo encerrado há 3 dias",
)
GOALS: Mapping[str, Sequence[Facts]] = {
    "goal_status": [{"status": status} for status in Status],
    "goals_list": (
        {
            "acronym": "UPB",
            "document": DOCUMENT,
            "axes": [("1", [GOAL_LINE, TARGET]), ("1 e 3", [GOAL_LINE])],
        },
        {"acronym": "UPB", "document": "", "axes": [("1", [GOAL_LINE])]},
    ),
    "goals_none": ({"acronym": "UPB"},),
    "goal_unknown": ({"key": "9.9"},),
    "goal_shown": (
        GOAL_SHOWN,
        {**GOAL_SHOWN, "internal": True, "line": replace(GOAL_LINE, key="3.1")},
        {**GOAL_SHOWN, **UNDATED, "document": "", "protocol": "", "may_hand_in": False},
    ),
    "button_hand_in": NOTHING,
    "agenda": ({"lines": [LINE, CALLED], "more": 2}, {"lines": [], "more": 0}),
    "agenda_file": NOTHING,
    "calendar_file_name": NOTHING,
    "button_take_calendar": NOTHING,
    "missing_everywhere": (
        {"places": PLACES, "more": 2, "over": 2, "soon": 4, "days": 30},
        {"places": [], "more": 0, "over": 0, "soon": 0, "days": 30},
    ),
    "missing_of_one": (
        {"acronym": "UPB", "name": "União dos Municípios", "lines": [MISSING], "more": True, "days": 30},
        {"acronym": "UPB", "name": "União dos Municípios", "lines": [], "more": False, "days": 30},
    ),
    "missing_of_goal": (
        {"key": "1.2", "lines": [MISSING], "more": True, "days": 30},
        {"key": "1.2", "lines": [], "more": False, "days": 30},
    ),
    "due_on_day": (
        {"day": "quinta-feira, 24/12/2026", "goals": [("UPB", "1.2")], "more": 1},
        {"day": "quinta-feira, 24/12/2026", "goals": [], "more": 0},
    ),
}
