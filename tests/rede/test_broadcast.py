"""An announcement: its words and its audience are kept once, and each person's notice is put exactly once."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from db import Database
from db.announcements import Announcement, AnnouncementRecipient, Wording, wordings
from db.audit import AuditEntry
from db.channels import Channel, ChannelKind
from db.deliveries import Delivery, Lane
from db.ids import AnnouncementId
from db.notices import Notice
from db.preferences import ChannelChoice, prefer
from db.slots import fill
from elo.announcing import AHEAD, fill_announcements
from rede.broadcast import LONGEST_CHAT, BroadcastRefused, prepare, read_words
from rede.fill_announcement import fill_announcement
from scheduler.clock import BRASILIA
from tests.rede.broadcasts import ORDER, announced, announcement, crowd, put_for, states, told
from tests.rede.makers import NOW, a_desk, link, make_office, person_id
from tests.rede.networks import UPB, address, found

OFFICE = make_office()
EVENING = NOW.replace(hour=21)


async def wants(database: Database, name: str, **choice: ChannelChoice | bool) -> None:
    who = await person_id(database, address(name))
    async with database.write() as session:
        await prefer(session, who, now=NOW, **choice)  # type: ignore[arg-type]


async def close_mailbox(database: Database, name: str) -> None:
    who = await person_id(database, address(name))
    async with database.write() as session:
        await session.execute(delete(Channel).where(Channel.person_id == who))


# --- what is written ----------------------------------------------------------------------------------


def test_the_first_line_is_the_title_and_the_rest_the_text() -> None:
    assert read_words("\n Curso \n\nVenha. \n\nAté lá.\n") == ("Curso", "Venha.\n\nAté lá.")


@pytest.mark.parametrize(
    ("written", "key", "length"),
    [
        ("  \n \n", "broadcast_empty", None),
        ("\u200b\nVenha.", "broadcast_empty", None),
        ("Só o título\n\n", "broadcast_without_text", None),
        ("x" * 91 + "\nVenha.", "broadcast_title_too_long", 91),
        ("Curso\nVenha\x07.", "broadcast_unprintable", None),
        ("Curso\nMaria, 529.982.247-25, ganhou.", "broadcast_with_cpf", None),
    ],
    ids=["nothing", "a title without width", "a title alone", "a long title", "a bell", "a CPF"],
)
def test_what_cannot_be_sent_is_refused_with_its_reason(written: str, key: str, length: int | None) -> None:
    with pytest.raises(BroadcastRefused) as refused:
        read_words(written)
    assert (refused.value.key, refused.value.facts.get("length")) == (key, length)


@pytest.mark.parametrize(
    ("name", "fits"), [("Ana", True), ("A" * 40, False)], ids=["short name", "long name"]
)
async def test_a_text_that_is_too_long_for_one_of_them_is_refused(
    database: Database, name: str, fits: bool
) -> None:
    await crowd(database, name)
    async with a_desk(database) as desk:
        room = LONGEST_CHAT - len((await prepare(desk, replace(ORDER, text=""))).words_to("Ana").chat)
        # An emoji is two units in UTF-16, and the name and the code of the notice are counted too.
        order = replace(ORDER, text="&" * (room - 20) + "🎓" * 5)
        if fits:
            assert (await prepare(desk, order)).order is order
            return
        with pytest.raises(BroadcastRefused) as refused:
            await prepare(desk, order)
    assert refused.value.facts["length"] > LONGEST_CHAT


# --- who hears it -------------------------------------------------------------------------------------


async def test_who_is_left_out_is_counted_and_channels_follow_preferences(database: Database) -> None:
    await crowd(database, "Ana", "Bia", "Caio", "Davi", "Eva", "Ivo")
    for chat, name in enumerate(("Ana", "Bia", "Caio"), start=71):
        await link(database, address(name), chat)
    await wants(database, "Bia", channels=ChannelChoice.EMAIL)
    await wants(database, "Caio", channels=ChannelChoice.BOTH)
    await wants(database, "Davi", announcements=False)
    await close_mailbox(database, "Eva")
    number = await announced(database)
    async with a_desk(database) as desk:
        prepared = await prepare(desk, ORDER)
    assert (len(prepared.listeners), prepared.no_channel, prepared.turned_off) == (4, 1, 1)
    assert (prepared.count(ChannelKind.TELEGRAM), prepared.count(ChannelKind.EMAIL)) == (2, 3)
    assert prepared.before is not None
    assert prepared.before.id == number
    assert await fill_announcements(database, OFFICE, NOW) == 4
    assert states(await put_for(database, "Ana")) == [("telegram", "pending"), ("email", "standby")]
    assert states(await put_for(database, "Bia")) == [("email", "pending"), ("telegram", "standby")]
    assert states(await put_for(database, "Caio")) == [("telegram", "pending"), ("email", "pending")]
    assert states(await put_for(database, "Ivo")) == [("email", "pending")]


@pytest.mark.parametrize(
    ("at", "key"),
    [(NOW - timedelta(minutes=1), "broadcast_in_the_past"), (None, "broadcast_to_nobody")],
    ids=["a moment that is over", "an audience of nobody"],
)
async def test_what_nobody_would_hear_is_not_kept(database: Database, at: datetime | None, key: str) -> None:
    await found(database, UPB, people=[])
    with pytest.raises(BroadcastRefused) as refused:
        await announced(database, at=at)
    assert refused.value.key == key
    async with database.read() as session:
        assert (await session.scalars(select(Announcement))).all() == []


async def test_who_turned_announcements_off_or_lost_every_channel_since_hears_nothing(
    database: Database,
) -> None:
    await crowd(database, "Ana", "Bia", "Caio")
    number = await announced(database, at=NOW + timedelta(days=1))
    await wants(database, "Ana", announcements=False)
    await close_mailbox(database, "Caio")
    assert await fill_announcements(database, OFFICE, NOW + timedelta(days=1)) == 1
    assert await told(database) == ["Bia"]
    kept = await announcement(database, number)
    assert (kept.people, kept.filled_at) == (3, NOW + timedelta(days=1))


# --- its words ----------------------------------------------------------------------------------------


async def test_words_are_kept_once_and_what_differs_is_filled_in(database: Database) -> None:
    await crowd(database, "Ana")
    await link(database, address("Ana"), 71)
    office = replace(OFFICE, public_url="https://elo.example.org")
    await announced(database, office=office)
    await fill_announcements(database, office, NOW)
    chat, mail = await put_for(database, "Ana")
    assert (chat.body, mail.html, chat.lane) == ("", "", Lane.BROADCASTS)
    async with database.read() as session:
        shared = await wordings(session, [one.wording_id for one in (chat, mail) if one.wording_id])
    words = {one.channel: fill(one.body, json.loads(chat.fills)) for one in shared.values()}
    assert words[ChannelKind.TELEGRAM].startswith("<b>Curso aberto</b>\n\nOlá, Ana. A Secretaria-Executiva")
    assert "&amp; &lt;b&gt;boa" in words[ChannelKind.TELEGRAM]
    assert "& <b>boa</b> semana" in words[ChannelKind.EMAIL]
    leave = f"https://elo.example.org/sair/{json.loads(mail.fills)['leave']}"
    assert leave in words[ChannelKind.EMAIL]
    for one in words.values():
        assert f"Aviso AV-{chat.notice_id:06d}" in one


async def test_an_unsubscribing_link_is_made_for_one_person(database: Database) -> None:
    await crowd(database, "Ana")
    await announced(database)
    await fill_announcements(database, OFFICE, NOW)
    (mail,) = await put_for(database, "Ana")
    number, _, stamp = json.loads(mail.fills)["leave"].partition(".")
    assert int(number) == await person_id(database, address("Ana"))
    assert OFFICE.sealer.is_stamp(stamp, "leave", int(number))
    async with database.read() as session:
        html = (await session.scalars(select(Wording.html).where(Wording.channel == ChannelKind.EMAIL))).one()
    assert '<a href="https://www.gov.br/curso"' in html
    assert "/sair/" not in html
    assert "&lt;b&gt;boa&lt;/b&gt;" in html


# --- when it leaves -----------------------------------------------------------------------------------


OPENS = datetime(2025, 12, 10, 8, tzinfo=BRASILIA)


@pytest.mark.parametrize(
    ("urgent", "brasilia", "acre"),
    [("", OPENS, OPENS + timedelta(hours=2)), ("Mudou de sala", EVENING, EVENING)],
    ids=["not urgent", "urgent"],
)
async def test_it_leaves_when_the_window_of_each_one_opens_unless_it_is_urgent(
    database: Database, urgent: str, brasilia: datetime, acre: datetime
) -> None:
    rio_branco = ("RBR", "1", "", "AC", "", "")
    await found(database, UPB, rio_branco, people=[("Ana", "UPB", "gabinete"), ("Raí", "RBR", "gabinete")])
    number = await announced(database, replace(ORDER, urgent=urgent), now=EVENING)
    assert (await announcement(database, number)).not_before == brasilia
    assert await fill_announcements(database, OFFICE, brasilia - AHEAD - timedelta(minutes=1)) == 0
    assert await fill_announcements(database, OFFICE, brasilia - AHEAD) == 2
    for name, leaves in (("Ana", brasilia), ("Raí", acre)):
        assert [one.not_before for one in await put_for(database, name)] == [leaves]


async def test_who_made_it_and_whether_it_could_wait_is_on_record(database: Database) -> None:
    await crowd(database, "Ana", "Bia")
    await announced(database, replace(ORDER, urgent="Mudou de sala"))
    async with database.read() as session:
        (entry,) = await session.scalars(select(AuditEntry).where(AuditEntry.act == "announcement.make"))
    assert (entry.object, entry.detail) == ("announcements:1", "todos, 2 people, urgent")


# --- each exactly once --------------------------------------------------------------------------------


class Killed(Exception):
    """The process dies within the transaction."""


async def fill_or_die(database: Database, number: AnnouncementId, *, limit: int, dies: bool) -> None:
    try:
        async with a_desk(database) as desk:
            await fill_announcement(desk, number, limit=limit)
            if dies:
                raise Killed
    except Killed:
        return


NAMES = [f"Pessoa{number}" for number in range(7)]


async def _forget(database: Database) -> None:
    async with database.write() as session:
        for table in (Delivery, Notice, AnnouncementRecipient, Wording, Announcement):
            await session.execute(delete(table))


@settings(max_examples=8)
@given(runs=st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6))
def test_whatever_interrupts_the_filling_everybody_is_told_once(
    database_url: str, runs: list[tuple[int, bool]]
) -> None:
    async def interrupted() -> list[str]:
        database = Database(database_url)
        await _forget(database)
        await crowd(database, *NAMES)
        number = await announced(database)
        for limit, dies in runs:
            await fill_or_die(database, number, limit=limit, dies=dies)
        await fill_announcements(database, OFFICE, NOW)
        found = await told(database)
        await database.close()
        return found

    assert asyncio.run(interrupted()) == NAMES


async def test_two_bells_at_once_tell_everybody_once(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elo.announcing.PEOPLE", 2)
    await crowd(database, *NAMES)
    number = await announced(database)
    other = Database(database_url)
    counts = await asyncio.gather(
        fill_announcements(database, OFFICE, NOW), fill_announcements(other, OFFICE, NOW)
    )
    await other.close()
    assert sum(counts) == len(NAMES)
    assert sorted(await told(database)) == NAMES
    assert (await announcement(database, number)).filled_at is not None
