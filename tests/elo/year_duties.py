"""What is owed in the simulated year, with dates counted here by hand: the plan's rows and what happens."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.elo.year_oracle import (
    CHECK_IN,
    OF_THE_PLAN,
    ONE_DAY,
    OURS,
    QUESTION,
    TERM_END,
    USUAL,
    Bell,
    Days,
    Duty,
    Steps,
    ended,
)


@dataclass(frozen=True, slots=True)
class Year:
    """When what happens, counted from the first day."""

    starts: date
    bell: Bell

    def after(self, days: int) -> date:
        return self.starts + timedelta(days=days)

    @property
    def last(self) -> date:
        return max(self.bell.hours)

    @property
    def joins(self) -> date:
        return self.after(5)

    @property
    def leaves(self) -> date:
        return self.after(300)

    @property
    def meeting(self) -> date:
        return Days().on_or_after(self.after(60))

    @property
    def called_off(self) -> date:
        return Days().on_or_after(self.after(75))

    @property
    def course(self) -> date:
        """A Tuesday; the courses change again on the Thursday."""
        return self.after(36) - timedelta(days=self.after(36).weekday() - 1)

    @property
    def asked_by(self) -> date:
        return Days().on_or_after(self.after(80))

    @property
    def termos(self) -> date:
        return self.after(55)

    @property
    def loaded(self) -> date:
        return self.after(100)

    @property
    def amended(self) -> date:
        return self.after(150)

    @property
    def bridge(self) -> date:
        """The 15th of a month, some time after the list that closes it was loaded."""
        found = self.after(130)
        while found.day != 15 or not Days().may_end(found):
            found += ONE_DAY
        return found

    @property
    def recounted(self) -> date:
        return min(day for day in self.bell.rung if day >= self.loaded)

    def days(self) -> Days:
        return Days(Days().closed | {self.bridge})

    @property
    def fifteenths(self) -> list[date]:
        return [day for day in _each(self.starts, self.last, 15) if day > self.starts]


def _each(first: date, last: date, number: int) -> Iterator[date]:
    """That day of each month, a year beyond the last."""
    day = first
    while day <= last + timedelta(days=365):
        if day.day == number:
            yield day
        day += ONE_DAY


def twelve_months(day: date) -> date:
    return day.replace(year=day.year + 1)


def _steps(key: str) -> Steps:
    return OF_THE_PLAN.get(key, USUAL)


def duties_of(year: Year) -> list[Duty]:
    """Everything owed in the year; a date that the list moves is there twice."""
    before, after = list(_duties(year, Days())), list(_duties(year, year.days()))
    found: list[Duty] = []
    for old, new in zip(before, after, strict=True):
        if (old.literal, old.extended) == (new.literal, new.extended):
            found.append(new)
            continue
        on = max(year.recounted, new.known)
        found += [replace(old, over=on), replace(new, known=on, moved=True)]
    return _ended(found, year)


def _duties(year: Year, days: Days) -> Iterator[Duty]:
    for place in ("UPB", "SEGES"):
        yield from _of_both(year, days, place)
    yield from _of_partner(year, days)
    forum = year.after(10)
    yield _duty("SEGES", "C1", forum, days, opens=year.starts)
    yield from _of_seconds(year, days)
    yield from _called_for(year, days)


def _duty(place: str, key: str, day: date, days: Days, *, opens: date, steps: Steps | None = None) -> Duty:
    return Duty(
        place=place,
        key=key,
        literal=day,
        extended=days.rolled(day),
        steps=_steps(key) if steps is None else steps,
        opens=opens,
    )


def _of_both(year: Year, days: Days, place: str) -> Iterator[Duty]:
    starts, anniversary = year.starts, twelve_months(year.starts)
    for key, count in (("1.1", 15), ("3.1", 30)):
        yield _duty(place, key, year.after(count), days, opens=starts, steps=OURS)
    for key in ("2.1", "2.2", "3.2"):
        yield _duty(place, key, anniversary, days, opens=starts)
    opens = starts
    for day in (date(starts.year + turn, 3, 31) for turn in range(3)):
        if day > starts:
            yield _duty(place, "3.7", day, days, opens=opens)
            opens = day
    yield from _check_ins(place, starts, date.max, days)


def _check_ins(place: str, starts: date, ends: date, days: Days) -> Iterator[Duty]:
    """Each civil semester, and none of less than two months."""
    for turn in range(4):
        number = starts.year + turn // 2
        first, last = (
            (date(number, 1, 1), date(number, 6, 30))
            if turn % 2 == 0
            else (date(number, 7, 1), date(number, 12, 31))
        )
        if starts + timedelta(days=60) <= last <= ends:
            yield _duty(place, "semestre", last, days, opens=max(first, starts), steps=CHECK_IN)


def _of_partner(year: Year, days: Days) -> Iterator[Duty]:
    starts = year.starts
    yield _duty("UPB", "1.2", year.after(15), days, opens=starts)
    yield from _monthly("UPB", "3.4", 15, starts, year.last, days)
    for turn in range(8):
        quarter = date(starts.year + turn // 4, turn % 4 * 3 + 1, 1)
        closed = (quarter + timedelta(days=95)).replace(day=1)
        due = days.rolled_back((closed + timedelta(days=31)).replace(day=1) - ONE_DAY)
        if closed > starts:
            found = _duty("UPB", "3.3", due, days, opens=max(quarter, starts))
            yield replace(found, extended=due, over=year.amended if due >= year.amended else date.max)
    for duty in _monthly("UPB", "3.3", 20, starts, year.last, days):
        if duty.literal >= year.amended:
            yield replace(duty, known=year.amended)


def _monthly(place: str, key: str, number: int, starts: date, last: date, days: Days) -> Iterator[Duty]:
    opens = starts
    for day in _each(starts, last, number):
        if day > starts:
            yield _duty(place, key, day, days, opens=opens)
            opens = day


def _of_seconds(year: Year, days: Days) -> Iterator[Duty]:
    starts, ends = year.joins, year.leaves
    for key, count, steps in (("1.1", 15, OURS), ("1.2", 15, None), ("3.1", 30, OURS)):
        yield _duty("XAPURI", key, starts + timedelta(days=count), days, opens=starts, steps=steps)
    for duty in _monthly("XAPURI", "3.4", 15, starts, year.last, days):
        if duty.literal <= ends:
            yield duty
    eve = ends - timedelta(days=60)
    yield replace(_duty("XAPURI", "3.6", eve, days, opens=starts), extended=days.rolled_back(eve))
    end = _duty("XAPURI", "vigência", ends, days, opens=starts, steps=TERM_END)
    yield replace(end, extended=ends, over=ends + ONE_DAY)
    yield from _check_ins("XAPURI", starts, ends, days)


def _called_for(year: Year, days: Days) -> Iterator[Duty]:
    starts = year.starts
    for place in ("UPB", "SEGES"):
        for day, known in ((year.meeting, year.after(20)), (year.called_off, year.after(30))):
            found = _duty(place, "1.4", day, days, opens=starts)
            yield replace(found, extended=day, known=known)
        target = _business_days_after(year.course, 5, days)
        task = _duty(place, "3.2", target, days, opens=starts, steps=OURS)
        yield replace(task, known=year.course)
    access = _business_days_after(year.after(12), 5, days)
    yield replace(
        _duty("SEGES", "1.3", access, days, opens=starts, steps=OURS), known=_rung_from(year, year.after(12))
    )
    request = _duty("UPB", "3.5", year.asked_by, days, opens=starts)
    yield replace(request, known=year.after(45))
    month = year.termos.replace(day=1)
    tenth = (month + timedelta(days=31)).replace(day=10)
    yield replace(_duty("UPB", "C4", tenth, days, opens=max(month, starts)), known=year.termos)
    yield from _questions(year, days)


def _questions(year: Year, days: Days) -> Iterator[Duty]:
    """On the first day with work of each month but that after the termos; until the next question."""
    for first in _each(year.starts + ONE_DAY, year.last, 1):
        asked = days.on_or_after(first)
        if (first - ONE_DAY).replace(day=1) == year.termos.replace(day=1) or asked > year.last:
            continue
        known = _rung_from(year, asked)
        if (known.year, known.month) == (asked.year, asked.month):
            question = _duty("UPB", "C4", asked, days, opens=year.starts, steps=QUESTION)
            over = (first + timedelta(days=31)).replace(day=1)
            yield replace(question, known=known, lasts=over - ONE_DAY, over=over)


def _business_days_after(day: date, count: int, days: Days) -> date:
    for _ in range(count):
        day = days.on_or_after(day + ONE_DAY)
    return day


def _rung_from(year: Year, day: date) -> date:
    return min((rung for rung in year.bell.rung if rung >= day), default=date.max)


@dataclass(frozen=True, slots=True)
class HandedIn:
    place: str
    key: str
    literal: date
    on: date
    hours: int | None = None
    hour: str = "08:30"
    by: str = "Maria"


def handed_in(year: Year) -> list[HandedIn]:
    """The second month on its eve, the fourth when it is late, the courses at last; and who follows the Painel."""
    months = year.fifteenths
    return [
        HandedIn("UPB", "1.2", year.after(15), year.after(12), hour="00:10"),
        HandedIn("UPB", "3.4", months[1], months[1] - ONE_DAY),
        HandedIn("UPB", "3.4", months[3], months[3] + timedelta(days=9)),
        HandedIn("XAPURI", "3.4", months[2], months[2] + timedelta(days=4), by="Joao"),
        HandedIn("UPB", "2.2", twelve_months(year.starts), year.after(345), hours=60),
    ]


def answered(year: Year) -> tuple[date, date] | None:
    """The last day of a semester, and when UPB answers for it."""
    asked = [duty for duty in _check_ins("UPB", year.starts, date.max, Days()) if duty.literal < year.last]
    return (asked[0].literal, asked[0].literal - timedelta(days=8)) if asked else None


def _ended(duties: list[Duty], year: Year) -> list[Duty]:
    for one in handed_in(year):
        duties = ended(duties, one.place, one.key, one.literal, one.on)
    for place in ("UPB", "SEGES"):
        duties = ended(duties, place, "1.4", year.called_off, year.after(50))
    if asked := answered(year):
        duties = ended(duties, "UPB", "semestre", *asked)
    return ended(duties, "UPB", "2.1", twelve_months(year.starts), year.after(110))
