"""/convidar: an invite is mailed to somebody whom one may name; who invites learns only that it was sent."""

from collections.abc import Mapping, Sequence

from bot import forms
from bot.contacts.listing import INVITE, Contact, contact_pressed, contacts_of, lines_of, person_button
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import InstitutionId
from db.institutions import Institution, institutions_by_id
from db.people import Function, people_by_email
from db.serving import memberships_of
from rede.access import Act, NotYours, places, require
from rede.bound_buttons import Pressed
from rede.hearers import LABEL
from rede.invite_contact import invite_contact
from rede.invite_letter import clock_time
from rede.naming import names_all
from scheduler.clock import local_day
from scheduler.wording import long_date

NAME = "convidar"
#: The act of the button of an institution; institutions and people of one message.
PLACE, MOST_PLACES, MOST_PEOPLE = "convidarem", 8, 12


async def handle(turn: Turn) -> None:
    """`/convidar`, `/convidar UPB`, `/convidar joana@upb.example.org`."""
    seen = await places(turn.desk, Act.NAME_PEOPLE)
    words = turn.arguments.strip()
    if not seen:
        raise NotYours
    if "@" in words:
        await _by_address(turn, words)
    elif words:
        place = await which_institution(turn, words, act=Act.NAME_PEOPLE, then="/convidar")
        if place is not None:
            await _ask_person(turn, place)
    else:
        await _ask_place(turn)


async def _ask_place(turn: Turn) -> None:
    """One's own as buttons, the others by name."""
    seen = await places(turn.desk, Act.NAME_PEOPLE)
    own = [place for place in turn.served if seen.covers(place.id)]
    buttons = [(place.acronym[:LABEL], turn.button(PLACE, place.id)) for place in own[:MOST_PLACES]]
    turn.answer("invite_ask_place", buttons=in_pairs(buttons))
    await forms.keep(turn, Form(NAME))


async def resume(turn: Turn, form: Form) -> None:
    """The institution, or the address, typed."""
    await forms.drop(turn)
    turn.again = f"/convidar {turn.said.text.strip()}"


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    turn.answer("old_button")


async def _by_address(turn: Turn, address: str) -> None:
    people = await people_by_email(turn.desk.session, address)
    rows = await memberships_of(turn.desk.session, [one.id for one in people])
    seen = await places(turn.desk, Act.NAME_PEOPLE)
    ids = {
        row.institution_id for of_one in rows.values() for row in of_one if seen.covers(row.institution_id)
    }
    known = await institutions_by_id(turn.desk.session, ids)
    found = [
        (one, place)
        for place in sorted(known.values(), key=lambda each: each.acronym)
        for one in await _invited_here(turn, place)
        if one.person.email.casefold() == address.casefold()
    ]
    if not found:
        turn.answer("invite_unknown_address")
    elif len({one.person.id for one, _ in found}) == 1:
        await _invite(turn, *found[0])
    else:
        await _show(turn, found[0][1], [one for one, _ in found])


async def _invited_here(turn: Turn, place: Institution) -> list[Contact]:
    """Whom the actor may invite there."""
    contacts = await contacts_of(turn, place)
    if await names_all(turn.desk, place):
        return contacts
    return [one for one in contacts if any(row.function == Function.COORDENADOR for row in one.rows)]


async def _ask_person(turn: Turn, place: Institution) -> None:
    form = await forms.open_form(turn)
    if form is not None and form.name == NAME:
        await forms.drop(turn)
    await _show(turn, place, await _invited_here(turn, place))


async def _show(turn: Turn, place: Institution, contacts: Sequence[Contact]) -> None:
    shown = contacts[:MOST_PEOPLE]
    lines = await lines_of(turn, place, shown)
    buttons = [
        (one.person.name[:LABEL], person_button(turn, INVITE, one))
        for one, line in zip(shown, lines, strict=True)
        if line.reach != "linked"
    ]
    turn.answer(
        "invite_ask_person",
        buttons=in_pairs(buttons),
        acronym=place.acronym,
        people=lines,
        more=max(0, len(contacts) - MOST_PEOPLE),
    )


async def _place_pressed(turn: Turn, pressed: Pressed) -> None:
    await _ask_person(turn, await require(turn.desk, Act.NAME_PEOPLE, InstitutionId(pressed.number)))


async def _person_pressed(turn: Turn, pressed: Pressed) -> None:
    found = await contact_pressed(turn, pressed)
    if found is not None:
        await _invite(turn, *found)


async def _invite(turn: Turn, contact: Contact, place: Institution) -> None:
    invited = await invite_contact(turn.desk, contact.person.id, place.id)
    turn.answer(
        "invite_sent",
        name=invited.person.name,
        email=invited.person.email,
        day=long_date(local_day(invited.expires_at)),
        hour=clock_time(invited.expires_at),
        printable=turn.of_the_secretariat,
    )


BUTTONS: Mapping[str, TakesButton] = {PLACE: _place_pressed, INVITE: _person_pressed}
