"""Reminder steps: each once, the most useful one, on a working day, and none after it stopped being useful."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.ladder import (
    BY_GOAL,
    DEFAULT,
    Ladder,
    Step,
    next_look,
    offset_of,
    step_due,
    steps,
)
from tests.scheduler.makers import FEDERAL

LITERAL, EXTENDED = date(2026, 12, 9), date(2026, 12, 9)
STARTS = date(2025, 12, 9)
NAMES = ["D-30", "D-7", "D-1", "D0", "D+1", "D+15", "D+20", "D+25", "D+30", "D+35"]


def ask(
    today: date,
    *,
    last_step: str | None = None,
    ladder: Ladder = DEFAULT,
    literal: date = LITERAL,
    extended: date | None = None,
    starts: date | None = STARTS,
    working_days_only: bool = True,
) -> Step | None:
    return step_due(
        ladder,
        literal=literal,
        extended=extended or literal,
        starts=starts,
        today=today,
        calendar=FEDERAL,
        last_step=last_step,
        working_days_only=working_days_only,
    )


def look(today: date, *, last_step: str | None = None, ladder: Ladder = DEFAULT) -> date | None:
    return next_look(
        ladder,
        literal=LITERAL,
        extended=EXTENDED,
        starts=STARTS,
        today=today,
        calendar=FEDERAL,
        last_step=last_step,
        working_days_only=True,
    )


def told(days: list[date], looks: int, *, ladder: Ladder = DEFAULT, literal: date = LITERAL) -> list[Step]:
    """Everything sent when somebody looks `looks` times on each of `days`."""
    sent: list[Step] = []
    for today in days:
        for _ in range(looks):
            step = ask(today, last_step=sent[-1].name if sent else None, ladder=ladder, literal=literal)
            sent += [step] if step else []
    return sent


def every_day(first: date, count: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]


@pytest.mark.parametrize("looks", [1, 10])
def test_in_a_year_each_step_is_told_exactly_once(looks: int) -> None:
    sent = told(every_day(STARTS, 410), looks)
    assert [step.name for step in sent] == NAMES
    assert [str(step.on) for step in sent] == [
        *("2026-11-09", "2026-12-02", "2026-12-08", "2026-12-09", "2026-12-10"),
        *("2026-12-24", "2026-12-29", "2027-01-04", "2027-01-08", "2027-01-13"),
    ]


def test_each_step_is_told_on_the_day_it_says() -> None:
    for today in every_day(date(2026, 11, 1), 60):
        step = ask(today)
        assert step is None or step.on <= today


@pytest.mark.parametrize(
    ("today", "last_step", "name"),
    [
        pytest.param("2026-11-08", None, None, id="before the first step"),
        pytest.param("2026-12-05", None, "D-7", id="D-30 and D-7 missed: only the later"),
        pytest.param("2026-12-05", "D-7", None, id="D-7 told"),
        pytest.param("2026-12-08", "D-30", "D-1", id="D-7 missed"),
        pytest.param("2026-12-09", "D-30", "D0", id="everything missed but the day itself"),
        pytest.param("2026-12-10", "D-1", "D+1", id="the day itself missed, and gone"),
        pytest.param("2027-01-05", "D+15", "D+25", id="the substitute's step missed: the coordinator's"),
        pytest.param("2027-03-01", None, "D+35", id="down for months"),
        pytest.param("2027-03-01", "D+35", None, id="exhausted"),
        pytest.param("2026-12-05", "D-8", "D-7", id="a step of an older ladder"),
    ],
)
def test_missed_days_catch_up_with_one_step(today: str, last_step: str | None, name: str | None) -> None:
    step = ask(date.fromisoformat(today), last_step=last_step)
    assert (step.name if step else None) == name


def test_between_the_literal_day_and_the_extended_one_only_the_day_itself_is_useful() -> None:
    literal, extended, between = date(2025, 12, 24), date(2025, 12, 26), date(2025, 12, 25)
    late = ask(between, literal=literal, extended=extended, last_step="D-7")
    assert late is not None
    assert late.name == "D0"
    assert ask(between, literal=literal, extended=extended, last_step="D0") is None


FRIDAY, SATURDAY, SUNDAY = date(2026, 12, 11), date(2026, 12, 12), date(2026, 12, 13)


@pytest.mark.parametrize(
    ("today", "literal", "extended", "name"),
    [
        pytest.param(FRIDAY, FRIDAY, FRIDAY, "D-1", id="on the day, the eve is still worth sending"),
        pytest.param(SATURDAY, FRIDAY, FRIDAY, None, id="the day after, nothing before its first step"),
        pytest.param(SUNDAY, SATURDAY, date(2026, 12, 14), None, id="past the literal day, no eve"),
    ],
)
def test_a_ladder_without_the_day_itself(
    today: date, literal: date, extended: date, name: str | None
) -> None:
    step = ask(today, ladder=Ladder((7, 1), (1,)), literal=literal, extended=extended, last_step="D-7")
    assert (step.name if step else None) == name


def test_the_day_after_is_too_late_for_the_day_itself() -> None:
    assert ask(SATURDAY, literal=FRIDAY, last_step="D-1") is None


def test_no_step_is_sent_before_the_term_began() -> None:
    ladder = Ladder((30, 10, 5, 0), ())
    found = steps(
        ladder,
        literal=date(2025, 12, 19),
        extended=date(2025, 12, 19),
        starts=date(2025, 12, 9),
        calendar=FEDERAL,
        working_days_only=True,
    )
    assert [(step.name, str(step.on)) for step in found] == [
        *[("D-10", "2025-12-09"), ("D-5", "2025-12-12")],
        ("D0", "2025-12-19"),
    ]


def test_a_step_before_the_day_moves_back_and_one_after_it_moves_on() -> None:
    sent = {
        step.name: str(step.on)
        for step in told(every_day(date(2026, 9, 1), 60), 1, literal=date(2026, 10, 11))
    }
    assert sent["D0"] == "2026-10-09"
    assert sent["D+1"] == "2026-10-13"


def test_on_any_day_when_working_days_do_not_matter() -> None:
    step = ask(date(2026, 10, 11), literal=date(2026, 10, 11), working_days_only=False)
    assert step == Step("D0", date(2026, 10, 11))


def test_the_literal_day_of_a_backward_term_is_its_extended_one() -> None:
    step = ask(date(2026, 10, 9), literal=date(2026, 10, 10), extended=date(2026, 10, 9))
    assert step == Step("D0", date(2026, 10, 9))
    after = ask(date(2026, 10, 13), literal=date(2026, 10, 10), extended=date(2026, 10, 9))
    assert after is not None
    assert after.name == "D+1"


def test_the_next_look_is_the_next_day_on_which_something_falls_due() -> None:
    assert look(date(2026, 1, 5)) == date(2026, 11, 9)
    assert look(date(2026, 11, 9), last_step="D-30") == date(2026, 12, 2)
    assert look(date(2026, 12, 24), last_step="D+15") == date(2026, 12, 29)
    assert look(date(2027, 1, 13), last_step="D+35") is None


def test_no_look_is_for_a_step_before_the_term_began() -> None:
    assert look(date(2025, 11, 1), ladder=Ladder((400, 7), ())) == date(2026, 12, 2)


@given(st.integers(0, 420), st.sampled_from([None, *NAMES]))
def test_something_is_due_on_the_day_of_the_next_look(offset: int, last_step: str | None) -> None:
    today = STARTS + timedelta(days=offset)
    following = look(today, last_step=last_step)
    assert following is None or following > today
    assert following is None or ask(following, last_step=last_step) is not None


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.lists(st.integers(0, 90), min_size=1, max_size=60))
def test_whoever_looks_when_they_can_never_hears_a_step_twice_nor_backward(
    literal: date, offsets: list[int]
) -> None:
    days = [literal + timedelta(days=offset - 60) for offset in sorted(offsets)]
    sent = [step.offset for step in told(days, 2, literal=literal)]
    assert sent == sorted(set(sent))


def test_the_names_of_steps_are_read_back() -> None:
    ladders = [DEFAULT, *BY_GOAL.values()]
    assert all(step.offset in DEFAULT.offsets for step in told(every_day(STARTS, 400), 1))
    assert max(offset for ladder in ladders for offset in ladder.offsets) == offset_of("D+35")
    assert (offset_of("D-180"), offset_of("D0")) == (-180, 0)


@pytest.mark.parametrize("name", ["", "5", "D", "Dx"])
def test_another_name_is_no_step(name: str) -> None:
    with pytest.raises(ValueError, match=r"step|invalid literal"):
        offset_of(name)


def test_a_ladder_counts_away_from_the_deadline() -> None:
    with pytest.raises(ValueError, match=r"^the days of a ladder .* never negative$"):
        Ladder((-1,), ())


def test_a_ladder_may_climb_from_the_day_after_without_a_reminder() -> None:
    assert Ladder((0,), (), (1, 2)).offsets == [0, 1, 2]


@pytest.mark.parametrize(
    ("after", "escalate"),
    [
        pytest.param((1, 15), (15, 20), id="on the day of a reminder"),
        pytest.param((1,), (10, 5), id="downward"),
        pytest.param((1,), (2, 3, 4, 5, 6), id="more rungs than there are"),
        pytest.param((), (0,), id="on the day itself"),
    ],
)
def test_a_ladder_climbs_upward(after: tuple[int, ...], escalate: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^escalation has .* than the last reminder$|never negative$"):
        Ladder((0,), after, escalate)


ladders = st.builds(
    lambda before, late: Ladder(tuple(before), tuple(sorted(late)[:2]), tuple(sorted(late)[2:6])),
    st.sets(st.integers(0, 120), max_size=5),
    st.sets(st.integers(1, 60), max_size=6),
)


@given(
    ladder=ladders,
    literal=st.dates(date(2026, 6, 1), date(2026, 12, 31)),
    rolls=st.integers(0, 4),
    term=st.integers(0, 200),
    looks=st.sampled_from([1, 10]),
)
def test_whoever_looks_every_day_tells_each_step_of_the_term_once(
    ladder: Ladder, literal: date, rolls: int, term: int, looks: int
) -> None:
    extended, starts = literal + timedelta(days=rolls), literal - timedelta(days=term)
    known = steps(
        ladder, literal=literal, extended=extended, starts=starts, calendar=FEDERAL, working_days_only=True
    )
    sent: list[Step] = []
    for today in every_day(starts - timedelta(days=5), term + 90):
        for _ in range(looks):
            last = sent[-1].name if sent else None
            step = ask(
                today, last_step=last, ladder=ladder, literal=literal, extended=extended, starts=starts
            )
            sent += [step] if step else []
    # Two steps that land on one day with work are told as the later of them.
    latest = {step.on: step for step in known}
    assert sent == list(latest.values())
    assert all(step.on >= starts for step in sent)


@given(ladder=ladders, gap=st.sampled_from([3, 26, 40]), away=st.integers(0, 150))
def test_days_that_nobody_looked_on_cost_steps_and_never_repeat_one(
    ladder: Ladder, gap: int, away: int
) -> None:
    days = every_day(LITERAL - timedelta(days=130), 220)
    seen = [*days[:away], *days[away + gap :]]
    whole, broken = told(days, 1, ladder=ladder), told(seen, 10, ladder=ladder)
    names = [step.name for step in broken]
    assert len(names) == len(set(names))
    # At most one step that belongs to the days away is still told after them.
    late = [step for step in broken if step.on not in seen]
    assert len(late) <= 1
    # Every step whose day somebody looked on is told on it.
    assert {step.name for step in whole if step.on in seen} <= set(names)
