"""Facts for the texts of announcements."""

from collections.abc import Mapping, Sequence

from notifier.marked import as_chat, as_mail, as_plain
from tests.house.check_in_samples import MAILBOX, PAGE, Facts

PARAGRAPHS = (
    ("As inscrições do curso vão até 12/12/2026, às 18h (horário de Brasília).",),
    ("Inscreva-se em https://rede.example.org/curso", "Dúvidas: curso@rede.example.org"),
)
TITLE = "Curso do Transferegov.br com inscrições abertas"
WORDS = "\n\n".join("\n".join(lines) for lines in PARAGRAPHS)
PLAIN: Facts = {
    "person": "Maria Flor",
    "title": TITLE,
    "paragraphs": PARAGRAPHS,
    "text": WORDS,
    "plain": WORDS,
    "marked": "",
    "sender": "",
    "sender_name": "",
    "corrected": "",
    "corrected_day": "",
    "button_label": "",
    "button_url": "",
    "leave_link": "",
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
MARKED = "As <b>inscrições</b> vão até 12/12/2026.\nVeja https://rede.example.org/curso"
ANNOUNCEMENT: Sequence[Facts] = (
    {**PLAIN, "leave_link": "https://elo.example.org/sair/7.abcdefgh"},
    {**PLAIN, "official_page": ""},
    {**PLAIN, "mailbox": ""},
    {
        **PLAIN,
        "text": as_chat(MARKED),
        "plain": as_plain(MARKED),
        "marked": as_mail(MARKED),
        "button_label": "Inscreva-se",
        "button_url": "https://www.gov.br/inscreva",
    },
    {
        **PLAIN,
        "title": "Reunião das prefeituras",
        "sender": "UPB",
        "sender_name": "União dos Municípios da Bahia",
        "corrected": "Reunião",
        "corrected_day": "segunda-feira, 23/11/2026",
    },
)
HELD: Sequence[Facts] = tuple(
    {
        "number": 7,
        "title": "Curso do Transferegov.br com inscrições abertas",
        "day": "segunda-feira, 23/11/2026",
        "hour": "9h00",
        "people": people,
        "official_page": page,
    }
    for people, page in ((281, PAGE), (1, ""))
)
ELECTORAL: Sequence[Facts] = tuple(
    {**HELD[0], "person": "Ana", "people": people, "decides": decides}
    for people, decides in ((281, True), (1, False))
)
SENT: Facts = {
    "people": 11142,
    "sent": 10980,
    "telegram": 9000,
    "email": 1980,
    "failed": 30,
    "unknown": 2,
    "waiting": 10,
    "left_out": 120,
    "no_contact": 60,
    "closed": 20,
    "opted_out": 30,
    "cancelled": 10,
}
WHOLE: Facts = {
    **SENT,
    **dict.fromkeys(("failed", "unknown", "waiting", "left_out"), 0),
    **dict.fromkeys(("no_contact", "closed", "opted_out", "cancelled"), 0),
}
NUMBERED: Facts = {"number": 7, "title": TITLE}
DAY: Facts = {"day": "segunda-feira, 23/11/2026", "hour": "9h00"}
TO: Facts = {"mailbox": MAILBOX, "official_page": PAGE}
APPROVAL: Sequence[Facts] = (
    {**NUMBERED, **DAY, **TO, "author": "Ana", "text": WORDS, "cut": True, "audience": "todos", "people": 281}
    | {"urgent": "A sala mudou", "corrects": 0},
    {**NUMBERED, **DAY, **TO, "author": "", "text": WORDS, "cut": False, "audience": "todos", "people": 1}
    | {"urgent": "", "official_page": "", "corrects": 6},
)
DECIDED: Sequence[Facts] = (
    {**NUMBERED, **TO, "name": "Ana", "approved": True, "reason": ""},
    {**NUMBERED, **TO, "name": "", "approved": False, "reason": "", "official_page": ""},
    {**NUMBERED, **TO, "name": "Ana", "approved": False, "reason": "A data está errada."},
)
SUSPENDED: Sequence[Facts] = ({**NUMBERED, **TO}, {**NUMBERED, **TO, "official_page": ""})
SUMMARY: Sequence[Facts] = (
    {**NUMBERED, **TO, **SENT, "author_gone": False},
    {**NUMBERED, **TO, **WHOLE, "author_gone": True, "official_page": ""},
)
STATES = ("unapproved", "planned", "held", "paused", "suspended", "cancelled", "done", "leaving", "filling")
ABSENCES = ("no_contact", "closed", "opted_out", "cancelled", "failed", "unknown")
PROGRESS: Sequence[Facts] = tuple(
    {**NUMBERED, **DAY, **counts, "state": state, "held_for": why, "bar": bar, "percent": 47}
    for state in STATES
    for counts, why, bar in ((SENT, "electoral", "▓▓▓▓░░░░░░"), (WHOLE, "", ""))
)
NOTHING_ELSE: Sequence[Facts] = ({},)
ANNOUNCEMENTS: Mapping[str, Sequence[Facts]] = {
    "announcement": ANNOUNCEMENT,
    "announcement_held": HELD,
    "announcement_electoral": ELECTORAL,
    "announcement_file": ({"title": TITLE},),
    "broadcast_approval": APPROVAL,
    "broadcast_decided": DECIDED,
    "broadcast_suspended": SUSPENDED,
    "broadcast_summary": SUMMARY,
    "broadcast_progress": PROGRESS,
    "broadcast_counts": (SENT, WHOLE),
    "broadcast_state": tuple({"state": one} for one in STATES),
    "broadcast_held_for": ({"held_for": "electoral"}, {"held_for": "late"}),
    "broadcast_file": ({"number": 7},),
    "broadcast_columns": NOTHING_ELSE,
    "broadcast_channel": ({"channel": "telegram"}, {"channel": "email"}),
    "broadcast_result": tuple(
        {"result": one} for one in ("sent", "waiting", "unknown", "failed", "left_out")
    ),
    "broadcast_reason": tuple({"reason": one} for one in ABSENCES),
    **dict.fromkeys(
        (
            "button_comunaprova",
            "button_comunrecusa",
            "button_comunpausa",
            "button_comunsegue",
            "button_comuncancela",
            "button_comunresult",
            "approval_nobody",
            "approval_own",
            "approval_over",
            "announcement_not_held",
            "announcement_not_paused",
            "announcement_stands_still",
            "announcement_over",
            "announcement_still_leaving",
            "announcement_unapproved",
            "announcement_suspended",
            "announcement_of_ours",
            "announcement_failed_nobody",
            "announcement_none_unknown",
        ),
        NOTHING_ELSE,
    ),
}
ANNOUNCEMENT_MAILS: Mapping[str, Sequence[Facts]] = {
    "announcement": ANNOUNCEMENT,
    "announcement_held": HELD,
    "announcement_electoral": ELECTORAL,
    "broadcast_approval": APPROVAL,
    "broadcast_decided": DECIDED,
    "broadcast_suspended": SUSPENDED,
    "broadcast_summary": SUMMARY,
}
