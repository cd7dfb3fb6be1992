"""The way of a notice: every attempt is told once, in its order; what is not on record is not guessed."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from db import Database
from db.announcements import NEVER, Announcement, Wording
from db.archive import ArchivedDelivery
from db.attempts import Attempt
from db.audit import AuditEntry
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState
from db.ids import DeliveryId, NoticeId
from db.notices import Notice, NoticeKind
from db.recall import acknowledge
from db.slots import slot
from db.traces import Trace, TracedDelivery, Tried, notice_of_delivery, notices_in_doubt, trace_of
from rede.access import NotYours
from rede.trace import Cause, Event, Step, look_up, masked, steps_of
from tests.rede.makers import ANA, MARIA, NOW, a_desk, person_id
from tests.rede.traces import (
    BLOCKED,
    LOST,
    LOST_FOR_GOOD,
    MAILED,
    MINUTE,
    REFUSED,
    SENT,
    STANDS_BY,
    Past,
    rede_of_upb,
    told,
)


@pytest.fixture
async def rede(database: Database) -> Database:
    await rede_of_upb(database)
    return database


async def traced(database: Database, notice_id: NoticeId) -> Trace:
    async with database.read() as session:
        trace = await trace_of(session, notice_id)
    assert trace is not None
    return trace


def way(trace: Trace) -> list[tuple[str, str, str]]:
    """Step, channel, outcome or cause."""
    return [(one.step, one.channel or "", one.outcome or one.cause) for one in steps_of(trace)]


MADE = [("planned", "", ""), ("worded", "", "")]


async def test_a_failure_wakes_the_mail_in_the_moment_it_is_known(rede: Database) -> None:
    trace = await traced(rede, await told(rede, BLOCKED, MAILED))
    assert way(trace) == [
        *MADE,
        ("attempt", "telegram", "retry"),
        ("attempt", "telegram", "failed"),
        ("woken", "email", "failure"),
        ("attempt", "email", "sent"),
    ]
    assert steps_of(trace)[4].at == NOW + 3 * MINUTE


async def test_a_lost_answer_is_followed_by_the_second_copy(rede: Database) -> None:
    trace = await traced(rede, await told(rede, LOST, STANDS_BY))
    assert way(trace) == [
        *MADE,
        ("stands_by", "email", ""),
        ("attempt", "telegram", "unknown"),
        ("resent", "telegram", ""),
        ("attempt", "telegram", "sent"),
    ]


async def test_what_nobody_acknowledged_for_a_day_goes_by_mail_at_an_hour_that_is_not_on_record(
    rede: Database,
) -> None:
    day_after = Past(DeliveryState.SENT, ((24 * 60 + 5, "sent", "250 Ok"),))
    trace = await traced(rede, await told(rede, SENT, day_after))
    [woken] = [one for one in steps_of(trace) if one.step is Step.WOKEN]
    assert (woken.cause, woken.at) == (Cause.UNACKNOWLEDGED, None)
    assert way(trace)[-2:] == [("woken", "email", "unacknowledged"), ("attempt", "email", "sent")]


async def test_a_mail_that_came_back_later_keeps_its_number(rede: Database) -> None:
    late = ((1, "unknown", ""), (2, "sent", "250 Ok"), (60, "delayed", "4.4.1"))
    trace = await traced(rede, await told(rede, Past(DeliveryState.SENT, late)))
    attempts = [one for one in steps_of(trace) if one.step is Step.ATTEMPT]
    assert [(one.number, one.outcome) for one in attempts] == [(1, "unknown"), (2, "sent"), (2, "delayed")]


async def test_both_at_once_is_no_fallback(rede: Database) -> None:
    trace = await traced(rede, await told(rede, SENT, SENT))
    assert ("woken", "email", "unrecorded") in way(trace)


async def test_acknowledging_ends_the_way(rede: Database) -> None:
    number = await told(rede, SENT, STANDS_BY)
    async with a_desk(rede, now=NOW + 9 * MINUTE) as desk:
        await acknowledge(desk.session, number, now=desk.now)
    trace = await traced(rede, number)
    assert way(trace)[-2:] == [("acknowledged", "", ""), ("ended", "email", "cancelled")]


async def test_the_trace_says_to_whom_and_about_what(rede: Database) -> None:
    trace = await traced(rede, await told(rede, SENT, STANDS_BY, steps=("D-10", "D-5")))
    assert trace.person is not None
    assert trace.person.name == "Maria"
    assert [(one.acronym, one.function) for one in trace.serves] == [("UPB", "coordenador")]
    assert [(one.acronym, one.key, one.step) for one in trace.lines] == [
        ("UPB", "1.2", "D-10"),
        ("UPB", "1.2", "D-5"),
    ]


async def test_what_was_archived_is_found_without_its_words(rede: Database) -> None:
    number = await told(rede, LOST, MAILED)
    before = await traced(rede, number)
    async with a_desk(rede) as desk:
        await desk.session.execute(delete(Attempt))
        for one in before.deliveries:
            desk.session.add(archived(number, one))
        await desk.session.execute(delete(Delivery))
    after = await traced(rede, number)
    assert way(after) == way(before)
    assert [one.at for one in steps_of(after)] == [one.at for one in steps_of(before)]
    assert {(one.archived, one.body, one.address) for one in after.deliveries} == {(True, "", "")}
    async with rede.read() as session:
        assert await notice_of_delivery(session, before.deliveries[0].id) == number


def archived(number: NoticeId, one: TracedDelivery) -> ArchivedDelivery:
    assert one.settled_at is not None
    failures = [tried for tried in one.attempts if tried.outcome != "sent"]
    history = [[tried.number, tried.ended_at.isoformat(), tried.outcome, tried.answer] for tried in failures]
    return ArchivedDelivery(
        id=one.id,
        notice_id=number,
        channel=one.channel,
        state=one.state,
        attempts=one.tries,
        resent=one.resent,
        settled_at=one.settled_at,
        last_error=one.last_error,
        history=json.dumps(history),
    )


async def test_words_that_many_share_are_shown_as_this_person_has_them(rede: Database) -> None:
    number = await told(rede, SENT, kind=NoticeKind.ANNOUNCEMENT)
    async with a_desk(rede) as desk:
        began = NOW - 9 * MINUTE
        announcement = Announcement(
            title="Fórum", text="", audience="todos", created_at=began, not_before=NOW, people=1
        )
        desk.session.add(announcement)
        await desk.session.flush()
        body = f"Olá, {slot('name')}. {slot('seen')}"
        wording = Wording(announcement_id=announcement.id, channel=ChannelKind.TELEGRAM, body=body)
        desk.session.add(wording)
        await desk.session.flush()
        row = (await desk.session.scalars(select(Delivery).where(Delivery.notice_id == number))).one()
        row.body, row.wording_id, row.fills = "", wording.id, json.dumps({"name": "Maria"})
        (await desk.session.get_one(Notice, number)).announcement_id = announcement.id
    trace = await traced(rede, number)
    assert trace.deliveries[0].body == "Olá, Maria. …"
    assert [(one.step, one.at) for one in steps_of(trace)][:3] == [
        (Step.PLANNED, began),
        (Step.WORDED, began),
        (Step.QUEUED, NOW),
    ]


async def test_what_is_held_waits_for_no_moment(rede: Database) -> None:
    number = await told(rede, Past(DeliveryState.PENDING), STANDS_BY, kind=NoticeKind.ANNOUNCEMENT)
    async with a_desk(rede) as desk:
        await desk.session.execute(update(Delivery).values(not_before=NEVER))
    assert way(await traced(rede, number))[2:] == [("held", "telegram", ""), ("stands_by", "email", "")]


async def test_only_the_secretariat_looks_up_and_that_is_on_record(rede: Database) -> None:
    number = await told(rede, SENT)
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        assert await look_up(desk, number) is not None
        assert await look_up(desk, NoticeId(999)) is None
        entries = select(AuditEntry.object).where(AuditEntry.act == "notice.look_up")
        await desk.session.flush()
        assert list(await desk.session.scalars(entries)) == [f"notices:{number}"]
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        with pytest.raises(NotYours):
            await look_up(desk, number)


async def test_what_reached_nobody_is_in_doubt(rede: Database) -> None:
    pending = Past(DeliveryState.PENDING)
    lost = await told(rede, BLOCKED, REFUSED)
    for past in ((BLOCKED, MAILED), (BLOCKED, pending), (SENT, STANDS_BY)):
        await told(rede, *past)
    doubtful = await told(rede, LOST_FOR_GOOD, STANDS_BY)
    await told(rede, REFUSED, kind=NoticeKind.REPLY)
    async with rede.read() as session:
        assert await notices_in_doubt(session, limit=5) == [doubtful, lost]
        assert await notices_in_doubt(session, limit=1) == [doubtful]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 5.1.1 <maria.flor@upb.example.org>: unknown", "550 5.1.1 <m***@upb.example.org>: unknown"),
        ("joão@irece.example.org, x@y.example", "j***@irece.example.org, x***@y.example"),
        ("403 Forbidden", "403 Forbidden"),
    ],
)
def test_addresses_of_people_are_masked(said: str, shown: str) -> None:
    assert masked(said) == shown


# --- every history ------------------------------------------------------------------------------------

OUTCOMES = ("sent", "retry", "slowed", "moved", "failed", "unknown", "stopped", "returned", "bounced", "new")
MINUTES = st.integers(0, 3000).map(lambda count: NOW + timedelta(minutes=count))
ATTEMPTS = st.lists(
    st.builds(Tried, st.integers(1, 4), MINUTES, st.sampled_from(OUTCOMES), st.text(max_size=3)), max_size=5
)


@st.composite
def deliveries(draw: st.DrawFn, number: int) -> TracedDelivery:
    attempts = sorted(draw(ATTEMPTS), key=lambda tried: tried.ended_at)
    return TracedDelivery(
        id=DeliveryId(number),
        channel=list(ChannelKind)[number % 2],
        state=draw(st.sampled_from(DeliveryState)),
        tries=len(attempts),
        resent=draw(st.booleans()),
        settled_at=draw(st.none() | MINUTES),
        last_error="",
        not_before=draw(st.none() | MINUTES),
        attempts=attempts,
    )


@st.composite
def histories(draw: st.DrawFn) -> Trace:
    notice = Notice(
        kind=draw(st.sampled_from(NoticeKind)), created_at=NOW, acknowledged_at=draw(st.none() | MINUTES)
    )
    notice.id = NoticeId(1)
    put = [draw(deliveries(number)) for number in range(draw(st.integers(0, 2)))]
    return Trace(notice=notice, person=None, serves=(), lines=(), deliveries=put)


@given(histories())
def test_every_attempt_of_every_history_is_told_once(trace: Trace) -> None:
    steps = steps_of(trace)
    lived = Counter(
        (one.channel, tried.ended_at, tried.outcome, tried.answer)
        for one in trace.deliveries
        for tried in one.attempts
    )
    attempts = [one for one in steps if one.step is Step.ATTEMPT]
    assert Counter((one.channel, one.at, one.outcome, one.answer) for one in attempts) == lived


@given(histories())
def test_what_is_dated_is_told_in_its_order(trace: Trace) -> None:
    def past(event: Event) -> bool:
        return event.at is not None and event.step is not Step.WAITS

    moments = [one.at for one in steps_of(trace) if past(one) and one.at is not None]
    assert moments == sorted(moments)
