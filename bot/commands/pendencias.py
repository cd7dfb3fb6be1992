"""/pendencias: what is missing in the whole Rede, for the Secretariat: by institution, of one, or of one goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.keyboards import in_pairs
from bot.report_words import read_key
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import InstitutionId
from db.institutions import Institution
from db.pending import MissingOne, missing_by_institution, missing_one_by_one
from rede.access import Act, NotYours, Places, places, require
from rede.bound_buttons import Pressed
from scheduler.wording import distance, short_date

#: Days ahead that count as soon; lines and buttons of one message.
SOON, MOST_LINES, MOST_BUTTONS = timedelta(days=30), 15, 8
#: Callback data, before the number of an institution.
OF_ONE = "pendenciasde"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    acronym: str
    name: str
    key: str
    #: `sex., 26/12/2025`, and how far it is.
    day: str
    distance: str


async def handle(turn: Turn) -> None:
    """`/pendencias`, `/pendencias 1.2`, `/pendencias UPB`."""
    seen = await places(turn.desk, Act.SEE_GOALS)
    if not seen.everywhere:
        raise NotYours
    words = turn.arguments.strip()
    if key := read_key(words):
        await _of_goal(turn, seen, key)
    elif words:
        place = await which_institution(turn, words, act=Act.SEE_GOALS, then="/pendencias")
        if place is not None:
            await _of_institution(turn, seen, place)
    else:
        await _of_all(turn, seen)


async def _of_all(turn: Turn, seen: Places) -> None:
    today, axes = turn.desk.today, seen.digits
    found = await missing_by_institution(turn.desk.session, today=today, until=today + SOON, axes=axes)
    buttons = [(one.acronym[:24], turn.button(OF_ONE, one.id)) for one in found[:MOST_BUTTONS]]
    turn.answer(
        "missing_everywhere",
        buttons=in_pairs(buttons),
        places=found[:MOST_LINES],
        more=max(0, len(found) - MOST_LINES),
        over=sum(one.over for one in found),
        soon=sum(one.soon for one in found),
        days=SOON.days,
    )


async def _of_institution(turn: Turn, seen: Places, place: Institution) -> None:
    found = await missing_one_by_one(
        turn.desk.session,
        until=turn.desk.today + SOON,
        only=[place.id],
        axes=seen.digits,
        limit=MOST_LINES + 1,
    )
    turn.answer(
        "missing_of_one",
        acronym=place.acronym,
        name=place.name,
        lines=[_line(turn, one) for one in found[:MOST_LINES]],
        more=len(found) > MOST_LINES,
        days=SOON.days,
    )


async def _of_goal(turn: Turn, seen: Places, key: str) -> None:
    found = await missing_one_by_one(
        turn.desk.session,
        until=turn.desk.today + SOON,
        axes=seen.digits,
        key=key,
        limit=MOST_LINES + 1,
    )
    turn.answer(
        "missing_of_goal",
        key=key,
        lines=[_line(turn, one) for one in found[:MOST_LINES]],
        more=len(found) > MOST_LINES,
        days=SOON.days,
    )


def _line(turn: Turn, one: MissingOne) -> MissingLine:
    """Counted to the literal day while it is ahead, to the extended one once it is over."""
    today = turn.desk.today
    aim = one.literal if today <= one.literal else one.extended
    return MissingLine(
        acronym=one.acronym,
        name=one.name,
        key=one.key,
        day=short_date(aim),
        distance=distance(aim, today),
    )


async def _pressed(turn: Turn, pressed: Pressed) -> None:
    place = await require(turn.desk, Act.SEE_GOALS, InstitutionId(pressed.number))
    await _of_institution(turn, await places(turn.desk, Act.SEE_GOALS), place)


BUTTONS: Mapping[str, TakesButton] = {OF_ONE: _pressed}
