"""Facts for the texts of a plan that changed, and of the first word to a network that is there already."""

from collections.abc import Sequence
from dataclasses import replace

from rede.amendment_words import AmendedGoal
from rede.lines import MovedLine, MovedSection
from rede.welcome import Place
from scheduler.ladder import Nature
from tests.house.check_in_samples import DOCUMENT, GOAL, MAILBOX, PAGE, UPB, Facts
from tests.house.reminder_samples import NEXT_DAY, make_line

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
OURS_MOVED = tuple(replace(PLAINLY_MOVED, nature=nature) for nature in (Nature.TERM_END, Nature.CHECK_IN))
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
        (DOCUMENT, OURS_MOVED, 0, PAGE, MAILBOX),
    )
)
FIRST_WORD: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "places": (
            Place(
                acronym="UPB",
                name=UPB["name"],
                functions=("coordenação", "gabinete"),
                goals=goals,
                agreements=agreements,
            ),
        ),
        "more": more,
        "lines": lines,
        "official_page": page,
        "mailbox": mailbox,
    }
    for goals, agreements, more, lines, page, mailbox in (
        (11, 281, 3, (("UPB", make_line(extended=NEXT_DAY, provisional=True)),), PAGE, MAILBOX),
        (14, 1, 0, (("UPB", make_line()), ("IRECE", make_line(document=""))), "", ""),
        (0, 0, 0, (), PAGE, ""),
    )
)
AMENDED_GOALS = tuple(
    AmendedGoal(how=how, key=key, brief=GOAL, deadline=deadline, deadline_before=before)
    for how, key, deadline, before in (
        ("changed", "2.2", "Anual com o mínimo de 80 horas ao ano", "Anual com o mínimo de 60 horas ao ano"),
        ("changed", "2.3", "Semestral", ""),
        ("new", "3.8", "Anual", ""),
        ("gone", "3.7", "", ""),
    )
)
AMENDED: Facts = {
    "person": "Maria Flor",
    "acronym": "UPB",
    "institution": UPB["name"],
    "document": DOCUMENT,
    "amendment": "1º Termo Aditivo",
    "since": NEXT_DAY,
    "ends": NEXT_DAY,
    "goals": AMENDED_GOALS,
    "more": 2,
    "dates": (MOVED_LINE, PLAINLY_MOVED, *OURS_MOVED),
    "more_dates": 4,
    "official_page": PAGE,
    "mailbox": MAILBOX,
}
SHORT = {
    "document": "",
    "ends": "",
    "dates": (),
    "more": 0,
    "more_dates": 0,
    "official_page": "",
    "mailbox": "",
}
AMENDMENTS: Sequence[Facts] = (AMENDED, {**AMENDED, **SHORT})
