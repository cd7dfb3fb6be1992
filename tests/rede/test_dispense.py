"""The Secretariat lets an institution off: the ladder stops with it, whoever follows is told once, and back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import Delivery, DeliveryState
from db.ids import ObligationId, PersonId
from db.instruments import Instrument
from db.notices import Notice, NoticeKind
from db.obligations import Obligation, ObligationState
from elo.rings import Rings
from rede.access import NotYours
from rede.dispense import DispensationRefused, dispense, undo_dispensation
from scheduler.clock import BRASILIA
from tests.rede.makers import (
    ANA,
    MARIA,
    NOW,
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

REASON, SEI = "Cronograma único da <Secretaria>", "19999.000123/2025-07"


async def let_off(
    database: Database,
    number: ObligationId,
    *,
    reason: str = REASON,
    actor: PersonId | None = None,
    now: datetime = NOW,
) -> None:
    async with a_desk(database, actor=actor, now=now) as desk:
        await dispense(desk, number, reason=reason, sei=SEI if actor is not None else "")


async def take_back(database: Database, number: ObligationId) -> None:
    async with a_desk(database) as desk:
        await undo_dispensation(desk, number)


async def stored(database: Database, number: ObligationId) -> Obligation:
    async with database.read() as session:
        return await session.get_one(Obligation, number)


async def receipts(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        told = select(Delivery.address, Delivery.body).join(Notice).where(Notice.kind == NoticeKind.RECEIPT)
        return [(row[0], row[1]) for row in (await session.execute(told.order_by(Delivery.id))).all()]


@pytest.fixture
async def number(database: Database) -> ObligationId:
    """What UPB owes for goal 1.2."""
    await register(database)
    await import_for(database, "UPB")
    return ObligationId((await owed_by(database, "UPB", "1.2")).obligation.id)


async def test_it_ends_with_its_reason_and_is_audited(database: Database, number: ObligationId) -> None:
    ana = await person_id(database, ANA)
    await let_off(database, number, actor=ana)
    ended = await stored(database, number)
    assert (ended.state, ended.closed_why, ended.look_on) == (ObligationState.DISPENSED, REASON, None)
    async with database.read() as session:
        found = select(AuditEntry).where(AuditEntry.act == "obligation.dispense")
        (entry,) = (await session.scalars(found)).all()
    assert (entry.person_id, entry.object, entry.detail) == (
        ana,
        f"obligations:{number}",
        f"{REASON} · {SEI}",
    )


async def test_whoever_follows_it_is_told_once_with_the_reason(
    database: Database, number: ObligationId
) -> None:
    await link(database, MARIA, 11)
    await let_off(database, number)
    (chat, body), (mailbox, mail) = await receipts(database)
    assert (chat, mailbox) == ("11", MARIA)
    assert "Motivo: Cronograma único da &lt;Secretaria&gt;" in body
    assert "Prazo que foi dispensado: quarta-feira, 24/12/2025." in body
    assert f"Motivo: {REASON}" in mail


async def to_leave(database: Database) -> list[str]:
    """The words of Maria's reminders that are still on their way."""
    async with database.read() as session:
        put = select(Delivery.body).join(Notice).where(Notice.kind == NoticeKind.REMINDER)
        waiting = Delivery.state.in_([DeliveryState.PENDING, DeliveryState.STANDBY])
        return list(await session.scalars(put.where(Delivery.address == MARIA, waiting)))


async def test_the_reminder_that_has_not_left_no_longer_names_it(
    database: Database, number: ObligationId
) -> None:
    await Rings(database, make_office()).remind(morning(date(2025, 12, 22)))
    assert any("Meta 1.2" in body for body in await to_leave(database))
    await let_off(database, number)
    assert not any("Meta 1.2" in body for body in await to_leave(database))


async def test_nothing_is_reminded_of_afterwards(database: Database, number: ObligationId) -> None:
    await let_off(database, number)
    for day in (22, 24, 29):
        await Rings(database, make_office()).remind(morning(date(2025, 12, day)))
    assert not any("Meta 1.2" in body for body in await to_leave(database))


async def test_taken_back_it_is_owed_again_and_told(database: Database, number: ObligationId) -> None:
    await let_off(database, number)
    await take_back(database, number)
    again = await stored(database, number)
    assert (again.state, again.closed_why, again.closed_at) == (ObligationState.OPEN, "", None)
    assert again.look_on == date(2025, 12, 9)
    assert "desfez a dispensa" in (await receipts(database))[-1][1]


async def test_without_a_start_it_waits_for_it_again(database: Database, number: ObligationId) -> None:
    async with database.write() as session:
        instrument = (await session.scalars(select(Instrument))).one()
        instrument.starts, instrument.published = None, STARTS
    await let_off(database, number)
    await take_back(database, number)
    assert (await stored(database, number)).look_on is None


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        pytest.param("2025-12-09T23:30", "2025-12-10T08:00", id="at night"),
        pytest.param("2025-12-13T10:00", "2025-12-15T09:00", id="on a Saturday"),
        pytest.param("2025-12-09T10:00", "2025-12-09T10:00", id="in office hours"),
    ],
)
async def test_the_notice_leaves_when_people_are_awake(
    database: Database, number: ObligationId, now: str, leaves: str
) -> None:
    await let_off(database, number, now=datetime.fromisoformat(now).replace(tzinfo=BRASILIA))
    async with database.read() as session:
        rows = select(Delivery.not_before).join(Notice).where(Notice.kind == NoticeKind.RECEIPT)
        (at,) = await session.scalars(rows)
    assert at == datetime.fromisoformat(leaves).replace(tzinfo=BRASILIA)


async def test_dispensed_a_second_time_it_is_told_a_second_time(
    database: Database, number: ObligationId
) -> None:
    await let_off(database, number)
    await take_back(database, number)
    await let_off(database, number, now=NOW + timedelta(minutes=5))
    assert len(await receipts(database)) == 3


async def test_only_the_secretariat_may(database: Database, number: ObligationId) -> None:
    maria = await person_id(database, MARIA)
    with pytest.raises(NotYours):
        await let_off(database, number, actor=maria)
    with pytest.raises(NotYours):
        await let_off(database, ObligationId(999_999))
    assert (await stored(database, number)).state is ObligationState.OPEN


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        (" … ", "dispense_without_reason"),
        ("CPF 529.982.247-25", "dispense_with_cpf"),
        ("a" * 501, "dispense_reason_too_long"),
    ],
    ids=["no reason", "the CPF of somebody", "a reason that nobody would read"],
)
async def test_a_reason_is_needed(
    database: Database, number: ObligationId, reason: str, refusal: str
) -> None:
    with pytest.raises(DispensationRefused, match=refusal):
        await let_off(database, number, reason=reason)


async def test_a_person_needs_a_process_and_the_command_line_does_not(
    database: Database, number: ObligationId
) -> None:
    for sei in ("", "123/2025"):
        async with a_desk(database, actor=await person_id(database, ANA)) as desk:
            with pytest.raises(DispensationRefused, match="dispense_without_sei"):
                await dispense(desk, number, reason=REASON, sei=sei)
    await let_off(database, number)
    assert (await stored(database, number)).closed_sei == ""


async def test_what_is_not_open_is_not_dispensed_and_what_was_not_dispensed_not_taken_back(
    database: Database, number: ObligationId
) -> None:
    with pytest.raises(DispensationRefused, match="dispense_not_dispensed"):
        await take_back(database, number)
    await let_off(database, number)
    with pytest.raises(DispensationRefused, match="dispense_not_open"):
        await let_off(database, number)
    assert len(await receipts(database)) == 1
