"""A person is erased: name, addresses and words go, what was done stays under a number, and nothing leads back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from db import Database, outbox
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind, person_of_chat
from db.chats import Chat, choose_in
from db.confirmations import Confirmation
from db.deliverables import Deliverable
from db.deliveries import Delivery, DeliveryState, Lane
from db.drafts import Draft, keep_draft
from db.guesses import Guesses
from db.ids import PersonId
from db.inbox import Received, StoredUpdate, set_aside, store_updates
from db.institutions import institution_by_acronym
from db.invites import Invite
from db.notices import NoticeKind
from db.people import Membership, Person, people_by_email
from db.preferences import ChannelChoice, Preference, prefer
from elo.forgetting import forget_erased
from rede.access import NotYours
from rede.administrators import LastAdministrator
from rede.announce import Words, tell
from rede.erase_person import erase_person
from rede.invite_person import issue_invite
from rede.phones import keep_phone
from rede.register_person import register_people
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import ANA, MARIA, NOW, TEXTS, a_desk, import_for, link, owed_by, person_id, register

CHAT = 4455
#: Everything of the person that a row of one of these tables could still lead to.
OF_THE_PERSON = (Membership, Channel, Preference, Invite, Confirmation)
OF_THE_CHAT = (Draft, Chat, Guesses)


async def told(database: Database, who: PersonId) -> None:
    async with a_desk(database) as desk:
        mail = TEXTS.email("data_erased", code="", mailbox="", official_page="")
        assert await tell(desk, who, kind=NoticeKind.TASK, words=Words(chat="Olá, Maria", mail=mail))


async def lived_with(database: Database) -> PersonId:
    """Maria of UPB, with everything that a person may have on record."""
    await register(database)
    await import_for(database, "UPB")
    await link(database, MARIA, CHAT)
    who = await person_id(database, MARIA)
    owed = await owed_by(database, "UPB", "1.2")
    async with a_desk(database, actor=who) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Indicação enviada.", hours=None)
    async with a_desk(database) as desk:
        session = desk.session
        keep_phone(desk, await session.get_one(Person, who), "+5571912345678")
        await issue_invite(desk, who)
        session.add(Confirmation(chat_id=CHAT, person_id=who, code_hash="x", sent_at=NOW, expires_at=NOW))
        session.add(Guesses(chat_id=CHAT, wrong=2, last_at=NOW))
        await prefer(session, who, now=NOW, channels=ChannelChoice.BOTH)
        place = await institution_by_acronym(session, "UPB")
        assert place is not None
        await choose_in(session, CHAT, place.id, now=NOW)
        await keep_draft(session, Draft(chat_id=CHAT, form="x", fields="{}", version=1, updated_at=NOW))
        await store_updates(session, [Received(81, CHAT, "Maria")], now=NOW)
        await set_aside(session, 81, error_code="A", now=NOW)
    await told(database, who)
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT, settled_at=NOW))
    await told(database, who)
    return who


async def erased(database: Database, who: PersonId) -> None:
    async with a_desk(database) as desk:
        assert await erase_person(desk, who)


async def test_nothing_leads_to_the_person_any_more(database: Database) -> None:
    who = await lived_with(database)
    await erased(database, who)
    async with database.read() as session:
        person = await session.get_one(Person, who)
        assert (person.name, person.email, person.phone, person.cpf) == (f"Pessoa {who}", "", None, None)
        assert person.erased_at == NOW
        for table in OF_THE_PERSON:
            found = select(func.count()).select_from(table).where(table.person_id == who)
            assert await session.scalar(found) == 0, table.__tablename__
        for kept in OF_THE_CHAT:
            assert await session.scalar(select(func.count()).select_from(kept)) == 0, kept.__tablename__
        assert await person_of_chat(session, CHAT) is None
        update_ = await session.get_one(StoredUpdate, 81)
        assert (update_.sender, update_.payload) == (0, Received(81, CHAT, "Maria").fingerprint)
        assert await people_by_email(session, MARIA) == []


async def test_reports_and_audit_stay_with_the_number(database: Database) -> None:
    who = await lived_with(database)
    await erased(database, who)
    async with database.read() as session:
        report = (await session.scalars(select(Deliverable))).one()
        acts = (await session.scalars(select(AuditEntry.act).where(AuditEntry.person_id == who))).all()
        about = select(AuditEntry).where(AuditEntry.act == "person.erase")
        entry = (await session.scalars(about)).one()
    assert (report.person_id, report.description) == (who, "Indicação enviada.")
    assert "deliverable.submit" in acts
    assert (entry.object, entry.person_id, entry.detail) == (f"people:{who}", None, "")


async def test_only_the_last_word_still_leaves_and_loses_its_address_once_it_has(database: Database) -> None:
    who = await lived_with(database)
    await erased(database, who)
    async with database.read() as session:
        waiting = select(Delivery).where(Delivery.state == DeliveryState.PENDING, Delivery.address != "")
        rows = (await session.scalars(waiting.order_by(Delivery.channel))).all()
        mine = [row for row in rows if row.address in (MARIA, str(CHAT))]
        assert [row.address for row in mine] == [MARIA, str(CHAT)]
        assert all("Maria" not in row.body and row.channel_id is None for row in mine)
    await sent(database, mine)
    await forget_erased(database, NOW)
    assert await left_with(database, MARIA, str(CHAT)) == []


async def sent(database: Database, rows: list[Delivery]) -> None:
    async with database.write() as session:
        ids = [row.id for row in rows]
        changed = update(Delivery).where(Delivery.id.in_(ids))
        await session.execute(changed.values(state=DeliveryState.SENT, settled_at=NOW))


async def left_with(database: Database, *addresses: str) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Delivery.body).where(Delivery.address.in_(addresses))))


async def test_what_was_on_its_way_keeps_nothing_once_it_ended(database: Database) -> None:
    who = await lived_with(database)
    async with database.write() as session:
        flying = update(Delivery).where(Delivery.state == DeliveryState.PENDING)
        await session.execute(flying.values(state=DeliveryState.SENDING))
    await erased(database, who)
    async with database.write() as session:
        # A server that asks to come again puts it back.
        back = update(Delivery).where(Delivery.state == DeliveryState.SENDING)
        await session.execute(back.values(state=DeliveryState.PENDING))
    await forget_erased(database, NOW + timedelta(minutes=1))
    assert all("Maria" not in body for body in await left_with(database, MARIA, str(CHAT)))


async def test_a_second_time_changes_nothing(database: Database) -> None:
    who = await lived_with(database)
    await erased(database, who)
    async with a_desk(database, now=NOW + timedelta(days=1)) as desk:
        assert not await erase_person(desk, who)
        assert (await desk.session.get_one(Person, who)).erased_at == NOW


async def test_the_same_address_registered_again_is_somebody_new(database: Database) -> None:
    who = await lived_with(database)
    await erased(database, who)
    cells = {"email": MARIA, "name": "Maria", "institution": "UPB", "functions": "coordenador"}
    async with a_desk(database) as desk:
        await register_people(desk, [Row(2, cells)])
    await link(database, MARIA, CHAT)
    assert await person_id(database, MARIA) != who


async def test_others_of_the_same_mailbox_lose_nothing(database: Database) -> None:
    who = await lived_with(database)
    cells = {"email": MARIA, "name": "Bia", "institution": "UPB", "functions": "gabinete"}
    async with a_desk(database) as desk:
        await register_people(desk, [Row(2, cells)])
        bia = next(one for one in await people_by_email(desk.session, MARIA) if one.name == "Bia")
        delivery = outbox.NewDelivery(channel=ChannelKind.EMAIL, address=MARIA, body="Olá, Bia")
        new = outbox.NewNotice(
            kind=NoticeKind.TASK,
            lane=Lane.REMINDERS,
            created_at=NOW,
            not_before=NOW,
            deliveries=[delivery],
            person_id=bia.id,
        )
        await outbox.put(desk.session, new)
    await erased(database, who)
    assert "Olá, Bia" in await left_with(database, MARIA)


async def test_the_last_administrator_stays(database: Database) -> None:
    await register(database)
    who = await person_id(database, ANA)
    with pytest.raises(LastAdministrator):
        await erased(database, who)
    assert await person_id(database, ANA) == who


async def test_a_partner_erases_nobody(database: Database) -> None:
    await register(database)
    who = await person_id(database, MARIA)
    async with a_desk(database, actor=who) as desk:
        with pytest.raises(NotYours):
            await erase_person(desk, who)
