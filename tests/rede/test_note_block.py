"""Who blocks the bot is told by the next channel, and not in the middle of the night."""

from datetime import date, datetime

from sqlalchemy import select

from db import Database
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState
from elo.rings import Rings
from rede.note_block import note_block
from scheduler.clock import BRASILIA
from tests.rede.makers import JOAO, a_desk, import_for, link, make_office, morning, register

CHAT = 77


async def test_a_block_at_three_in_the_morning_sends_the_mail_when_quiet_hours_end(
    database: Database,
) -> None:
    await register(database)
    await import_for(database, "IRECE")
    await link(database, JOAO, CHAT)
    await Rings(database, make_office()).remind(morning(date(2025, 12, 12)))
    async with a_desk(database, now=datetime(2025, 12, 13, 3, 0, tzinfo=BRASILIA)) as desk:
        await note_block(desk, CHAT, blocked=True)
    async with database.read() as session:
        rows = await session.scalars(select(Delivery).where(Delivery.channel == ChannelKind.EMAIL))
        (mail,) = rows.all()
    assert mail.state is DeliveryState.PENDING
    # The 13th is a Saturday.
    assert mail.not_before == datetime(2025, 12, 15, 9, 0, tzinfo=BRASILIA)
