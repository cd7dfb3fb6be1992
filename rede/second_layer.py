"""Where the second layer's ladders end: a list a week for whoever it joined through, counts for the Secretariat.

Made of what had run out by the week's first day with work, whenever it is asked: a week has one answer.

A tool of acts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.ids import InstitutionId, PersonId
from db.institutions import Institution
from db.people import Function
from db.second_layer import LeftOpen, left_open_by_second_layer
from db.serving import Serving, who_follow
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import Words, words_of

#: Institutions named, and counted one by one: a message holds no more. The rest is a number.
MOST_NAMED, MOST_COUNTED = 20, 20


@dataclass(frozen=True, slots=True)
class Member:
    """One institution of the second layer, and the goals that it left open."""

    name: str
    keys: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What is left open among those who joined through one institution; `more` are not in `members`."""

    acronym: str
    name: str
    count: int
    members: Sequence[Member] = ()
    more: int = 0


@dataclass(slots=True)
class Weekly:
    """What one person is told: the lists of whom they coordinate for; the Secretariat, how many everywhere."""

    lists: list[Joined] = field(default_factory=list)
    totals: list[Joined] = field(default_factory=list)


def first_day_of_week(desk: Desk) -> date:
    """The first day with work since Monday; in a week without one, a day of the next."""
    monday = desk.today - timedelta(days=desk.today.weekday())
    only = desk.office.window.working_days_only
    return desk.office.calendar.working_day_on_or_after(monday) if only else monday


async def lists_of_week(desk: Desk) -> dict[PersonId, Weekly]:
    """Who is told of what in the week of today; nobody before its first day with work."""
    day = first_day_of_week(desk)
    if desk.today < day:
        return {}
    by_parent: dict[InstitutionId, list[LeftOpen]] = {}
    for one in await left_open_by_second_layer(desk.session, before=day):
        if one.extended + timedelta(days=_reach(desk, one.key)) < day:
            by_parent.setdefault(one.first_layer, []).append(one)
    circles = await circles_of(desk.session, by_parent)
    found: dict[PersonId, Weekly] = {}
    for place, rows in sorted(by_parent.items(), key=lambda pair: circles.institutions[pair[0]].acronym):
        joined = _joined(circles.institutions[place], rows)
        for person_id in _coordinators(circles.serving[place]):
            found.setdefault(person_id, Weekly()).lists.append(joined)
        for person_id in sorted({one.person_id for one in circles.secretariat}):
            found.setdefault(person_id, Weekly()).totals.append(joined)
    return found


def _reach(desk: Desk, key: str) -> int:
    """Days after the date on which the ladder of a goal ends."""
    return max(desk.office.ladders.of(key).offsets, default=0)


def _joined(institution: Institution, rows: Sequence[LeftOpen]) -> Joined:
    keys: dict[InstitutionId, list[str]] = {}
    names: dict[InstitutionId, str] = {}
    for row in rows:
        names[row.institution_id] = row.name
        if row.key not in keys.setdefault(row.institution_id, []):
            keys[row.institution_id].append(row.key)
    members = [Member(name, sorted(keys[place])) for place, name in names.items()]
    return Joined(acronym=institution.acronym, name=institution.name, count=len(members), members=members)


def _coordinators(serving: Sequence[Serving]) -> list[PersonId]:
    """Whoever coordinates; those who follow, where nobody does."""
    found = {one.person_id for one in serving if one.function == Function.COORDENADOR and one.reachable}
    return sorted(found) or who_follow(serving)


def weekly_words(desk: Desk, person: str, weekly: Weekly) -> Words:
    """What is left open, by name and by number."""
    facts = {
        "person": person,
        "lists": _cut(weekly.lists),
        "totals": weekly.totals[:MOST_COUNTED],
        "more_totals": max(0, len(weekly.totals) - MOST_COUNTED),
        "day": f"{first_day_of_week(desk):%d/%m/%Y}",
    }
    return words_of(desk, "weekly", facts)


def _cut(lists: Sequence[Joined]) -> list[Joined]:
    """As many names as one message holds, shared among the lists."""
    share = max(1, MOST_NAMED // max(1, len(lists)))
    return [
        Joined(
            acronym=one.acronym,
            name=one.name,
            count=one.count,
            members=one.members[:share],
            more=max(0, one.count - share),
        )
        for one in lists
    ]
