"""Facts for the texts of reminders and of the weekly lists: every kind of line, told on every rung."""

from collections.abc import Sequence
from dataclasses import replace

from rede.circles import FOLLOWERS, OTHER_FOLLOWERS
from rede.lines import Line, Section
from rede.progress_lines import Shortfall
from rede.second_layer import Joined, Member
from scheduler.ladder import RUNGS, Nature, Rung
from tests.house.check_in_samples import DOCUMENT, GOAL, MAILBOX, PAGE, UPB, Facts

NEXT_DAY = "sexta-feira, 25/12/2026"


def make_line(
    *, late: bool = False, extended: str = "", provisional: bool = False, document: str = DOCUMENT
) -> Line:
    return Line(
        key="2.2",
        text=GOAL,
        brief=GOAL,
        literal="quinta-feira, 24/12/2026",
        extended=extended,
        distance="prazo encerrado há 3 dias" if late else "faltam 10 dias",
        why="vence sáb., 26/12/2026 (25/12 é feriado: Natal)",
        late=late,
        provisional=provisional,
        day="24/12/2026",
        document=document,
    )


def make_section(*lines: Line, document: str = DOCUMENT) -> Section:
    return Section(acronym="UPB", institution=UPB["name"], document=document, lines=lines)


PLAIN = make_line()
LATE = make_line(late=True, extended=NEXT_DAY)
CLIMBING = (
    *(
        replace(LATE, rung=rung, told_before=(FOLLOWERS, *RUNGS[:number]) if number != 2 else ())
        for number, rung in enumerate(Rung)
    ),
    replace(LATE, rung=Rung.COORDINATOR, told_before=(OTHER_FOLLOWERS, Rung.SUBSTITUTE)),
    replace(LATE, rung=Rung.SECRETARIAT, told_before=()),
    replace(LATE, rung=Rung.SECRETARIAT, told_before=(), reachable=True),
)
SHORT = tuple(
    replace(
        line, shortfall=Shortfall(hours=hours, missing=missing, asked="60", is_one=is_one, on="14/12/2026")
    )
    for line in (PLAIN, LATE)
    for hours, missing, is_one in ((True, "22", False), (True, "1,5", True), (False, "1", True))
)
FAR = replace(PLAIN, distance="")
PUBLISHING = (replace(PLAIN, key="3.1"), replace(PLAIN, key="3.2"))
OURS = tuple(
    line
    for nature in (Nature.INTERNAL, Nature.CHECK_IN, Nature.TERM_END)
    for line in (replace(PLAIN, nature=nature), replace(FAR, nature=nature))
)
MANY = tuple(
    replace(PLAIN, nature=nature, agreements=count, named=("AC 15/2025 (UPB)", "AC 16/2025 (FECAM)"))
    for nature, count in ((Nature.DEADLINE, 281), (Nature.DEADLINE, 2), (Nature.TERM_END, 3))
)
SECTIONS = (
    make_section(make_line(extended=NEXT_DAY), LATE, *PUBLISHING),
    make_section(make_line(provisional=True), make_line(late=True), document=""),
)
TOLD_TODAY: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "sections": sections,
        "subject": "Prazo em 24/12/2026: meta 2.2 do plano de trabalho",
        "more": more,
        "official_page": page,
        "mailbox": mailbox,
        "acknowledge": "https://rede.example.org/ciente/7.abcdefghijklmnop" if page else "",
    }
    for sections, more, page, mailbox in (
        (SECTIONS, 3, PAGE, MAILBOX),
        (SECTIONS, 0, "", ""),
        ((make_section(*CLIMBING),), 0, PAGE, MAILBOX),
        ((make_section(*SHORT),), 0, PAGE, MAILBOX),
        ((make_section(*OURS), make_section(*OURS, document="")), 0, PAGE, MAILBOX),
        ((make_section(*MANY, document=""),), 0, PAGE, MAILBOX),
    )
)
#: As a chat has them that stands by.
LASTING: Sequence[Facts] = tuple({**facts, "lasting": True} for facts in TOLD_TODAY)
REMINDER: Sequence[Facts] = (*TOLD_TODAY, *LASTING)
IRECE, CANUDOS = Member("Município de Irecê", ("1.2",)), Member("Município de Canudos", ("1.2", "2.1"))
JOINED = Joined(acronym="UPB", name=UPB["name"], count=12, members=(IRECE, CANUDOS), more=10)
ONE_JOINED = Joined(acronym="FECAM", name="Federação de Municípios", count=1, members=(IRECE,))
WEEKLY: Sequence[Facts] = tuple(
    {
        "person": "Maria Flor",
        "lists": lists,
        "totals": totals,
        "more_totals": more,
        "day": "07/12/2026",
        "official_page": page,
        "mailbox": mailbox,
    }
    for lists, totals, more, page, mailbox in (
        ((JOINED, ONE_JOINED), (), 0, PAGE, MAILBOX),
        ((), (JOINED, ONE_JOINED), 4, "", ""),
        ((JOINED,), (JOINED,), 0, PAGE, MAILBOX),
    )
)
