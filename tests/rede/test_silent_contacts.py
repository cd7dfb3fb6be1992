"""Half a year of reminders without a sign: whoever can name a successor is told, once, and never in a storm."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.audit import record
from db.channels import ChannelKind
from db.deliveries import Delivery
from db.ids import PersonId
from db.inbox import Received, store_updates
from db.institutions import institution_by_acronym
from db.notices import Notice, NoticeKind
from db.serving import memberships_of
from elo.agenda import Agenda
from elo.following_up import follow_up_silence
from rede.naming import Named
from rede.sendings import Lookout
from rede.silent_contacts import MOST_PLACES
from rede.succeed import succeed
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import NOW, a_desk, link, make_office, person_id
from tests.rede.networks import UPB, address, found, letters_to

OFFICE = make_office()
LATER = NOW + timedelta(days=200)
PEOPLE = [
    ("Caio", "UPB", "coordenador"),
    ("Dora", "UPB", "servidor_designado"),
    ("Ana", "SEGES", "coordenador"),
]


@pytest.fixture
async def rede(database: Database) -> Database:
    await found(database, UPB, people=PEOPLE)
    return database


async def remind(database: Database, name: str, *, acknowledged: datetime | None = None) -> PersonId:
    """Three reminders, of which the last may be acknowledged."""
    who = await person_id(database, address(name))
    async with a_desk(database) as desk:
        for number in range(3):
            at = LATER - timedelta(days=100 - number)
            row = Notice(kind=NoticeKind.REMINDER, created_at=at, person_id=who)
            row.acknowledged_at = acknowledged if number == 2 else None
            desk.session.add(row)
    return who


async def ring(database: Database, at: datetime = LATER) -> int:
    return await follow_up_silence(database, OFFICE, at)


async def test_the_coordinator_is_told_once_of_who_gave_no_sign(rede: Database) -> None:
    await remind(rede, "Caio", acknowledged=LATER - timedelta(days=90))
    await remind(rede, "Dora")
    assert [await ring(rede, LATER + timedelta(days=one)) for one in range(3)] == [1, 0, 0]
    (letter,) = await letters_to(rede, "Caio", kind=NoticeKind.CONTACT_LOST)
    assert letter.subject == "Contatos sem resposta há seis meses: UPB"
    assert "* Dora (acompanhamento do acordo)" in letter.body


@pytest.mark.parametrize("sign", ["acknowledged", "wrote", "acted"])
async def test_any_sign_of_life_is_enough(rede: Database, sign: str) -> None:
    at = LATER - timedelta(days=20)
    dora = await remind(rede, "Dora", acknowledged=at if sign == "acknowledged" else None)
    if sign == "wrote":
        await link(rede, address("Dora"), 55)
        async with a_desk(rede) as desk:
            await store_updates(desk.session, [Received(1, 55, "{}")], now=at)
    if sign == "acted":
        async with a_desk(rede) as desk:
            record(desk.session, "report.submit", "RP-1", now=at, person_id=dora)
    assert await ring(rede) == 0


async def test_the_agenda_foretells_no_silence(rede: Database) -> None:
    await remind(rede, "Dora")
    lookout = Lookout(LATER.date(), LATER.date() + timedelta(days=1))
    told = await Agenda(rede, OFFICE).sendings(lookout, LATER)
    assert [one for one in told if one.kind is NoticeKind.CONTACT_LOST] == []


async def test_whoever_was_hardly_reminded_is_not_called_silent(rede: Database) -> None:
    who = await person_id(rede, address("Dora"))
    async with a_desk(rede) as desk:
        at = LATER - timedelta(days=9)
        desk.session.add(Notice(kind=NoticeKind.REMINDER, created_at=at, person_id=who))
    assert await ring(rede) == 0


async def test_a_silent_coordinator_alone_is_told_of_to_the_secretariat_only(rede: Database) -> None:
    await remind(rede, "Caio")
    await remind(rede, "Dora")
    await ring(rede)
    assert await letters_to(rede, "Caio", kind=NoticeKind.CONTACT_LOST) == []
    (letter,) = await letters_to(rede, "Ana", kind=NoticeKind.CONTACT_LOST)
    assert "* Caio (coordenação)" in letter.body


async def test_the_notice_has_a_button_and_who_was_told_may_name_the_successor(rede: Database) -> None:
    await link(rede, address("Caio"), 99)
    await remind(rede, "Caio", acknowledged=LATER - timedelta(days=90))
    dora = await remind(rede, "Dora")
    await ring(rede)
    async with rede.read() as session:
        chats = select(Delivery.buttons).where(Delivery.channel == ChannelKind.TELEGRAM)
        [[[[label, data]]]] = [json.loads(one) for one in await session.scalars(chats) if one]
    assert label == "Indicar quem entra"
    assert data.startswith("contatostrocar:")
    caio = await person_id(rede, address("Caio"))
    async with a_desk(rede, now=LATER, actor=caio) as desk:
        place = await institution_by_acronym(desk.session, "UPB")
        assert place is not None
        assert (await succeed(desk, dora, place.id, named=Named("Bia", "bia@example.org"))).name == "Bia"


async def test_the_mail_has_a_link_that_opens_the_same_in_the_chat_of_who_was_told_once(
    rede: Database,
) -> None:
    await remind(rede, "Caio", acknowledged=LATER - timedelta(days=90))
    dora = await remind(rede, "Dora")
    await follow_up_silence(rede, replace(OFFICE, username="EloRedeBot"), LATER)
    (letter,) = await letters_to(rede, "Caio", kind=NoticeKind.CONTACT_LOST)
    found_link = re.search(r"https://t\.me/EloRedeBot\?start=([\w-]{1,64})\n", letter.body)
    assert found_link is not None
    assert f'href="https://t.me/EloRedeBot?start={found_link[1]}"' in letter.html
    chats = [
        OfficeChat(rede, await person_id(rede, address(one)), LATER.date()) for one in ("Caio", "Ana", "Dora")
    ]
    caio, *others = chats
    for other in others:
        assert "foi enviado a outra pessoa" in await other.says(f"/start {found_link[1]}")
    assert "o lugar de Dora" in await caio.says(f"/start {found_link[1]}")
    await caio.says("Bia Prado")
    await caio.says("bia@example.org")
    await caio.says("sem telefone")
    await caio.presses("Confirmar")
    async with rede.read() as session:
        assert await memberships_of(session, [dora]) == {}
    assert "já não está nesta função" in await caio.says(f"/start {found_link[1]}")


async def test_many_at_once_are_told_over_several_days(database: Database) -> None:
    places = [(f"P{number}", "1", "", "BA", "", "") for number in range(MOST_PLACES + 2)]
    people = [(f"Caio{number}", f"P{number}", "coordenador") for number in range(MOST_PLACES + 2)]
    await found(database, *places, people=[*people, ("Ana", "SEGES", "coordenador")])
    for name, _, _ in people:
        await remind(database, name)
    assert [await ring(database, LATER + timedelta(days=one)) for one in range(3)] == [1, 1, 0]
    first, second = await letters_to(database, "Ana", kind=NoticeKind.CONTACT_LOST)
    assert first.body.count("Caio") == MOST_PLACES
    assert second.body.count("Caio") == 2
