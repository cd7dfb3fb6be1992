"""Who serves an institution: the list, and one person with what may be done about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.keyboards import in_pairs
from bot.turn import Turn
from db.channels import Channel, ChannelKind, channels_of
from db.ids import PersonId
from db.institutions import Institution
from db.people import Function, Membership, Person, people_of
from rede.access import Act, NotYours, Role, may, require
from rede.bound_buttons import Pressed
from rede.functions import function_words
from rede.hearers import LABEL, SUCCEED
from rede.naming import names_all
from rede.phones import masked, phone_of, spelled
from rede.refusal import Refusal
from rede.succeed import may_succeed

#: People of one message.
PAGE = 8
#: Acts of buttons.
PLACE, PERSON, ADD, END, INVITE, PHONE = (
    "contatosver",
    "contatospessoa",
    "contatosnovo",
    "contatosfim",
    "convidarpessoa",
    "contatosfone",
)
RANK = {str(function): number for number, function in enumerate(Function)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    name: str
    functions: Sequence[str]
    email: str
    #: `linked` to the chat, `mail` alone, or `lost`.
    reach: str
    #: Masked, or one's own; empty where it is not to be seen.
    phone: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A person with every function at one institution."""

    person: Person
    rows: Sequence[Membership]


async def contacts_of(turn: Turn, place: Institution) -> list[Contact]:
    """Who coordinates first."""
    found: dict[PersonId, list[Membership]] = {}
    people: dict[PersonId, Person] = {}
    for row, person in await people_of(turn.desk.session, place.id):
        people[person.id] = person
        found.setdefault(person.id, []).append(row)
    contacts = [Contact(people[one], rows) for one, rows in found.items()]
    return sorted(contacts, key=lambda one: min(RANK.get(row.function, len(RANK)) for row in one.rows))


async def show_contacts(turn: Turn, place: Institution, page: int = 0) -> None:
    """Raises NotYours: not theirs to see."""
    await require(turn.desk, Act.SEE_PEOPLE, place.id)
    contacts = await contacts_of(turn, place)
    shown = contacts[page * PAGE : (page + 1) * PAGE]
    lines = await lines_of(turn, place, shown)
    names = [(one.person.name[:LABEL], person_button(turn, PERSON, one)) for one in shown]
    buttons = in_pairs(names)
    last = []
    if await may(turn.desk, Act.NAME_PEOPLE, place):
        last.append((turn.text("button_add_contact"), turn.button(ADD, place.id)))
    if len(contacts) > (page + 1) * PAGE:
        last.append((turn.text("button_more_contacts"), turn.button(PLACE, place.id, page + 1)))
    turn.answer(
        "contacts_list",
        buttons=[*buttons, last] if last else buttons,
        acronym=place.acronym,
        name=place.name,
        people=lines,
        before=page * PAGE,
        count=len(contacts),
    )


def person_button(turn: Turn, act: str, contact: Contact) -> str:
    """Bound to the function and to the person: numbers of functions come again."""
    return turn.button(act, contact.rows[0].id, contact.person.id)


async def contact_pressed(turn: Turn, pressed: Pressed) -> tuple[Contact, Institution] | None:
    """None: that person serves there no more, which was said.

    Raises:
        NotYours: not theirs to see.
    """
    row = await turn.desk.session.get(Membership, pressed.number)
    if row is None or row.person_id != pressed.version:
        turn.answer("contact_gone")
        return None
    place = await require(turn.desk, Act.SEE_PEOPLE, row.institution_id)
    found = next((one for one in await contacts_of(turn, place) if one.person.id == row.person_id), None)
    if found is None:
        raise NotYours
    # The one that was shown stands first.
    return Contact(found.person, sorted(found.rows, key=lambda each: each.id != row.id)), place


async def show_contact(turn: Turn, place: Institution, contact: Contact) -> None:
    (line,) = await lines_of(turn, place, [contact])
    names = await _names(turn, place, contact)
    buttons = []
    if await _succeeds(turn, place, contact):
        buttons.append((turn.text("button_replace"), person_button(turn, SUCCEED, contact)))
    if names or line.is_me:
        buttons.append((turn.text("button_end_function"), person_button(turn, END, contact)))
    if names and line.reach != "linked":
        buttons.append((turn.text("button_invite"), person_button(turn, INVITE, contact)))
    if turn.of_the_secretariat and contact.person.phone is not None and not line.is_me:
        buttons.append((turn.text("button_see_phone"), person_button(turn, PHONE, contact)))
    rows = in_pairs(buttons)
    turn.answer("contact_card", buttons=rows, acronym=place.acronym, line=line)


async def _names(turn: Turn, place: Institution, contact: Contact) -> bool:
    if not await may(turn.desk, Act.NAME_PEOPLE, place):
        return False
    leads = any(row.function == Function.COORDENADOR for row in contact.rows)
    return leads or await names_all(turn.desk, place)


async def _succeeds(turn: Turn, place: Institution, contact: Contact) -> bool:
    try:
        await may_succeed(turn.desk, contact.person.id, place.id)
    except Refusal:
        return False
    return True


async def lines_of(turn: Turn, place: Institution, contacts: Sequence[Contact]) -> list[ContactLine]:
    channels = await channels_of(turn.desk.session, [one.person.id for one in contacts])
    return [
        ContactLine(
            name=one.person.name,
            functions=[function_words(turn.desk, row) for row in one.rows],
            email=one.person.email,
            reach=_reach(channels[one.person.id]),
            phone=_phone(turn, place, one.person),
            is_me=one.person.id == turn.who,
        )
        for one in contacts
    ]


def _reach(channels: Mapping[ChannelKind, Channel]) -> str:
    if ChannelKind.TELEGRAM in channels:
        return "linked"
    return "mail" if channels else "lost"


def _phone(turn: Turn, place: Institution, person: Person) -> str:
    """One's own; masked to who coordinates the institution (rede/access.py, SEE_PHONE)."""
    phone = phone_of(turn.desk, person)
    if not phone:
        return ""
    if person.id == turn.who:
        return spelled(phone)
    leads = any(one.place == place.id and one.role is Role.FIRST_COORDINATOR for one in turn.standings)
    return masked(phone) if leads else ""
