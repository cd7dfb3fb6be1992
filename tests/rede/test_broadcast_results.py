"""What became of a broadcast: everybody counts once, whom it failed hears it again, who got it is put right."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from db import Database
from db.announcements import Announcement
from db.broadcast_results import Absence, Counts, counts_of_announcement
from db.channels import Channel, ChannelKind
from db.deliveries import Delivery, DeliveryState
from db.enclosures import Enclosure
from db.ids import AnnouncementId
from db.notices import Notice, NoticeKind
from db.people import Membership, Person
from db.preferences import prefer
from elo.announcing import fill_announcements
from elo.telling_of_broadcasts import tell_of_broadcasts
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, BroadcastRefused, broadcast, prepare
from rede.hold_broadcasts import HeldRefused, call_off
from rede.resend_broadcast import decide_unknown, resend_failed
from rede.result_of_broadcast import csv_of
from tests.rede.broadcasts import ORDER, announced, announcement, crowd, put_for, stand, states, told
from tests.rede.makers import NOW, a_desk, link, make_office, person_id
from tests.rede.networks import UPB, address, found, letters_to

OFFICE = make_office()
NAMES = ("Ana", "Bia", "Caio", "Davi", "Eva", "Ivo", "Lia", "Mel")
LATER = NOW + timedelta(minutes=5)


async def counted(database: Database, number: AnnouncementId) -> Counts:
    async with database.read() as session:
        return await counts_of_announcement(session, await session.get_one(Announcement, number))


async def put_in(database: Database, name: str, channel: ChannelKind, state: DeliveryState) -> None:
    """As if that delivery of theirs had come so far."""
    (one,) = [each for each in await put_for(database, name) if each.channel is channel]
    async with database.write() as session:
        row = await session.get_one(Delivery, one.id)
        row.state, row.settled_at, row.last_error = state, NOW, "refused" if state == "failed" else ""


@pytest.fixture
async def number(database: Database) -> AnnouncementId:
    """Ana was told by Telegram; Bia by e-mail, after Telegram failed; Caio not at all; Davi perhaps; Eva waits; Ivo
    has no channel, Lia's are closed, and Mel wants none."""
    await crowd(database, *NAMES)
    for chat, name in enumerate(("Ana", "Bia"), start=71):
        await link(database, address(name), chat)
    ids = {name: await person_id(database, address(name)) for name in NAMES}
    async with database.write() as session:
        await session.execute(delete(Channel).where(Channel.person_id == ids["Ivo"]))
        closed = update(Channel).where(Channel.person_id == ids["Lia"])
        await session.execute(closed.values(closed_at=NOW, closed_reason="bounced"))
        await prefer(session, ids["Mel"], now=NOW, announcements=False)
    made = await announced(database)
    await fill_announcements(database, OFFICE, NOW)
    await put_in(database, "Ana", ChannelKind.TELEGRAM, DeliveryState.SENT)
    await put_in(database, "Bia", ChannelKind.TELEGRAM, DeliveryState.FAILED)
    await put_in(database, "Bia", ChannelKind.EMAIL, DeliveryState.SENT)
    await put_in(database, "Caio", ChannelKind.EMAIL, DeliveryState.FAILED)
    await put_in(database, "Davi", ChannelKind.EMAIL, DeliveryState.UNKNOWN)
    return made


async def test_everybody_counts_once_by_what_got_furthest(database: Database, number: AnnouncementId) -> None:
    counts = await counted(database, number)
    assert (counts.sent_by(ChannelKind.TELEGRAM), counts.sent_by(ChannelKind.EMAIL)) == (1, 1)
    assert (counts.failed, counts.unknown, counts.waiting, counts.left_out) == (1, 1, 1, 3)
    assert [counts.absent(one) for one in Absence] == [1, 1, 1, 0]
    assert counts.sent + counts.failed + counts.unknown + counts.waiting + counts.left_out == counts.people
    assert counts.people == len(NAMES)


def rows_of(content: bytes) -> Sequence[Sequence[str]]:
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_the_sheet_has_a_line_for_each_and_no_formula(
    database: Database, number: AnnouncementId
) -> None:
    async with database.write() as session:
        await session.execute(update(Person).where(Person.name == "Ana").values(name="=1+1"))
    async with a_desk(database) as desk:
        rows = rows_of(await csv_of(desk, await desk.session.get_one(Announcement, number)))
    assert rows[0] == ["nome", "instituição", "canal", "resultado", "motivo", "momento"]
    assert rows[1] == ["'=1+1", "UPB", "Telegram", "enviado", "", "09/12/2025 10:00"]
    assert [row[3] for row in rows[2:]] == [
        "enviado",
        "sem sucesso",
        "sem confirmação",
        "à espera",
        *["fora do envio"] * 3,
    ]
    assert [row[4] for row in rows[6:]] == ["sem contato", "canal fechado", "não quer comunicados"]


# --- once more ----------------------------------------------------------------------------------------


async def ended(database: Database, number: AnnouncementId) -> None:
    await put_in(database, "Eva", ChannelKind.EMAIL, DeliveryState.SENT)


async def test_whom_it_failed_it_goes_to_once_more_by_what_is_open_now(
    database: Database, number: AnnouncementId
) -> None:
    await ended(database, number)
    await link(database, address("Caio"), 79)
    async with a_desk(database, now=LATER) as desk:
        assert await resend_failed(desk, number) == 1
    assert await fill_announcements(database, OFFICE, LATER) == 1
    assert states(await put_for(database, "Caio")) == [
        ("email", "failed"),
        ("telegram", "pending"),
        ("email", "standby"),
    ]
    assert (await counted(database, number)).waiting == 1
    await put_in(database, "Caio", ChannelKind.TELEGRAM, DeliveryState.SENT)
    assert (await counted(database, number)).failed == 0
    assert len(await put_for(database, "Bia")) == 2


async def test_once_more_is_refused_while_it_leaves_and_when_it_failed_nobody(
    database: Database, number: AnnouncementId
) -> None:
    async with a_desk(database) as desk:
        with pytest.raises(HeldRefused) as leaving:
            await resend_failed(desk, number)
    await ended(database, number)
    await put_in(database, "Caio", ChannelKind.EMAIL, DeliveryState.SENT)
    async with a_desk(database) as desk:
        with pytest.raises(HeldRefused) as nobody:
            await resend_failed(desk, number)
    keys = (leaving.value.key, nobody.value.key)
    assert keys == ("announcement_still_leaving", "announcement_failed_nobody")


async def test_an_announcement_that_fails_twice_still_counts_everybody_once(
    database: Database, number: AnnouncementId
) -> None:
    await ended(database, number)
    async with a_desk(database, now=LATER) as desk:
        await resend_failed(desk, number)
    caio = await person_id(database, address("Caio"))
    async with database.write() as session:
        closed = update(Channel).where(Channel.person_id == caio)
        await session.execute(closed.values(closed_at=LATER, closed_reason="bounced"))
    assert await fill_announcements(database, OFFICE, LATER) == 0
    counts = await counted(database, number)
    assert (counts.failed, counts.people) == (1, len(NAMES))


@pytest.mark.parametrize(("again", "state"), [(True, "pending"), (False, "sent")])
async def test_the_unknown_are_decided_by_a_person(
    database: Database, number: AnnouncementId, again: bool, state: str
) -> None:
    async with a_desk(database, now=LATER) as desk:
        assert await decide_unknown(desk, number, send_again=again) == 1
        with pytest.raises(HeldRefused):
            await decide_unknown(desk, number, send_again=again)
    assert states(await put_for(database, "Davi")) == [("email", state)]
    assert (await counted(database, number)).unknown == 0


# --- a correction -------------------------------------------------------------------------------------


async def test_a_correction_reaches_who_got_the_original_or_may_have_and_nobody_else(
    database: Database, number: AnnouncementId
) -> None:
    await ended(database, number)
    order = BroadcastOrder(
        title="A sala é a 2", text="Desculpe.", audience=EVERYBODY, correction_of=number, at=LATER
    )
    async with a_desk(database) as desk:
        made = await broadcast(desk, await prepare(desk, order))
    assert (made.correction_of, made.audience, made.people) == (number, "comunicado:1", 4)
    before = len(await told(database))
    await fill_announcements(database, OFFICE, LATER)
    assert (await told(database))[before:] == ["Ana", "Bia", "Davi", "Eva"]
    async with a_desk(database) as desk:
        words = (await prepare(desk, order)).words_to("Ana")
    assert words.chat.startswith("<b>Correção do comunicado “Curso aberto”, de terça-feira, 09/12/2025</b>")
    assert words.mail.subject == "Correção: A sala é a 2"


async def test_while_the_original_leaves_it_cannot_be_corrected(
    database: Database, number: AnnouncementId
) -> None:
    order = replace(ORDER, correction_of=number)
    async with a_desk(database) as desk:
        with pytest.raises(BroadcastRefused) as refused:
            await prepare(desk, order)
    assert refused.value.key == "correction_too_early"
    async with a_desk(database) as desk:
        await call_off(desk, number)
        assert len((await prepare(desk, order)).listeners) == 3


# --- the last word ------------------------------------------------------------------------------------


async def sent_by_ana(database: Database) -> AnnouncementId:
    people = [("Ana", "SEGES", "coordenador"), ("Bia", "SEGES", "gabinete"), ("Caio", "UPB", "coordenador")]
    await found(database, UPB, people=people)
    async with a_desk(database, actor=await person_id(database, address("Ana"))) as desk:
        made = await broadcast(desk, await prepare(desk, ORDER))
    await fill_announcements(database, OFFICE, NOW)
    return made.id


async def test_its_author_is_told_the_result_once_with_a_sheet(database: Database) -> None:
    number = await sent_by_ana(database)
    assert await tell_of_broadcasts(database, OFFICE, NOW) == 0
    await stand(database, "Ana", "Bia", "Caio", state=DeliveryState.SENT, settled=NOW)
    assert await tell_of_broadcasts(database, OFFICE, LATER) == 1
    assert await tell_of_broadcasts(database, OFFICE, LATER) == 0
    (letter,) = await letters_to(database, "Ana", kind=NoticeKind.TASK)
    assert "Enviados: 3 (Telegram 0, e-mail 3)" in letter.body
    async with database.read() as session:
        sheet = await session.get_one(Enclosure, letter.enclosure_id)
    assert (sheet.name, len(rows_of(sheet.content))) == ("comunicado-1-resultado.csv", 4)
    assert (await announcement(database, number)).summarised_at == LATER


async def test_when_its_author_is_gone_the_secretariat_is_told(database: Database) -> None:
    await sent_by_ana(database)
    ana = await person_id(database, address("Ana"))
    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.person_id == ana))
        await session.execute(update(Delivery).values(state=DeliveryState.SENT, settled_at=NOW))
    await tell_of_broadcasts(database, OFFICE, LATER)
    async with database.read() as session:
        rows = select(Person.name).join(Notice).where(Notice.kind == NoticeKind.TASK)
        assert list(await session.scalars(rows)) == ["Bia"]
    (letter,) = await letters_to(database, "Bia", kind=NoticeKind.TASK)
    assert "não está mais na Rede" in letter.body
