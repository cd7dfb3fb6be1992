"""The Secretariat sees a phone once it said what for."""

from bot import forms
from bot.contacts.listing import contact_pressed
from bot.contacts.naming import NAME
from bot.forms import Form
from bot.turn import Turn
from db.ids import PersonId
from db.people import Person
from rede.access import require_secretariat
from rede.bound_buttons import Pressed
from rede.phones import spelled
from rede.read_phone import read_phone

#: The field that says of the form that it is this one.
WHOSE = "phone_of"


async def ask_purpose(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    found = await contact_pressed(turn, pressed)
    if found is None:
        return
    person = found[0].person
    turn.answer("phone_ask_purpose", name=person.name)
    await forms.keep(turn, Form(NAME, {WHOSE: str(person.id)}))


async def resume(turn: Turn, form: Form) -> None:
    """The purpose. What is too short is asked again; nothing is lost."""
    person_id = PersonId(int(form.fields[WHOSE]))
    phone = await read_phone(turn.desk, person_id, purpose=turn.said.text)
    person = await turn.desk.session.get_one(Person, person_id)
    await forms.drop(turn)
    turn.answer_once("phone_shown", name=person.name, phone=spelled(phone) if phone else "")
