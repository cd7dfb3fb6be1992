"""One table of facts for every text: each key with all its branches. A text without a sample here is a failure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rede.lines import Line, MovedLine, MovedSection, Section

Facts = Mapping[str, object]

MAILBOX, PAGE = "rede@example.org", "https://rede.example.org"
DOCUMENT = "AC 15/2025 (processo SEI 19999.000123/2025-07)"
GOAL = "Dar cursos na sua área."
UPB = {"acronym": "UPB", "name": "União dos Municípios da Bahia"}


def make_line(
    *, late: bool = False, extended: str = "", provisional: bool = False, document: str = DOCUMENT
) -> Line:
    return Line(
        key="2.2",
        text=GOAL,
        brief=GOAL,
        literal="quinta-feira, 24/12/2026",
        extended=extended,
        distance="venceu há 3 dias" if late else "faltam 10 dias",
        why="vence sáb., 26/12/2026 (25/12 é feriado: Natal)",
        late=late,
        provisional=provisional,
        day="24/12/2026",
        document=document,
    )


def make_section(*lines: Line, document: str = DOCUMENT) -> Section:
    return Section(acronym="UPB", institution=UPB["name"], document=document, lines=lines)


NEXT_DAY = "sexta-feira, 25/12/2026"
SECTIONS = (
    make_section(make_line(extended=NEXT_DAY), make_line(late=True, extended=NEXT_DAY)),
    make_section(make_line(provisional=True), make_line(late=True), document=""),
)
REMINDER: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "sections": SECTIONS,
        "subject": "Prazo em 24/12/2026: meta 2.2 do plano de trabalho",
        "more": more,
        "official_page": page,
        "mailbox": mailbox,
    }
    for more, page, mailbox in ((3, PAGE, MAILBOX), (0, "", ""))
)
MOVED_LINE = MovedLine(
    key="2.2",
    text=GOAL,
    brief=GOAL,
    literal_before="quinta-feira, 24/12/2026",
    extended_before="segunda-feira, 28/12/2026",
    literal=NEXT_DAY,
    extended="terça-feira, 29/12/2026",
    why="vence ter., 29/12/2026 (28/12 é ponto facultativo)",
    provisional=True,
    document=DOCUMENT,
)
PLAINLY_MOVED = replace(MOVED_LINE, extended_before="", extended="", provisional=False)
MOVED: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "sections": (MovedSection(acronym="UPB", institution=UPB["name"], document=document, lines=lines),),
        "count": len(lines) + more,
        "more": more,
        "official_page": page,
        "mailbox": mailbox,
    }
    for document, lines, more, page, mailbox in (
        (DOCUMENT, (MOVED_LINE, PLAINLY_MOVED), 3, PAGE, MAILBOX),
        ("", (PLAINLY_MOVED,), 0, "", ""),
    )
)
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
DUE = {"acronym": "UPB", "lines": SECTIONS[0].lines, "more": 2, "undated": ("1.1", "2.3")}
RECEIPT: Facts = {
    "protocol": "RP-2026-000142",
    "acronym": "UPB",
    "key": "2.2",
    "goal": GOAL,
    "fulfilled": False,
    "hours_asked": 60,
    "hours_done": "20",
    "hours_missing": "40",
}
ASKED: Facts = {"key": "2.2", "goal": GOAL, "acronym": "UPB"}
NOTHING: Sequence[Facts] = ({},)

CHAT: Mapping[str, Sequence[Facts]] = {
    "welcome": ({"person": "Maria Flor", "institutions": (UPB, UPB)},),
    "welcome_back": ({"person": "Maria Flor"},),
    "stranger": (REACHED, UNREACHED),
    "invite_used": NOTHING,
    "invite_expired": NOTHING,
    "invite_revoked": NOTHING,
    "invite_unknown": NOTHING,
    "group": NOTHING,
    "due_list": (
        {"sections": ({**DUE, "document": DOCUMENT},)},
        {"sections": ({**DUE, "document": "", "more": 0, "undated": ()},)},
    ),
    "due_nothing": NOTHING,
    "due_unknown": NOTHING,
    "reminder": REMINDER,
    "moved": MOVED,
    "subject_one": ({"line": make_line()},),
    "subject_late": ({"line": make_line(late=True)},),
    "subject_many": ({"count": 3},),
    "button_acknowledge": NOTHING,
    "acknowledged": NOTHING,
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
        {**RECEIPT, "hours_done": "60", "hours_missing": ""},
        {**RECEIPT, "hours_asked": None, "fulfilled": True},
        {**RECEIPT, "hours_asked": None},
    ),
    "report_received": REPORTS,
    "help": (
        {**REACHED, "commands": (("prazos", "ver o que está pendente"),)},
        {**UNREACHED, "commands": (("prazos", "ver o que está pendente"),)},
    ),
    "unknown_command": ({"command": "/relatorio"},),
    "not_understood": ({"goal": " 2.2"}, {"goal": ""}),
    "only_text": NOTHING,
    "cancelled": NOTHING,
    "nothing_to_cancel": NOTHING,
    "old_button": NOTHING,
    "not_found": NOTHING,
    "cpf_in_chat": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "failed": ({"code": "7F3A"},),
}

MAILS: Mapping[str, Sequence[Facts]] = {"moved": MOVED, "reminder": REMINDER, "report_received": REPORTS}
