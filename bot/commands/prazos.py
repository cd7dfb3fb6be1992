"""/prazos: what the person's institutions owe, soonest first; what has no date is named at the end.

With a goal that counts hours or occurrences, how far it is. What is owed all the time is never late; what came back
for an adjustment has an internal date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from textwrap import shorten

from bot.report_words import check_in_named, read_key
from bot.turn import TakesButton, Turn
from db.deliverables import Deliverable, returned_reports
from db.ids import ObligationId
from db.institutions import Layer
from db.obligations import Obligation, Owed, open_obligations, reportable_obligations
from db.plans import GoalKind
from rede.lines import BRIEF, Line, document_of, line_of
from rede.own_goals import CHECK_IN, is_continuous
from rede.progress import progress_of_many, quantity_asked
from rede.progress_lines import ProgressLine, progress_line
from scheduler.deadlines import rule_from_json
from scheduler.wording import long_date

BUTTONS: Mapping[str, TakesButton] = {}
#: Dated goals shown per agreement: a list that fits a phone and one message.
SHOWN = 8
#: Ends of the vigência shown, soonest first, ledgers, what came back: a message has 4096 characters.
MOST_ENDS, MOST_LEDGERS, MOST_BACK = 3, 5, 3
#: An end of the vigência further away is no news.
ENDING = timedelta(days=180)


class Stage(StrEnum):
    """Where a check-in is: it cannot be answered before its semester has begun."""

    AHEAD = "ahead"
    ASKED = "asked"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLine:
    """A report that came back: its goal, its number, and by when it is asked for again."""

    key: str
    protocol: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSection:
    acronym: str
    document: str
    lines: Sequence[Line]
    more: int
    #: What came back for an adjustment.
    back: Sequence[BackLine]
    #: The check-in that comes next; None when there is none.
    check_in: Line | None
    stage: Stage | None
    #: Vigências that end soon.
    ends: Sequence[Line]
    #: Owed all the time.
    continuous: Sequence[str]
    #: Owed when something happens.
    occasional: Sequence[str]

    @property
    def says_something(self) -> bool:
        dated = self.lines or self.back or self.check_in or self.ends
        return bool(dated or self.continuous or self.occasional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    acronym: str
    document: str
    key: str
    brief: str
    progress: ProgressLine


async def handle(turn: Turn) -> None:
    served = [institution.id for institution in turn.served]
    asked = _asked_for(turn.arguments)
    ends_by = None if asked else turn.desk.today + ENDING
    still = await open_obligations(turn.desk.session, served, ends_by=ends_by)
    owed = [one for one in still if _is_asked(one, asked)]
    ledgers = await _ledgers(turn, asked) if asked else []
    back = {one.obligation_id: one for one in await returned_reports(turn.desk.session, served)}
    owed.sort(key=_agreement)
    groups = groupby(owed, key=_agreement)
    sections = [_section(turn.desk.today, list(group), back) for _, group in groups]
    for section in sections:
        if section.says_something:
            turn.answer("due_list", sections=[section])
    if not turn.answers and not ledgers:
        turn.answer("due_unknown" if asked else "due_nothing")
    if ledgers:
        more = max(0, len(ledgers) - MOST_LEDGERS)
        turn.answer("progress_list", goals=ledgers[:MOST_LEDGERS], more=more)


def _asked_for(arguments: str) -> str:
    """The key of a goal, or an acronym; empty for everything."""
    words = arguments.strip()
    return CHECK_IN if check_in_named(words) is not None else (read_key(words) or words).casefold()


def _is_asked(one: Owed, asked: str) -> bool:
    """The Secretariat names its agreements by the partner."""
    names = (one.institution.acronym, one.partner.acronym, one.goal.key)
    return not asked or asked in {name.casefold() for name in names}


def _agreement(owed: Owed) -> tuple[int, str, int]:
    """One message per agreement; one for all of the Secretariat's, which has hundreds."""
    of_secretariat = owed.institution.layer == Layer.SECRETARIAT
    return owed.institution.layer, owed.institution.acronym, 0 if of_secretariat else owed.instrument.id


def _section(today: date, owed: Sequence[Owed], back: Mapping[ObligationId, Deliverable]) -> DueSection:
    plan = [one for one in owed if one.goal.kind is GoalKind.PLAN]
    known = [one for one in plan if one.obligation.literal is not None and one.obligation.id not in back]
    dated = _lines(known, today)
    undated = [one.goal for one in plan if one.obligation.literal is None]
    check_ins = [one for one in owed if one.goal.kind is GoalKind.CHECK_IN]
    ends = [one for one in owed if one.goal.kind is GoalKind.TERM_END]
    one_agreement = len({one.instrument.id for one in owed}) == 1
    return DueSection(
        acronym=owed[0].institution.acronym,
        document=document_of(owed[0]) if one_agreement else "",
        lines=dated[:SHOWN],
        more=max(0, len(dated) - SHOWN),
        back=[_came_back(one, back[one.obligation.id]) for one in plan if one.obligation.id in back][
            :MOST_BACK
        ],
        check_in=line_of(check_ins[0], today) if check_ins else None,
        stage=_stage(check_ins[0].obligation, today) if check_ins else None,
        ends=_lines(ends, today)[:MOST_ENDS],
        continuous=sorted({goal.key for goal in undated if is_continuous(goal)}),
        occasional=sorted({goal.key for goal in undated if not is_continuous(goal)}),
    )


def _came_back(one: Owed, report: Deliverable) -> BackLine:
    day = long_date(report.due_again) if report.due_again else ""
    return BackLine(key=one.goal.key, protocol=report.protocol, day=day)


def _stage(check_in: Obligation, today: date) -> Stage:
    if check_in.opens is not None and today < check_in.opens:
        return Stage.AHEAD
    return Stage.PAST if check_in.extended is not None and check_in.extended < today else Stage.ASKED


def _lines(owed: Sequence[Owed], today: date) -> list[Line]:
    """By date; the same goal on the same day under several agreements is one line."""
    found: dict[tuple[str, date | None, date | None], list[Owed]] = {}
    for one in sorted(owed, key=lambda one: (one.obligation.literal or today, one.obligation.id)):
        same = (one.goal.key, one.obligation.literal, one.obligation.extended)
        found.setdefault(same, []).append(one)
    return [replace(line_of(group[0], today), agreements=len(group)) for group in found.values()]


async def _ledgers(turn: Turn, asked: str) -> list[Ledger]:
    """How far the current cycle of a goal is, also once it is fulfilled: what comes after still counts."""
    served = [institution.id for institution in turn.served]
    reportable = await reportable_obligations(turn.desk.session, served)
    current: dict[tuple[int, int, str], Owed] = {}
    for one in reportable:
        if not _is_asked(one, asked) or quantity_asked(rule_from_json(one.goal.rule)) is None:
            continue
        place = (one.institution.id, one.instrument.id, one.goal.key)
        if place not in current or (one.obligation.opens or date.max) <= turn.desk.today:
            current[place] = one
    progress = await progress_of_many(turn.desk, list(current.values()))
    return [
        Ledger(
            acronym=one.institution.acronym,
            document=document_of(one),
            key=one.goal.key,
            brief=shorten(one.goal.text, BRIEF, placeholder="…"),
            progress=progress_line(progress[ObligationId(one.obligation.id)]),
        )
        for one in current.values()
        if one.obligation.id in progress
    ]
