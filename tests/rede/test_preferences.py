"""Which channel leaves first is the person's choice, for everything they are told; what is put already stays."""

from datetime import date

import pytest

from db import Database
from db.channels import ChannelKind, open_channels
from db.deliveries import Delivery, DeliveryState
from db.ids import PersonId
from db.notices import NoticeKind
from db.preferences import ChannelChoice, preference_of, reach_of, without_announcements
from notifier.texts import Mail
from rede.access import NotYours
from rede.announce import Words, tell, tell_in_window
from rede.leave_announcements import leave_announcements
from rede.set_preferences import choose_channels, hear_announcements
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, import_for, link, person_id, register
from tests.rede.networks import UPB, address, found, letters_to, ring

FRIDAY = date(2025, 12, 12)
TELEGRAM, EMAIL, BOTH = ChannelChoice.TELEGRAM, ChannelChoice.EMAIL, ChannelChoice.BOTH
PENDING, STANDBY, CANCELLED = DeliveryState.PENDING, DeliveryState.STANDBY, DeliveryState.CANCELLED
CHAT, MAIL = ChannelKind.TELEGRAM, ChannelKind.EMAIL
WORDS = Words(chat="Olá", mail=Mail("Aviso", "Olá", "<p>Olá</p>"))


async def choose(database: Database, email: str, choice: ChannelChoice) -> PersonId:
    who = await person_id(database, email)
    async with a_desk(database, actor=who) as desk:
        await choose_channels(desk, choice)
    return who


def shown(letters: list[Delivery]) -> list[tuple[ChannelKind, DeliveryState]]:
    return [(one.channel, one.state) for one in letters]


IN_ORDER = [
    (TELEGRAM, [(CHAT, PENDING), (MAIL, STANDBY)]),
    (EMAIL, [(MAIL, PENDING), (CHAT, STANDBY)]),
    (BOTH, [(CHAT, PENDING), (MAIL, PENDING)]),
]


@pytest.mark.parametrize(("choice", "expected"), IN_ORDER)
async def test_reminder_leaves_by_the_channel_that_was_chosen(
    database: Database, choice: ChannelChoice, expected: list[tuple[ChannelKind, DeliveryState]]
) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB")
    await link(database, address("Caio"), 7)
    await choose(database, address("Caio"), choice)
    await ring(database, FRIDAY)
    assert shown(await letters_to(database, "Caio")) == expected


@pytest.mark.parametrize(("choice", "expected"), IN_ORDER)
async def test_everything_else_that_is_told_does_too(
    database: Database, choice: ChannelChoice, expected: list[tuple[ChannelKind, DeliveryState]]
) -> None:
    await register(database)
    await link(database, MARIA, 7)
    who = await choose(database, MARIA, choice)
    async with a_desk(database) as desk:
        await tell(desk, who, kind=NoticeKind.REPORT, words=WORDS)
        await tell_in_window(desk, who, kind=NoticeKind.CONTACT_LOST, words=WORDS, key="lost")
    for kind in (NoticeKind.REPORT, NoticeKind.CONTACT_LOST):
        assert shown(await letters_to(database, "Maria", kind=kind)) == expected


@pytest.mark.parametrize("choice", list(ChannelChoice))
@pytest.mark.parametrize("closed", list(ChannelKind))
async def test_with_one_channel_that_one_leaves_whatever_was_chosen(
    database: Database, choice: ChannelChoice, closed: ChannelKind
) -> None:
    await register(database)
    await link(database, MARIA, 7)
    who = await choose(database, MARIA, choice)
    async with a_desk(database) as desk:
        (await open_channels(desk.session, who))[closed].closed_at = desk.now
        await desk.session.flush()
        await tell(desk, who, kind=NoticeKind.REPORT, words=WORDS)
    [letter] = await letters_to(database, "Maria", kind=NoticeKind.REPORT)
    assert (letter.state, letter.channel is closed) == (PENDING, False)


async def test_how_many_are_reached_is_one_question(database: Database) -> None:
    await register(database)
    await link(database, MARIA, 7)
    maria = await choose(database, MARIA, BOTH)
    ana, joao = await person_id(database, ANA), await person_id(database, JOAO)
    async with a_desk(database) as desk:
        (await open_channels(desk.session, joao))[MAIL].closed_at = desk.now
    async with database.read() as session:
        reached = await reach_of(session, [maria, ana, joao])
    assert {one: (set(reach.channels), reach.choice) for one, reach in reached.items()} == {
        maria: ({CHAT, MAIL}, BOTH),
        ana: ({MAIL}, TELEGRAM),
        joao: (set(), TELEGRAM),
    }


async def test_one_choice_leaves_the_other_alone(database: Database) -> None:
    await register(database)
    who = await choose(database, MARIA, BOTH)
    async with a_desk(database, actor=who) as desk:
        await leave_announcements(desk, who)
        await choose_channels(desk, EMAIL)
        await leave_announcements(desk, who)
    async with database.read() as session:
        chosen = await preference_of(session, who)
        assert chosen is not None
        assert (chosen.channels, chosen.announcements) == (EMAIL, False)
    async with a_desk(database, actor=who) as desk:
        await hear_announcements(desk)
        assert await without_announcements(desk.session, [who]) == set()


async def test_nobody_is_asked_for_nobody(database: Database) -> None:
    async with a_desk(database) as desk:
        with pytest.raises(NotYours):
            await choose_channels(desk, EMAIL)
        with pytest.raises(NotYours):
            await hear_announcements(desk)


async def test_announcements_that_wait_are_taken_back_and_nothing_else(database: Database) -> None:
    await register(database)
    who = await person_id(database, MARIA)
    async with a_desk(database) as desk:
        await tell(desk, who, kind=NoticeKind.ANNOUNCEMENT, words=WORDS)
        await tell(desk, who, kind=NoticeKind.MOVED, words=WORDS)
        await leave_announcements(desk, who)
    [announced] = await letters_to(database, "Maria", kind=NoticeKind.ANNOUNCEMENT)
    [moved] = await letters_to(database, "Maria", kind=NoticeKind.MOVED)
    assert (announced.state, moved.state) == (CANCELLED, PENDING)
