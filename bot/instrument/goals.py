"""The goals of a plan in words: as a document has them, as they stand, and the dates that come next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from bot.instrument.asking import in_pages, told
from bot.turn import Turn
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import ObligationState, obligations_owed, obligations_under
from db.plans import Goal, GoalKind
from rede.desk import Desk
from rede.readings import GoalRead, PlanRefused, as_decided, assumed, read_goals
from rede.succession import as_read
from scheduler.plan_document import PlanDocument, PlanGoal
from scheduler.wording import short_date

#: Characters of a goal's wording, of its phrase and of a reading.
BRIEF, LONGEST = 80, 300
#: Problems told line by line, and dates that come next.
MOST_PROBLEMS, MOST_DAYS = 40, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """What a template knows of one goal."""

    key: str
    brief: str
    #: The phrase, to the letter.
    phrase: str
    #: Empty where it cannot be read.
    reading: str = ""
    #: Why it cannot be read.
    reason: str = ""
    #: It reads several ways, and nobody said which.
    asked: bool = False
    #: The name of the version that brought it; empty: it was there from the beginning.
    since: str = ""


async def tell_document(turn: Turn, name: str, document: PlanDocument, partner: Institution) -> None:
    """What the document says, what could not be read in it by line, and each goal with its reading."""
    head = turn.text(
        "instrument_document",
        file=name,
        goals=len(document.goals),
        number=document.instrument or document.number or "",
        sei=document.sei or "",
        cnpj=_masked(document.partner_cnpj or ""),
        signed=told(document.last_signature),
        partner=document.partner_acronym or "",
        acronym=partner.acronym,
        differs=_is_another(document, partner),
        problems=bool(document.problems),
    )
    problems = [
        turn.text("instrument_problem", line=one.line, reason=one.reason)
        for one in document.problems[:MOST_PROBLEMS]
    ]
    more = len(document.problems) - MOST_PROBLEMS
    if more > 0:
        problems.append(turn.text("instrument_more", more=more))
    in_pages(turn, head, problems, between="\n")
    tell_lines(turn, turn.text("instrument_goals"), await _lines(turn, document))


def _masked(cnpj: str) -> str:
    """`12.ABC.345/01DE-35`, as it is written."""
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}" if cnpj else ""


def tell_lines(turn: Turn, head: str, lines: Sequence[GoalLine]) -> None:
    in_pages(turn, head, [turn.text("instrument_goal", goal=line) for line in lines])


def line_of(read: GoalRead, *, asked: bool) -> GoalLine:
    return replace(
        _plain_line(read.goal), reading=shorten(read.reading.reading, LONGEST, placeholder="…"), asked=asked
    )


def line_of_goal(goal: Goal, since: str) -> GoalLine:
    """One that is stored, with the amendment that brought it."""
    line = _plain_line(as_read(goal))
    return replace(line, reading=shorten(goal.reading, LONGEST, placeholder="…"), since=since)


def _plain_line(goal: PlanGoal) -> GoalLine:
    brief, phrase = (
        shorten(goal.text, BRIEF, placeholder="…"),
        shorten(goal.deadline, LONGEST, placeholder="…"),
    )
    return GoalLine(key=goal.key, brief=brief, phrase=phrase)


async def _lines(turn: Turn, document: PlanDocument) -> list[GoalLine]:
    unread = _unreadable(document)
    readable = replace(document, goals=tuple(goal for goal in document.goals if goal.key not in unread))
    goals = await as_decided(turn.desk.session, read_goals(readable, {}))
    open_ = {one.goal.key for one in assumed(goals)}
    read = {one.goal.key: line_of(one, asked=one.goal.key in open_) for one in goals}
    return [
        read.get(goal.key) or replace(_plain_line(goal), reason=unread[goal.key]) for goal in document.goals
    ]


def _unreadable(document: PlanDocument) -> Mapping[str, str]:
    """Why, by the key of each goal whose phrase cannot be read."""
    try:
        read_goals(document, {})
    except PlanRefused as refused:
        return {
            key: shorten(reason, LONGEST, placeholder="…") for key, _, _, reason in refused.facts["goals"]
        }
    return {}


def _is_another(document: PlanDocument, partner: Institution) -> bool:
    """The document names somebody else: a slip, or the plan of the institution through which this one joined."""
    acronym, cnpj = document.partner_acronym or "", document.partner_cnpj or ""
    other_name = bool(acronym) and acronym.casefold() != partner.acronym.casefold()
    return other_name or bool(cnpj and partner.cnpj and cnpj != partner.cnpj)


async def next_days(desk: Desk, instrument: Instrument) -> list[tuple[str, str, str]]:
    """The dates of the plan that come next under an agreement: whose, the goal's key, the day."""
    rows = await obligations_under(desk.session, instrument.id, states=[ObligationState.OPEN])
    ahead = [row for row in rows if row.literal and row.literal >= desk.today and not row.internal]
    found = await obligations_owed(desk.session, [row.id for row in ahead])
    owed = [one for one in found if one.goal.kind is GoalKind.PLAN]
    return [
        (one.institution.acronym, one.goal.key, short_date(one.obligation.literal))
        for one in owed[:MOST_DAYS]
        if one.obligation.literal
    ]
