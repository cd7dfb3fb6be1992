"""`elo deadline`: how a phrase is read and on which days it falls due. Needs no configuration."""

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.options import AsJson, read_date
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from scheduler.deadlines import Anchors, DueDate, Rule
    from scheduler.phrases import Reading

#: Without --until: two years from the start of the vigência.
HORIZON_YEARS = 2
#: The longest term a phrase can say is a hundred years.
FARTHEST_YEARS = 101


def _day(letter: str, help_: str) -> object:
    return typer.Option(letter, parser=read_date, metavar="DATE", help=help_)


def deadline(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="As the plan writes it, in Portuguese.")],
    starts: Annotated[date | None, _day("--starts", "Start of the vigência.")] = None,
    ends: Annotated[date | None, _day("--ends", "End of the vigência.")] = None,
    signed: Annotated[date | None, _day("--signed", "Last signature.")] = None,
    published: Annotated[date | None, _day("--published", "Publication in the DOU.")] = None,
    event: Annotated[date | None, _day("--event", "What the phrase waits for: meeting, request, ...")] = None,
    until: Annotated[date | None, _day("--until", "Last day looked at; else 2 years from the start.")] = None,
    policy: Annotated[
        Literal["lei-9784", "codigo-civil"], typer.Option(help="Which law counts the days.")
    ] = "lei-9784",
    uf: Annotated[str, typer.Option(help="Not in this version: the federal calendar counts.")] = "",
    municipality: Annotated[str, typer.Option(help="Not in this version.")] = "",
    as_json: AsJson = False,
) -> None:
    """Read a deadline phrase and say when it falls due, and why.

    \b
    elo deadline "Até 15 dias após o início da vigência" --starts 2025-12-09
    elo deadline "Último dia útil do mês subsequente ao trimestre" --starts 09/12/2025 --json
    elo deadline "Quando convocadas pela Secretaria-Executiva" --event 2026-03-10

    Dates are written 2025-12-09 or 09/12/2025. Two are told: the literal one, which reminders aim at, and the
    extended one, after which it is late.
    """
    from scheduler.deadlines import Anchors

    if uf or municipality:
        message = "--uf and --municipality come with a later version; only the federal calendar is known"
        raise Failure(Ending.USAGE, message, "leave them out")
    reading = _read(phrase)
    anchors = Anchors(starts=starts, ends=ends, signed=signed, published=published)
    dates = _dates(reading.rule, anchors, event, until, policy)
    if as_json:
        tell_json(_as_json(reading, dates))
    else:
        _tell(reading, dates)
    if not dates:
        say(_why_none(reading.rule, anchors, event))


def _read(phrase: str) -> "Reading":
    from scheduler.phrases import UnreadablePhrase, read_phrase

    try:
        return read_phrase(phrase)
    except UnreadablePhrase as unreadable:
        raise Failure(Ending.FAILED, str(unreadable)) from unreadable


def _dates(
    rule: "Rule", anchors: "Anchors", event: date | None, until: date | None, policy: str
) -> "Sequence[DueDate]":
    from scheduler.calendar import Calendar
    from scheduler.deadlines import Event, Policy, due_dates, events_of

    known = [day for day in (anchors.starts, anchors.ends, anchors.signed, anchors.published, event) if day]
    first = anchors.starts or min(known, default=date(2000, 1, 1))

    def found(last: date) -> "Sequence[DueDate]":
        return due_dates(
            rule,
            anchors=anchors,
            events=[Event(kind, event) for kind in sorted(events_of(rule))] if event else [],
            calendar=Calendar.federal(),
            policy=Policy(policy),
            since=_years_after(min([first, *known]), -1),
            until=last,
        )

    if until is not None:
        return found(until)
    # A term longer than the horizon has one date, and it is the answer.
    near = found(_years_after(first, HORIZON_YEARS))
    return near or found(_years_after(max([first, *known]), FARTHEST_YEARS))[:1]


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
        "dates": [
            {
                "literal": due.literal.isoformat(),
                "extended": due.extended.isoformat(),
                "provisional": due.provisional,
                "why": due.why,
            }
            for due in dates
        ],
    }


def _tell(reading: "Reading", dates: "Sequence[DueDate]") -> None:
    tell(f"reading: {reading.reading} ({reading.confidence})")
    for other in reading.alternatives:
        tell(f"or: {other}")
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
