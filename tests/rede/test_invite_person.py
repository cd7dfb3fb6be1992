"""An invite works once, for seven days, for one person; only hashes are kept. Here no mail leaves: it is enough."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.channels import ChannelKind, open_channels, person_of_chat
from db.deliveries import Delivery, DeliveryState, Lane
from db.invites import Invite
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from db.people import Person
from rede.confirm_chat import InviteRefused, Linked, accept_invite
from rede.guessing import Wrong
from rede.invite_person import Issued, issue_invite
from rede.invite_words import found_word, new_code, read_code, shown
from rede.register_institutions import found_secretariat
from rede.register_person import register_administrator
from tests.rede.desks import NOW, make_desk

CHAT, OTHER_CHAT = 8123456789, 8123456790


@pytest.fixture
async def maria(database: Database) -> Person:
    async with database.write() as session:
        desk = make_desk(session)
        secretariat = await found_secretariat(desk, acronym="SEGES", name="Secretaria-Executiva")
        return await register_administrator(desk, "maria@example.org", secretariat)


async def issue(database: Database, person: Person) -> Issued:
    async with database.write() as session:
        return await issue_invite(make_desk(session), person.id)


async def accept(database: Database, token: str, chat: int = CHAT, *, days: int = 0) -> Person:
    async with database.write() as session:
        answered = await accept_invite(make_desk(session, NOW + timedelta(days=days)), token, chat)
    assert isinstance(answered, Linked)
    return answered.person


async def test_an_invite_opens_the_persons_telegram(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    assert (await accept(database, issued.token)).id == maria.id
    async with database.read() as session:
        assert set(await open_channels(session, maria.id)) == {ChannelKind.EMAIL, ChannelKind.TELEGRAM}


async def test_a_token_fits_a_deep_link_and_is_not_kept(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", issued.token)
    assert issued.expires_at == NOW + timedelta(days=7)
    async with database.read() as session:
        kept = (await session.scalars(select(Invite))).one()
        assert issued.token not in kept.token_hash


async def test_an_invite_works_once(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    await accept(database, issued.token)
    with pytest.raises(InviteRefused, match="invite_used"):
        await accept(database, issued.token, OTHER_CHAT)
    async with database.read() as session:
        assert await person_of_chat(session, OTHER_CHAT) is None


async def test_the_same_chat_may_knock_twice(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    await accept(database, issued.token)
    assert (await accept(database, issued.token, days=30)).id == maria.id


async def test_an_invite_ends_after_seven_days(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    with pytest.raises(InviteRefused, match="invite_expired"):
        await accept(database, issued.token, days=7)
    assert (await accept(database, issued.token, days=6)).id == maria.id


async def test_a_newer_invite_takes_back_the_older(database: Database, maria: Person) -> None:
    older, newer = await issue(database, maria), await issue(database, maria)
    with pytest.raises(InviteRefused, match="invite_revoked"):
        await accept(database, older.token)
    assert (await accept(database, newer.token)).id == maria.id


async def test_a_token_of_nobody_is_counted(database: Database, maria: Person) -> None:
    async with database.write() as session:
        assert await accept_invite(make_desk(session), "x" * 24, CHAT) == Wrong(left=4, minutes=0)


async def test_the_code_of_an_invite_does_what_its_token_does(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    assert (await accept(database, shown(issued.code).lower())).id == maria.id
    with pytest.raises(InviteRefused, match="invite_used"):
        await accept(database, issued.token, OTHER_CHAT)
    async with database.read() as session:
        kept = (await session.scalars(select(Invite))).one()
        assert issued.code not in (kept.code_hash or "")


async def test_whose_data_were_erased_is_let_in_by_no_invite(database: Database, maria: Person) -> None:
    issued = await issue(database, maria)
    async with database.write() as session:
        (await session.get_one(Person, maria.id)).erased_at = NOW
    with pytest.raises(InviteRefused, match="invite_revoked"):
        await accept(database, issued.token)


@pytest.mark.parametrize(
    "typed", ["BCDF-2345", "bcdf2345", " bcdf 2345 ", "BCDF–2345", "b c d f 2 3 4 5"], ids=repr
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == "BCDF2345"


@pytest.mark.parametrize(
    "typed",
    ["bom dia!", "CONFLITO", "12345678", "23456789", "BCDFGHJK", "BCDF-234", "BCDF-23456", "ABCD-2345", ""],
    ids=repr,
)
def test_what_is_no_code_is_not_taken_for_one(typed: str) -> None:
    assert read_code(typed) is None
    assert found_word(typed) is None


def test_codes_are_read_back() -> None:
    for code in (new_code() for _ in range(200)):
        assert read_code(shown(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "https://t.me/EloRedeBot?start=bXm0-qW_7yTpLk29ZsVc4dRf",
        "recebi isto: t.me/EloRedeBot?start=bXm0-qW_7yTpLk29ZsVc4dRf obrigada",
        " bXm0-qW_7yTpLk29ZsVc4dRf ",
    ],
    ids=["link", "link among words", "token"],
)
def test_an_invite_is_found_in_what_people_send(typed: str) -> None:
    assert found_word(typed) == "bXm0-qW_7yTpLk29ZsVc4dRf"


async def test_a_chat_that_passes_to_another_person_tells_them_nothing_of_the_former(
    database: Database, maria: Person
) -> None:
    await accept(database, (await issue(database, maria)).token)
    async with database.write() as session:
        channels = (await open_channels(session, maria.id)).values()
        mine = [
            NewDelivery(
                channel=one.kind,
                channel_id=one.id,
                address=one.address,
                body="Olá, Maria",
                standby=one.kind is ChannelKind.EMAIL,
            )
            for one in channels
        ]
        await put(session, reminder(maria, mine))
        bia = Person(name="Bia Flor (fictícia)", email="bia@example.org")
        session.add(bia)
    await accept(database, (await issue(database, bia)).token)
    async with database.read() as session:
        waiting = select(Delivery.channel).where(Delivery.state == DeliveryState.PENDING)
        assert (await session.scalars(waiting)).all() == [ChannelKind.EMAIL]
        owner = await person_of_chat(session, CHAT)
    assert owner is not None
    assert owner.id == bia.id


def reminder(person: Person, told: Sequence[NewDelivery]) -> NewNotice:
    return NewNotice(
        kind=NoticeKind.REMINDER,
        lane=Lane.REMINDERS,
        created_at=NOW,
        not_before=NOW,
        person_id=person.id,
        deliveries=told,
    )
