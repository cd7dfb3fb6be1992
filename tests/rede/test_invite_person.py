"""An invite works once, for seven days, for one person; only its hash is kept."""

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
from rede.invite_person import InviteRefused, Issued, accept_invite, issue_invite
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
        return await accept_invite(make_desk(session, NOW + timedelta(days=days)), token, chat)


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


async def test_a_token_of_nobody_is_unknown(database: Database, maria: Person) -> None:
    with pytest.raises(InviteRefused, match="invite_unknown"):
        await accept(database, "x" * 24)


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
