"""One notice by two channels: whoever acknowledges or acts in one is not told by the other, in either order."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from db import Database
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState
from db.departures import let_go
from db.ids import NoticeId
from db.notices import Notice
from db.outbox import cancel_expired
from db.preferences import ChannelChoice
from rede.acknowledge_notice import acknowledge_notice
from rede.desk import Desk
from rede.put_off import put_off
from rede.say_no_adhesions import say_no_adhesions
from rede.set_preferences import choose_channels
from rede.submit_deliverable import submit_deliverable
from rede.wake_unacknowledged import wake_unacknowledged
from tests.rede.happenings import rede_of
from tests.rede.makers import MARIA, a_desk, days, import_for, link, morning, owed_by, person_id
from tests.rede.networks import UPB, Place, address, found, letters_to, ring
from tests.rede.test_say_no_adhesions import APRIL, the_question
from tests.rede.test_say_no_adhesions import ring as ask

#: Goal 1.2 is due on Wednesday 24/12/2025: D-10 falls on Sunday the 14th.
FRIDAY = date(2025, 12, 12)
FECAM: Place = ("FECAM", "1", "", "SC", "", "")
SENT, STANDBY, PENDING = DeliveryState.SENT, DeliveryState.STANDBY, DeliveryState.PENDING
CANCELLED = DeliveryState.CANCELLED
NOON = morning(FRIDAY) + timedelta(hours=4)


async def told(database: Database, choice: ChannelChoice) -> list[Delivery]:
    """Caio's reminder of two institutions, whose first delivery has arrived; Dora follows UPB too."""
    people = [("Caio", "UPB", "coordenador"), ("Caio", "FECAM", "coordenador")]
    await found(database, UPB, FECAM, people=[*people, ("Dora", "UPB", "servidor_designado")])
    await import_for(database, "UPB")
    await import_for(database, "FECAM")
    await link(database, address("Caio"), 7)
    async with a_desk(database, actor=await person_id(database, address("Caio"))) as desk:
        await choose_channels(desk, choice)
    await ring(database, FRIDAY)
    first, _ = await letters_to(database, "Caio")
    async with a_desk(database) as desk:
        await let_go(desk.session, [first.id], now=morning(FRIDAY) + timedelta(hours=1))
    return await letters_to(database, "Caio")


async def states(database: Database) -> list[DeliveryState]:
    return [one.state for one in await letters_to(database, "Caio")]


async def acknowledges(desk: Desk, notice_id: NoticeId) -> None:
    assert await acknowledge_notice(desk, notice_id)


async def puts_off(desk: Desk, notice_id: NoticeId) -> None:
    await put_off(desk, notice_id)


ACTS = [acknowledges, puts_off]


@pytest.mark.parametrize("choice", list(ChannelChoice))
@pytest.mark.parametrize("act", ACTS)
async def test_an_answer_to_one_channel_stops_the_other(
    database: Database, choice: ChannelChoice, act: Callable[[Desk, NoticeId], Awaitable[None]]
) -> None:
    notice_id = (await told(database, choice))[0].notice_id
    caio = await person_id(database, address("Caio"))
    async with a_desk(database, now=NOON, actor=caio) as desk:
        await act(desk, notice_id)
    assert await states(database) == [SENT, CANCELLED]
    async with a_desk(database, now=NOON + days(3)) as desk:
        assert await wake_unacknowledged(desk) == 0


async def test_the_link_of_a_mail_stops_the_chat_too(database: Database) -> None:
    """A stamp says whose it is, so nobody acts."""
    notice_id = (await told(database, ChannelChoice.EMAIL))[0].notice_id
    async with a_desk(database, now=NOON) as desk:
        assert await acknowledge_notice(desk, notice_id)
        assert not await acknowledge_notice(desk, NoticeId(99))
    assert await states(database) == [SENT, CANCELLED]


async def test_the_first_acknowledgement_stays_on_record(database: Database) -> None:
    notice_id = (await told(database, ChannelChoice.TELEGRAM))[0].notice_id
    for hours in (0, 5):
        async with a_desk(database, now=NOON + timedelta(hours=hours)) as desk:
            await acknowledge_notice(desk, notice_id)
    async with database.read() as session:
        assert (await session.get_one(Notice, notice_id)).acknowledged_at == NOON


async def test_anothers_notice_cannot_be_acknowledged(database: Database) -> None:
    notice_id = (await told(database, ChannelChoice.TELEGRAM))[0].notice_id
    dora = await person_id(database, address("Dora"))
    async with a_desk(database, now=NOON, actor=dora) as desk:
        assert not await acknowledge_notice(desk, notice_id)
    assert await states(database) == [SENT, STANDBY]


@pytest.mark.parametrize("choice", [ChannelChoice.TELEGRAM, ChannelChoice.EMAIL])
async def test_a_report_stops_the_other_channel(database: Database, choice: ChannelChoice) -> None:
    """The digest tells of FECAM as well: whoever acts on one of its goals has seen it."""
    await told(database, choice)
    owed, caio = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Caio"))
    async with a_desk(database, now=NOON, actor=caio) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    assert await states(database) == [SENT, CANCELLED]


async def test_a_report_of_part_of_it_does_too(database: Database) -> None:
    """60 hours are asked for: with 20 the goal stays open, and its person has acted."""
    await told(database, ChannelChoice.TELEGRAM)
    owed, caio = await owed_by(database, "UPB", "2.2"), await person_id(database, address("Caio"))
    await ring(database, datetime.combine(date(2026, 11, 9), NOON.timetz()))
    assert owed.obligation.literal == date(2026, 12, 9)
    [*_, chat, _mail] = await letters_to(database, "Caio")
    async with a_desk(database, now=morning(date(2026, 11, 9))) as desk:
        await let_go(desk.session, [chat.id], now=desk.now)
    async with a_desk(database, now=morning(date(2026, 11, 9)), actor=caio) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Curso", hours=Decimal(20))
    assert (await states(database))[-2:] == [SENT, CANCELLED]


async def test_anothers_report_makes_the_words_again_and_stops_nothing_else(database: Database) -> None:
    """What Dora reports is told to nobody any more; of the rest Caio knows no more than before."""
    await told(database, ChannelChoice.TELEGRAM)
    owed, dora = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Dora"))
    async with a_desk(database, now=NOON, actor=dora) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    [chat, mail] = await letters_to(database, "Caio")
    assert (chat.state, mail.state) == (SENT, STANDBY)
    assert ("FECAM" in mail.body, "UPB" in mail.body) == (True, False)


async def test_what_reached_nobody_yet_still_leaves_without_what_ended(database: Database) -> None:
    [first, _] = await told(database, ChannelChoice.TELEGRAM)
    async with a_desk(database) as desk:
        (await desk.session.get_one(Delivery, first.id)).state = PENDING
    owed, caio = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Caio"))
    async with a_desk(database, now=NOON, actor=caio) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    [chat, mail] = await letters_to(database, "Caio")
    assert (chat.state, mail.state) == (PENDING, STANDBY)
    assert ("FECAM" in chat.body, "UPB" in chat.body) == (True, False)


async def test_the_answer_to_a_question_of_the_month_stops_the_other_channel(database: Database) -> None:
    await rede_of(database, "UPB")
    await link(database, MARIA, 7)
    await ask(database, [APRIL])
    question, maria = await the_question(database), await person_id(database, MARIA)
    [*_, chat, _mail] = await letters_to(database, "Maria")
    async with a_desk(database, now=morning(APRIL), actor=maria) as desk:
        await let_go(desk.session, [chat.id], now=desk.now)
        await say_no_adhesions(desk, question.id)
    assert [one.state for one in (await letters_to(database, "Maria"))[-2:]] == [SENT, CANCELLED]


# --- a chat that stands by ----------------------------------------------------------------------------


async def test_a_chat_that_stands_by_is_woken_after_a_day_with_words_that_are_still_true(
    database: Database,
) -> None:
    [mail, chat] = await told(database, ChannelChoice.EMAIL)
    assert (mail.channel, chat.channel) == (ChannelKind.EMAIL, ChannelKind.TELEGRAM)
    assert "Prazo: quarta-feira, 24/12/2025" in chat.body
    assert "Faltam" not in chat.body
    assert chat.buttons
    saturday = NOON + days(1)
    async with a_desk(database, now=saturday) as desk:
        await cancel_expired(desk.session, now=saturday)
        assert await wake_unacknowledged(desk) == 1
    chat = (await letters_to(database, "Caio"))[1]
    assert (chat.state, chat.not_before) == (PENDING, morning(date(2025, 12, 15)) + timedelta(hours=1))


async def test_its_words_stay_so_when_they_are_made_again(database: Database) -> None:
    await told(database, ChannelChoice.EMAIL)
    owed, dora = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Dora"))
    async with a_desk(database, now=NOON, actor=dora) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    chat = (await letters_to(database, "Caio"))[1]
    assert "Prazo: quarta-feira, 24/12/2025" in chat.body
    assert ("FECAM" in chat.body, "UPB" in chat.body) == (True, False)


@pytest.mark.parametrize("choice", [ChannelChoice.TELEGRAM, ChannelChoice.BOTH])
async def test_a_chat_that_leaves_at_once_says_how_far_the_day_is(
    database: Database, choice: ChannelChoice
) -> None:
    [chat, mail] = await told(database, choice)
    assert "Faltam 12 dias" in chat.body
    assert chat.expires_at is not None
    assert mail.expires_at is None
