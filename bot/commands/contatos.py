"""/contatos: who serves an institution, and in which function; who is named, replaced, or leaves."""

from collections.abc import Mapping

from bot.contacts import ending, naming, phone
from bot.contacts.listing import (
    ADD,
    END,
    PERSON,
    PHONE,
    PLACE,
    Contact,
    contact_pressed,
    contacts_of,
    person_button,
    show_contact,
    show_contacts,
)
from bot.contacts.words import ContactWords, read_contact
from bot.for_whom import own, speaking_for
from bot.forms import Form, Press
from bot.plain import plain
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import InstitutionId
from db.institutions import Institution, institutions_by_id
from db.people import people_by_email
from db.serving import memberships_of
from rede.access import Act, places, require
from rede.bound_buttons import Pressed
from rede.hearers import LABEL, SUCCEED

NAME = naming.NAME


async def handle(turn: Turn) -> None:
    """`/contatos`, `/contatos IRECE`, `/contatos adicionar "Joana Lima" joana@… servidor_designado`,
    `/contatos trocar joana@… "Bia Prado" bia@…`, `/contatos encerrar joana@…`."""
    words = read_contact(turn.arguments)
    if words.act == "end" or words.who:
        await _of_person(turn, words)
        return
    place = await _place(turn, words.place, Act.NAME_PEOPLE if words.act == "add" else Act.SEE_PEOPLE)
    if place is None:
        return
    if words.act == "add":
        await naming.begin(turn, place, words)
    else:
        await show_contacts(turn, place)


async def resume(turn: Turn, form: Form) -> None:
    await (phone.resume(turn, form) if phone.WHOSE in form.fields else naming.resume(turn, form))


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await naming.press(turn, form, pressed)


async def _place(turn: Turn, named: str, act: Act) -> Institution | None:
    if not named:
        return await speaking_for(turn, own(turn))
    then = turn.said.text.strip()[: -len(named)].strip() if turn.said.text.strip().endswith(named) else ""
    return await which_institution(turn, named, act=act, then=then or "/contatos")


async def _of_person(turn: Turn, words: ContactWords) -> None:
    """Whoever is named by address or name, where the actor sees them, or the actor; several are shown to choose
    from."""
    own_address = turn.person.email if turn.person else ""
    found = await _found(turn, words.who or own_address)
    if not words.who:
        found = [one for one in found if one[0].person.id == turn.who]
    if not found:
        turn.answer("contacts_unknown", who=words.who)
    elif len(found) > 1:
        buttons = [
            [(f"{one.person.name[: LABEL - 8]} · {place.acronym}"[:40], person_button(turn, PERSON, one))]
            for one, place in found[:8]
        ]
        turn.answer("contacts_which", buttons=buttons)
    elif words.act == "end":
        await ending.ask_end_of(turn, *found[0])
    else:
        contact, place = found[0]
        await naming.begin(turn, place, words, former=contact.person)


async def _found(turn: Turn, who: str) -> list[tuple[Contact, Institution]]:
    if "@" not in who:
        known = {place.id: place for place in turn.served}
    else:
        people = await people_by_email(turn.desk.session, who)
        rows = await memberships_of(turn.desk.session, [one.id for one in people])
        seen = await places(turn.desk, Act.SEE_PEOPLE)
        ids = {row.institution_id for of_one in rows.values() for row in of_one}
        known = await institutions_by_id(turn.desk.session, [one for one in ids if seen.covers(one)])
    return [
        (one, place)
        for place in sorted(known.values(), key=lambda each: each.acronym)
        for one in await contacts_of(turn, place)
        if who and _is(one, who)
    ]


def _is(contact: Contact, who: str) -> bool:
    if "@" in who:
        return contact.person.email.casefold() == who.casefold()
    return plain(contact.person.name) == plain(" ".join(who.split()))


async def _show_place(turn: Turn, pressed: Pressed) -> None:
    place = await require(turn.desk, Act.SEE_PEOPLE, InstitutionId(pressed.number))
    await show_contacts(turn, place, pressed.version)


async def _show_person(turn: Turn, pressed: Pressed) -> None:
    found = await contact_pressed(turn, pressed)
    if found is not None:
        await show_contact(turn, found[1], found[0])


async def _add(turn: Turn, pressed: Pressed) -> None:
    place = await require(turn.desk, Act.NAME_PEOPLE, InstitutionId(pressed.number))
    await naming.begin(turn, place, ContactWords("add"))


async def replace(turn: Turn, pressed: Pressed) -> None:
    """Under a notice too, or by its link: whoever was told that a contact is gone names the successor, once."""
    found = await contact_pressed(turn, pressed)
    if found is None:
        return
    contact, place = found
    await naming.begin(turn, place, ContactWords("replace"), former=contact.person)


BUTTONS: Mapping[str, TakesButton] = {
    PLACE: _show_place,
    PERSON: _show_person,
    ADD: _add,
    SUCCEED: replace,
    END: ending.ask_end,
    ending.ONE: ending.ask_end,
    ending.YES: ending.end,
    ending.ANYWAY: ending.end,
    PHONE: phone.ask_purpose,
}
