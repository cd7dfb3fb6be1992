"""`elo calendar`: lists of days without work are loaded, and shown as they count."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house, run
from elo.cli.options import FIRST_YEAR, LAST_YEAR, AsJson, ConfigFile, DryRun
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm
from elo.cli.uncounted import require_all_counted

if TYPE_CHECKING:
    from elo.recounting import Outcome
    from rede.known_days import Calendars
    from scheduler.calendar import Closure
    from scheduler.days.listed_days import ListedDay

app = typer.Typer(no_args_is_help=True)


@app.callback()
def calendar() -> None:
    """Days without work: load a list, show a year.

    \b
    elo calendar load feriados-2027.csv --dry-run
    elo calendar show 2027 --uf BA
    """


@app.command("load")
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV (, or ;) of days.")],
    place: Annotated[
        str, typer.Option("--place", metavar="UF|CODE", help="Whose days they are; else the file says it.")
    ] = "",
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Move dates and tell people without asking.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Load a list of days without work, count every open date anew, tell those who follow one that moved.

    \b
    elo calendar load feriados-2027.csv --dry-run
    elo calendar load feriados-2027.csv --yes
    elo calendar load irece.csv --place 2914604

    \b
    The Union's, whole years:  date,kind,name,closes_at,opens_at
    States and municipalities: municipality_code,date,kind,name,law,closes_at,opens_at
    kind is holiday or optional; date is 2027-02-08 or, for a State or municipality, also
    07-02 (every year) or pascoa+60 (days from Easter). A list replaces the earlier one of
    the same year of the Union, or of the same State or municipality.
    """
    days = _read_days(file, place)
    done = run(_load(config, file.name, days, _Wish(dry_run=dry_run, yes=yes)))
    moved, told = done.counted.moved, done.counted.told
    if as_json:
        tell_json({"lists": done.lists, "moved": moved, "told": told, "dry_run": dry_run})
    else:
        for name in done.lists:
            tell(f"{'would load' if dry_run else 'loaded'} {name}")
        if not done.lists:
            tell("nothing new: these lists are loaded already")
        would = "would move" if dry_run else "moved"
        tell(f"{moved} dates {would}, {told} people {'would be ' if dry_run else ''}told")
    if dry_run:
        say("rehearsal: nothing was changed")
    require_all_counted(done.counted)


@dataclass(frozen=True, slots=True)
class _Wish:
    dry_run: bool
    yes: bool


@dataclass(frozen=True, slots=True)
class _Done:
    lists: list[str]
    counted: "Outcome"


async def _load(config: Path | None, source: str, days: "Sequence[ListedDay]", wish: _Wish) -> _Done:
    from elo.recounting import recount_all
    from rede.load_calendar import load_calendar, new_lists

    async with open_house(config) as house:
        async with house.desk(rehearsal=True) as desk:
            office, now = desk.office, desk.now
            names = list(await new_lists(desk, days))
        if wish.dry_run or (names and not wish.yes):
            foreseen = await _foreseen(house, days)
            if wish.dry_run:
                return _Done(_in_words(names), foreseen)
            _agree(foreseen)
        async with house.desk() as desk:
            await load_calendar(desk, days, source=source)
        done = await recount_all(house.database, office, now)
        return _Done(_in_words(names), done)


async def _foreseen(house: House, days: "Sequence[ListedDay]") -> "Outcome":
    from elo.recounting import count_moves

    office, now = house.office(), house.clock.now()
    async with house.database.read() as session:
        known = await office.days.refresh(session)
    # A stamp that no list has: every instrument is looked at.
    return await count_moves(house.database, office, known.with_days(days, stamp=-1), now)


def _agree(foreseen: "Outcome") -> None:
    """Dates that people were told of move only at somebody's word."""
    if foreseen.moved:
        say(f"{foreseen.moved} dates would move, {foreseen.told} people would be told")
        confirm("load it?", yes=False, nothing="nothing was loaded")


def _in_words(names: Sequence[tuple[str, int]]) -> list[str]:
    from scheduler.days.places import name_of

    return [f"{name_of(place)}{f' {year}' if year else ''}" for place, year in names]


def _read_days(file: Path, place: str) -> "list[ListedDay]":
    from dataclasses import replace

    from scheduler.days.day_tables import LOCAL_COLUMNS, CalendarError, read_federal_list, read_local_table
    from scheduler.days.places import UnknownPlace, name_of, place_of

    try:
        text = _with_commas(file)
        wanted = place_of(place) if place else ""
        if not text.lstrip("\ufeff").startswith(LOCAL_COLUMNS[0]):
            return [replace(day, place=wanted) for day in read_federal_list(text)]
        days = list(read_local_table(text))
    except CalendarError as error:
        raise Failure(
            Ending.FAILED, f"{file.name}: {error}", "elo calendar load -h shows the columns"
        ) from error
    except UnknownPlace as unknown:
        hint = "--place takes a UF (BA) or the 7-digit code of IBGE (2927408)"
        raise Failure(Ending.USAGE, f"there is no place {unknown.text}", hint) from unknown
    others = sorted({name_of(day.place) for day in days} - {name_of(wanted)}) if wanted else []
    if others:
        raise Failure(
            Ending.USAGE, f"{file.name} has days of {', '.join(others)}, not of {name_of(wanted)} alone"
        )
    return days


def _with_commas(file: Path) -> str:
    """The text as the reader takes it, with the lines where they are: spreadsheets of Brazil write semicolons."""
    from elo.cli.tables import decoded

    try:
        text = decoded(file.read_bytes())
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error
    except (csv.Error, UnicodeError) as error:
        raise Failure(Ending.FAILED, f"{file.name} is not a CSV: {error}") from error
    if ";" not in text.partition("\n")[0]:
        return text
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text), delimiter=";"))
    return written.getvalue()


@app.command("show")
def show(
    year: Annotated[int, typer.Argument(min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR")],
    uf: Annotated[str, typer.Option(help="Also this State's days, and those of Brasília: BA.")] = "",
    municipality: Annotated[
        str, typer.Option(metavar="CODE", help="Also this municipality's, by its IBGE code: 2927408.")
    ] = "",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Show the days of a year that have no work, or less of it, as they count.

    \b
    elo calendar show 2026
    elo calendar show 2027 --uf BA --json
    elo calendar show 2027 --municipality 2927408
    """
    from elo.cli.deadline import seat_given
    from scheduler.days.almanac import Scope
    from scheduler.days.places import name_of

    seat = seat_given(uf, municipality)
    places = seat.places(Scope.FULL if seat.uf else Scope.FEDERAL)
    counted = run(_calendars(config)).almanac.calendar_of(places)
    closures = sorted(counted.closures(year).values(), key=lambda closure: closure.day)
    provisional = counted.is_provisional(year)
    if as_json:
        tell_json(
            {
                "year": year,
                "provisional": provisional,
                "places": [name_of(place) for place in places],
                "days": [_as_json(closure) for closure in closures],
            }
        )
        return
    for closure in closures:
        tell(_line(closure))
    if provisional:
        say(f"provisional: the Union's list of {year} is not loaded; these are the days that can be foreseen")


async def _calendars(config: Path | None) -> "Calendars":
    from rede.known_days import KnownDays

    async with open_house(config) as house, house.database.read() as session:
        return await KnownDays().refresh(session)


def _line(closure: "Closure") -> str:
    from scheduler.days.places import name_of

    hours = [
        f"{word} {hour:%H:%M}"
        for word, hour in (("until", closure.closes_at), ("from", closure.opens_at))
        if hour is not None
    ]
    about = ", ".join(filter(None, (*hours, name_of(closure.place) if closure.place else "", closure.law)))
    return f"{closure.day}  {closure.kind:<8}  {closure.name}{f' ({about})' if about else ''}"


def _as_json(closure: "Closure") -> dict[str, object]:
    return {
        "date": closure.day.isoformat(),
        "kind": str(closure.kind),
        "name": closure.name,
        "closes_at": f"{closure.closes_at:%H:%M}" if closure.closes_at else None,
        "opens_at": f"{closure.opens_at:%H:%M}" if closure.opens_at else None,
        "place": closure.place or None,
        "law": closure.law or None,
    }
