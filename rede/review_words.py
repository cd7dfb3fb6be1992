"""Who is told what became of a report: its author and those who follow the goal, once each. A tool of acts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from textwrap import shorten

from db.deliverables import Deliverable
from db.ids import PersonId
from db.notices import NoticeKind
from db.obligations import Owed
from rede.announce import Buttons, tell_in_window
from rede.bound_buttons import bound
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import words_of
from rede.lines import BRIEF
from scheduler.clock import local_day
from scheduler.wording import long_date

#: The act of the button under what came back (bot/commands/entregar.py); buttons under one message.
ADJUST, MOST_BUTTONS = "entregarajusta", 6


class Verdict(StrEnum):
    """As the texts name it."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What a text knows of one report. Dates as `quinta-feira, 24/12/2026`."""

    protocol: str
    acronym: str
    key: str
    goal: str
    received: str
    late: bool
    #: Of one that came back: why, and by when it is asked for again.
    reason: str
    due_again: str


def report_line(report: Deliverable, owed: Owed) -> ReportLine:
    return ReportLine(
        protocol=report.protocol,
        acronym=owed.institution.acronym,
        key=owed.goal.key,
        goal=shorten(owed.goal.text, BRIEF, placeholder="…"),
        received=long_date(local_day(report.received_at)),
        late=report.late,
        reason=report.reason,
        due_again=long_date(report.due_again) if report.due_again else "",
    )


async def tell_verdict(desk: Desk, verdict: Verdict, decided: Sequence[tuple[Deliverable, Owed]]) -> None:
    """Everybody concerned but the desk's actor, once of all of these."""
    for person_id, lines in (await _by_person(desk, decided)).items():
        facts = {
            "verdict": str(verdict),
            "reports": lines,
        }
        words = words_of(desk, "reviewed", facts)
        if verdict is Verdict.RETURNED:
            words = replace(words, buttons=_adjusting(desk, person_id, decided))
        about = f"reviewed:{verdict}:{lines[0].protocol}:{desk.now.isoformat()}:{person_id}"
        await tell_in_window(desk, person_id, kind=NoticeKind.REVIEW, words=words, key=about)


def _adjusting(desk: Desk, person_id: PersonId, decided: Sequence[tuple[Deliverable, Owed]]) -> Buttons:
    """Opens what came back, to be sent again; not for whoever only entered it for others."""
    sealer, texts = desk.office.sealer, desk.office.texts
    return [
        [
            (
                texts.chat("report_button_adjust", protocol=report.protocol),
                bound(sealer, person_id, ADJUST, report.id, report.version),
            )
        ]
        for report, _ in decided[:MOST_BUTTONS]
        if report.registered_by != person_id
    ]


async def _by_person(
    desk: Desk, decided: Sequence[tuple[Deliverable, Owed]]
) -> dict[PersonId, list[ReportLine]]:
    circles = await circles_of(desk.session, {owed.institution.id for _, owed in decided})
    found: dict[PersonId, list[ReportLine]] = {}
    for report, owed in decided:
        concerned = {
            *circles.followers(owed.institution.id, owed.goal.key),
            report.person_id,
            report.registered_by,
        }
        for person_id in sorted(one for one in concerned if one is not None and one != desk.actor):
            found.setdefault(person_id, []).append(report_line(report, owed))
    return found
