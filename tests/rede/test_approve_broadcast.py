"""A first layer writes to its own second layer; what goes to many waits for a second person; the Secretariat stops
one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from db import Database
from db.announcements import Announcement, AnnouncementKind, Wording
from db.audit import AuditEntry
from db.broadcast_results import Absence, counts_of_announcement
from db.ids import AnnouncementId, PersonId
from db.notices import NoticeKind
from db.people import Membership
from elo.announcing import fill_announcements
from rede.access import NotYours
from rede.approval_of_broadcasts import ApprovalRefused
from rede.approve_broadcast import approve, refuse
from rede.broadcast import GRACE, BroadcastOrder, BroadcastRefused, broadcast, confirm_count, prepare
from rede.broadcast_words import LONGEST_CHAT, units
from rede.desk import Desk
from rede.own_broadcasts import my_broadcasts, senders
from rede.pause_broadcast import pause, resume, suspend
from rede.stopped_broadcasts import HeldRefused
from tests.rede.broadcasts import ORDER, announcement, put_for, told
from tests.rede.makers import NOW, a_desk, make_office, person_id
from tests.rede.networks import UPB, Place, address, found, letters_to
from tests.rede.networks_of_access import institution

OFFICE = make_office()
Decides = Callable[[Desk, AnnouncementId], Awaitable[Announcement]]
IRECE: Place = ("IRECE", "2", "UPB", "BA", "2914604", "")
CODO: Place = ("CODO", "2", "APEMA", "MA", "", "")
APEMA: Place = ("APEMA", "1", "", "MA", "", "")
PEOPLE = [
    ("Ana", "SEGES", "coordenador"),
    ("Bia", "SEGES", "gabinete"),
    ("Maria", "UPB", "coordenador"),
    ("Sara", "UPB", "substituto"),
    ("Rui", "UPB", "gabinete"),
    ("Caio", "IRECE", "coordenador"),
    ("Davi", "CODO", "coordenador"),
]


@pytest.fixture(autouse=True)
async def network(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rede.broadcast.APPROVAL_FROM", 2)
    await found(database, UPB, APEMA, IRECE, CODO, people=PEOPLE)


async def who(database: Database, name: str) -> PersonId:
    return await person_id(database, address(name))


async def sent_by(database: Database, name: str, order: BroadcastOrder = ORDER) -> AnnouncementId:
    async with a_desk(database, actor=await who(database, name)) as desk:
        return (await broadcast(desk, await prepare(desk, order))).id


async def of_upb(database: Database) -> BroadcastOrder:
    return replace(ORDER, sender=(await institution(database, "UPB")).id)


# --- in whose name ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "places"), [("Ana", [None]), ("Maria", ["UPB"]), ("Sara", ["UPB"]), ("Rui", []), ("Caio", [])]
)
async def test_who_speaks_in_whose_name(database: Database, name: str, places: list[str | None]) -> None:
    async with a_desk(database, actor=await who(database, name)) as desk:
        ids = [None if one is None else (await institution(database, one)).id for one in places]
        assert await senders(desk) == ids


async def test_a_first_layer_reaches_its_own_second_layer_whatever_was_typed(database: Database) -> None:
    number = await sent_by(database, "Maria", await of_upb(database))
    await fill_announcements(database, OFFICE, NOW)
    assert await told(database) == ["Caio"]
    async with database.read() as session:
        row = await session.get_one(Announcement, number)
        words = await session.scalars(select(Wording.body).order_by(Wording.channel.desc()))
        chat, mail = words.all()
    assert chat.startswith("<b>Mensagem da UPB</b>\n\n<b>Curso aberto</b>")
    assert mail.startswith("Mensagem da UPB\n")
    assert "em nome de Casa UPB" in mail
    assert (row.people, row.needs_approval, row.kind) == (1, False, AnnouncementKind.BROADCAST)


async def test_nobody_speaks_in_anothers_name(database: Database) -> None:
    for name in ("Rui", "Davi", "Ana"):
        async with a_desk(database, actor=await who(database, name)) as desk:
            with pytest.raises(NotYours):
                await prepare(desk, await of_upb(database))


async def test_each_sees_the_broadcasts_of_their_own_house(database: Database) -> None:
    ours, theirs = await sent_by(database, "Ana"), await sent_by(database, "Maria", await of_upb(database))
    seen = {}
    for name in ("Bia", "Sara"):
        async with a_desk(database, actor=await who(database, name)) as desk:
            seen[name] = [one.announcement.id for one in await my_broadcasts(desk, limit=9)]
    assert seen == {"Bia": [theirs, ours], "Sara": [theirs]}


# --- the count, the minute and the second person -------------------------------------------------------


async def test_the_count_is_typed_as_it_was_shown_and_as_it_is(database: Database) -> None:
    async with a_desk(database) as desk:
        prepared = await prepare(desk, ORDER)
    for typed in (" 7 ", "7 pessoas"):
        confirm_count(prepared, typed, shown=7)
    with pytest.raises(BroadcastRefused) as wrong:
        confirm_count(prepared, "8", shown=7)
    with pytest.raises(BroadcastRefused) as changed:
        confirm_count(prepared, "6", shown=6)
    assert (wrong.value.key, changed.value.key) == ("broadcast_count_wrong", "broadcast_count_changed")


async def test_to_many_nothing_leaves_before_a_second_person_says_yes(database: Database) -> None:
    number = await sent_by(database, "Ana")
    assert await fill_announcements(database, OFFICE, NOW) == 0
    (asked,) = await letters_to(database, "Bia", kind=NoticeKind.TASK)
    assert "Ana preparou o comunicado número 1, para 7 pessoas" in asked.body
    assert await letters_to(database, "Maria", kind=NoticeKind.TASK) == []
    later = NOW + timedelta(minutes=9)
    async with a_desk(database, actor=await who(database, "Bia"), now=later) as desk:
        await approve(desk, number)
    row = await announcement(database, number)
    assert (row.approved_by, row.not_before) == (await who(database, "Bia"), later + GRACE)
    assert await fill_announcements(database, OFFICE, later) == 7
    assert {one.not_before for one in await put_for(database, "Caio")} == {later + GRACE}
    (heard,) = await letters_to(database, "Ana", kind=NoticeKind.TASK)
    assert "Bia aprovou o comunicado" in heard.body


async def test_what_is_urgent_is_asked_and_answered_at_night(database: Database) -> None:
    night = NOW.replace(hour=2)
    order = replace(ORDER, urgent="A sala mudou")
    async with a_desk(database, actor=await who(database, "Ana"), now=night) as desk:
        made = await broadcast(desk, await prepare(desk, order))
    (asked,) = await letters_to(database, "Bia", kind=NoticeKind.TASK)
    async with a_desk(database, actor=await who(database, "Bia"), now=night) as desk:
        await approve(desk, made.id)
    (heard,) = await letters_to(database, "Ana", kind=NoticeKind.TASK)
    assert {asked.not_before, heard.not_before} == {night}
    assert "Público: todas as pessoas da Rede" in asked.body


async def test_of_two_who_decide_at_once_one_decides(database: Database) -> None:
    number = await sent_by(database, "Ana", replace(ORDER, text="😀" * 1500))
    await found(database, people=[("Eva", "SEGES", "coordenador")])

    async def decides(name: str, decide: Decides) -> str:
        actor = await who(database, name)
        try:
            async with a_desk(database, actor=actor) as desk:
                await decide(desk, number)
        except ApprovalRefused as refused:
            return refused.key
        return "decided"

    said = await asyncio.gather(decides("Bia", approve), decides("Eva", refuse))
    assert sorted(said) == ["approval_over", "decided"]
    (asked,) = await letters_to(database, "Bia", kind=NoticeKind.TASK)
    assert units(asked.body) < LONGEST_CHAT


@pytest.mark.parametrize(
    ("name", "key"), [("Ana", "approval_own"), ("Maria", "not_found"), ("Davi", "not_found")]
)
async def test_its_author_and_strangers_approve_nothing(database: Database, name: str, key: str) -> None:
    number = await sent_by(database, "Ana")
    async with a_desk(database, actor=await who(database, name)) as desk:
        with pytest.raises((ApprovalRefused, NotYours)) as refused:
            await approve(desk, number)
    assert refused.value.key == key


async def test_once_refused_nobody_hears_it_and_it_cannot_be_approved(database: Database) -> None:
    number = await sent_by(database, "Ana")
    async with a_desk(database, actor=await who(database, "Bia")) as desk:
        await refuse(desk, number)
        with pytest.raises(ApprovalRefused) as refused:
            await approve(desk, number)
    assert refused.value.key == "approval_over"
    async with database.read() as session:
        counts = await counts_of_announcement(session, await session.get_one(Announcement, number))
    assert (counts.absent(Absence.CANCELLED), counts.people) == (7, 7)


async def test_where_nobody_else_may_approve_it_is_not_kept(database: Database) -> None:
    bia = await who(database, "Bia")
    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.person_id == bia))
    with pytest.raises(ApprovalRefused) as refused:
        await sent_by(database, "Ana")
    assert refused.value.key == "approval_nobody"


async def test_the_command_lines_word_counts_as_an_approval_and_waits_for_nothing(database: Database) -> None:
    async with a_desk(database) as desk:
        made = await broadcast(desk, await prepare(desk, ORDER))
    assert (made.needs_approval, made.not_before) == (False, NOW)


# --- the Secretariat stops one of a first layer --------------------------------------------------------


async def test_what_the_secretariat_suspended_only_it_lets_go_on(database: Database) -> None:
    number = await sent_by(database, "Maria", await of_upb(database))
    async with a_desk(database, actor=await who(database, "Ana")) as desk:
        await suspend(desk, number)
    async with a_desk(database, actor=await who(database, "Maria")) as desk:
        with pytest.raises(HeldRefused) as refused:
            await resume(desk, number)
    assert refused.value.key == "announcement_suspended"
    (heard,) = await letters_to(database, "Maria", kind=NoticeKind.TASK)
    assert "suspendeu o comunicado" in heard.body
    async with a_desk(database, actor=await who(database, "Bia")) as desk:
        await resume(desk, number)
    assert await fill_announcements(database, OFFICE, NOW) == 1
    async with database.read() as session:
        acts = select(AuditEntry.act).where(AuditEntry.act.like("announcement.%")).order_by(AuditEntry.id)
        assert list(await session.scalars(acts)) == [
            f"announcement.{act}" for act in ("make", "suspend", "resume")
        ]


async def test_what_its_author_paused_is_suspended_all_the_same(database: Database) -> None:
    number = await sent_by(database, "Maria", await of_upb(database))
    async with a_desk(database, actor=await who(database, "Maria")) as desk:
        await pause(desk, number)
        with pytest.raises(NotYours):
            await suspend(desk, number)
    async with a_desk(database, actor=await who(database, "Ana")) as desk:
        await suspend(desk, number)
    assert (await announcement(database, number)).suspended
