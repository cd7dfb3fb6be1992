"""Something happened, or is called for: it is written down, and calls for what its rules say from then on.

Whoever opens the desk then opens the obligations of the instruments that it concerns (`open_obligations`), some at
a time where they are many; what is left over by a crash is opened by the bell of the next day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.audit import record
from db.happenings import Happening, happenings_alike
from db.ids import InstitutionId, InstrumentId
from db.institutions import Layer, institution_by_acronym
from db.instruments import Instrument, instruments_in_force
from rede.access import Act, NotYours, is_executive, require
from rede.desk import Desk
from rede.happened import count_the_week_again, write_down
from rede.refusal import Refusal
from scheduler.deadlines import EventKind
from scheduler.plan.cpf import has_cpf

#: What carries its own date, by which it asks: without one there is nothing to be on time for.
ASKED_BY_A_DAY = {EventKind.REQUEST, EventKind.CONVOCATION, EventKind.AGENDA, EventKind.NORM}
#: What concerns everybody at once, where nobody is named.
FOR_ALL = {EventKind.COURSE_CHANGE, EventKind.CONVOCATION, EventKind.AGENDA, EventKind.NORM}
#: Longest detail kept, in characters.
LONGEST = 500


class HappeningRefused(Refusal):
    """It cannot be recorded as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHappening:
    kind: EventKind
    #: The day of what happened, or by which is asked.
    day: date | None
    #: Whom it concerns, by acronym; none: everybody.
    acronyms: Sequence[str] = ()
    at: datetime | None = None
    detail: str = ""
    #: A change in the courses that others have to hear of; a small correction is none.
    relevant: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The happenings, one for each instrument or one for all, and how many of them are new."""

    happenings: Sequence[Happening]
    new: int
    #: What may have something to open now.
    instruments: Sequence[Instrument]


async def record_happening(desk: Desk, new: NewHappening) -> Recorded:
    """Writes it down once, however often it is told.

    Raises:
        HappeningRefused: no day, one that cannot be, nobody whom it could concern, or a CPF in the detail.
        NotYours: the actor may not tell this, or not of these institutions.
    """
    day = _checked(desk, new)
    await _allowed(desk, new)
    if new.kind is EventKind.COURSE_CHANGE and not new.relevant:
        record(desk.session, "course.edit", f"day:{day}", now=desk.now, person_id=desk.actor)
        return Recorded((), 0, ())
    instruments = await _concerned(desk, new, day)
    is_for_all = not new.acronyms and new.kind in FOR_ALL
    places = [None] if is_for_all else [instrument.id for instrument in instruments]
    known = await happenings_alike(desk.session, new.kind, day=day, detail=new.detail.strip())
    await count_the_week_again(desk, new.kind, day, places)
    added = [place for place in places if place not in known]
    made = {
        place: await write_down(desk, new.kind, day, place=place, at=new.at, detail=new.detail)
        for place in added
    }
    return Recorded([_of(place, known, made) for place in places], len(made), instruments)


def _of(
    place: InstrumentId | None,
    known: Mapping[InstrumentId | None, Happening],
    made: Mapping[InstrumentId | None, Happening],
) -> Happening:
    return known[place] if place in known else made[place]


def _checked(desk: Desk, new: NewHappening) -> date:
    if new.day is None:
        raise HappeningRefused("happening_without_day", kind=new.kind)
    if new.kind is EventKind.REQUEST and new.day < desk.today:
        raise HappeningRefused("happening_asked_in_the_past", day=new.day)
    if new.kind not in ASKED_BY_A_DAY and new.day > desk.today:
        raise HappeningRefused("happening_has_not_happened", day=new.day)
    if not new.acronyms and new.kind not in FOR_ALL | {EventKind.REQUEST}:
        raise HappeningRefused("happening_of_nobody", kind=new.kind)
    if has_cpf(new.detail):
        raise HappeningRefused("happening_with_cpf")
    if len(new.detail) > LONGEST:
        raise HappeningRefused("happening_too_long", length=len(new.detail), most=LONGEST)
    return new.day


async def _allowed(desk: Desk, new: NewHappening) -> None:
    """The Secretariat records everything, the command line too; a partner, its own termos."""
    if await is_executive(desk):
        return
    if new.kind is not EventKind.ADHESION or not new.acronyms:
        raise NotYours
    for acronym in new.acronyms:
        place = await institution_by_acronym(desk.session, acronym)
        if place is None or place.layer != Layer.FIRST:
            raise NotYours
        await require(desk, Act.HAND_IN, place.id)


async def _concerned(desk: Desk, new: NewHappening, day: date) -> Sequence[Instrument]:
    ids = [await _institution(desk, acronym) for acronym in new.acronyms]
    # Held: whoever tells the same at this very moment waits here, and then finds it told.
    found = await instruments_in_force(
        desk.session, on=min(day, desk.today), institution_ids=ids or None, held=True
    )
    missing = set(ids) - {instrument.institution_id for instrument in found}
    if missing:
        bare = [name for name, place in zip(new.acronyms, ids, strict=True) if place in missing]
        raise HappeningRefused("happening_without_instrument", acronyms=bare, day=day)
    return found


async def _institution(desk: Desk, acronym: str) -> InstitutionId:
    found = await institution_by_acronym(desk.session, acronym)
    if found is None:
        raise HappeningRefused("happening_unknown_institution", acronym=acronym)
    return found.id
