"""Something happens, and only then something is owed: by the day it carries, once, and no more when called off."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliveries import DeliveryState
from db.ids import HappeningId
from db.instruments import instruments_in_force
from db.notices import NoticeKind
from db.obligations import ObligationState
from elo.recounting import recount_all
from elo.rings import Rings
from rede.access import NotYours
from rede.agreements import instrument_named
from rede.cancel_happening import CancelRefused, cancel_happening
from rede.date_instrument import Dates, date_instrument
from rede.move_happening import MoveRefused, move_happening
from rede.record_happening import HappeningRefused, NewHappening, record_happening
from scheduler.deadlines import EventKind
from tests.rede.happenings import (
    NOW,
    STARTS,
    TODAY,
    called_for,
    happens,
    is_called_off,
    is_moved,
    rede_of,
    rows,
)
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, make_office, morning, person_id
from tests.rede.test_recompute import notices

OPEN, WITHDRAWN = ObligationState.OPEN, ObligationState.WITHDRAWN


# --- termos de adesão (C4): no event, no duty ---------------------------------------------------------


async def test_no_termo_no_duty(database: Database) -> None:
    await rede_of(database, "UPB")
    assert await called_for(database, "UPB", "C1") == []


async def test_a_termo_signed_in_april_is_due_on_10_may(database: Database) -> None:
    await rede_of(database, "UPB")
    await happens(database, EventKind.ADHESION, TODAY, "UPB")
    [duty] = [row for row in await rows(database, "UPB", "C1") if row.happening_id is not None]
    assert (duty.literal, duty.extended, duty.internal) == (date(2026, 5, 10), date(2026, 5, 11), False)


async def test_two_termos_of_one_month_make_one_duty_that_stays_while_one_of_them_stands(
    database: Database,
) -> None:
    await rede_of(database, "UPB")
    [first] = (
        await happens(database, EventKind.ADHESION, date(2026, 4, 2), "UPB", detail="Irecê")
    ).happenings
    [second] = (await happens(database, EventKind.ADHESION, TODAY, "UPB", detail="Jequié")).happenings
    assert await called_for(database, "UPB", "C1") == [(date(2026, 5, 10), OPEN)]
    await is_called_off(database, first)
    assert await called_for(database, "UPB", "C1") == [(date(2026, 5, 10), OPEN)]
    assert [row.happening_id for row in await rows(database, "UPB", "C1")][-1] is not first.id
    await is_called_off(database, second)
    assert await called_for(database, "UPB", "C1") == [(date(2026, 5, 10), WITHDRAWN)]


async def test_a_termo_recorded_anew_after_the_other_was_an_error_is_owed_again(database: Database) -> None:
    await rede_of(database, "UPB")
    [wrong] = (await happens(database, EventKind.ADHESION, TODAY, "UPB", detail="Irece")).happenings
    await is_called_off(database, wrong)
    await happens(database, EventKind.ADHESION, TODAY, "UPB", detail="Irecê")
    [duty] = [row for row in await rows(database, "UPB", "C1") if row.happening_id is not None]
    assert (duty.state, duty.look_on, duty.closed_why) == (OPEN, TODAY, "")


async def test_a_termo_of_another_month_moves_the_duty_there(database: Database) -> None:
    await rede_of(database, "UPB")
    [termo] = (await happens(database, EventKind.ADHESION, TODAY, "UPB")).happenings
    await is_moved(database, termo, date(2026, 3, 31))
    assert await called_for(database, "UPB", "C1") == [
        (date(2026, 4, 10), OPEN),
        (date(2026, 5, 10), WITHDRAWN),
    ]


# --- requests (3.5) -----------------------------------------------------------------------------------


async def test_a_request_to_everybody_is_one_for_each_instrument_due_on_its_own_date(
    database: Database,
) -> None:
    await rede_of(database, "UPB", "IRECE")
    recorded = await happens(database, EventKind.REQUEST, date(2026, 5, 20))
    assert recorded.new == 2
    for acronym in ("UPB", "IRECE"):
        assert await called_for(database, acronym, "3.5") == [(date(2026, 5, 20), OPEN)]


async def test_told_twice_a_request_is_recorded_once(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await happens(database, EventKind.REQUEST, date(2026, 5, 20), "UPB")
    again = await happens(database, EventKind.REQUEST, date(2026, 5, 20))
    assert (again.new, len(again.happenings)) == (1, 2)
    assert len(await called_for(database, "UPB", "3.5")) == 1


@pytest.mark.parametrize(
    ("kind", "acronyms"),
    [(EventKind.REQUEST, ("UPB",)), (EventKind.REQUEST, ()), (EventKind.CONVOCATION, ())],
    ids=["one institution", "each", "all at once"],
)
async def test_told_by_several_at_the_same_moment_it_is_recorded_once(
    database: Database, kind: EventKind, acronyms: tuple[str, ...]
) -> None:
    await rede_of(database, "UPB", "IRECE")
    telling = (happens(database, kind, date(2026, 5, 20), *acronyms) for _ in range(4))
    recorded = await asyncio.gather(*telling)
    assert sorted(one.new > 0 for one in recorded) == [False, False, False, True]
    assert len({one.id for each in recorded for one in each.happenings}) == len(recorded[0].happenings)


async def test_a_request_put_off_moves_its_date_with_a_notice(database: Database) -> None:
    await rede_of(database, "UPB")
    [asked] = (await happens(database, EventKind.REQUEST, date(2026, 5, 20), "UPB")).happenings
    await is_moved(database, asked, date(2026, 6, 10))
    assert await called_for(database, "UPB", "3.5") == [(date(2026, 6, 10), OPEN)]
    assert len(await notices(database, NoticeKind.MOVED)) == 1


async def test_a_request_called_off_takes_the_reminder_that_has_not_left_back(database: Database) -> None:
    await rede_of(database, "UPB")
    day = date(2026, 4, 22)
    [asked] = (await happens(database, EventKind.REQUEST, day, "UPB")).happenings
    await Rings(database, make_office()).remind(NOW)
    told = [one for one in await notices(database, NoticeKind.REMINDER) if "3.5" in one.body]
    assert told
    await is_called_off(database, asked)
    left = [one for one in await notices(database, NoticeKind.REMINDER) if "3.5" in one.body]
    assert {one.state for one in left} <= {DeliveryState.CANCELLED}


@pytest.mark.parametrize(
    ("kind", "day", "acronyms", "detail", "key"),
    [
        (EventKind.REQUEST, None, ("UPB",), "", "happening_without_day"),
        (EventKind.REQUEST, date(2026, 4, 14), ("UPB",), "", "happening_asked_in_the_past"),
        (EventKind.ADHESION, date(2026, 4, 16), ("UPB",), "", "happening_has_not_happened"),
        (EventKind.ADHESION, TODAY, (), "", "happening_of_nobody"),
        (EventKind.ADHESION, TODAY, ("NADA",), "", "happening_unknown_institution"),
        (EventKind.ADHESION, TODAY, ("IRECE",), "", "happening_without_instrument"),
        (EventKind.ADHESION, TODAY, ("UPB",), "CPF 529.982.247-25", "happening_with_cpf"),
    ],
    ids=[
        "a request without a date",
        "a request by a date in the past",
        "a termo that is not signed yet",
        "a termo of nobody",
        "an institution nobody knows",
        "an institution without an agreement",
        "a CPF, which is never kept",
    ],
)
async def test_what_cannot_be_recorded_says_why(
    database: Database, kind: EventKind, day: date | None, acronyms: tuple[str, ...], detail: str, key: str
) -> None:
    await rede_of(database, "UPB")
    with pytest.raises(HappeningRefused, match=key):
        await happens(database, kind, day, *acronyms, detail=detail)
    assert await called_for(database, "UPB", "3.5") == []


async def test_what_was_never_recorded_is_neither_called_off_nor_moved(database: Database) -> None:
    async with a_desk(database) as desk:
        with pytest.raises(CancelRefused, match="happening_unknown"):
            await cancel_happening(desk, HappeningId(1))
        with pytest.raises(MoveRefused, match="happening_unknown"):
            await move_happening(desk, HappeningId(1), day=TODAY)


async def test_what_is_recorded_is_audited(database: Database) -> None:
    await rede_of(database, "UPB")
    [termo] = (await happens(database, EventKind.ADHESION, TODAY, "UPB", detail="Irecê")).happenings
    await is_moved(database, termo, date(2026, 4, 1))
    await is_called_off(database, termo)
    async with database.read() as session:
        about = select(AuditEntry.act, AuditEntry.detail).where(AuditEntry.object == f"happenings:{termo.id}")
        found = [(row[0], row[1]) for row in await session.execute(about.order_by(AuditEntry.id))]
    assert found == [
        ("happening.record", "termo-de-adesao 2026-04-15"),
        ("happening.move", "2026-04-15 -> 2026-04-01"),
        ("happening.cancel", ""),
    ]


# --- meetings -----------------------------------------------------------------------------------------


async def test_a_meeting_for_everybody_convenes_the_first_layer(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await happens(database, EventKind.CONVOCATION, date(2026, 5, 6))
    assert await called_for(database, "UPB", "1.4") == [(date(2026, 5, 6), OPEN)]
    assert await called_for(database, "IRECE", "1.4") == []
    await happens(database, EventKind.CONVOCATION, date(2026, 5, 7), "IRECE")
    assert await called_for(database, "IRECE", "1.4") == [(date(2026, 5, 7), OPEN)]


async def test_instruments_count_from_their_first_day_to_their_last(database: Database) -> None:
    await rede_of(database, "UPB")
    async with database.read() as session:
        assert await instruments_in_force(session, on=date(2026, 3, 1)) == []
        assert len(await instruments_in_force(session, on=STARTS)) == 1


async def test_a_partner_tells_of_its_own_termos_and_of_nothing_else(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    termo = NewHappening(kind=EventKind.ADHESION, day=TODAY, acronyms=["upb"])
    request = NewHappening(kind=EventKind.REQUEST, day=TODAY, acronyms=["UPB"])
    async with a_desk(database, now=NOW, actor=await person_id(database, MARIA)) as desk:
        assert (await record_happening(desk, termo)).new == 1
        with pytest.raises(NotYours):
            await record_happening(desk, request)
    async with a_desk(database, now=NOW, actor=await person_id(database, JOAO)) as desk:
        with pytest.raises(NotYours):
            await record_happening(desk, termo)
    async with a_desk(database, now=NOW, actor=await person_id(database, ANA)) as desk:
        assert (await record_happening(desk, request)).new == 1


@pytest.mark.parametrize("kind", [EventKind.COURSE_CHANGE, EventKind.ADHESION])
async def test_what_happened_before_a_start_that_moved_is_owed_no_more(
    database: Database, kind: EventKind
) -> None:
    await rede_of(database, "UPB")
    await happens(database, kind, TODAY, "UPB")
    async with a_desk(database, now=NOW) as desk:
        instrument = await instrument_named(desk, "UPB", "")
        await date_instrument(desk, instrument, Dates(starts=date(2026, 6, 1)))
    for _ in range(2):
        await recount_all(database, make_office(), NOW)
        await Rings(database, make_office()).open_obligations(NOW)
    key = "3.2" if kind is EventKind.COURSE_CHANGE else "C1"
    assert [state for _, state in await called_for(database, "UPB", key)] == [WITHDRAWN]


async def test_what_is_called_for_again_is_counted_anew_by_the_bell(database: Database) -> None:
    await rede_of(database, "UPB")
    [wrong] = (await happens(database, EventKind.COURSE_CHANGE, TODAY, "UPB")).happenings
    await is_called_off(database, wrong)
    await recount_all(database, make_office(), NOW)
    earlier = NewHappening(
        kind=EventKind.COURSE_CHANGE, day=date(2026, 4, 13), acronyms=["UPB"], relevant=True
    )
    async with a_desk(database, now=NOW) as desk:
        await record_happening(desk, earlier)
    # Killed here: the bell of the next day opens what is left over.
    rings = Rings(database, make_office())
    await rings.open_obligations(morning(date(2026, 4, 16)))
    await rings.recount(morning(date(2026, 4, 16)))
    assert await called_for(database, "UPB", "3.2") == [(date(2026, 4, 22), OPEN)]
