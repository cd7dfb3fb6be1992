"""Who has to act on a report and has not: it came back and was not sent again, or nobody has looked at it.

Once in so many days (`[reminders] review_days`), and once shortly before the internal date of one that came back.
One digest a person; stopped anywhere it is the same when called again on that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from db.ids import DeliverableId, InstitutionId, PersonId
from db.institutions import institutions_by_id
from db.notices import NoticeKind
from db.people import Function, Person, people_of_the_secretariat
from db.reviews import Waiting, given_back, remember_nudge, unread_since
from db.serving import Serving, people_serving
from rede.access import Role, Standing, answers_for, standings_of
from rede.announce import tell_in_window
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import words_of
from rede.lateness import end_of
from scheduler.clock import local_day
from scheduler.wording import long_date, short_date

#: Days before the internal date on which its reminder comes.
BEFORE = timedelta(days=2)
#: Reports named in one digest, of each kind; the others are counted.
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Nudge:
    """What one person has to act on, the oldest first."""

    returned: Sequence[Waiting]
    unread: Sequence[Waiting]

    @property
    def ids(self) -> AbstractSet[DeliverableId]:
        return {one.id for one in (*self.returned, *self.unread)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeLine:
    protocol: str
    acronym: str
    key: str
    #: `sex., 12/12/2025`
    received: str
    #: Of one that came back: `quinta-feira, 24/12/2026`.
    due_again: str


async def due_nudges(desk: Desk) -> Mapping[PersonId, Nudge]:
    """Whom to remind of what today."""
    returned = [one for one in await given_back(desk.session) if _is_due(desk, one)]
    unread = await unread_since(desk.session, end_of(_long_ago(desk)))
    senders = await _senders(desk, returned)
    reviewers = await _reviewers(desk, unread)
    return {
        person_id: Nudge(senders.get(person_id, ()), reviewers.get(person_id, ()))
        for person_id in sorted({*senders, *reviewers})
    }


async def nudge(desk: Desk, people: Mapping[PersonId, Nudge]) -> None:
    """One digest for each of them, put once a day."""
    for person_id, found in people.items():
        person = await desk.session.get_one(Person, person_id)
        facts = {
            "person": person.name,
            "returned": [_line(one) for one in found.returned[:MOST_NAMED]],
            "more_returned": max(0, len(found.returned) - MOST_NAMED),
            "unread": [_line(one) for one in found.unread[:MOST_NAMED]],
            "more_unread": max(0, len(found.unread) - MOST_NAMED),
        }
        words = words_of(desk, "review_nudge", facts)
        key = f"review-nudge:{desk.today.isoformat()}:{person_id}"
        await tell_in_window(desk, person_id, kind=NoticeKind.TASK, words=words, key=key)


async def nudged(desk: Desk, ids: Iterable[DeliverableId]) -> None:
    """Everybody who had to be reminded of these was."""
    await remember_nudge(desk.session, list(ids), now=desk.now)


def _long_ago(desk: Desk) -> date:
    """What was told on that day, or before, is told again: by days, whatever the minute of the bell."""
    return desk.today - timedelta(days=desk.office.review_days)


def _is_due(desk: Desk, one: Waiting) -> bool:
    last = one.nudged_at or one.decided_at
    if last is None or local_day(last) <= _long_ago(desk):
        return True
    if one.due_again is None:
        return False
    day = one.due_again - BEFORE
    return local_day(last) < day <= desk.today


async def _senders(desk: Desk, returned: Sequence[Waiting]) -> dict[PersonId, list[Waiting]]:
    circles = await circles_of(desk.session, {one.institution_id for one in returned})
    found: dict[PersonId, list[Waiting]] = {}
    for one in returned:
        concerned = {*circles.followers(one.institution_id, one.key), one.person_id, one.registered_by}
        for person_id in sorted(each for each in concerned if each is not None):
            found.setdefault(person_id, []).append(one)
    return found


async def _reviewers(desk: Desk, unread: Sequence[Waiting]) -> dict[PersonId, list[Waiting]]:
    """Where the first layer checks its second, whoever coordinates it; else the Secretariat, and the área temática
    of the axis. Never who wrote it."""
    if not unread:
        return {}
    people = [one.id for one in await people_of_the_secretariat(desk.session)]
    standings = await standings_of(desk.session, people)
    delegated = await _delegated(desk, unread)
    found: dict[PersonId, list[Waiting]] = {}
    for one in unread:
        own = {one.person_id, one.registered_by}
        leads = delegated.get(one.parent_id, ()) if one.parent_id is not None else ()
        may = set(leads) - own or {each for each in people if _checks(standings[each], one.axis)} - own
        for person_id in sorted(may):
            found.setdefault(person_id, []).append(one)
    return found


def _checks(standings: Sequence[Standing], axis: str) -> bool:
    return any(
        one.role is Role.EXECUTIVE or (one.role is Role.THEMATIC and answers_for(one.axis, axis))
        for one in standings
    )


async def _delegated(desk: Desk, unread: Sequence[Waiting]) -> dict[InstitutionId, list[PersonId]]:
    parents = {one.parent_id for one in unread if one.parent_id is not None}
    places = await institutions_by_id(desk.session, parents)
    checking = [number for number, one in places.items() if one.reviews_second_layer]
    serving = await people_serving(desk.session, checking)
    return {number: _leading(serving[number]) for number in checking}


def _leading(serving: Sequence[Serving]) -> list[PersonId]:
    lead = (Function.COORDENADOR, Function.SUBSTITUTO)
    return [one.person_id for one in serving if one.function in lead and one.reachable]


def _line(one: Waiting) -> NudgeLine:
    return NudgeLine(
        protocol=one.protocol,
        acronym=one.acronym,
        key=one.key,
        received=short_date(local_day(one.received_at)),
        due_again=long_date(one.due_again) if one.due_again else "",
    )
