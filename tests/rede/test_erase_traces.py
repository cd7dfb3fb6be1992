"""What is kept beside a person's own rows, by address or by name, goes with them: traces, termos, old answers."""

import json
from datetime import date, timedelta

from sqlalchemy import select, update

from db import Database, outbox
from db.adhesions import Adhesion
from db.archive import ArchivedDelivery, archive
from db.attempts import Attempt
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.enclosures import Enclosure, keep_enclosure
from db.ids import PersonId
from db.notices import NoticeKind
from rede.erase_person import erase_person
from tests.rede.makers import MARIA, NOW, a_desk, import_for, link, person_id, register

CHAT = 4455


async def put(database: Database, who: PersonId | None, address: str, *, file: bool = False) -> Delivery:
    """One delivery that was sent, after an attempt that failed."""
    async with database.write() as session:
        enclosed = None
        if file:
            enclosed = await keep_enclosure(
                session, name="a.json", media_type="application/json", content=b"{}", now=NOW
            )
        kind = ChannelKind.EMAIL if "@" in address else ChannelKind.TELEGRAM
        delivery = outbox.NewDelivery(channel=kind, address=address, body="Olá, Maria", enclosure_id=enclosed)
        new = outbox.NewNotice(
            kind=NoticeKind.REPLY,
            lane=Lane.INTERACTIVE,
            created_at=NOW,
            not_before=NOW,
            deliveries=[delivery],
            person_id=who,
        )
        await outbox.put(session, new)
        row = (await session.scalars(select(Delivery).order_by(Delivery.id.desc()))).first()
        assert row is not None
        await session.execute(
            update(Delivery)
            .where(Delivery.id == row.id)
            .values(state=DeliveryState.SENT, settled_at=NOW, remote_id="250 m***", last_error="Maria")
        )
        tried = Attempt(delivery_id=row.id, number=1, ended_at=NOW, outcome="retry", answer="450 Maria")
        session.add(tried)
        return row


async def erase(database: Database) -> None:
    async with a_desk(database) as desk:
        assert await erase_person(desk, await person_id(database, MARIA))


async def test_a_message_keeps_neither_words_nor_file_nor_answers(database: Database) -> None:
    await register(database)
    row = await put(database, await person_id(database, MARIA), MARIA, file=True)
    await erase(database)
    async with database.read() as session:
        left = await session.get_one(Delivery, row.id)
        answers = list(await session.scalars(select(Attempt.answer)))
        assert (left.address, left.body, left.remote_id, left.last_error) == ("", "", "", "")
        assert (left.state, left.enclosure_id) == (DeliveryState.SENT, None)
        assert (answers, list(await session.scalars(select(Enclosure.id)))) == ([""], [])


async def test_what_was_archived_says_when_and_nothing_else(database: Database) -> None:
    await register(database)
    await put(database, await person_id(database, MARIA), MARIA)
    async with database.write() as session:
        assert await archive(session, before=NOW + timedelta(days=1), limit=9) == 1
    await erase(database)
    async with database.read() as session:
        kept = (await session.scalars(select(ArchivedDelivery))).one()
    assert kept.last_error == ""
    assert [(step[2], step[3]) for step in json.loads(kept.history)] == [("retry", "")]


async def test_answers_from_before_the_chat_was_theirs_go(database: Database) -> None:
    await register(database)
    await link(database, MARIA, CHAT)
    row = await put(database, None, str(CHAT))
    await erase(database)
    async with database.read() as session:
        assert (await session.get_one(Delivery, row.id)).address == ""


async def test_a_termo_no_longer_names_its_contact(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    async with database.write() as session:
        row = Adhesion(
            instrument_id=instrument.id,
            name="Município",
            cnpj="12ABC34501DE35",
            signed=date(2026, 1, 5),
            informed_at=NOW,
            informed_by=None,
            contact_name="Maria",
            contact_email=MARIA,
        )
        session.add(row)
    await erase(database)
    async with database.read() as session:
        left = await session.get_one(Adhesion, row.id)
        assert (left.contact_name, left.contact_email, left.name) == ("", "", "Município")
