"""A function ends, after a tap that confirms it; whoever coordinates alone is warned, and may name a successor."""

from bot.contacts.listing import END, Contact, contact_pressed, person_button
from bot.turn import Turn
from db.institutions import Institution
from db.people import Membership
from rede.access import standings
from rede.bound_buttons import Pressed
from rede.end_function import end_function, is_last_coordinator
from rede.functions import function_words
from rede.hearers import LABEL, SUCCEED

#: Acts of buttons: one of several functions, yes, and yes in spite of the warning.
ONE, YES, ANYWAY = "contatosfimde", "contatosfimsim", "contatosfimja"


async def ask_end(turn: Turn, pressed: Pressed) -> None:
    found = await contact_pressed(turn, pressed)
    if found is None:
        return
    contact, place = found
    if pressed.act == END and len(contact.rows) > 1:
        await _ask_which(turn, contact, place)
    else:
        await _ask(turn, contact, place)


async def ask_end_of(turn: Turn, contact: Contact, place: Institution) -> None:
    if len(contact.rows) > 1:
        await _ask_which(turn, contact, place)
    else:
        await _ask(turn, contact, place)


async def _ask_which(turn: Turn, contact: Contact, place: Institution) -> None:
    buttons = [[(_label(turn, row), turn.button(ONE, row.id, contact.person.id))] for row in contact.rows]
    facts = {"name": contact.person.name, "acronym": place.acronym}
    turn.answer("function_which", buttons=buttons, is_me=contact.person.id == turn.who, **facts)


def _label(turn: Turn, row: Membership) -> str:
    words = function_words(turn.desk, row)
    return f"{words[:1].upper()}{words[1:]}"[:LABEL]


async def _ask(turn: Turn, contact: Contact, place: Institution) -> None:
    row, person = contact.rows[0], contact.person
    alone = await is_last_coordinator(turn.desk, row, place)
    yes = turn.button(ANYWAY if alone else YES, row.id, person.id)
    buttons = [[(turn.text("button_end_anyway" if alone else "button_end_yes"), yes)]]
    if alone:
        buttons.insert(0, [(turn.text("button_successor", name=""), person_button(turn, SUCCEED, contact))])
    turn.answer(
        "function_ask_end",
        buttons=buttons,
        name=person.name,
        function=function_words(turn.desk, row),
        acronym=place.acronym,
        is_me=person.id == turn.who,
        alone=alone,
    )


async def end(turn: Turn, pressed: Pressed) -> None:
    found = await contact_pressed(turn, pressed)
    if found is None:
        return
    ended = await end_function(turn.desk, pressed.number, warned=pressed.act == ANYWAY)
    is_me = ended.person.id == turn.who
    if is_me:
        turn.bound = await standings(turn.desk)
    turn.answer(
        "function_end_done",
        name=ended.person.name,
        function=ended.function,
        acronym=ended.place.acronym,
        is_me=is_me,
        alone=ended.uncoordinated,
    )
