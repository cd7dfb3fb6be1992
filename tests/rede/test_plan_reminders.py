"""Reminders: once per obligation, step and person; one digest a day; nobody told of what is done."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from db import Database
from db.channels import ChannelKind, open_channels
from db.deliveries import Delivery, DeliveryState
from db.notices import NoticeLine
from db.obligations import Obligation
from db.outbox import close_channel
from db.plans import Goal
from elo.rings import Rings
from rede.circles import circles_of
from rede.desk import Desk
from rede.plan_reminders import by_person, due_steps
from rede.submit_deliverable import submit_deliverable
from rede.tell_reminders import tell_people
from scheduler.clock import BRASILIA
from tests.rede.makers import (
    JOAO,
    MARIA,
    STARTS,
    a_desk,
    import_for,
    link,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)

#: Friday before the cycle ends, on Wednesday 09/12/2026.
A_WEEK_BEFORE = date(2026, 12, 4)


async def ring(database: Database, now: datetime) -> None:
    await Rings(database, make_office()).remind(now)


async def steps(database: Database, key: str = "1.2") -> list[tuple[int, str]]:
    """Who was told which step of the goal, in order."""
    about = NoticeLine.obligation_id == Obligation.id
    async with database.read() as session:
        rows = select(NoticeLine.person_id, NoticeLine.step).join(Obligation, about).join(Goal)
        rows = rows.where(Goal.key == key).order_by(NoticeLine.id)
        return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def letters(database: Database) -> list[Delivery]:
    async with database.read() as session:
        return list(await session.scalars(select(Delivery).order_by(Delivery.id)))


async def test_ringing_ten_times_a_day_tells_each_step_once(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    joao = await person_id(database, JOAO)
    for day in range(45):
        for hour in range(0, 20, 2):
            await ring(database, morning(STARTS + timedelta(days=day)) + timedelta(hours=hour - 8))
    assert await steps(database) == [
        (joao, "D-10"),
        (joao, "D-5"),
        (joao, "D-2"),
        (joao, "D0"),
        (joao, "D+1"),
        # He is the coordinator too; nobody of the second layer's is above him.
        (joao, "D+6"),
    ]


async def test_a_digest_leaves_at_the_hour_of_the_day_by_telegram_with_the_mail_standing_by(
    database: Database,
) -> None:
    await register(database)
    await import_for(database, "IRECE")
    await link(database, JOAO, 77)
    await ring(database, morning(date(2025, 12, 12)))
    chat, mail = await letters(database)
    assert chat.channel is ChannelKind.TELEGRAM
    assert chat.state is DeliveryState.PENDING
    assert chat.not_before == datetime(2025, 12, 12, 9, 0, tzinfo=BRASILIA)
    assert chat.expires_at is not None
    assert (
        chat.expires_at.astimezone(BRASILIA).date() == date(2025, 12, 12) or chat.expires_at > chat.not_before
    )
    assert '"ack:' in chat.buttons
    assert mail.state is DeliveryState.STANDBY
    assert mail.expires_at is None


async def test_steps_of_several_goals_are_one_digest(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", corrections={"1.2": "Anual"})
    # Five days before 1.2 ends and seven before 2.2 does; of the joint one SEGES is told too, one digest each.
    await ring(database, morning(A_WEEK_BEFORE))
    mails = [letter for letter in await letters(database) if letter.channel is ChannelKind.EMAIL]
    assert len(mails) == 2
    upb = next(mail for mail in mails if mail.address == MARIA)
    assert "Meta 1.2" in upb.body
    assert "Meta 2.2" in upb.body
    assert upb.subject.startswith("2 prazos")


async def test_an_institution_without_people_is_told_as_soon_as_somebody_comes(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    joao = await person_id(database, JOAO)
    async with a_desk(database) as desk:
        await leave(desk, joao)
    await ring(database, morning(date(2025, 12, 12)))
    assert await steps(database) == []
    await register(database)
    await ring(database, morning(date(2025, 12, 15)))
    assert await steps(database) == [(joao, "D-10")]


async def leave(desk: Desk, who: int) -> None:
    from sqlalchemy import delete

    from db.people import Membership

    await desk.session.execute(delete(Membership).where(Membership.person_id == who))


async def test_a_report_stops_the_reminder_that_has_not_left(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    await ring(database, morning(date(2025, 12, 12)))
    joao = await person_id(database, JOAO)
    owed = await owed_by(database, "IRECE", "1.2")
    async with a_desk(database, now=morning(date(2025, 12, 12)), actor=joao) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    assert (await letters(database))[0].state is DeliveryState.CANCELLED
    for day in range(4, 60):
        await ring(database, morning(STARTS + timedelta(days=day)))
    assert await steps(database) == [(joao, "D-10")]


async def test_a_digest_is_written_again_without_the_goal_that_was_handed_in(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", corrections={"1.2": "Anual"})
    day = A_WEEK_BEFORE
    await ring(database, morning(day))
    assert any("Meta 1.2" in letter.body for letter in await letters(database) if letter.address == MARIA)
    maria = await person_id(database, MARIA)
    owed = await owed_by(database, "UPB", "1.2")
    async with a_desk(database, now=morning(day), actor=maria) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    digest = next(letter for letter in await letters(database) if letter.address == MARIA)
    assert digest.state is DeliveryState.PENDING
    assert "Meta 1.2" not in digest.body
    assert "Meta 2.2" in digest.body
    assert digest.subject == "Prazo em 09/12/2026: meta 2.2 do plano de trabalho"


async def test_who_has_no_open_channel_keeps_nobody_waiting(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    joao = await person_id(database, JOAO)
    async with a_desk(database) as desk:
        channel = (await open_channels(desk.session, joao))[ChannelKind.EMAIL]
        await close_channel(desk.session, channel.id, reason="bounced", now=desk.now)
    await ring(database, morning(date(2025, 12, 12)))
    assert (await owed_by(database, "IRECE", "1.2")).obligation.last_step == "D-10"


async def test_a_report_between_finding_a_step_and_telling_it_is_heard(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    joao, now = await person_id(database, JOAO), morning(date(2025, 12, 12))
    async with a_desk(database, now=now) as desk:
        due = await due_steps(desk)
        circles = await circles_of(desk.session, {one.institution_id for one in due})
    owed = await owed_by(database, "IRECE", "1.2")
    async with a_desk(database, now=now, actor=joao) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    async with a_desk(database, now=now) as desk:
        assert await tell_people(desk, by_person(circles, due, {}).calls) == set()
    assert await steps(database) == []
