"""People are told what falls due: one digest a day, each step once. Safe to repeat.

What cannot be told today waits for the next digest: found after today's had left, put off by the person, or early
while the week is full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.ids import ObligationId, PersonId
from db.notices import LineKey, known_keys, lines_told, told_this_week
from db.obligations import ObligationState, Owed, obligations_owed
from db.outbox import NewNotice, put_all
from db.people import Person
from db.preferences import Reach, reach_of
from db.serving import people_by_id, seats_of
from db.snoozes import end_snoozes, snoozes_of
from rede.announce import Addressee, leaving, reminder
from rede.calendar_entries import CalendarEntries, calendar_entries
from rede.desk import Desk
from rede.digest import Told
from rede.going_live import on_first_day
from rede.lines import AGAIN, nature_of
from rede.progress import Progress, progress_of_many
from rede.steps import Calling, step_now
from scheduler.clock import local_day
from scheduler.days.zones import zone_of
from scheduler.ladder import Nature, offset_of

#: Told on the day itself even when the day's digest has already gone, or the person put it off.
THE_DAY = "D0"
#: Steps further than this from their date give way while the week is full.
EARLY = -7


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What is known of the people who are told in one transaction, and of what they are told."""

    owed: Mapping[ObligationId, Owed]
    progress: Mapping[ObligationId, Progress]
    people: Mapping[PersonId, Person]
    reach: Mapping[PersonId, Reach]
    seats: Mapping[PersonId, tuple[str, str]]
    heard: Mapping[PersonId, set[LineKey]]
    put_off: Mapping[tuple[PersonId, ObligationId], date]
    #: Notices of the last seven days.
    told: Mapping[PersonId, int]
    welcomed: set[PersonId]
    #: Digests that are there already.
    keys: set[str]
    entries: CalendarEntries

    def zone(self, person_id: PersonId) -> ZoneInfo:
        return zone_of(*self.seats.get(person_id, ("", "")))


async def tell_people(desk: Desk, calls: Mapping[PersonId, Sequence[Calling]]) -> set[ObligationId]:
    """Puts each person's digest of the day; returns the obligations that still wait for another."""
    hearing = await _hearing(desk, calls)
    waiting: set[ObligationId] = set()
    news: list[NewNotice] = []
    for person_id, callings in calls.items():
        if not hearing.reach[person_id].is_open:
            continue
        told = _fresh(desk, hearing, person_id, callings)
        new = _notice(desk, hearing, person_id, told)
        news += [new] if new else []
        said = {line.obligation_id for line in new.lines} if new else set()
        waiting |= {one.owed.obligation.id for one in told} - said
    await put_all(desk.session, news)
    await end_snoozes(desk.session, _no_longer_put_off(hearing, news))
    return waiting


async def _hearing(desk: Desk, calls: Mapping[PersonId, Sequence[Calling]]) -> Hearing:
    session, people = desk.session, list(calls)
    ids = {one.obligation_id for callings in calls.values() for one in callings}
    # Held: what is reported in this very moment ends before its reminder is put, or takes it back.
    owed = await obligations_owed(session, ids, held=True)
    return Hearing(
        owed={one.obligation.id: one for one in owed},
        progress=await progress_of_many(desk, owed),
        people=await people_by_id(session, people),
        reach=await reach_of(session, people),
        seats=await seats_of(session, people),
        heard=await lines_told(session, people, ids),
        put_off=await snoozes_of(session, people),
        told=await told_this_week(session, people, desk.now) if desk.office.weekly_cap else {},
        welcomed=await on_first_day(desk, people),
        keys=await known_keys(session, [_key(desk, one) for one in people]),
        entries=await calendar_entries(desk, ids),
    )


def _fresh(desk: Desk, hearing: Hearing, person_id: PersonId, callings: Sequence[Calling]) -> list[Told]:
    """What is true and news to the person, once for each obligation."""
    found: dict[ObligationId, Told] = {}
    for calling in callings:
        owed = hearing.owed[calling.obligation_id]
        told = Told(owed, calling.step, calling.call, hearing.progress.get(calling.obligation_id))
        if not _stands(desk, hearing, person_id, told) or told.key in hearing.heard[person_id]:
            continue
        earlier = found.get(calling.obligation_id)
        if earlier is None or earlier.step.startswith(AGAIN):
            found[calling.obligation_id] = told
    return list(found.values())


def _stands(desk: Desk, hearing: Hearing, person_id: PersonId, told: Told) -> bool:
    """What a report ended since the steps were found is not told; nor is a step of a date that has moved, nor what
    the person put off."""
    obligation = told.owed.obligation
    until = hearing.put_off.get((person_id, obligation.id))
    if told.step.startswith(AGAIN):
        return obligation.state is ObligationState.OPEN and until is not None and until <= desk.today
    if step_now(desk, told.owed) != told.step:
        return False
    return told.step == THE_DAY or until is None or until <= desk.today


def _notice(desk: Desk, hearing: Hearing, person_id: PersonId, told: Sequence[Told]) -> NewNotice | None:
    """The person's digest of today, or what cannot wait for tomorrow's; None when all of it waits."""
    leaves = leaving(desk, hearing.zone(person_id))
    if local_day(leaves) > desk.today or person_id in hearing.welcomed:
        return None
    key: str | None = _key(desk, person_id)
    if key in hearing.keys:
        told, key = [one for one in told if one.step == THE_DAY], None
    elif _is_full(desk, hearing, person_id) and all(_can_give_way(one) for one in told):
        return None
    if not told:
        return None
    to = Addressee(hearing.people[person_id], hearing.reach[person_id], leaves)
    return reminder(desk, to, told, key=key, entries=hearing.entries)


def _is_full(desk: Desk, hearing: Hearing, person_id: PersonId) -> bool:
    cap = desk.office.weekly_cap
    return cap > 0 and hearing.told.get(person_id, 0) >= cap


def _can_give_way(told: Told) -> bool:
    """Early steps, and the check-in until its day; what the person asked for again does not."""
    if told.step.startswith(AGAIN) or told.step == THE_DAY:
        return False
    is_check_in = nature_of(told.owed.goal, internal=False) is Nature.CHECK_IN
    return is_check_in or offset_of(told.step) < EARLY


def _no_longer_put_off(hearing: Hearing, news: Sequence[NewNotice]) -> list[tuple[PersonId, ObligationId]]:
    said = {
        (new.person_id, line.obligation_id) for new in news if new.person_id is not None for line in new.lines
    }
    return sorted(said & set(hearing.put_off))


def _key(desk: Desk, person_id: PersonId) -> str:
    return f"digest:{person_id}:{desk.today.isoformat()}"
