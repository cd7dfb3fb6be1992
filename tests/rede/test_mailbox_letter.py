"""What goes to the Secretariat's mailbox goes there once, and to one person of the institution."""

from sqlalchemy import select

from db import Database
from db.channels import ChannelKind, open_channels
from db.deliveries import Delivery
from db.ids import PersonId
from db.notices import Notice
from db.outbox import close_channel
from rede.mailbox_letter import write_to_mailbox
from tests.house.plan_act_samples import LETTER
from tests.rede.makers import MARIA, a_desk, make_office, person_id, register

MAILBOX = make_office().mailbox
FACTS = {
    name: fact
    for name, fact in LETTER.items()
    if name not in ("is_copy", "copied_to", "mailbox", "official_page")
}


async def write(database: Database, copy_to: PersonId | None) -> Notice | None:
    async with a_desk(database) as desk:
        return await write_to_mailbox(desk, key="one", template="nomination", facts=FACTS, copy_to=copy_to)


async def addresses(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Delivery.address).order_by(Delivery.id)))


async def test_a_letter_of_the_same_key_is_put_once(database: Database) -> None:
    await register(database)
    maria = await person_id(database, MARIA)
    assert await write(database, maria) is not None
    assert await write(database, maria) is None
    assert await addresses(database) == [MAILBOX, MARIA]


async def test_whoever_has_no_mail_any_more_gets_no_copy_and_is_not_named(database: Database) -> None:
    await register(database)
    maria = await person_id(database, MARIA)
    async with a_desk(database) as desk:
        channel = (await open_channels(desk.session, maria))[ChannelKind.EMAIL]
        await close_channel(desk.session, channel.id, reason="bounced", now=desk.now)
    await write(database, maria)
    assert await addresses(database) == [MAILBOX]
    async with database.read() as session:
        assert "Cópia para" not in (await session.scalars(select(Delivery.body))).one()


async def test_a_letter_may_go_without_a_copy(database: Database) -> None:
    await register(database)
    await write(database, None)
    assert await addresses(database) == [MAILBOX]
