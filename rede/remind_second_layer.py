"""Who coordinates a first-layer institution reminds those of its second layer that miss something, in its name.

It is asked for once; a bell tells the people, some at a time (elo/reminding_second_layer.py), and may be stopped
anywhere. Each hears it in one notice; of one goal an institution is reminded so once a week.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from db.audit import record
from db.ids import InstitutionId, ObligationId, PersonId
from db.institutions import Institution, second_layer_of
from db.marks import forget_mark, mark, marks_like, set_mark
from db.notices import NoticeKind
from db.obligations import obligations_owed
from db.pending import MissingOne, missing_one_by_one
from db.people import Person
from rede.access import Act, NotYours, places
from rede.announce import Words, tell_in_window
from rede.circles import circles_of
from rede.desk import Desk
from rede.lines import BRIEF
from rede.refusal import Refusal
from scheduler.wording import long_date

#: Days ahead that are reminded of; days for which a goal then rests; goals named in one notice.
SOON, REST, MOST_LINES = timedelta(days=15), timedelta(days=7), 20
#: More than any second layer misses.
_ALL = 50_000
#: Of the marks that remember what is still to be told, and what was told when.
_ASKED, _TOLD = "second layer asked: ", "second layer told: "
#: Among what was told when: the day on which the whole second layer was.
_WHOLE = "*"


class NobodyToRemind(Refusal):
    """Nothing is missing there; or, `resting`, it was all reminded of in the last days."""

    def __init__(self, acronym: str, *, resting: bool) -> None:
        super().__init__("second_layer_nobody", acronym=acronym, resting=resting, days=REST.days)


@dataclass(frozen=True, slots=True)
class ToRemind:
    institutions: int
    people: int
    #: Goals left out, as they were reminded of in the last days.
    resting: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A reminder that somebody asked for. `only`: one institution; None: the whole second layer."""

    place: InstitutionId
    only: InstitutionId | None
    day: date
    asked_by: PersonId | None

    @property
    def value(self) -> str:
        """As the mark remembers it."""
        said = {"only": self.only, "day": self.day.isoformat(), "by": self.asked_by}
        return json.dumps(said, sort_keys=True)


#: What each person is told of.
Calls = Mapping[PersonId, Sequence[MissingOne]]


async def count_to_remind(desk: Desk, place: InstitutionId, only: InstitutionId | None = None) -> ToRemind:
    """Whom it would reach.

    Raises:
        NotYours: the actor may not address that second layer, or that institution of it.
        NobodyToRemind.
    """
    institution = await _allowed(desk, place, only)
    asked = Asked(place, only, desk.today, desk.actor)
    if only is None and (await _told(desk, place)).get(_WHOLE) == desk.today.isoformat():
        raise NobodyToRemind(institution.acronym, resting=True)
    missing = await _missing(desk, asked)
    calls = await _calls(desk, fresh := await _fresh(desk, asked, missing))
    if not calls:
        raise NobodyToRemind(institution.acronym, resting=len(fresh) < len(missing))
    reached = {one.institution_id for rows in calls.values() for one in rows}
    return ToRemind(len(reached), len(calls), len(missing) - len(fresh))


async def ask_to_remind(desk: Desk, place: InstitutionId, only: InstitutionId | None = None) -> ToRemind:
    """Writes it down, for the bell to do. Raises as `count_to_remind`."""
    counted = await count_to_remind(desk, place, only)
    name = _name(place, only)
    if await marks_like(desk.session, f"{_ASKED}{place}/"):
        institution = await desk.session.get_one(Institution, place)
        raise NobodyToRemind(institution.acronym, resting=True)
    await set_mark(desk.session, name, Asked(place, only, desk.today, desk.actor).value)
    about, detail = f"institutions:{only or place}", f"{counted.institutions}: {counted.people}"
    record(desk.session, "second_layer.remind", about, now=desk.now, person_id=desk.actor, detail=detail)
    return counted


async def asked_reminders(desk: Desk) -> list[Asked]:
    """What is still to be told."""
    found = []
    for name, value in (await marks_like(desk.session, _ASKED)).items():
        said = json.loads(value)
        place = InstitutionId(int(name.removeprefix(_ASKED).partition("/")[0]))
        found.append(Asked(place, said["only"], date.fromisoformat(said["day"]), said["by"]))
    return found


async def calls_of(desk: Desk, asked: Asked) -> Calls:
    """Who is told of what: what is missing by now."""
    return await _calls(desk, await _fresh(desk, asked, await _missing(desk, asked)))


async def tell_reminder(desk: Desk, asked: Asked, person_id: PersonId, rows: Sequence[MissingOne]) -> bool:
    """One notice, once for that asking. False: it was told before, or nobody can be reached."""
    institution = await desk.session.get_one(Institution, asked.place)
    person = await desk.session.get_one(Person, person_id)
    facts = {
        "person": person.name,
        "acronym": institution.acronym,
        "institution": institution.name,
        "places": await _places(desk, rows[:MOST_LINES]),
        "more": max(0, len(rows) - MOST_LINES),
        "official_page": desk.office.official_page,
        "mailbox": desk.office.mailbox,
    }
    texts = desk.office.texts
    words = Words(
        chat=texts.chat("second_layer_reminder", **facts), mail=texts.email("second_layer_reminder", **facts)
    )
    key = f"second-layer:{asked.place}:{asked.only or 0}:{asked.day.isoformat()}:{person_id}"
    return await tell_in_window(desk, person_id, kind=NoticeKind.TASK, words=words, key=key) is not None


async def end_reminder(desk: Desk, asked: Asked, rows: Collection[MissingOne]) -> None:
    """Everybody was told: these goals rest from now on."""
    told = await _told(desk, asked.place)
    kept = {name: day for name, day in told.items() if date.fromisoformat(day) + REST > desk.today}
    kept |= {_goal(one): asked.day.isoformat() for one in rows}
    kept |= {_WHOLE: asked.day.isoformat()} if asked.only is None else {}
    await set_mark(desk.session, f"{_TOLD}{asked.place}", json.dumps(kept, sort_keys=True))
    await forget_mark(desk.session, _name(asked.place, asked.only), asked.value)


async def _allowed(desk: Desk, place: InstitutionId, only: InstitutionId | None) -> Institution:
    # Held: of two who ask at once the second finds it asked.
    institution = await desk.session.get(Institution, place, with_for_update={"key_share": True})
    addressed = (await places(desk, Act.BROADCAST)).ids
    below = await second_layer_of(desk.session, place)
    if institution is None or not below or not below <= set(addressed) or (only and only not in below):
        raise NotYours
    return institution


async def _missing(desk: Desk, asked: Asked) -> Sequence[MissingOne]:
    below = await second_layer_of(desk.session, asked.place)
    only = [asked.only] if asked.only in below else sorted(below)
    return await missing_one_by_one(desk.session, until=asked.day + SOON, only=only, limit=_ALL)


async def _fresh(desk: Desk, asked: Asked, missing: Sequence[MissingOne]) -> Sequence[MissingOne]:
    told = await _told(desk, asked.place)
    resting = {name for name, day in told.items() if date.fromisoformat(day) + REST > asked.day}
    return [one for one in missing if _goal(one) not in resting]


async def _calls(desk: Desk, missing: Sequence[MissingOne]) -> Calls:
    """Whoever follows the goal and can be reached."""
    circles = await circles_of(desk.session, {one.institution_id for one in missing})
    found: dict[PersonId, list[MissingOne]] = {}
    for one in missing:
        reached = {each.person_id for each in circles.serving[one.institution_id] if each.reachable}
        for person_id in circles.followers(one.institution_id, one.key):
            if person_id in reached:
                found.setdefault(person_id, []).append(one)
    return found


async def _places(desk: Desk, rows: Sequence[MissingOne]) -> list[Mapping[str, object]]:
    """By institution, each with its goals."""
    numbers = [ObligationId(one.obligation_id) for one in rows]
    text = {one.obligation.id: one.goal.text for one in await obligations_owed(desk.session, numbers)}
    found: dict[str, list[Mapping[str, str]]] = {}
    names = {one.acronym: one.name for one in rows}
    for one in rows:
        brief = shorten(text.get(one.obligation_id, ""), BRIEF, placeholder="…")
        line = {"key": one.key, "brief": brief, "literal": long_date(one.literal)}
        found.setdefault(one.acronym, []).append(line)
    return [{"acronym": place, "name": names[place], "goals": goals} for place, goals in found.items()]


async def _told(desk: Desk, place: InstitutionId) -> dict[str, str]:
    kept = await mark(desk.session, f"{_TOLD}{place}")
    return {str(name): str(day) for name, day in json.loads(kept).items()} if kept else {}


def _name(place: InstitutionId, only: InstitutionId | None) -> str:
    return f"{_ASKED}{place}/{only or 0}"


def _goal(one: MissingOne) -> str:
    return f"{one.institution_id}:{one.key}"
