"""Portuguese for one day, phrase by phrase: a table of patterns over plain words, and what day each means.

A phrase is known whole or not at all: nothing is guessed from a part of it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.dates.reading import WEEK, Doubt, Moment, Read, day_or_none, last_of
from bot.dates.words import (
    COUNT,
    DAY,
    MONTH,
    MONTHS,
    ORDINALS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    number_of,
    one_of,
)

#: Days that something said without a year may be away.
TWELVE_MONTHS = 366
_DAYS_AWAY = {
    "anteontem": -2,
    "antes de ontem": -2,
    "ontem": -1,
    "hoje": 0,
    "hj": 0,
    "amanha": 1,
    "depois de amanha": 2,
}
_WEEKS_AWAY = {
    "esta semana": 0,
    "essa semana": 0,
    "semana que vem": 1,
    "proxima semana": 1,
    "semana passada": -1,
}
_MONTHS_AWAY = {
    "mes": 0,
    "este mes": 0,
    "esse mes": 0,
    "mes que vem": 1,
    "proximo mes": 1,
    "mes seguinte": 1,
    "mes passado": -1,
}


def read_day(words: str, moment: Moment) -> Read | None:
    """What a phrase means; None when it is none of those known, or no day."""
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(words):
            return reader(found, moment)
    return None


def lacks_year(words: str) -> bool:
    """Whether it is a day and a month without the year: `15/03`, `10 de maio`."""
    matches = (pattern.fullmatch(words) for pattern in _CALENDAR)
    return any(found["year"] is None for found in matches if found)


def _calendar(found: re.Match[str], moment: Moment) -> Read | None:
    """`15/03`, `15.3.2027`, `10 de maio de 2027`."""
    day, month = number_of(found["day"]), MONTHS.get(found["month"]) or int(found["month"])
    if found["year"] is not None:
        return moment.sure(day_or_none(_year(found["year"]), month, day))
    # There may be no 29 February for eight years.
    years = (moment.today.year + moment.step * away for away in range(9))
    return moment.first(day_or_none(year, month, day) for year in years)


def _named(found: re.Match[str], moment: Moment) -> Read | None:
    """`hoje`, `amanhã`; `ontem` is said only of what happened."""
    away = _DAYS_AWAY[found[0]]
    return Read(moment.today + timedelta(days=away)) if _is_told(away, moment) else None


def _weekday(found: re.Match[str], moment: Moment) -> Read:
    """`sexta`: the next one, or the last one that was. Said on a Friday, it may be today."""
    away = moment.step * (WEEKDAYS[found["weekday"]] - moment.today.weekday()) % 7
    day = moment.today + moment.step * timedelta(days=away)
    if away or found["this"]:
        return Read(day)
    return Read(day + moment.step * WEEK, doubt=Doubt.EITHER, other=day)


def _next_weekday(found: re.Match[str], moment: Moment) -> Read:
    """`próxima sexta`, `sexta que vem`: said in the same week, it may be the Friday after this one."""
    ahead = (WEEKDAYS[found["weekday"]] - moment.today.weekday()) % 7 or 7
    return _perhaps_beyond(moment.today + timedelta(days=ahead), WEEK, moment)


def _last_weekday(found: re.Match[str], moment: Moment) -> Read | None:
    """`sexta passada`: said in the same week, it may be the Friday before this one."""
    ago = (moment.today.weekday() - WEEKDAYS[found["weekday"]]) % 7 or 7
    return _perhaps_beyond(moment.today - timedelta(days=ago), -WEEK, moment) if moment.past else None


def _week(found: re.Match[str], moment: Moment) -> Read | None:
    """`semana que vem`, `quarta da semana que vem`. Said on a Sunday, nobody knows which week is meant."""
    away = _WEEKS_AWAY[found["when"]]
    monday = moment.monday + away * WEEK
    if not _is_told(away, moment):
        return None
    if found["weekday"] is None:
        return Read(monday, doubt=Doubt.BETWEEN, other=monday + timedelta(days=4))
    day = monday + timedelta(days=WEEKDAYS[found["weekday"]])
    return Read(day, doubt=Doubt.EITHER, other=day + WEEK) if moment.today.weekday() == 6 else Read(day)


def _month(found: re.Match[str], moment: Moment) -> Read | None:
    """`mês que vem`: some day of it."""
    away = _MONTHS_AWAY[found["when"]]
    first = moment.month(away)
    return Read(first, doubt=Doubt.BETWEEN, other=last_of(first)) if _is_told(away, moment) else None


def _day_of_month(found: re.Match[str], moment: Moment) -> Read | None:
    """`dia 10`: of the first month that has one, ahead or behind. Said on the 10th, it may be today."""
    number = number_of(found["day"])
    if found["when"]:
        first = moment.month(_MONTHS_AWAY[found["when"]])
        return moment.sure(day_or_none(first.year, first.month, number))
    days = [day for first in moment.months if (day := day_or_none(first.year, first.month, number))]
    fitting = [day for day in days if moment.fits(day)]
    if fitting[:1] == [moment.today]:
        return Read(fitting[0], doubt=Doubt.EITHER, other=fitting[1])
    return Read(fitting[0]) if fitting else None


def _place_in_month(found: re.Match[str], moment: Moment) -> Read | None:
    """`fim do mês`, `último dia útil de março`, `5º dia útil`."""
    if found["month"] and found["year"]:
        first = day_or_none(_year(found["year"]), MONTHS[found["month"]], 1)
        return moment.sure(first and _placed(found, first, moment))
    if found["when"]:
        return moment.sure(_placed(found, moment.month(_MONTHS_AWAY[found["when"]]), moment))
    asked = MONTHS.get(found["month"])
    return moment.first(
        _placed(found, first, moment) for first in moment.months if asked in (None, first.month)
    )


def _placed(found: re.Match[str], first: date, moment: Moment) -> date | None:
    """The last day of a month, or one of its business days by number."""
    last = last_of(first)
    if found["nth"] is None:
        return last
    days = [first + timedelta(days=after) for after in range(last.day)]
    working = [day for day in days if moment.working_day(day)]
    at = len(working) if found["nth"] == "ultimo" else ORDINALS[found["nth"]]
    return working[at - 1] if 1 <= at <= len(working) else None


def _end_of_year(found: re.Match[str], moment: Moment) -> Read:
    return Read(date(moment.today.year, 12, 31))


def _next_business_day(found: re.Match[str], moment: Moment) -> Read | None:
    return moment.sure(moment.business_day(1))


def _ahead(found: re.Match[str], moment: Moment) -> Read | None:
    """`daqui a 3 dias`, `em 5 dias úteis`."""
    return _counted(found["unit"], number_of(found["count"]), moment)


def _ago(found: re.Match[str], moment: Moment) -> Read | None:
    """`há 3 dias`, `duas semanas atrás`."""
    return _counted(found["unit"], -number_of(found["count"]), moment)


def _counted(unit: str, count: int, moment: Moment) -> Read | None:
    day = _away(unit, count, moment) if count and _is_told(count, moment) else None
    return Read(day) if day is not None and abs((day - moment.today).days) <= TWELVE_MONTHS else None


def _away(unit: str, count: int, moment: Moment) -> date | None:
    if " ut" in unit:
        return moment.business_day(count)
    match unit[:3]:
        case "sem":
            return moment.today + count * WEEK
        case "mes":
            return moment.same_day(count)
        case "ano":
            return moment.same_day(12 * count)
        case _:
            return moment.today + timedelta(days=count)


def _is_told(away: int, moment: Moment) -> bool:
    """Only what happened is told by how long ago it was."""
    return away >= 0 or moment.past


def _perhaps_beyond(day: date, step: timedelta, moment: Moment) -> Read:
    same_week = day - timedelta(days=day.weekday()) == moment.monday
    return Read(day, doubt=Doubt.EITHER, other=day + step) if same_week else Read(day)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


#: `do mês que vem`, `deste mês`.
_OF_MONTH = rf"(?:do |d|no |n)(?P<when>{one_of(_MONTHS_AWAY)})"
_PLACE = rf"(?:fim|final|ultimo dia|(?P<nth>ultimo|{one_of(ORDINALS)}) dia util)"
_UNIT = r"(?P<unit>dias? ut(?:il|eis)|dias?(?: corridos?)?|semanas?|mes|meses|anos?)"
_CALENDAR = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?:dia )?(?P<day>\d{{1,2}}o?)(?P<by>[/-])(?P<month>\d\d?|{one_of(MONTHS)})(?:(?:(?P=by)| de ){YEAR})?",
        rf"(?:dia )?(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{YEAR}",
        r"(?P<year>\d{4})(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})",
        rf"(?:dia )?{DAY} (?:de )?{MONTH}(?:(?:/| de | do ano de | (?=\d{{4}})){YEAR})?",
        rf"(?:dia )?(?P<day>\d{{1,2}}) do (?P<month>\d{{1,2}})(?: d[eo] {YEAR})?",
    )
]
_Reader = Callable[[re.Match[str], Moment], Read | None]
#: The first that matches decides.
_PHRASES: list[tuple[str, _Reader]] = [
    (one_of(_DAYS_AWAY), _named),
    (rf"(?P<this>n?est[ae] |n?ess[ae] )?{WEEKDAY}", _weekday),
    (rf"(?P<next>proxim[ao] )?{WEEKDAY}(?(next)| (?:que vem|proxim[ao]))", _next_weekday),
    (rf"{WEEKDAY} passad[ao]", _last_weekday),
    (rf"(?:{WEEKDAY} )?(?:da |d|na |n)?(?P<when>{one_of(_WEEKS_AWAY)})", _week),
    (r"(?:no )?(?P<when>mes que vem|proximo mes|mes passado)", _month),
    (rf"dia {DAY}(?: {_OF_MONTH})?", _day_of_month),
    (rf"{_PLACE}(?: {_OF_MONTH}| (?:de|do mes de) {MONTH}(?:(?:/| de ){YEAR})?|(?<=util))", _place_in_month),
    (r"(?:fim|final|ultimo dia) d(?:o|este) ano", _end_of_year),
    (r"proximo dia util", _next_business_day),
    (rf"(?:daqui a|daqui|dentro de|em) {COUNT} {_UNIT}", _ahead),
    (rf"(?P<since>ha |faz )?{COUNT} {_UNIT}(?(since)(?: atras)?| atras)", _ago),
]
_READERS = [
    *((pattern, _calendar) for pattern in _CALENDAR),
    *((re.compile(pattern, re.ASCII), reader) for pattern, reader in _PHRASES),
]
