"""Facts for the texts that tell what leaves, and what would."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.envios import SendingDay
from db.channels import ChannelKind
from db.notices import NoticeKind
from rede.sendings import GoalMark, SendingLine
from scheduler.ladder import Nature
from tests.house.check_in_samples import Facts

LINE = SendingLine(
    day="sex., 19/12/2025",
    hour="9h00",
    person="Maria Flor",
    channel=ChannelKind.TELEGRAM,
    standby=False,
    followed=True,
    sent=False,
    kind=NoticeKind.REMINDER,
    goals=(
        GoalMark(acronym="UPB", key="1.2", distance="faltam 5 dias"),
        GoalMark(acronym="", key="2.2", distance=""),
    ),
    more=2,
    subject="Prazo em 24/12/2025: meta 1.2 do plano de trabalho",
)
OURS = (
    GoalMark(acronym="UPB", key="1.1", distance="faltam 7 dias", nature=Nature.INTERNAL),
    GoalMark(acronym="UPB", key="3.1", distance="", nature=Nature.INTERNAL),
    GoalMark(acronym="UPB", key="semestre", distance="é hoje", nature=Nature.CHECK_IN),
    GoalMark(acronym="UPB", key="vigência", distance="", nature=Nature.TERM_END),
    GoalMark(acronym="UPB", key="C4", distance="é hoje", nature=Nature.INTERNAL, asks=True),
)
MAIL = replace(LINE, channel=ChannelKind.EMAIL, followed=False, standby=True, more=0)
SENDING: Sequence[Facts] = (
    {"one": LINE},
    {"one": MAIL},
    {"one": replace(MAIL, sent=True)},
    {"one": replace(MAIL, standby=False, followed=True)},
    *({"one": replace(LINE, goals=(mark,), more=0, followed=False)} for mark in OURS),
    {"one": replace(LINE, kind=NoticeKind.WEEKLY, goals=(), more=0, followed=False)},
)
SPAN: Facts = {"since": "12/12/2025", "until": "19/12/2025", "acronym": "UPB"}
DAYS = (
    SendingDay(day="sex., 19/12/2025", messages=1, people=1),
    SendingDay(day="seg., 22/12/2025", messages=12, people=9),
)
SENDINGS: Sequence[Facts] = (
    {**SPAN, "days": DAYS, "lines": (LINE, MAIL), "more": 3},
    {**SPAN, "acronym": "", "days": DAYS, "lines": (), "more": 0},
)
