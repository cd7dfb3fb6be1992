"""/municipios: the second layer of whom one coordinates: who misses what, and a ready reminder to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.for_whom import speaking_for
from bot.keyboards import in_pairs
from bot.turn import TakesButton, Turn
from db.ids import InstitutionId
from db.institutions import Institution, InstitutionName, names_of_institutions, second_layer_of
from db.pending import Missing, missing_by_institution, missing_one_by_one
from db.serving import people_serving
from rede.access import Act, NotYours, Role, require
from rede.bound_buttons import Pressed
from rede.find_institution import find_institutions, the_one
from rede.remind_second_layer import SOON, ask_to_remind, count_to_remind
from scheduler.wording import distance, short_date

#: Callback data: before the number of a first-layer institution (the version: the page), or of one of its own.
ALL, LACKING, ONE = "municipiostodos", "municipiosfalta", "municipiosum"
REMIND, CONFIRM = "municipioslembra", "municipiossim"
#: Institutions of one page, and lines about one.
PAGE, MOST_LINES = 10, 15


@dataclass(frozen=True, slots=True)
class Place:
    """One institution of the second layer in a list."""

    id: InstitutionId
    acronym: str
    name: str
    uf: str
    over: int
    soon: int


async def handle(turn: Turn) -> None:
    """`/municipios`, `/municipios Irecê`."""
    coordinated = {one.place for one in turn.standings if one.role is Role.FIRST_COORDINATOR}
    own = [one for one in turn.served if one.id in coordinated]
    if not own:
        turn.answer("second_layer_of_nobody")
        return
    words = turn.arguments.strip()
    if words:
        await _search(turn, own, words)
        return
    place = await speaking_for(turn, own)
    if place is not None:
        await _list(turn, place, page=0, lacking=True)


async def _search(turn: Turn, own: Sequence[Institution], words: str) -> None:
    among = [each for one in own for each in await second_layer_of(turn.desk.session, one.id)]
    found = await find_institutions(turn.desk, words, among=among, own_uf=own[0].uf)
    if not found:
        turn.answer("second_layer_unknown", words=words[:80])
    elif (place := the_one(found)) is not None:
        await _one(turn, place.id)
    else:
        buttons = [[(_label(one.place), turn.button(ONE, one.place.id))] for one in found]
        turn.answer("second_layer_which", buttons=buttons)


def _label(place: InstitutionName) -> str:
    return f"{place.name[:34]} ({place.uf})" if place.uf else place.name[:40]


async def _list(turn: Turn, place: Institution, *, page: int, lacking: bool) -> None:
    """`lacking`: only those that miss something; where nobody does, all of them."""
    everybody = await _second_layer(turn, place)
    missing = [one for one in everybody if one.over or one.soon]
    lacking = lacking and bool(missing)
    shown = missing if lacking else everybody
    pages = max(1, -(-len(shown) // PAGE))
    page = min(page, pages - 1)
    here = shown[page * PAGE : (page + 1) * PAGE]
    turn.answer(
        "second_layer_list",
        buttons=_buttons(turn, place, here, page=page, pages=pages, lacking=lacking, missing=bool(missing)),
        acronym=place.acronym,
        total=len(everybody),
        missing=len(missing),
        places=here,
        days=SOON.days,
        page=page + 1,
        pages=pages,
    )


def _buttons(
    turn: Turn,
    place: Institution,
    here: Sequence[Place],
    *,
    page: int,
    pages: int,
    lacking: bool,
    missing: bool,
) -> list[list[tuple[str, str]]]:
    ones = [(one.acronym[:24], turn.button(ONE, one.id)) for one in here]
    rows = in_pairs(ones)
    act, other = (LACKING, ALL) if lacking else (ALL, LACKING)
    turning = [("button_previous", page - 1)] if page else []
    turning += [("button_next", page + 1)] if page + 1 < pages else []
    rows.append([(turn.text(f"{key}_page"), turn.button(act, place.id, to)) for key, to in turning])
    if missing:
        label = turn.text("button_second_layer_all" if lacking else "button_second_layer_lacking")
        rows.append([(label, turn.button(other, place.id))])
        rows.append([(turn.text("button_remind_missing"), turn.button(REMIND, place.id))])
    return [row for row in rows if row]


async def _second_layer(turn: Turn, place: Institution) -> list[Place]:
    """Who misses most first, then by name."""
    session, today = turn.desk.session, turn.desk.today
    below = await second_layer_of(session, place.id)
    found = await missing_by_institution(session, today=today, until=today + SOON, only=sorted(below))
    counts: Mapping[InstitutionId, Missing] = {one.id: one for one in found}
    names = [one for one in await names_of_institutions(session) if one.id in below]
    listed = [_place(one, counts.get(one.id)) for one in names]
    return sorted(listed, key=lambda one: (-one.over, -one.soon, one.name, one.id))


def _place(one: InstitutionName, count: Missing | None) -> Place:
    over, soon = (count.over, count.soon) if count else (0, 0)
    return Place(one.id, one.acronym, one.name, one.uf, over, soon)


async def _one(turn: Turn, number: InstitutionId) -> None:
    """What one institution is missing, and who serves it."""
    place = await _below(turn, number)
    session, today = turn.desk.session, turn.desk.today
    found = await missing_one_by_one(session, until=today + SOON, only=[place.id], limit=MOST_LINES + 1)
    lines = [
        {
            "key": one.key,
            "day": short_date(aim := one.literal if today <= one.literal else one.extended),
            "distance": distance(aim, today),
        }
        for one in found[:MOST_LINES]
    ]
    serving = (await people_serving(session, [place.id]))[place.id]
    people = {one.person_id for one in serving}
    row = [(turn.text("button_remind_missing"), turn.button(REMIND, place.id))] if lines else []
    back = [(turn.text("button_second_layer_back"), turn.button(LACKING, place.parent_id or place.id))]
    turn.answer(
        "second_layer_one",
        buttons=[each for each in (row, back) if each],
        acronym=place.acronym,
        name=place.name,
        uf=place.uf,
        lines=lines,
        more=len(found) > MOST_LINES,
        days=SOON.days,
        people=len(people),
        reached=len({one.person_id for one in serving if one.reachable}),
    )


async def _below(turn: Turn, number: InstitutionId) -> Institution:
    """One of the second layer of an institution that the person coordinates.

    Raises:
        NotYours: there is none of that number.
    """
    place = await require(turn.desk, Act.BROADCAST, number)
    if place.parent_id not in {one.place for one in turn.standings if one.role is Role.FIRST_COORDINATOR}:
        raise NotYours
    return place


async def _coordinated(turn: Turn, number: int) -> Institution:
    coordinated = {one.place for one in turn.standings if one.role is Role.FIRST_COORDINATOR}
    found = next((one for one in turn.served if one.id == number and one.id in coordinated), None)
    if found is None:
        raise NotYours
    return found


async def _all(turn: Turn, pressed: Pressed) -> None:
    place = await _coordinated(turn, pressed.number)
    await _list(turn, place, page=pressed.version, lacking=False)


async def _lacking(turn: Turn, pressed: Pressed) -> None:
    place = await _coordinated(turn, pressed.number)
    await _list(turn, place, page=pressed.version, lacking=True)


async def _pressed_one(turn: Turn, pressed: Pressed) -> None:
    await _one(turn, InstitutionId(pressed.number))


async def _aim(turn: Turn, number: int) -> tuple[Institution, Institution | None]:
    """The first-layer institution in whose name it is said, and the one of its second layer, if it is for one."""
    if any(one.id == number for one in turn.served):
        return await _coordinated(turn, number), None
    place = await _below(turn, InstitutionId(number))
    return await turn.desk.session.get_one(Institution, place.parent_id), place


async def _ask_remind(turn: Turn, pressed: Pressed) -> None:
    place, only = await _aim(turn, pressed.number)
    counted = await count_to_remind(turn.desk, place.id, only.id if only else None)
    turn.answer(
        "second_layer_ask_remind",
        buttons=[[(turn.text("button_remind_send"), turn.button(CONFIRM, pressed.number))]],
        acronym=place.acronym,
        name=only.name if only else "",
        institutions=counted.institutions,
        people=counted.people,
        resting=counted.resting,
        days=SOON.days,
    )


async def _remind(turn: Turn, pressed: Pressed) -> None:
    place, only = await _aim(turn, pressed.number)
    counted = await ask_to_remind(turn.desk, place.id, only.id if only else None)
    institutions, people = counted.institutions, counted.people
    turn.answer("second_layer_reminded", acronym=place.acronym, institutions=institutions, people=people)


BUTTONS: Mapping[str, TakesButton] = {
    ALL: _all,
    LACKING: _lacking,
    ONE: _pressed_one,
    REMIND: _ask_remind,
    CONFIRM: _remind,
}
