"""Reports are accepted and given back, never by who wrote them; the date that counts stays the first one."""

from datetime import date

import pytest
from sqlalchemy import func, select, update

from db import Database
from db.audit import AuditEntry
from db.deliverables import Deliverable, DeliverableState
from db.notices import NoticeKind
from db.obligations import Obligation, ObligationState
from db.report_versions import ReportVersion
from elo.rings import Rings
from rede.access import NotYours
from rede.correct_deliverable import correct_deliverable
from rede.review_deliverable import ReviewRefused, Seen, give_back, take_back
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, days, make_office, morning, owed_by, person_id
from tests.rede.reviews import (
    AGAIN,
    RUI,
    WHY,
    a_network,
    accepts,
    gives_back,
    handed_in,
    joins,
    stored,
    told,
)


async def the_version(database: Database, report: Deliverable) -> ReportVersion:
    async with database.read() as session:
        newest = select(ReportVersion).where(ReportVersion.deliverable_id == report.id)
        return (await session.scalars(newest.order_by(ReportVersion.version.desc()).limit(1))).one()


async def state_of(database: Database, key: str = "1.2") -> ObligationState:
    return (await owed_by(database, "UPB", key)).obligation.state


async def test_accepted_it_says_by_whom_and_its_version_too(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await accepts(database, ANA, report)
    ana, after = await person_id(database, ANA), await stored(database, report.protocol)
    assert (after.state, after.decided_by, after.decided_at) == (DeliverableState.ACCEPTED, ana, NOW)
    version = await the_version(database, report)
    assert (version.decision, version.decided_by) == ("accepted", ana)
    async with database.read() as session:
        rows = select(func.count()).where(AuditEntry.act == "deliverable.accepted")
        assert (await session.scalars(rows)).one() == 1


async def test_who_sent_it_and_who_follows_are_told_once_of_all_that_was_accepted(database: Database) -> None:
    await a_network(database)
    reports = [await handed_in(database, "1.2"), await handed_in(database, "2.2", hours="20")]
    await accepts(database, ANA, *reports)
    ((address, words),) = await told(database, NoticeKind.REVIEW)
    assert address == MARIA
    assert all(one.protocol in words for one in reports)


async def test_accepted_late_it_stays_late(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2", now=NOW + days(30))
    await accepts(database, ANA, report, now=NOW + days(31))
    assert (await stored(database, report.protocol)).late
    assert "aceito fora do prazo" in (await told(database, NoticeKind.REVIEW))[0][1]


async def test_given_back_it_is_owed_again_with_a_reason_and_a_day(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    assert await state_of(database) is ObligationState.FULFILLED
    await gives_back(database, ANA, report)
    after = await stored(database, report.protocol)
    assert (after.state, after.reason, after.due_again) == (DeliverableState.RETURNED, WHY, AGAIN)
    owed = await owed_by(database, "UPB", "1.2")
    assert (owed.obligation.state, owed.obligation.look_on) == (ObligationState.OPEN, None)
    words = (await told(database, NoticeKind.REVIEW))[0][1]
    assert WHY in words
    assert "terça-feira, 23/12/2025" in words


async def test_hours_of_a_course_that_came_back_do_not_count(database: Database) -> None:
    await a_network(database)
    first = await handed_in(database, "2.2", hours="40")
    second = await handed_in(database, "2.2", hours="20")
    assert await state_of(database, "2.2") is ObligationState.FULFILLED
    await accepts(database, ANA, first)
    await gives_back(database, ANA, second)
    assert await state_of(database, "2.2") is ObligationState.OPEN


async def test_sent_again_it_counts_from_the_first_time_and_each_version_is_kept(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await gives_back(database, ANA, report)
    async with a_desk(database, actor=await person_id(database, MARIA), now=NOW + days(60)) as desk:
        await correct_deliverable(desk, report.id, description="Com a lista", hours=None)
    again = await stored(database, report.protocol)
    assert (again.received_at, again.late, again.version) == (NOW, False, 2)
    assert await state_of(database) is ObligationState.FULFILLED
    await accepts(database, ANA, again, now=NOW + days(61))
    async with database.read() as session:
        kept = select(ReportVersion.version, ReportVersion.decision).order_by(ReportVersion.version)
        assert (await session.execute(kept)).all() == [(1, "returned"), (2, "accepted")]


async def test_nobody_checks_their_own(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "C1", by=ANA, acronym="SEGES")
    assert report.state is DeliverableState.SELF_DECLARED
    ((_, refusal),) = (await accepts(database, ANA, report)).refused
    assert refusal.key == "review_own"
    await accepts(database, RUI, report)
    assert (await stored(database, report.protocol)).state is DeliverableState.ACCEPTED


async def test_of_two_who_decide_the_second_hears_what_the_first_did(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await accepts(database, ANA, report)
    with pytest.raises(ReviewRefused) as refused:
        await gives_back(database, RUI, report)
    assert (refused.value.key, refused.value.facts["by"], refused.value.facts["state"]) == (
        "review_decided", "Ana", "accepted"
    )  # fmt: skip


async def test_a_version_that_is_not_the_newest_is_not_accepted(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await gives_back(database, ANA, report)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await correct_deliverable(desk, report.id, description="Com a lista", hours=None)
    ((_, refusal),) = (await accepts(database, ANA, report)).refused
    assert refusal.key == "review_corrected"


@pytest.mark.parametrize("decide", [accepts, gives_back], ids=["accepted", "given back"])
async def test_taken_back_it_waits_again_as_it_did(database: Database, decide: object) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await (accepts if decide is accepts else gives_back)(database, ANA, report)
    async with a_desk(database, actor=await person_id(database, RUI)) as desk:
        await take_back(desk, Seen(report.id, 1))
    again = await stored(database, report.protocol)
    assert (again.state, again.decided_at, again.reason) == (DeliverableState.SUBMITTED, None, "")
    assert (await the_version(database, report)).decision == ""
    assert await state_of(database) is ObligationState.FULFILLED


@pytest.mark.parametrize("who", [MARIA, JOAO])
async def test_whoever_does_not_check_sees_nothing(database: Database, who: str) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    with pytest.raises(NotYours):
        await accepts(database, who, report)
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        with pytest.raises(NotYours):
            await take_back(desk, Seen(report.id, 1))


@pytest.mark.parametrize(("axis", "may"), [("1", True), ("2", False)])
async def test_an_area_tematica_checks_the_goals_of_its_axis(
    database: Database, axis: str, may: bool
) -> None:
    await a_network(database)
    await joins(database, "lia@seges.example.org", "Lia", "SEGES", f"area_tematica:{axis}")
    report = await handed_in(database, "1.2")
    if not may:
        with pytest.raises(NotYours):
            await accepts(database, "lia@seges.example.org", report)
        return
    assert (await accepts(database, "lia@seges.example.org", report)).done


@pytest.mark.parametrize(
    ("reason", "day", "key"),
    [
        ("  ", AGAIN, "review_without_reason"),
        ("a" * 501, AGAIN, "review_reason_too_long"),
        ("Falta o CPF 529.982.247-25", AGAIN, "review_reason_with_cpf"),
        ("Falta a lista", date(2025, 12, 9), "review_day_past"),
    ],
    ids=["no reason", "too long", "a CPF", "today"],
)
async def test_a_return_that_cannot_be_kept(database: Database, reason: str, day: date, key: str) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        with pytest.raises(ReviewRefused, match=key):
            await give_back(desk, Seen(report.id, 1), reason=reason, due_again=day)


async def test_what_came_back_is_no_missed_deadline_whatever_moves_it(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "1.2")
    await gives_back(database, ANA, report)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Obligation).values(look_on=NOW.date()))
    await Rings(database, make_office()).remind(morning(date(2026, 1, 5)))
    assert not any("Meta 1.2" in words for _, words in await told(database, NoticeKind.REMINDER))
