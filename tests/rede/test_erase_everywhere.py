"""After a person is erased no table tells any more who it was, in whatever column: but reports, which stay."""

from datetime import date, timedelta

from sqlalchemy import select, update

from db import Database, tables
from db.adhesions import Adhesion
from db.audit import record
from db.channels import Channel
from db.deliveries import Delivery, DeliveryState
from db.drafts import Draft, keep_draft
from db.ids import PersonId
from db.inbox import Received, set_aside, store_updates
from db.institutions import institution_by_acronym
from db.notices import NoticeKind
from db.people import Function
from elo.forgetting import forget_erased
from rede.announce import Words, tell
from rede.answer_data_request import refuse_data_request
from rede.ask_about_data import Field, ask_correction
from rede.confirm_chat import accept_invite, confirm_chat
from rede.erase_person import erase_person
from rede.guessing import MOST_WRONG
from rede.lost_contacts import tell_lost_contacts
from rede.name_person import name_person
from rede.nominate import Nomination, nominate
from rede.send_invite import send_invite
from tests.rede.joining import OFFICE, another, newest_code
from tests.rede.makers import ANA, MARIA, NOW, TEXTS, a_desk, import_for, link, person_id, register

CHAT, PHONE = 70070070070, "+5571987650070"
NAME, EMAIL = "Zuleica D'Ávila", "zuleica@upb.example.org"
#: By which only this person is known.
MARKS = ("zuleica", str(CHAT), PHONE[-9:])


async def named(database: Database) -> PersonId:
    """Named, nominated, invited, and linked after too many wrong codes."""
    await register(database)
    await import_for(database, "UPB")
    await link(database, ANA, 99)
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=OFFICE, actor=maria) as desk:
        place = await institution_by_acronym(desk.session, "UPB")
        assert place is not None
        person = await name_person(
            desk, place.id, name=NAME, email=EMAIL, functions=["servidor_designado"], phone=PHONE
        )
        chosen = Nomination(person_id=person.id, key="", function=Function.SERVIDOR_DESIGNADO, phone=PHONE)
        await nominate(desk, place.id, chosen)
        issued = await send_invite(desk, person.id)
        assert issued is not None
        await accept_invite(desk, issued.token, CHAT)
        who = PersonId(person.id)
    code = await newest_code(database)
    async with a_desk(database, office=OFFICE) as desk:
        for _ in range(MOST_WRONG - 1):
            await confirm_chat(desk, another(code), CHAT)
        await confirm_chat(desk, code, CHAT)
    return who


async def lived(database: Database) -> PersonId:
    """Who asked about their data, was told things, was told of to others, and cannot be reached any more."""
    who, ana = await named(database), await person_id(database, ANA)
    async with a_desk(database, office=OFFICE, actor=who) as desk:
        await desk.session.flush()
        request = await ask_correction(desk, Field.NAME, "Zuleica Dávila")
        await keep_draft(desk.session, Draft(chat_id=CHAT, form="x", fields=EMAIL, version=1, updated_at=NOW))
        await store_updates(desk.session, [Received(81, CHAT, NAME)], now=NOW)
        await set_aside(desk.session, 81, error_code="A", now=NOW)
        record(desk.session, "phone.read", f"people:{who}", now=NOW, person_id=ana)
        mail = TEXTS.email("data_erased", code="", mailbox="", official_page="")
        await tell(desk, who, kind=NoticeKind.TASK, words=Words(chat=f"Olá, {NAME}", mail=mail))
        number = request.id
    async with a_desk(database, office=OFFICE, actor=ana) as desk:
        await refuse_data_request(desk, number, reason="Zuleica já se escreve assim.")
        gone = {"closed_at": NOW, "closed_reason": "bounced"}
        await desk.session.execute(update(Channel).where(Channel.person_id == who).values(**gone))
        assert await tell_lost_contacts(desk)
        instrument = await desk.session.scalar(select(tables.instruments.Instrument))
        assert instrument is not None
        desk.session.add(
            Adhesion(
                instrument_id=instrument.id,
                name="Município",
                cnpj="12ABC34501DE35",
                signed=date(2026, 1, 5),
                informed_at=NOW,
                informed_by=who,
                contact_name=NAME,
                contact_email=EMAIL.upper(),
            )
        )
    return who


async def told_everything(database: Database) -> None:
    async with database.write() as session:
        waits = update(Delivery).where(Delivery.state.in_((DeliveryState.PENDING, DeliveryState.STANDBY)))
        await session.execute(waits.values(state=DeliveryState.SENT, settled_at=NOW))


async def left(database: Database) -> set[str]:
    """`table.column` of everything that has one of the marks."""
    found = set()
    async with database.read() as session:
        for table in tables.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                found |= {f"{table.name}.{name}" for name, value in row.items() if is_marked(value)}
    return found


def is_marked(value: object) -> bool:
    text = value.decode("utf8", "ignore") if isinstance(value, bytes) else str(value)
    return any(mark in text.casefold() for mark in MARKS)


async def test_no_column_of_any_table_tells_who_it_was(database: Database) -> None:
    who = await lived(database)
    await told_everything(database)
    assert {"people.name", "channels.address", "adhesions.contact_name", "deliveries.body"} <= await left(
        database
    )
    async with a_desk(database) as desk:
        assert await erase_person(desk, who)
    await told_everything(database)
    await forget_erased(database, NOW + timedelta(minutes=1))
    assert await left(database) == set()
