"""The welcome: what it says, who gets it, who does not, and that it may be interrupted anywhere."""

from datetime import date

from sqlalchemy import Connection, event, select

from bench.network import settle
from db import Database
from db.deliveries import Delivery, DeliveryState
from db.invites import Invite
from db.notices import Notice, NoticeKind
from elo.rings import Rings
from rede.confirm_chat import accept_invite
from rede.invite_person import issue_invite
from rede.welcome import people_to_welcome, welcome
from tests.rede.live_days import LIVE, LIVE_OFFICE, notices, ring
from tests.rede.makers import (
    JOAO,
    MARIA,
    NOW,
    a_desk,
    days,
    import_for,
    link,
    make_office,
    morning,
    person_id,
    register,
)


async def test_the_welcome_names_institutions_functions_goals_and_the_next_dates(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    await link(database, MARIA, 77)
    await ring(database, LIVE)
    maria = await person_id(database, MARIA)
    async with database.read() as session:
        notice = (await session.scalars(select(Notice).where(Notice.person_id == maria))).one()
        of_it = select(Delivery).where(Delivery.notice_id == notice.id).order_by(Delivery.id)
        chat, mail = await session.scalars(of_it)
    assert (chat.state, mail.state) == (DeliveryState.PENDING, DeliveryState.STANDBY)
    for words in (chat.body, mail.body, mail.html):
        assert "União dos Municípios da Bahia" in words
        assert "Sua função: coordenação." in words
        assert "Metas em aberto: 3" in words
        assert "quarta-feira, 24/12/2025" in words
        assert "Pela lei, o prazo vai até sexta-feira, 26/12/2025" in words
        assert "https://rede.example.org" in words


async def test_nobody_is_welcomed_where_no_day_was_given(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    await ring(database, LIVE, make_office())
    assert await notices(database) == []


async def test_who_joined_by_invite_since_was_greeted_already(database: Database) -> None:
    await register(database)
    maria = await person_id(database, MARIA)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    async with a_desk(database, office=LIVE_OFFICE) as desk:
        issued = await issue_invite(desk, maria)
        await accept_invite(desk, issued.token, 77)
    await ring(database, LIVE)
    assert maria not in {one.person_id for one in await notices(database)}


async def test_an_invite_of_before_does_not_take_the_welcome_away(database: Database) -> None:
    await register(database)
    maria = await person_id(database, MARIA)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    async with a_desk(database, now=NOW - days(3)) as desk:
        desk.session.add(
            Invite(
                person_id=maria,
                token_hash="a hash",
                created_at=desk.now,
                expires_at=desk.now + days(7),
                used_at=desk.now,
            )
        )
    await ring(database, LIVE)
    assert maria in {one.person_id for one in await notices(database)}


async def test_a_first_day_without_work_is_the_next_working_day(database: Database) -> None:
    office = make_office(go_live=date(2025, 12, 13))
    await register(database)
    await import_for(database, "UPB", office=office)
    for number in range(3):
        await ring(database, date(2025, 12, 13) + days(number), office)
    # Saturday and Sunday pass; D-10 of meta 1.2, dated Sunday the 14th, waits for the day after the welcome.
    assert {(one.kind, one.created_at.date()) for one in await notices(database)} == {
        (NoticeKind.WELCOME, date(2025, 12, 15))
    }


async def test_who_comes_a_month_late_is_welcomed_by_nobody(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    await Rings(database, LIVE_OFFICE).welcome(morning(LIVE + days(31)))
    assert await notices(database) == []


async def test_in_an_old_network_only_who_serves_a_new_agreement_is_welcomed(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    later = NOW + days(63)
    await import_for(database, "IRECE", starts=later.date(), office=LIVE_OFFICE, now=later)
    await Rings(database, LIVE_OFFICE).welcome(later)
    assert [one.person_id for one in await notices(database)] == [await person_id(database, JOAO)]


async def test_with_nobody_to_welcome_one_question_is_asked_however_many_agreements(
    database: Database,
) -> None:
    await settle(database, 50)
    asked: list[str] = []

    def listen(_: Connection, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    async with a_desk(database, now=NOW + days(400), office=LIVE_OFFICE) as desk:
        connection = await desk.session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", listen)
        assert await people_to_welcome(desk) == []
    assert len(asked) == 1


async def test_a_welcome_that_was_interrupted_goes_on_with_the_rest(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    async with a_desk(database, office=LIVE_OFFICE) as desk:
        first, *rest = await people_to_welcome(desk)
        assert await welcome(desk, first) is not None
        assert await welcome(desk, first) is None
    async with a_desk(database, office=LIVE_OFFICE) as desk:
        assert await people_to_welcome(desk) == rest
    await ring(database, LIVE)
    assert len(await notices(database)) == 1 + len(rest)
