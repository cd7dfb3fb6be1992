"""Reads the cells of a class: it is whole, or every problem of it is named. A tool of acts."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from db.classes import Modality
from rede.audience import AudienceRefused, checked, read_audience
from rede.class_plan import ClassFlaw, ClassPlan, ClassProblem, ClassRefused, Column, LessonPlan, cells_of
from rede.class_values import (
    day_of,
    has_no_limit,
    read_axis,
    read_day,
    read_hours,
    read_lessons,
    read_modality,
    read_moment,
    read_seats,
)
from rede.desk import Desk
from rede.links import LinkRefused, allowed_link
from scheduler.clock import BRASILIA, local_day
from scheduler.plan.cpf import has_cpf

#: Longest cell kept, in characters.
LONGEST = {
    Column.COURSE: 200,
    Column.CODE: 40,
    Column.PLACE: 300,
    Column.LEVEL: 200,
    Column.INSTRUCTOR: 200,
    Column.AUDIENCE: 500,
}
LONGEST_CELL = 5000
#: Without these there is no class.
REQUIRED = (Column.COURSE, Column.CODE, Column.WORKLOAD)
#: What a problem repeats of a cell, in characters.
SHOWN = 60
Cells = Mapping[str, str]


class ClassReader:
    """For one transaction: an audience that many rows have is looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._audiences: dict[str, str] = {}

    async def read(self, cells: Cells, *, before: ClassPlan | None = None) -> ClassPlan:
        """`before`: as the class is now; columns that are not in `cells` stay so.

        Raises:
            ClassRefused: with all its problems.
        """
        whole = {**_kept(cells, before), **cells}
        told: Cells = {name: str(whole.get(name, "")).strip() for name in Column}
        problems = list(_of_texts(told))
        wrong = {one.column for one in problems}
        values = _Values(told, problems, wrong)
        audience = await self._audience(told, values)
        link = self._link(told, values)
        plan = values.plan(audience=audience, link=link)
        if plan is not None:
            problems += _of_times(plan, before, self._desk.now)
        if plan is None or problems:
            raise ClassRefused(sorted(problems))
        return plan

    async def check(self, column: Column, text: str) -> None:
        """One answer by itself, for who asks for one thing at a time.

        Raises:
            ClassRefused: it cannot be that.
        """
        told: Cells = {name: text.strip() if name is column else "" for name in Column}
        problems = [one for one in _of_texts(told) if one.column is column]
        values = _Values(told, problems, {one.column for one in problems})
        await self._audience(told, values)
        self._link(told, values)
        values.read_all()
        if found := [one for one in values.problems if one.column is column]:
            raise ClassRefused(sorted(found))

    async def _audience(self, told: Cells, values: "_Values") -> str:
        words = told[Column.AUDIENCE] or "todos"
        if Column.AUDIENCE in values.wrong:
            return ""
        if words not in self._audiences:
            try:
                self._audiences[words] = str(await checked(self._desk, read_audience(words)))
            except AudienceRefused:
                self._audiences[words] = ""
        if not self._audiences[words]:
            values.wrong_in(Column.AUDIENCE, ClassFlaw.BAD_AUDIENCE)
        return self._audiences[words]

    def _link(self, told: Cells, values: "_Values") -> str:
        if not told[Column.LINK] or Column.LINK in values.wrong:
            return ""
        try:
            return allowed_link(self._desk.office, told[Column.LINK])
        except LinkRefused:
            values.wrong_in(Column.LINK, ClassFlaw.BAD_LINK)
            return ""


def _kept(cells: Cells, before: ClassPlan | None) -> Cells:
    """What stays as it was; new lessons bring their own first and last day."""
    if before is None:
        return {}
    days = (Column.STARTS, Column.ENDS) if cells.get(Column.LESSONS) else ()
    return {name: text for name, text in cells_of(before).items() if name not in days}


def _of_texts(told: Cells) -> Iterator[ClassProblem]:
    for column in Column:
        text = told[column]
        if text.startswith("="):
            yield ClassProblem(column, ClassFlaw.FORMULA)
        elif has_cpf(text):
            yield ClassProblem(column, ClassFlaw.CPF)
        elif len(text) > LONGEST.get(column, LONGEST_CELL):
            yield ClassProblem(column, ClassFlaw.TOO_LONG, str(LONGEST.get(column, LONGEST_CELL)))
        elif not text and column in REQUIRED:
            yield ClassProblem(column, ClassFlaw.EMPTY)
    if not told[Column.STARTS] and not told[Column.LESSONS]:
        yield ClassProblem(Column.STARTS, ClassFlaw.EMPTY)


class _Values:
    """What the cells say, one by one; what is wrong with one that says nothing is said once."""

    def __init__(self, told: Cells, problems: list[ClassProblem], wrong: set[Column]) -> None:
        self._told, self.problems, self.wrong = told, problems, wrong

    def wrong_in(self, column: Column, flaw: ClassFlaw) -> None:
        self.problems.append(ClassProblem(column, flaw, self._told[column][:SHOWN]))
        self.wrong.add(column)

    def _text(self, column: Column) -> str:
        """Empty, where something is known to be wrong with it."""
        return "" if column in self.wrong else self._told[column]

    def read_all(self) -> None:
        self.plan(audience="", link="")

    def plan(self, *, audience: str, link: str) -> ClassPlan | None:
        lessons = self._lessons()
        starts, ends = self._days(lessons)
        workload, seats = self._hours(), self._seats()
        opens = self._moment(Column.OPENS, closes=False)
        closes = self._moment(Column.CLOSES, closes=True)
        modality, axis = self._modality(), self._axis()
        if starts is None or ends is None or workload is None or self.problems:
            return None
        return ClassPlan(
            course=" ".join(self._told[Column.COURSE].split()),
            code=" ".join(self._told[Column.CODE].split()),
            starts_on=starts,
            ends_on=ends,
            modality=modality,
            workload=workload,
            seats=seats,
            enrol_opens_at=opens,
            enrol_closes_at=closes,
            lessons=lessons,
            place=self._told[Column.PLACE],
            link=link,
            audience=audience,
            level=self._told[Column.LEVEL],
            instructor=self._told[Column.INSTRUCTOR],
            axis=axis,
        )

    def _lessons(self) -> tuple[LessonPlan, ...]:
        found = read_lessons(self._text(Column.LESSONS))
        if isinstance(found, str):
            self.problems.append(ClassProblem(Column.LESSONS, ClassFlaw.BAD_LESSON, found[:SHOWN]))
            return ()
        return found

    def _days(self, lessons: tuple[LessonPlan, ...]) -> tuple[date | None, date | None]:
        """Without them they are the lessons' own; without an end it is a class of one day."""
        first, last = self._day(Column.STARTS), self._day(Column.ENDS)
        if lessons:
            first, last = first or day_of(lessons[0]), last or day_of(lessons[-1])
        return first, last or first

    def _day(self, column: Column) -> date | None:
        text = self._text(column)
        found = read_day(text) if text else None
        if text and found is None:
            self.wrong_in(column, ClassFlaw.BAD_DAY)
        return found

    def _moment(self, column: Column, *, closes: bool) -> datetime | None:
        text = self._text(column)
        found = read_moment(text, closes=closes) if text else None
        if text and found is None:
            self.wrong_in(column, ClassFlaw.BAD_MOMENT)
        return found

    def _hours(self) -> Decimal | None:
        text = self._text(Column.WORKLOAD)
        found = read_hours(text) if text else None
        if text and found is None:
            self.wrong_in(Column.WORKLOAD, ClassFlaw.BAD_HOURS)
        return found

    def _seats(self) -> int | None:
        text = self._text(Column.SEATS)
        if not text or has_no_limit(text):
            return None
        found = read_seats(text)
        if found is None:
            self.wrong_in(Column.SEATS, ClassFlaw.BAD_SEATS)
        return found

    def _modality(self) -> Modality:
        """Nobody said: where there is a place, in person."""
        text = self._text(Column.MODALITY)
        if not text:
            return Modality.IN_PERSON if self._told[Column.PLACE] else Modality.REMOTE
        found = read_modality(text)
        if found is None:
            self.wrong_in(Column.MODALITY, ClassFlaw.BAD_MODALITY)
        return found or Modality.REMOTE

    def _axis(self) -> str:
        text = self._text(Column.AXIS)
        found = read_axis(text) if text else ""
        if found is None:
            self.wrong_in(Column.AXIS, ClassFlaw.BAD_AXIS)
        return found or ""


def _of_times(plan: ClassPlan, before: ClassPlan | None, now: datetime) -> Iterator[ClassProblem]:
    """Of what is to come: a class that is over is history, and its enrolment was."""
    opens, closes = plan.enrol_opens_at, plan.enrol_closes_at
    if plan.ends_on < plan.starts_on:
        yield ClassProblem(Column.ENDS, ClassFlaw.ENDS_BEFORE_START, f"{plan.ends_on:%d/%m/%Y}")
    if closes is not None:
        told = f"{closes.astimezone(BRASILIA):%d/%m/%Y}"
        if opens is not None and closes <= opens:
            yield ClassProblem(Column.CLOSES, ClassFlaw.CLOSES_BEFORE_OPENS, told)
        elif local_day(closes) > plan.ends_on:
            yield ClassProblem(Column.CLOSES, ClassFlaw.CLOSES_AFTER_END, told)
        elif closes <= now and local_day(now) <= plan.ends_on and _moved(before, closes):
            yield ClassProblem(Column.CLOSES, ClassFlaw.CLOSED_ALREADY, told)
    outside = [one for one in plan.lessons if not plan.starts_on <= day_of(one) <= plan.ends_on]
    if outside:
        yield ClassProblem(Column.LESSONS, ClassFlaw.LESSON_OUTSIDE, f"{day_of(outside[0]):%d/%m/%Y}")


def _moved(before: ClassPlan | None, closes: datetime) -> bool:
    return before is None or before.enrol_closes_at != closes
