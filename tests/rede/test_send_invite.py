"""Invites by mail: whom they name, what goes with them, who may ask, and what a stranger learns by asking."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db import Database
from db.deliveries import Delivery, DeliveryState
from db.enclosures import Enclosure
from db.invites import Invite
from db.notices import NoticeKind
from db.secrets_sent import blank_secrets
from rede.ask_invite import ask_invite
from rede.invite_letter import Guest, invite_page
from rede.invite_person import issue_invite
from rede.register_person import register_people
from rede.rows import Row
from rede.send_invite import send_invite
from tests.rede.joining import OFFICE, mails
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, make_office, person_id, register

SHARED = "gabinete@upb.example.org"


@pytest.fixture(autouse=True)
async def rede(database: Database) -> None:
    await register(database)


async def share_a_mailbox(database: Database) -> None:
    names = ("Bia Prado", "Caio Prado")
    facts = {"email": SHARED, "institution": "UPB", "functions": "gabinete"}
    rows = [Row(line, {**facts, "name": name}) for line, name in enumerate(names, start=2)]
    async with a_desk(database) as desk:
        await register_people(desk, rows)


async def ask(database: Database, email: str, *, minutes: int = 0) -> None:
    async with a_desk(database, office=OFFICE, now=NOW + timedelta(minutes=minutes)) as desk:
        await ask_invite(desk, email)


async def test_the_mail_says_whose_it_is_how_it_is_used_and_how_to_check_it(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=OFFICE, actor=await person_id(database, ANA)) as desk:
        issued = await send_invite(desk, maria)
    [mail] = await mails(database, NoticeKind.INVITE)
    assert issued is not None
    for words in (mail.body, mail.html):
        assert f"https://t.me/EloRedeBot?start={issued.token}" in words
        assert f"{issued.code[:4]}-{issued.code[4:]}" in words
        assert "Ana convida você" in words
        assert "União dos Municípios da Bahia" in words
        assert "A página oficial lista este serviço, o endereço deste e-mail e o nome do bot." in words
        assert "Vale até terça-feira, 16/12/2025, às 10h00" in words
    assert issued.token not in mail.subject
    assert (mail.address, mail.expires_at) == (MARIA, NOW + timedelta(days=7))


async def test_a_picture_to_scan_goes_with_it(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=OFFICE) as desk:
        await send_invite(desk, maria)
    async with database.read() as session:
        enclosed = (await session.scalars(select(Enclosure))).one()
    [mail] = await mails(database, NoticeKind.INVITE)
    assert mail.enclosure_id == enclosed.id
    assert 'src="cid:enclosure"' in mail.html
    assert enclosed.content.startswith(b"\x89PNG")


async def test_until_the_bots_name_is_known_the_mail_says_what_to_type(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=replace(OFFICE, username="")) as desk:
        issued = await send_invite(desk, maria)
    [mail] = await mails(database, NoticeKind.INVITE)
    assert issued is not None
    assert f"/start {issued.token}" in mail.body
    assert "t.me" not in mail.body + mail.html
    assert mail.enclosure_id is None


async def test_what_was_sent_does_not_stay(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=OFFICE) as desk:
        await send_invite(desk, maria)
        (await desk.session.scalars(select(Delivery))).one().state = DeliveryState.SENT
        await blank_secrets(desk.session, kinds=[NoticeKind.INVITE], now=NOW)
    [mail] = await mails(database, NoticeKind.INVITE)
    assert (mail.body, mail.html, mail.enclosure_id) == ("", "", None)


async def test_without_a_mail_server_nothing_is_issued(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=make_office()) as desk:
        assert await send_invite(desk, maria) is None
        assert (await desk.session.scalars(select(Invite))).all() == []


async def test_everybody_who_reads_a_mailbox_gets_an_invite_with_their_name(database: Database) -> None:
    await share_a_mailbox(database)
    await ask(database, SHARED)
    bia, caio = await mails(database, NoticeKind.INVITE)
    assert "O convite é só para Bia Prado." in bia.body
    assert "O convite é só para Caio Prado." in caio.body
    assert "pediu um convite" in bia.body


async def test_an_address_of_nobody_leaves_no_trace(database: Database) -> None:
    await ask(database, "ninguem@example.org")
    async with database.read() as session:
        for table in (Invite, Delivery, Enclosure):
            assert (await session.scalars(select(func.count()).select_from(table))).one() == 0


async def test_three_invites_an_hour_leave_for_a_mailbox(database: Database) -> None:
    for _ in range(5):
        await ask(database, JOAO)
    assert len(await mails(database, NoticeKind.INVITE)) == 3
    await ask(database, JOAO, minutes=61)
    assert len(await mails(database, NoticeKind.INVITE)) == 4


async def test_the_page_to_print_needs_nothing_from_anywhere_else(database: Database) -> None:
    maria = await person_id(database, MARIA)
    async with a_desk(database, office=OFFICE) as desk:
        issued = await issue_invite(desk, maria)
        page = await invite_page(desk, Guest(maria, "Maria"), issued)
    assert "<svg" in page
    assert f"{issued.code[:4]}-{issued.code[4:]}" in page
    assert "Vale até terça-feira, 16/12/2025, às 10h00" in page
    assert "src=" not in page
