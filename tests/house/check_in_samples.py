"""Facts for the texts of check-ins, ledgers and dispensations, and what all samples have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rede.progress_lines import ProgressLine

Facts = Mapping[str, object]

MAILBOX, PAGE = "rede@example.org", "https://rede.example.org"
DOCUMENT = "AC 15/2025 (processo SEI 19999.000123/2025-07)"
GOAL = "Dar cursos na sua área."
UPB = {"acronym": "UPB", "name": "União dos Municípios da Bahia"}
PROGRESS = ProgressLine(
    hours=True,
    done="36",
    asked="60",
    missing="24",
    ends="09/12/2026",
    expected="48",
    expected_missing="12",
    by_year=((2025, "0"), (2026, "36")),
    rest_since="09/12/2026",
    rest_until="09/06/2027",
    rest_share="29",
)
LITTLE_PROGRESS = replace(
    PROGRESS, hours=False, missing="1", expected="2", expected_missing="", rest_share="", rest_until=""
)
LEDGER: Facts = {
    "acronym": "UPB",
    "document": DOCUMENT,
    "key": "2.2",
    "brief": GOAL,
    "progress": PROGRESS,
}
SEMESTER: Facts = {"acronym": "UPB", "half": 1, "year": 2026}
DISPENSATION: Facts = {
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "2.2",
    "goal": GOAL,
    "own": False,
    "document": DOCUMENT,
    "day": "quinta-feira, 24/12/2026",
    "reason": "Não houve Fórum neste ciclo.",
    "sei": "19999.000123/2025-07",
    "official_page": PAGE,
    "mailbox": MAILBOX,
}
DISPENSED: Sequence[Facts] = (
    DISPENSATION,
    {**DISPENSATION, "own": True, "document": "", "day": "", "sei": "", "official_page": "", "mailbox": ""},
)
ASKED: Facts = {"key": "2.2", "goal": GOAL, "acronym": "UPB"}
NOTHING: Sequence[Facts] = ({},)

CHECK_IN: Mapping[str, Sequence[Facts]] = {
    "progress": ({"progress": PROGRESS}, {"progress": LITTLE_PROGRESS}),
    "progress_list": (
        {"goals": (LEDGER, {**LEDGER, "document": "", "progress": LITTLE_PROGRESS}), "more": 2},
        {"goals": (LEDGER,), "more": 0},
    ),
    "check_in_goal": NOTHING,
    "term_end_goal": NOTHING,
    "check_in_ask": (
        {**SEMESTER, "goals": ({"key": "2.3", "text": GOAL, "told": False},), "told": False},
        {
            **SEMESTER,
            "goals": (
                {"key": "2.3", "text": GOAL, "told": True},
                {"key": "3.3", "text": GOAL, "told": False},
            ),
            "told": True,
        },
    ),
    "check_in_ask_report": (ASKED,),
    "check_in_ask_institution": NOTHING,
    "check_in_nothing_asked": ({"day": "terça-feira, 30/06/2026"}, {"day": ""}),
    "check_in_done": ({"protocol": "RP-2026-000142"}, {"protocol": ""}),
    "check_in_closed": NOTHING,
    "check_in_goal_unknown": ({"named": "9.9"},),
    "check_in_choose": NOTHING,
    "button_nothing": NOTHING,
    "button_conclude": NOTHING,
    "button_check_in": NOTHING,
    "button_tell": NOTHING,
    "check_in_statement": (
        {"reported": (("2.3", "RP-2026-000140"), ("3.3", "RP-2026-000141")), "nothing": ("1.1",)},
        {"reported": (), "nothing": ("1.1", "2.3")},
        {"reported": (("2.3", "RP-2026-000140"),), "nothing": ()},
    ),
    "check_in_receipt": (
        {**SEMESTER, "protocol": "RP-2026-000142", "reports": (("2.3", "RP-2026-000141"),), "nothing": ()},
        {**SEMESTER, "protocol": "RP-2026-000142", "reports": (), "nothing": ("1.1", "2.3")},
    ),
    "dispensed": DISPENSED,
    "dispensation_undone": DISPENSED,
    "dispense_without_reason": NOTHING,
    "dispense_with_cpf": NOTHING,
    "dispense_reason_too_long": ({"length": 620, "most": 500},),
    "dispense_not_open": NOTHING,
    "dispense_not_dispensed": NOTHING,
}
