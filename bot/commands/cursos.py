"""/cursos: classes where one can enrol, those to come, and one's own; a class; what interests a person."""

from collections.abc import Mapping

from bot.courses import calendar, card, interests, listing, told
from bot.courses.calendar import ALL, send_calendar
from bot.courses.seen import seen_class, seen_classes
from bot.plain import plain
from bot.turn import TakesButton, Turn
from rede.bound_buttons import Pressed


async def handle(turn: Turn) -> None:
    """`/cursos`, `/cursos 12`, `/cursos gestão`, `/cursos interesses`, `/cursos informados`…"""
    words = turn.arguments.strip()
    number = words.removeprefix("turma").strip()
    match plain(words):
        case "":
            await listing.show_list(turn)
        case "interesses" | "meus interesses":
            await interests.show(turn)
        case "informados" | "cursos informados":
            await told.show(turn)
        case "calendario":
            await _send_all(turn)
        case _ if number.isdecimal() and len(number) < 10:
            await card.show_card(turn, int(number))
        case _:
            await listing.show_called(turn, words)


async def _send_all(turn: Turn) -> None:
    rows = await seen_classes(turn)
    await send_calendar(turn, [one.id for one in listing.in_reach(turn, rows)])


async def _take_calendar(turn: Turn, pressed: Pressed) -> None:
    if pressed.number == ALL:
        await _send_all(turn)
    else:
        await send_calendar(turn, [(await seen_class(turn, pressed.number)).one.id])


async def _take_told(turn: Turn, pressed: Pressed) -> None:
    await told.show(turn)


BUTTONS: Mapping[str, TakesButton] = {
    card.SEE: card.take_card,
    calendar.TAKE: _take_calendar,
    listing.MORE: listing.take_more,
    listing.TOLD: _take_told,
    interests.LIST: interests.take_list,
    interests.TOGGLE: interests.take,
    interests.TOGGLE_COURSE: interests.take_course,
}
