"""What people write in a cell about a class: days, hours, lessons, modalities. Pure; None: it is none."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from db.classes import Modality
from rede.class_plan import LessonPlan
from rede.elo_names import same
from scheduler.clock import BRASILIA

#: No class has more hours, more seats, or more lessons.
MOST_HOURS, MOST_SEATS, MOST_LESSONS = Decimal(8784), 1_000_000, 200
#: Years outside are a slip of the keyboard.
YEARS = range(2000, 2101)
_DAY = r"(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{1,2}-\d{1,2})"
_HOUR = r"\d{1,2}(?:\s?h(?:oras?)?(?:\s?\d{2})?(?:\s?min)?|:\d{2}(?::\d{2})?)?"
_MOMENT = re.compile(rf"{_DAY}(?:[\sT,]+(?:[aà]s\s+)?(?P<hour>{_HOUR}))?", re.IGNORECASE)
_LESSON = re.compile(
    rf"{_DAY}[\s,]*(?:das?\s+|de\s+)?(?P<first>{_HOUR})\s*(?:-|–|—|[aà]s|at[eé]|a)\s*(?P<last>{_HOUR})"
    r"\s*(?:\((?P<subject>[^()]*)\))?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(\d{1,2})\D*(\d{2})?.*")
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:h|hs|hrs?|horas?|horas?[ -]aulas?)?\.?", re.IGNORECASE)
_MODALITIES = {
    Modality.HYBRID: r"hibrid|semi ?-?presencial|misto",
    Modality.SELF_PACED: r"auto ?-?instruc|auto ?-?formativ|auto ?-?estudo|no (?:seu|proprio) ritmo|sem tutor",
    Modality.REMOTE: r"remot|on ?-?line|distancia|\bead\b|virtual|a vivo|ao vivo|teams|zoom|meet",
    Modality.IN_PERSON: r"presencia",
}
#: Instead of a number of seats.
_NO_LIMIT = ("sem limite", "ilimitado", "ilimitadas", "livre", "-")
#: How an axis is called besides its number.
_AXES = {"1": r"gest", "2": r"capacita", "3": r"comunica|transpar"}


def read_modality(text: str) -> Modality | None:
    plain = same(text)
    return next((one for one, said in _MODALITIES.items() if re.search(said, plain)), None)


def read_axis(text: str) -> str | None:
    plain = same(text)
    if found := re.fullmatch(r"(?:eixo\s*)?([123])\b.*", plain):
        return found[1]
    return next((number for number, said in _AXES.items() if re.search(said, plain)), None)


def read_hours(text: str) -> Decimal | None:
    """`20h`, `20,5`, `40 horas-aula`."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        hours = Decimal(found[1].replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return hours if 0 < hours <= MOST_HOURS else None


def has_no_limit(text: str) -> bool:
    return same(text) in _NO_LIMIT


def read_seats(text: str) -> int | None:
    """`30`, `30 vagas`, `1.200`."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:\s*vagas?)?", text.strip())
    seats = int(found[1].replace(".", "")) if found else 0
    return seats if 0 < seats <= MOST_SEATS else None


def read_day(text: str) -> date | None:
    """The hour, if there is one, is passed over."""
    found = _MOMENT.fullmatch(text.strip())
    return _day(found["day"]) if found else None


def read_moment(text: str, *, closes: bool) -> datetime | None:
    """In Brasília. A day alone opens at its first minute, and closes at its last."""
    found = _MOMENT.fullmatch(text.strip())
    day = _day(found["day"]) if found else None
    if found is None or day is None:
        return None
    if not found["hour"]:
        return _at(day, time(23, 59) if closes else time(0))
    hour = _hour(found["hour"])
    return _at(day, hour) if hour is not None else None


def read_lessons(text: str) -> tuple[LessonPlan, ...] | str:
    """`10/05/2027 14h-17h; 11/05/2027 das 14h às 17h (Prática)`, by their beginning; the part that is no lesson."""
    lessons = []
    parts = [" ".join(part.split()) for part in re.split(r"[;\n]", text)]
    for part in filter(None, parts):
        lesson = _lesson(part)
        if lesson is None:
            return part
        lessons.append(lesson)
    if len(lessons) > MOST_LESSONS:
        return parts[MOST_LESSONS]
    return tuple(sorted(set(lessons), key=lambda one: (one.starts_at, one.ends_at)))


def _lesson(text: str) -> LessonPlan | None:
    found = _LESSON.fullmatch(text)
    day = _day(found["day"]) if found else None
    first, last = (_hour(found["first"]), _hour(found["last"])) if found else (None, None)
    if found is None or day is None or first is None or last is None or last <= first:
        return None
    return LessonPlan(_at(day, first), _at(day, last), (found["subject"] or "").strip())


def _day(text: str) -> date | None:
    parts = [int(part) for part in re.split(r"[/-]", text)]
    year, month, day = parts if "-" in text else reversed(parts)
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _hour(text: str) -> time | None:
    """`24h` is the last minute of the day."""
    found = _PARTS.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=BRASILIA)


def day_of(lesson: LessonPlan) -> date:
    return lesson.starts_at.astimezone(BRASILIA).date()
