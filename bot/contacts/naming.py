"""The form by which somebody is named: name, address, function, phone; then a summary to confirm.

One who follows another takes their functions, so none is asked. A phone waits in the form sealed, as in its row.
"""

from collections.abc import Sequence

from bot import forms
from bot.contacts.words import ContactWords, read_function_words
from bot.forms import Form, Press
from bot.kept_phone import phone_of_form, sealed_phone
from bot.keyboards import in_pairs
from bot.plain import CANCEL
from bot.turn import Turn
from db.channels import ChannelKind, open_channels
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.people import Function, Membership, Person, membership, people_of
from rede.access import Act, require
from rede.announce import Buttons
from rede.functions import function_words, read_function
from rede.name_person import name_person
from rede.naming import (
    Named,
    NamingRefused,
    checked_address,
    checked_functions,
    checked_name,
    checked_number,
    names_all,
)
from rede.phones import spelled
from rede.succeed import may_succeed, succeed

NAME = "contatos"
#: What is asked, in this order; `asked` of the form names the one that is open (bot/cpf.py reads it).
STEPS = ("name", "email", "function", "phone", "confirm")
NO_PHONE = "sem"
SEND, CORRECT = ("sim", "ok", "enviar", "confirmar"), ("corrigir",)
WITHOUT = (NO_PHONE, "não", "nao", "sem telefone", "pular", "não tenho", "-")
AXES = ("1", "2", "3")
OFFERED = (
    Function.COORDENADOR,
    Function.SUBSTITUTO,
    Function.SERVIDOR_DESIGNADO,
    Function.RESPONSAVEL_PAINEL,
    Function.MULTIPLICADOR,
    Function.GABINETE,
)
OF_THE_SECRETARIAT = OFFERED[:3]


async def begin(turn: Turn, place: Institution, given: ContactWords, *, former: Person | None = None) -> None:
    """Asks what was not given; `former`: who is followed."""
    form = Form(NAME, {"place": str(place.id)})
    if former is not None:
        await may_succeed(turn.desk, former.id, place.id)
        form.fields["former"] = str(former.id)
    else:
        await require(turn.desk, Act.NAME_PEOPLE, place.id)
    for step, value in (
        ("name", given.name),
        ("email", given.email),
        ("function", given.function),
        ("phone", given.phone),
    ):
        if value and not (former is not None and step == "function"):
            await _fill(turn, form, place, step, value)
    await _ask_next(turn, form, place)


async def resume(turn: Turn, form: Form) -> None:
    """A text: the answer to what is asked; what cannot be is said, and what was given stays."""
    said, place = turn.said.text.strip(), await _place(turn, form)
    step = form.fields.get("asked", "name")
    if step == "confirm":
        await _decide(turn, form, place, said.lower().strip(" .!"))
        return
    await _fill(turn, form, place, step, said)
    await _ask_next(turn, form, place)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    place = await _place(turn, form)
    if pressed.field == "confirm":
        await _decide(turn, form, place, pressed.value)
    elif pressed.field in STEPS:
        await _fill(turn, form, place, pressed.field, pressed.value)
        await _ask_next(turn, form, place)


async def _place(turn: Turn, form: Form) -> Institution:
    """Raises NotYours: it is gone, or is no longer the person's to name people at."""
    place_id = InstitutionId(int(form.fields["place"]))
    if "former" in form.fields:
        return await may_succeed(turn.desk, PersonId(int(form.fields["former"])), place_id)
    return await require(turn.desk, Act.NAME_PEOPLE, place_id)


async def _fill(turn: Turn, form: Form, place: Institution, step: str, said: str) -> None:
    """
    Raises:
        NamingRefused: the answer cannot be.
    """
    match step:
        case "name":
            form.fields["name"] = checked_name(said)
        case "email":
            form.fields["email"] = checked_address(said)
        case "function":
            code = said if read_function(said) else read_function_words(said)[0]
            checked_functions([code], place)
            if code != Function.COORDENADOR and not await names_all(turn.desk, place):
                raise NamingRefused("naming_only_coordinators", acronym=place.acronym)
            form.fields["function"] = code
        case _:
            without = said.lower().strip(" .!") in WITHOUT
            form.fields["phone"] = "" if without else sealed_phone(turn, checked_number(said))


async def _ask_next(turn: Turn, form: Form, place: Institution) -> None:
    step = next(one for one in STEPS if one == "confirm" or (one not in form.fields and _asks(form, one)))
    if step == "function" and not await names_all(turn.desk, place):
        form.fields["function"], step = str(Function.COORDENADOR), "phone"
    form.fields["asked"] = step
    if step == "confirm":
        await _sum_up(turn, form, place)
    else:
        buttons = _functions(turn, form, place) if step == "function" else []
        if step == "phone":
            buttons = [[(turn.text("button_without_phone"), forms.button(form, "phone", NO_PHONE))]]
        former = await _former(turn, form)
        name = former.name if former else ""
        turn.answer(f"contacts_ask_{step}", buttons=buttons, acronym=place.acronym, former=name)
    await forms.keep(turn, form)


def _asks(form: Form, step: str) -> bool:
    return step != "function" or "former" not in form.fields


def _functions(turn: Turn, form: Form, place: Institution) -> Buttons:
    if place.layer != Layer.SECRETARIAT:
        codes = [str(one) for one in OFFERED]
    else:
        codes = [*OF_THE_SECRETARIAT, *(f"{Function.AREA_TEMATICA}:{axis}" for axis in AXES)]
    found = [(_label(turn, code), forms.button(form, "function", code)) for code in codes]
    return in_pairs(found)


def _label(turn: Turn, code: str) -> str:
    return turn.text("button_function", code=code.partition(":")[0], axis=code.partition(":")[2])


async def _former(turn: Turn, form: Form) -> Person | None:
    number = form.fields.get("former")
    return await turn.desk.session.get(Person, PersonId(int(number))) if number else None


async def _sum_up(turn: Turn, form: Form, place: Institution) -> None:
    former, phone = await _former(turn, form), phone_of_form(turn, form)
    serving = await people_of(turn.desk.session, place.id)
    functions = [function_words(turn.desk, row) for row, one in serving if former and one.id == former.id]
    if not former:
        code, _, axis = form.fields["function"].partition(":")
        functions = [turn.text("function_name", code=code, axis=axis)]
    labels = (
        ("button_confirm", "sim"),
        ("button_correct", "corrigir"),
        ("button_cancel", "cancelar"),
    )
    buttons = [(turn.text(label), forms.button(form, "confirm", value)) for label, value in labels]
    turn.answer_once(
        "contacts_summary",
        buttons=[buttons[:2], buttons[2:]],
        acronym=place.acronym,
        name=form.fields["name"],
        email=form.fields["email"],
        functions=functions,
        phone=spelled(phone) if phone else "",
        former=former.name if former else "",
        readers=_readers(serving, form.fields["name"], form.fields["email"]),
    )


def _readers(serving: Sequence[tuple[Membership, Person]], name: str, email: str) -> list[str]:
    """Others of the institution who read the same mailbox: a person is not an address."""
    others = {one.name for _, one in serving if one.email.casefold() == email}
    return sorted(one for one in others if one.casefold() != name.casefold())


async def _decide(turn: Turn, form: Form, place: Institution, word: str) -> None:
    if word in CORRECT:
        kept = {key: value for key, value in form.fields.items() if key in ("place", "former")}
        await _ask_next(turn, Form(NAME, kept, form.version), place)
    elif word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word in SEND:
        await _send(turn, form, place)
    else:
        turn.answer("contacts_ask_confirm")


async def _send(turn: Turn, form: Form, place: Institution) -> None:
    former, phone = await _former(turn, form), phone_of_form(turn, form)
    name, email = form.fields["name"], form.fields["email"]
    if former is None:
        functions = [form.fields["function"]]
        person = await name_person(
            turn.desk, place.id, name=name, email=email, functions=functions, phone=phone
        )
    else:
        person = await succeed(turn.desk, former.id, place.id, named=Named(name, email, phone))
    await forms.drop(turn)
    opened = await open_channels(turn.desk.session, person.id)
    held = {row.function for row in await membership(turn.desk.session, person.id, place.id)}
    turn.answer(
        "contacts_named",
        name=person.name,
        email=person.email,
        acronym=place.acronym,
        former=former.name if former else "",
        linked=ChannelKind.TELEGRAM in opened,
        invited=turn.desk.office.sends_mail,
        panel=former is not None and Function.RESPONSAVEL_PAINEL in held,
    )
