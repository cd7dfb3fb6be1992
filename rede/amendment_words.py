"""What those who follow an agreement read of its amendment: facts for the texts, no sentence. A tool of acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from db.date_moves import DateMove
from db.ids import GoalId
from db.institutions import Institution
from db.instruments import Instrument
from db.obligations import obligations_owed
from db.people import Person
from db.plans import Plan
from rede.desk import Desk
from rede.digest import Words
from rede.lines import BRIEF, MovedLine, moved_line
from scheduler.plan.changes import Part, PlanChanges
from scheduler.wording import long_date

#: Goals and dates told one by one; the rest is counted. Keeps it under Telegram's 4096 characters.
MOST_GOALS, MOST_DATES = 6, 3


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    partner: Institution
    instrument: Instrument
    plan: Plan
    changes: PlanChanges
    #: The new end of the vigência; None: it stays.
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedGoal:
    """What a template knows of one goal of an amendment."""

    #: `new`, `gone` or `changed`.
    how: str
    key: str
    brief: str
    #: The phrase, or how it is read where the document does not say what counts; empty for one that is gone.
    deadline: str
    #: The one before; empty where it did not change.
    deadline_before: str


def amendment_words(desk: Desk, person: Person, amended: AmendmentFacts, dates: Sequence[MovedLine]) -> Words:
    goals, number, sei = goals_in_words(amended.changes), amended.instrument.number, amended.instrument.sei
    facts = {
        "person": person.name,
        "acronym": amended.partner.acronym,
        "institution": amended.partner.name,
        "document": " ".join(filter(None, (number, f"(processo SEI {sei})" if sei else ""))),
        "amendment": amended.plan.amendment,
        "since": long_date(amended.plan.in_force_from) if amended.plan.in_force_from else "",
        "ends": long_date(amended.ends) if amended.ends else "",
        "goals": goals[:MOST_GOALS],
        "more": max(0, len(goals) - MOST_GOALS),
        "dates": dates[:MOST_DATES],
        "more_dates": max(0, len(dates) - MOST_DATES),
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
    texts = desk.office.texts
    return Words(chat=texts.chat("amended", **facts), mail=texts.email("amended", **facts))


async def dates_for(desk: Desk, moved: Sequence[DateMove], reader: Institution) -> list[MovedLine]:
    """One line a date: where both sides owe it, the reader's own, whose days without work may be other ones."""
    found = await obligations_owed(desk.session, [move.obligation_id for move in moved])
    owed = {one.obligation.id: one for one in found}
    lines: dict[tuple[GoalId, str], MovedLine] = {}
    for move in moved:
        one = owed[move.obligation_id]
        due = one.goal.id, one.obligation.occurrence
        if due not in lines or one.institution.id == reader.id:
            lines[due] = moved_line(one, move)
    return list(lines.values())


def goals_in_words(changes: PlanChanges) -> list[AmendedGoal]:
    """What an amendment changes, goal by goal: changed, new, gone."""
    return list(_goals(changes))


def _goals(changes: PlanChanges) -> Iterator[AmendedGoal]:
    for change in changes.changed:
        before = change.before.deadline if Part.DEADLINE in change.parts else ""
        yield _goal("changed", change.after.key, change.after.text, change.after.deadline, before)
    for goal in changes.added:
        yield _goal("new", goal.key, goal.text, goal.deadline)
    for goal in changes.removed:
        yield _goal("gone", goal.key, goal.text)


def _goal(how: str, key: str, text: str, deadline: str = "", before: str = "") -> AmendedGoal:
    return AmendedGoal(
        how=how,
        key=key,
        brief=shorten(text, BRIEF, placeholder="…"),
        deadline=deadline,
        deadline_before=before,
    )
