"""The cells of a class as a form holds them and as people read them; what they type becomes what a cell takes."""

import re
from collections.abc import Mapping
from html import unescape
from textwrap import shorten

from bot.date_words import read_date
from bot.forms import Form
from bot.turn import Turn
from db.institutions import Institution, Layer
from rede.audience import read_audience
from rede.audience_in_words import audience_in_words
from rede.class_plan import ClassPlan, ClassProblem, ClassRefused, Column, LessonPlan, hour
from rede.class_rows import ClassReader
from rede.class_words import hours_text, moment
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.wording import long_date

#: As a person thinks of a class.
ORDER = (
    Column.COURSE,
    Column.STARTS,
    Column.ENDS,
    Column.LESSONS,
    Column.MODALITY,
    Column.WORKLOAD,
    Column.OPENS,
    Column.CLOSES,
    Column.SEATS,
    Column.PLACE,
    Column.LINK,
    Column.AUDIENCE,
    Column.LEVEL,
    Column.INSTRUCTOR,
    Column.AXIS,
)
#: The field of a form that names the class which is changed.
OF_CLASS = "class"
#: Without these there is no class; what is passed over stands empty.
REQUIRED = frozenset({Column.COURSE, Column.STARTS, Column.MODALITY, Column.WORKLOAD})
#: All that can be told otherwise later.
CHANGEABLE = (*ORDER[1:], Column.CODE)
_DAYS, _MOMENTS = (Column.STARTS, Column.ENDS), (Column.OPENS, Column.CLOSES)
_WITHOUT_YEAR = re.compile(r"(?<![\d/])(\d{1,2}/\d{1,2})(?![\d/])")
#: Lessons told one by one.
MOST_LESSONS = 6


class CellRefused(Refusal):
    """`report_day_doubtful` (`day`, `other`): a date that may be two."""


def cells_in(form: Form) -> dict[str, str]:
    return {str(one): form.fields[one] for one in Column if one in form.fields}


async def check_cell(turn: Turn, form: Form, column: Column, text: str) -> str:
    """As it is kept, beside what the form holds already.

    Raises:
        CellRefused, ClassRefused: it cannot be that, or not with the rest.
    """
    cell = _as_cell(turn, form, column, text)
    if OF_CLASS in form.fields:
        # The rest stands as it was, or is still to change: what does not go together is said in the end.
        await ClassReader(turn.desk).check(column, cell)
        return cell
    probe: dict[str, str] = {
        Column.COURSE: "-",
        Column.CODE: "1",
        Column.WORKLOAD: "1",
        Column.STARTS: f"{turn.desk.today:%d/%m/%Y}",
    }
    try:
        await ClassReader(turn.desk).read({**probe, **cells_in(form), column: cell})
    except ClassRefused as refused:
        own: list[ClassProblem] = [one for one in refused.problems if one.column is column]
        if own:
            raise ClassRefused(own) from refused
    return cell


def _as_cell(turn: Turn, form: Form, column: Column, text: str) -> str:
    if column in (*_DAYS, *_MOMENTS):
        return _as_day(turn, text, with_hour=column in _MOMENTS)
    if column is Column.LESSONS:
        starts = form.fields.get(Column.STARTS, "")
        year = starts[-4:] if starts else str(turn.desk.today.year)
        alone = starts and form.fields.get(Column.ENDS, "") in ("", starts)
        parts = [f"{starts} {part}" if alone and part and "/" not in part else part for part in _parts(text)]
        return _WITHOUT_YEAR.sub(rf"\1/{year}", "; ".join(parts))
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text)]


def _as_day(turn: Turn, text: str, *, with_hour: bool) -> str:
    """What is no date stays as it is typed: whoever reads the cell says so."""
    read = read_date(text, today=turn.desk.today, working_day=turn.desk.office.calendar.is_business_day)
    if read is None:
        return text
    if read.doubt and read.other is not None:
        raise CellRefused("report_day_doubtful", day=long_date(read.day), other=long_date(read.other))
    hour_of = f" {read.hour.hour}h{read.hour:%M}" if with_hour and read.hour is not None else ""
    return f"{read.day:%d/%m/%Y}{hour_of}"


async def audience_told(turn: Turn, audience: str, holder: Institution) -> str:
    """Plain text. A partner's class is told of to its own people, and to those who joined through it."""
    if holder.layer == Layer.SECRETARIAT:
        return await audience_in_words(turn.desk, read_audience(audience))
    narrowed = read_audience(audience)
    some = await audience_in_words(turn.desk, narrowed) if narrowed.filters else ""
    return unescape(turn.text("class_own_audience", acronym=holder.acronym, some=some))


def label(turn: Turn, column: str) -> str:
    return unescape(turn.text("class_column", column=column))


async def told(
    turn: Turn, plan: ClassPlan, holder: Institution, *, longest: int = 400
) -> Mapping[Column, str]:
    """Plain text by column, `longest` characters each; dates with their weekday, nothing for what stands empty."""
    values = {
        Column.COURSE: plan.course,
        Column.CODE: plan.code,
        Column.STARTS: long_date(plan.starts_on),
        Column.ENDS: long_date(plan.ends_on),
        Column.LESSONS: _lessons(turn, plan),
        Column.MODALITY: unescape(turn.text("class_modality", modality=str(plan.modality))),
        Column.WORKLOAD: f"{hours_text(plan.workload)} h",
        Column.OPENS: moment(plan.enrol_opens_at),
        Column.CLOSES: moment(plan.enrol_closes_at),
        Column.SEATS: str(plan.seats or ""),
        Column.PLACE: plan.place,
        Column.LINK: plan.link,
        Column.AUDIENCE: await audience_told(turn, plan.audience, holder),
        Column.LEVEL: plan.level,
        Column.INSTRUCTOR: plan.instructor,
        Column.AXIS: unescape(turn.text("class_axis", axis=plan.axis)) if plan.axis else "",
    }
    return {column: shorten(text, longest, placeholder="…") for column, text in values.items() if text}


def _lessons(turn: Turn, plan: ClassPlan) -> str:
    lines = [_lesson(turn, one) for one in plan.lessons[:MOST_LESSONS]]
    if left := len(plan.lessons) - MOST_LESSONS:
        lines += [unescape(turn.text("class_more_lessons", more=left))] if left > 0 else []
    return "; ".join(lines)


def _lesson(turn: Turn, one: LessonPlan) -> str:
    day = long_date(one.starts_at.astimezone(BRASILIA).date())
    first, last = hour(one.starts_at), hour(one.ends_at)
    return unescape(turn.text("class_lesson", day=day, first=first, last=last, subject=one.subject))
