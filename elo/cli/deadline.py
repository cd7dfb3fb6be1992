"""`elo deadline`: how a phrase is read and on which days it falls due. Needs no configuration."""

import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.options import AsJson, day_option, read_date
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from scheduler.calendar import Calendar
    from scheduler.days.almanac import Seat
    from scheduler.deadlines import Anchors, DueDate, Event, Rule
    from scheduler.phrases import Reading

#: Without --until: two years from the start of the vigência.
HORIZON_YEARS = 2
#: The longest term a phrase can say is a hundred years.
FARTHEST_YEARS = 101


def _read_moment(text: str) -> date:
    """A date, or a minute of Brasília (2026-03-10T14:30, 10/03/2026 14:30)."""
    from scheduler.clock import BRASILIA

    for layout in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"):
        try:
            minute = datetime.strptime(text.strip(), layout).replace(tzinfo=BRASILIA)
        except ValueError:
            continue
        read_date(minute.date().isoformat())
        return minute
    return read_date(text)


_EVENT = typer.Option(
    "--event",
    parser=_read_moment,
    metavar="DATE",
    help="What the phrase waits for: meeting, request, ...; with an hour (2026-03-10T14:30), hours count from it.",
)


def deadline(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="As the plan writes it, in Portuguese.")],
    starts: Annotated[date | None, day_option("--starts", "Start of the vigência.")] = None,
    ends: Annotated[date | None, day_option("--ends", "End of the vigência.")] = None,
    signed: Annotated[date | None, day_option("--signed", "Last signature.")] = None,
    published: Annotated[date | None, day_option("--published", "Publication in the DOU.")] = None,
    event: Annotated[date | None, _EVENT] = None,
    until: Annotated[
        date | None, day_option("--until", "Last day looked at; else 2 years from the start.")
    ] = None,
    policy: Annotated[
        Literal["lei-9784", "codigo-civil"], typer.Option(help="Which law counts the days.")
    ] = "lei-9784",
    uf: Annotated[str, typer.Option(help="Also this State's holidays, and those of Brasília: BA.")] = "",
    municipality: Annotated[
        str, typer.Option(metavar="CODE", help="Also this municipality's, by its IBGE code: 2927408.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read a deadline phrase and say when it falls due, and why.

    \b
    elo deadline "Até 15 dias após o início da vigência" --starts 2025-12-09
    elo deadline "Último dia útil do mês subsequente ao trimestre" --starts 09/12/2025 --json
    elo deadline "Quando convocadas pela Secretaria-Executiva" --event 2026-03-10
    elo deadline "Até 15 dias após o início da vigência" --starts 2026-06-17 --uf BA

    Dates are written 2025-12-09 or 09/12/2025. Two are told: the literal one, which reminders aim at, and the
    extended one, after which it is late. Without --uf the federal calendar counts, alone.
    """
    from scheduler.days.almanac import Almanac, Scope
    from scheduler.deadlines import Anchors

    seat = seat_given(uf, municipality)
    places = seat.places(Scope.FULL if seat.uf else Scope.FEDERAL)
    almanac = Almanac()
    calendar = almanac.calendar_of(places)
    if starts is not None and ends is not None and ends <= starts:
        raise Failure(Ending.USAGE, f"--ends {ends} is not after --starts {starts}")
    reading = _read(phrase)
    anchors = Anchors(starts=starts, ends=ends, signed=signed, published=published)
    dates = _Search(reading.rule, anchors, event, calendar, policy).dates(until)
    if as_json:
        tell_json(_as_json(reading, dates) | {"calendar": _calendar_as_json(seat, places, calendar)})
    else:
        _tell(reading, dates, places)
    if seat.municipality and not almanac.has_days_of(seat.municipality):
        say(f"no holidays of {municipality} itself are known: those of its State count")
    if not dates:
        say(_why_none(reading.rule, anchors, event))


def seat_given(uf: str, municipality: str) -> "Seat":
    from scheduler.days.almanac import MunicipalityElsewhere, Seat
    from scheduler.days.places import UnknownPlace, states

    try:
        return Seat.at(uf, municipality)
    except UnknownPlace as unknown:
        if unknown.text == municipality:
            hint = "--municipality takes the 7-digit code of IBGE, as 2927408 for Salvador"
            raise Failure(Ending.USAGE, f"no municipality has the code {municipality}", hint) from unknown
        raise Failure(Ending.USAGE, f"no State is called {uf}", f"one of {', '.join(states())}") from unknown
    except MunicipalityElsewhere as elsewhere:
        raise Failure(
            Ending.USAGE, str(elsewhere), "leave --uf out: the municipality tells it"
        ) from elsewhere


def _read(phrase: str) -> "Reading":
    from scheduler.phrases import UnreadablePhrase, read_phrase

    try:
        return read_phrase(phrase)
    except UnreadablePhrase as unreadable:
        raise Failure(Ending.FAILED, str(unreadable)) from unreadable


@dataclass(frozen=True, slots=True)
class _Search:
    """What a rule is asked, whatever the days looked at."""

    rule: "Rule"
    anchors: "Anchors"
    event: date | None
    calendar: "Calendar"
    policy: str

    def dates(self, until: date | None) -> "Sequence[DueDate]":
        anchors = self.anchors
        given = (anchors.starts, anchors.ends, anchors.signed, anchors.published, _day_of(self.event))
        known = [day for day in given if day]
        first = anchors.starts or min(known, default=date(2000, 1, 1))
        since = _years_after(min([first, *known]), -1)
        if until is not None:
            return self._found(since, until)
        # A term longer than the horizon has one date, and it is the answer.
        near = self._found(since, _years_after(first, HORIZON_YEARS))
        return near or self._found(since, _years_after(max([first, *known]), FARTHEST_YEARS))[:1]

    def _found(self, since: date, until: date) -> "Sequence[DueDate]":
        from scheduler.deadlines import Policy, due_dates

        return due_dates(
            self.rule,
            anchors=self.anchors,
            events=self._events(),
            calendar=self.calendar,
            policy=Policy(self.policy),
            since=since,
            until=until,
        )

    def _events(self) -> "list[Event]":
        from scheduler.deadlines import Event, events_of

        on, at = _day_of(self.event), self.event if isinstance(self.event, datetime) else None
        return [Event(kind, on, at) for kind in sorted(events_of(self.rule))] if on else []


def _day_of(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _years_after(day: date, years: int) -> date:
    """The same day of another year; 28 February stands in for the 29th."""
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def _as_json(reading: "Reading", dates: "Sequence[DueDate]") -> dict[str, object]:
    from scheduler.deadlines import rule_to_json

    return {
        "phrase": reading.phrase,
        "rule": json.loads(rule_to_json(reading.rule)),
        "reading": reading.reading,
        "confidence": str(reading.confidence),
        "alternatives": [
            {"rule": json.loads(rule_to_json(one.rule)), "reading": one.reading}
            for one in reading.alternatives
        ],
        "dates": [_date_as_json(due) for due in dates],
    }


def _date_as_json(due: "DueDate") -> dict[str, object]:
    minute = {} if due.at is None else {"at": due.at.isoformat(timespec="minutes")}
    return {
        "literal": due.literal.isoformat(),
        "extended": due.extended.isoformat(),
        "provisional": due.provisional,
        "why": due.why,
        **minute,
    }


def _calendar_as_json(seat: "Seat", places: "Sequence[str]", calendar: "Calendar") -> dict[str, object]:
    from scheduler.days.places import name_of

    return {
        "uf": seat.uf or None,
        "municipality": seat.municipality or None,
        "places": [name_of(place) for place in places],
        "lists": sorted(calendar.years),
    }


def _tell(reading: "Reading", dates: "Sequence[DueDate]", places: "Sequence[str]") -> None:
    from scheduler.days.places import name_of

    tell(f"reading: {reading.reading} ({reading.confidence})")
    for other in reading.alternatives[1:]:
        tell(f"or: {other}")
    tell(f"calendar: {', '.join(map(name_of, places))}")
    for due in dates:
        provisional = ", provisional" if due.provisional else ""
        tell(f"{due.literal}  extended {due.extended}{provisional}  {due.why}")


def _why_none(rule: "Rule", anchors: "Anchors", event: date | None) -> str:
    from scheduler.deadlines import events_of, has_due_dates

    if not has_due_dates(rule):
        return "it has no due date: it holds, and is asked about from time to time"
    if events_of(rule) and event is None:
        return "no date: it waits for an event, give --event DATE"
    if anchors.starts is None:
        return "no date: give --starts DATE (or --ends, --signed, --published, as the phrase asks)"
    return "no date up to there: give --until DATE, or the date that the phrase counts from"
