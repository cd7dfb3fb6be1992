"""What the links of e-mails open: looking changes nothing, pressing does, and a wrong address opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database, outbox
from db.audit import AuditEntry
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import NoticeId, PersonId
from db.notices import Notice, NoticeKind
from db.outbox import NewDelivery, NewNotice
from db.preferences import without_announcements
from db.sealing import Sealer
from tests.elo.http_doors import AGAIN, ONE_CLICK, at_the_door, leaving, maria, seeing
from tests.rede.makers import NOW

STAYS = "Você continua a receber os avisos de prazos do plano de trabalho."


async def has_left(database: Database, person: PersonId) -> bool:
    async with database.read() as session:
        return person in await without_announcements(session, [person])


async def tell(database: Database, person: PersonId, kind: NoticeKind) -> NoticeId:
    """By both channels, of which none has left."""
    letters = [
        NewDelivery(channel=channel, address="77", body="Olá", standby=channel is ChannelKind.EMAIL)
        for channel in ChannelKind
    ]
    told = NewNotice(
        kind=kind,
        lane=Lane.REMINDERS,
        created_at=NOW,
        not_before=NOW,
        deliveries=letters,
        person_id=person,
    )
    async with database.write() as session:
        notice = await outbox.put(session, told)
    assert notice is not None
    return notice.id


async def states(database: Database, notice: NoticeId) -> set[DeliveryState]:
    async with database.read() as session:
        return set(await session.scalars(select(Delivery.state).where(Delivery.notice_id == notice)))


# --- announcements ------------------------------------------------------------------------------------


async def test_a_scanner_that_opens_every_link_changes_nothing(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        assert (await client.head(leaving(who))).status_code == 200
        assert (await client.get(leaving(who))).text.count("<button") == 1
    assert not await has_left(database, who)


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
async def test_one_click_is_enough_and_twice_is_the_same(database: Database, form: str) -> None:
    who = await maria(database)
    sent = (
        {"data": ONE_CLICK} if form == "urlencoded" else {"files": {"List-Unsubscribe": (None, "One-Click")}}
    )
    async with at_the_door(database) as client:
        pages = [await client.post(leaving(who), **sent) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert all(STAYS in page.text and "/preferencias" in page.text for page in pages)
    assert await has_left(database, who)
    async with database.read() as session:
        acts = list(await session.scalars(select(AuditEntry.act).where(AuditEntry.person_id == who)))
    assert acts == ["announcements.left"]


async def test_announcements_that_wait_do_not_leave_and_reminders_do(database: Database) -> None:
    who = await maria(database)
    announced = await tell(database, who, NoticeKind.ANNOUNCEMENT)
    reminded = await tell(database, who, NoticeKind.REMINDER)
    async with at_the_door(database) as client:
        await client.post(leaving(who), data=ONE_CLICK)
    assert await states(database, announced) == {DeliveryState.CANCELLED}
    assert await states(database, reminded) == {DeliveryState.PENDING, DeliveryState.STANDBY}


async def test_the_page_lets_them_in_again(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        await client.post(leaving(who), data=ONE_CLICK)
        assert "Voltar a receber" in (await client.get(leaving(who))).text
        assert "voltou a receber" in (await client.post(leaving(who), data=AGAIN)).text
    assert not await has_left(database, who)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "no"}, {**ONE_CLICK, **AGAIN}], ids=str)
async def test_a_post_that_asks_for_nothing_of_ours_changes_nothing(
    database: Database, data: dict[str, str]
) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        refused = await client.post(leaving(who), data=data)
    assert (refused.status_code, "Nada mudou." in refused.text) == (400, True)
    assert not await has_left(database, who)


# --- a notice -----------------------------------------------------------------------------------------


async def test_acknowledging_in_the_mail_stops_the_other_channel(database: Database) -> None:
    notice = await tell(database, await maria(database), NoticeKind.REMINDER)
    async with at_the_door(database) as client:
        asked = await client.get(seeing(notice))
        assert await states(database, notice) == {DeliveryState.PENDING, DeliveryState.STANDBY}
        seen = [await client.post(seeing(notice)) for _ in range(2)]
        again = await client.get(seeing(notice))
    assert ">Ciente</button>" in asked.text
    assert {page.text for page in [*seen, again]} == {again.text}
    assert f"aviso AV-{notice:06d} registrada" in again.text
    assert await states(database, notice) == {DeliveryState.CANCELLED}
    async with database.read() as session:
        assert (await session.get_one(Notice, notice)).acknowledged_at == NOW


async def test_what_was_acknowledged_earlier_keeps_its_moment(database: Database) -> None:
    notice = await tell(database, await maria(database), NoticeKind.REMINDER)
    earlier = NOW - timedelta(hours=3)
    async with database.write() as session:
        (await session.get_one(Notice, notice)).acknowledged_at = earlier
    async with at_the_door(database) as client:
        await client.post(seeing(notice))
    async with database.read() as session:
        assert (await session.get_one(Notice, notice)).acknowledged_at == earlier


# --- addresses that open nothing ----------------------------------------------------------------------


def strays(person: PersonId) -> list[str]:
    stamp = leaving(person).partition(".")[2]
    foreign = Sealer(b"another key").stamp("leave", person)
    return [
        f"/sair/{person}.{foreign}",
        f"/sair/{person + 1}.{stamp}",
        f"/ciente/{person}.{stamp}",
        leaving(PersonId(999)),
        seeing(NoticeId(999)),
        f"/sair/{person}",
        f"/sair/{person}.",
        f"/sair/{person}.é",
        f"/sair/{'9' * 40}.{stamp}",
        f"/sair/-{person}.{stamp}",
        f"/sair/²{person}.{stamp}",
        f"{leaving(person)}/",
        "/sair/",
        "/",
        "//example.org/sair",
        "/sair/%00.%ff",
    ]


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_every_wrong_address_gets_one_and_the_same_answer(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        answers = [
            await client.request(method, str(client.base_url).rstrip("/") + path, data=data)
            for path in strays(who)
            for method, data in (("GET", None), ("POST", ONE_CLICK))
        ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert "Endereço não encontrado" in answers[0].text
    assert not await has_left(database, who)


@pytest.mark.parametrize("prefix", ["", "/elo"])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_proxy_may_leave_the_path_of_the_public_address_or_take_it_away(
    database: Database, prefix: str
) -> None:
    who = await maria(database)
    async with at_the_door(database, prefix="/elo") as client:
        page = await client.get(prefix + leaving(who))
        assert page.status_code == 200
        # The page posts to its own address, whatever that is.
        assert '<form method="post">' in page.text
        assert (await client.post(prefix + leaving(who), data=ONE_CLICK)).status_code == 200


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_the_host_that_a_request_names_is_never_repeated(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        for path in (leaving(who), f"{leaving(who)}/", "/sair"):
            answer = await client.get(path, headers={"Host": "evil.example.com"})
            assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_other_methods_are_told_which_ones_work(database: Database) -> None:
    who = await maria(database)
    async with at_the_door(database) as client:
        answers = [
            await client.request(method, path)
            for path in (leaving(who), "/saude")
            for method in ("PUT", "DELETE", "OPTIONS")
        ]
    assert {answer.status_code for answer in answers} == {405}
    allowed = {frozenset(answer.headers["allow"].split(", ")) for answer in answers}
    assert allowed == {frozenset({"GET", "HEAD", "POST"}), frozenset({"GET", "HEAD"})}
