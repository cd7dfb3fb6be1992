"""Dates of our own (metas internas), and one task a week for whatever changes in the courses: never late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Database
from db.instruments import Instrument
from db.notices import NoticeKind
from db.obligations import ObligationState
from db.plans import Goal, GoalInForce, GoalKind, Span
from elo.recounting import recount_all
from elo.rings import Rings
from rede.dues import Happened, caller_of, dues, dues_in_window, is_target
from rede.open_obligations import open_obligations
from rede.submit_deliverable import submit_deliverable
from scheduler.calendar import Calendar
from scheduler.deadlines import Cycle, Event, EventKind, MonthlyDay, Rule, rule_to_json
from scheduler.phrases import read_phrase
from tests.rede.happenings import (
    STARTS,
    TODAY,
    called_for,
    happens,
    import_for,
    is_called_off,
    rede_of,
    rows,
)
from tests.rede.makers import MARIA, a_desk, make_office, morning, person_id, register
from tests.rede.test_recompute import notices

OPEN, WITHDRAWN = ObligationState.OPEN, ObligationState.WITHDRAWN
CHANGE = EventKind.COURSE_CHANGE
#: Monday and Friday of one week, and the Wednesday five business days after the Monday: Tiradentes lies between.
MONDAY, FRIDAY = date(2026, 4, 13), date(2026, 4, 17)
AFTERWARDS = morning(date(2026, 4, 17))


async def targets(database: Database, acronym: str, key: str) -> list[date | None]:
    return [row.literal for row in await rows(database, acronym, key) if row.internal]


# --- targets beside a goal without a date -------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "acronym", "day"),
    [
        ("1.1", "UPB", date(2026, 3, 17)),
        ("1.1", "SEGES", date(2026, 3, 17)),
        ("3.1", "UPB", date(2026, 4, 1)),
        ("1.2", "UPB", None),
        ("1.3", "SEGES", None),
    ],
    ids=[
        "1.1: IV + 15 dias corridos",
        "1.1: the Secretariat too",
        "3.1: IV + 30 dias corridos",
        "1.2 has a date of its own",
        "1.3 waits for 1.2",
    ],
)
async def test_a_goal_without_a_date_has_a_target(
    database: Database, key: str, acronym: str, day: date | None
) -> None:
    await rede_of(database, "UPB")
    assert await targets(database, acronym, key) == ([day] if day else [])


async def test_a_target_stands_beside_the_goal_itself(database: Database) -> None:
    await rede_of(database, "UPB")
    found = await rows(database, "UPB", "1.1")
    assert {(row.occurrence, row.literal, row.internal) for row in found} == {
        ("", None, False),
        ("target", date(2026, 3, 17), True),
    }


async def test_each_indication_handed_in_is_a_task_of_five_business_days_for_the_secretariat(
    database: Database,
) -> None:
    await register(database)
    instrument = await import_for(database, "UPB")
    [owed] = await rows(database, "UPB", "1.2")
    maria = await person_id(database, MARIA)
    for day in (date(2026, 3, 10), date(2026, 3, 12)):
        async with a_desk(database, now=morning(day), actor=maria) as desk:
            await submit_deliverable(desk, owed.id, description="Indicamos Maria", hours=None)
            await open_obligations(desk, instrument)
    assert await targets(database, "SEGES", "1.3") == [date(2026, 3, 17), date(2026, 3, 19)]
    assert await targets(database, "UPB", "1.3") == []


# --- course changes (3.2) -----------------------------------------------------------------------------


async def test_a_change_in_the_courses_is_a_task_of_five_business_days(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await happens(database, CHANGE, MONDAY, now=AFTERWARDS)
    for acronym in ("UPB", "SEGES", "IRECE"):
        assert await called_for(database, acronym, "3.2") == [(date(2026, 4, 22), OPEN)]
        assert await targets(database, acronym, "3.2") == [date(2026, 4, 22)]


@pytest.mark.parametrize(
    "order",
    [(MONDAY, FRIDAY), (FRIDAY, MONDAY), (FRIDAY, MONDAY, FRIDAY)],
    ids=["as they came", "the later first", "one told twice"],
)
async def test_several_changes_of_a_week_are_one_task_in_whatever_order_they_are_told(
    database: Database, order: tuple[date, ...]
) -> None:
    await rede_of(database, "UPB")
    for day in order:
        await happens(database, CHANGE, day, now=AFTERWARDS)
    await recount_all(database, make_office(), AFTERWARDS)
    assert await called_for(database, "UPB", "3.2") == [(date(2026, 4, 22), OPEN)]


async def test_who_has_several_agreements_has_one_task_a_week_all_the_same(database: Database) -> None:
    await rede_of(database, "UPB")
    await import_for(database, "UPB", number="78/2026")
    for day in (MONDAY, FRIDAY, MONDAY + timedelta(days=7)):
        await happens(database, CHANGE, day, now=morning(MONDAY + timedelta(days=8)))
    for acronym in ("UPB", "SEGES"):
        assert await called_for(database, acronym, "3.2") == [
            (date(2026, 4, 22), OPEN),
            (date(2026, 4, 28), OPEN),
        ]


async def test_whoever_has_a_task_hears_of_it_at_once(database: Database) -> None:
    await rede_of(database, "UPB")
    await happens(database, CHANGE, MONDAY, now=AFTERWARDS)
    await Rings(database, make_office()).remind(AFTERWARDS)
    told = [one for one in await notices(database, NoticeKind.REMINDER) if one.address == MARIA]
    assert any("Divulgar os cursos" in one.body and "meta interna" in one.body for one in told)


async def test_the_task_stays_while_one_change_of_the_week_stands(database: Database) -> None:
    await rede_of(database, "UPB")
    [first] = (await happens(database, CHANGE, MONDAY, now=AFTERWARDS)).happenings
    [second] = (await happens(database, CHANGE, FRIDAY, now=AFTERWARDS)).happenings
    await is_called_off(database, second, now=AFTERWARDS)
    assert await called_for(database, "UPB", "3.2") == [(date(2026, 4, 22), OPEN)]
    await is_called_off(database, first, now=AFTERWARDS)
    assert await called_for(database, "UPB", "3.2") == [(date(2026, 4, 22), WITHDRAWN)]


async def test_a_change_that_is_not_relevant_makes_nothing_due(database: Database) -> None:
    await rede_of(database, "UPB")
    recorded = await happens(database, CHANGE, MONDAY, now=AFTERWARDS, relevant=False)
    assert (recorded.new, await called_for(database, "UPB", "3.2")) == (0, [])


async def test_a_change_before_the_vigencia_makes_nothing_due(database: Database) -> None:
    await register(database)
    await happens(database, CHANGE, STARTS - timedelta(days=3))
    await import_for(database, "UPB")
    assert await called_for(database, "UPB", "3.2") == []


async def test_the_cycle_of_the_goal_goes_on_beside_its_tasks(database: Database) -> None:
    await rede_of(database, "UPB")
    await happens(database, CHANGE, MONDAY, now=AFTERWARDS)
    cycle = next(row for row in await rows(database, "UPB", "3.2") if not row.internal)
    assert (cycle.occurrence, cycle.literal, cycle.happening_id) == ("1:12", date(2027, 3, 2), None)


# --- an adherent's 3.6 --------------------------------------------------------------------------------


async def test_an_adherents_part_in_the_annual_report_is_its_answer_to_requests(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    await happens(database, EventKind.NORM, date(2026, 6, 30))
    [part] = await rows(database, "IRECE", "3.6")
    assert (part.literal, part.look_on, part.why) == (
        None,
        None,
        "O relato da meta 3.5 vale também para esta meta.",
    )
    # The Secretariat's own has a date, once its norm has one.
    assert await called_for(database, "SEGES", "3.6") == [(date(2026, 6, 30), OPEN)]


# --- for all inputs -----------------------------------------------------------------------------------


def goal_of(rule: Rule, key: str = "3.2") -> GoalInForce:
    goal = Goal(
        plan_id=1,  # type: ignore[arg-type]
        key=key,
        axis="3",
        text="",
        responsible="partner",
        second_layer=True,
        phrase="",
        rule=rule_to_json(rule),
        reading="",
        confidence="certain",
        kind=GoalKind.PLAN,
    )
    return GoalInForce(goal, Span())


def instrument_of(starts: date, ends: date | None = None) -> Instrument:
    return Instrument(
        institution_id=1,  # type: ignore[arg-type]
        number="",
        sei="",
        policy="lei-9784",
        imported_at=morning(starts),
        starts=starts,
        ends=ends,
    )


COURSES = read_phrase("Anual e sempre quando houver alteração nos cursos").rule
days_of_a_year = st.dates(STARTS, STARTS + timedelta(days=365))


@given(st.lists(days_of_a_year, max_size=40))
def test_at_most_one_task_a_week_whatever_is_told_in_whatever_order(changes: list[date]) -> None:
    events = [Event(CHANGE, day, key=str(number)) for number, day in enumerate(changes, start=1)]
    goal, until = goal_of(COURSES), STARTS + timedelta(days=500)

    def tasks(told: list[Event]) -> set[tuple[str, date]]:
        found = dues(instrument_of(STARTS), goal, Calendar.federal(), events=Happened(told, {}), until=until)
        return {(due.occurrence, due.literal) for due in found if is_target(due.occurrence)}

    weeks = {day.isocalendar()[:2] for day in changes}
    assert len(tasks(events)) == len({name for name, _ in tasks(events)}) == len(weeks)
    assert tasks(events[::-1]) == tasks(events)
    called = {caller_of(goal.goal, name, Happened(events, {})) for name, _ in tasks(events)}
    assert None not in called


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("Até 20 dias após o início da vigência", "1.1"),
        ("Anual", "3.1"),
        ("Até 10 dias após a alteração nos cursos", "3.2"),
    ],
    ids=["1.1 with a term", "3.1 every year", "3.2 by a term of the plan"],
)
def test_where_the_document_gives_a_date_there_is_no_target(phrase: str, key: str) -> None:
    goal, events = goal_of(read_phrase(phrase).rule, key), Happened([Event(CHANGE, TODAY, key="1")], {})
    found = dues(instrument_of(STARTS), goal, Calendar.federal(), events=events, until=date(2030, 1, 1))
    assert found
    assert not any(is_target(due.occurrence) for due in found)


recurring = st.builds(Cycle, st.sampled_from([1, 2, 3, 6])) | st.builds(MonthlyDay, st.integers(1, 31))


@given(recurring, st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 3652))
def test_the_window_of_a_ten_year_term_is_never_more_than_eighteen_months_ahead(
    rule: Rule, starts: date, age: int
) -> None:
    today, ends = starts + timedelta(days=age), starts.replace(year=starts.year + 10, day=28)
    instrument, goal = instrument_of(starts, ends), goal_of(rule, "9.9")
    found = dues_in_window(instrument, goal, Calendar.federal(), events=Happened([], {}), today=today)
    ahead = [due for due in found if due.literal > today]
    assert len(ahead) <= 19
    assert all(due.literal <= today + timedelta(days=549) for due in ahead)
    # From the origin: each is where the whole term has it, whenever the window was opened.
    whole = dues(instrument, goal, Calendar.federal(), events=Happened([], {}), until=ends)
    assert found == whole[: len(found)]


async def test_opened_every_month_for_years_nothing_is_there_twice(database: Database) -> None:
    await register(database)
    instrument = await import_for(database, "UPB")
    for month in range(0, 60, 3):
        async with a_desk(database, now=morning(STARTS + timedelta(days=30 * month))) as desk:
            await open_obligations(desk, instrument)
    found = [row.literal for row in await rows(database, "UPB", "3.2")]
    assert found == [date(year, 3, 2) for year in range(2027, 2027 + len(found))]
    assert len(found) == len({*found})
