"""A Rede with goals, reports and contacts everywhere, and the real act behind each row of the table of access."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from bot.contacts.listing import show_contacts
from bot.dispatch import dispatch, open_turn
from bot.review_card import report_to_check
from bot.turn import Turn
from bot.update import Said
from db import Database
from db.ids import DeliverableId, InstitutionId, ObligationId, PersonId
from db.institutions import Institution
from db.people import Person
from rede.access import Act, NotYours
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, prepare
from rede.desk import Desk
from rede.dispense import dispense
from rede.goal_states import goal_state
from rede.invite_contact import invite_contact
from rede.name_person import name_person
from rede.read_phone import read_phone
from rede.refusal import Refusal
from rede.register_received import Arrival, Means, register_received
from rede.remind_second_layer import count_to_remind
from rede.review_deliverable import Seen, accept, give_back
from rede.submit_deliverable import submit_deliverable
from rede.want_files import want_files
from tests.recall import recalled
from tests.rede.makers import NOW, a_desk, days, import_for, owed_by, person_id
from tests.rede.networks_of_access import SERVING, build, institution
from tests.rede.reviews import joins

#: The institutions of `tests/rede/test_access.py`, and one goal of axis 2, one of another.
HOUSES, KEYS = ("SEGES", "UPB", "IRECE", "APEMA", "CODO"), ("2.2", "1.1")
SEI = "19973.014253/2025-58"
#: What an act is done to.
Something = TypeVar("Something")


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is done to: a goal of an institution, its report, and who coordinates there."""

    acronym: str
    place: InstitutionId
    parent: InstitutionId | None
    #: The axis of the goal.
    axis: str
    obligation: ObligationId
    report: DeliverableId
    protocol: str
    contact: PersonId


@dataclass(frozen=True, slots=True)
class World:
    people: Mapping[str, PersonId]
    things: tuple[Thing, ...]


async def a_world(database: Database) -> World:
    return await recalled(database, ("acts of access",), lambda: _make(database))


async def _make(database: Database) -> World:
    people = await build(database)
    for acronym in HOUSES:
        await joins(database, f"lead@{acronym.lower()}.example.org", "Lia", acronym, "coordenador")
        if acronym != "SEGES":
            await import_for(database, acronym)
    things = [await _thing(database, acronym, key) for acronym in HOUSES for key in KEYS]
    return World(people, tuple(things))


async def _thing(database: Database, acronym: str, key: str) -> Thing:
    place, owed = await institution(database, acronym), await owed_by(database, acronym, key)
    number, lead = (
        ObligationId(owed.obligation.id),
        await person_id(database, f"lead@{acronym.lower()}.example.org"),
    )
    async with a_desk(database, actor=lead) as desk:
        receipt = await submit_deliverable(desk, number, description="Feito", hours=Decimal(10))
        report, protocol = DeliverableId(receipt.deliverable.id), receipt.protocol
    return Thing(acronym, place.id, place.parent_id, owed.goal.axis, number, report, protocol, lead)


async def _see_goals(desk: Desk, one: Thing) -> None:
    await goal_state(desk, one.obligation)


async def _hand_in(desk: Desk, one: Thing) -> None:
    await submit_deliverable(desk, one.obligation, description="Feito", hours=Decimal(20))


async def _read(desk: Desk, one: Thing) -> None:
    await want_files(desk, one.report, chat_id=1)


async def _look_up(desk: Desk, one: Thing) -> None:
    """`/protocolo RP-…` answers of somebody else's as of none."""
    turn = await a_turn(desk, f"/protocolo {one.protocol}")
    await dispatch(turn)
    unknown = turn.text("protocol_unknown", number=one.protocol)
    if [answer.text for answer in turn.answers] == [unknown]:
        raise NotYours


async def _see_card(desk: Desk, one: Thing) -> None:
    await report_to_check(await a_turn(desk, ""), one.report)


async def _accept(desk: Desk, one: Thing) -> None:
    await accept(desk, [Seen(one.report, 1)])


async def _give_back(desk: Desk, one: Thing) -> None:
    await give_back(desk, Seen(one.report, 1), reason="Falta a lista", due_again=(NOW + days(14)).date())


async def _dispense(desk: Desk, one: Thing) -> None:
    await dispense(desk, one.obligation, reason="Decidido", sei=SEI)


async def _register(desk: Desk, one: Thing) -> None:
    arrival = Arrival(description="Veio", means=Means.LETTER, day=desk.today, hours=Decimal(5))
    await register_received(desk, one.obligation, arrival)


async def _name(desk: Desk, one: Thing) -> None:
    functions = ["coordenador"]
    await name_person(desk, one.place, name="Bia Prado", email="bia@example.org", functions=functions)


async def _invite(desk: Desk, one: Thing) -> None:
    await invite_contact(desk, one.contact, one.place)


async def _list_people(desk: Desk, one: Thing) -> None:
    await show_contacts(await a_turn(desk, ""), await desk.session.get_one(Institution, one.place))


async def _broadcast(desk: Desk, one: Thing) -> None:
    """To all as the Secretariat does; else to one institution, as who coordinates those above it."""
    try:
        await prepare(desk, BroadcastOrder(title="Aviso", text="Bom dia.", audience=EVERYBODY))
    except NotYours:
        if one.parent is None:
            raise
        await count_to_remind(desk, one.parent, one.place)


async def _read_phone(desk: Desk, one: Thing) -> None:
    await read_phone(desk, one.contact, purpose="Confirmar a reunião")


async def a_turn(desk: Desk, text: str) -> Turn:
    person = await desk.session.get_one(Person, desk.actor)
    return await open_turn(desk, Said(update_id=1, chat_id=1, private=True, text=text), person)


Does = Callable[[Desk, Thing], Awaitable[None]]
#: By what it is called in a test.
ACTS: Mapping[str, tuple[Act, Does]] = {
    "see a goal": (Act.SEE_GOALS, _see_goals),
    "hand in": (Act.HAND_IN, _hand_in),
    "read files": (Act.READ_REPORTS, _read),
    "look up a report": (Act.READ_REPORTS, _look_up),
    "see the card": (Act.REVIEW, _see_card),
    "accept": (Act.REVIEW, _accept),
    "give back": (Act.REVIEW, _give_back),
    "dispense": (Act.DISPENSE, _dispense),
    "register": (Act.REGISTER, _register),
    "name": (Act.NAME_PEOPLE, _name),
    "invite": (Act.NAME_PEOPLE, _invite),
    "list people": (Act.SEE_PEOPLE, _list_people),
    "broadcast": (Act.BROADCAST, _broadcast),
    "read a phone": (Act.SEE_PHONE, _read_phone),
}
#: Asked of an institution alone, whatever its goals are.
WITHOUT_AXIS = (Act.NAME_PEOPLE, Act.SEE_PEOPLE, Act.BROADCAST, Act.SEE_PHONE)


async def is_refused(
    database: Database, actor: PersonId, does: Callable[[Desk, Something], Awaitable[object]], one: Something
) -> bool:
    """Whether the act is refused as of what does not exist. Nothing of it is kept."""
    try:
        async with a_desk(database, actor=actor) as desk:
            await does(desk, one)
            raise _Undone
    except NotYours:
        return True
    except (Refusal, _Undone):
        return False


class _Undone(Exception):
    """Takes back what was done."""


__all__ = ["ACTS", "SERVING", "WITHOUT_AXIS", "Thing", "World", "a_turn", "a_world", "is_refused"]
