"""`elo happening`: what happened, or is called for, and makes goals due: a termo, a request, a meeting."""

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house, run
from elo.cli.options import AsJson, ConfigFile, read_date
from elo.cli.outbox import LARGEST
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from db.happenings import Happening
    from db.instruments import Instrument
    from rede.record_happening import NewHappening, Recorded
    from rede.refusal import Refusal

app = typer.Typer(no_args_is_help=True)
#: As in scheduler/rules.py, by the names of their members.
Kind = StrEnum(
    "Kind",
    [
        "convocation",
        "course-change",
        "adhesion",
        "request",
        "norm",
        "agenda",
        "knowledge",
        "payment",
        "receipt",
        "notice",
        "occurrence",
    ],
)
#: Agreements gone through in one transaction.
PART = 50
Number = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST, help="Number, from `elo happening list`.")
]
Day = Annotated[
    date,
    typer.Option("--on", parser=read_date, metavar="DATE", help="The day it happened, or by which it asks."),
]
Hour = Annotated[str, typer.Option("--at", metavar="HH:MM", help="The hour, in Brasília.")]


@app.callback()
def happening() -> None:
    """Happenings: what makes goals due, and only then.

    \b
    elo happening add adhesion --institution UPB --on 2026-04-15 --detail "Irecê"
    elo happening add request --all --on 2026-05-20
    elo happening list --institution UPB
    elo happening cancel 12
    """


@app.command()
def add(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help=", ".join(Kind))],
    day: Day,
    institutions: Annotated[
        list[str] | None,
        typer.Option("--institution", metavar="ACRONYM", help="Whom it concerns. Repeatable."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="It concerns everybody.")] = False,
    hour: Hour = "",
    detail: Annotated[str, typer.Option("--detail", metavar="TEXT", help="What to know it by; no CPF.")] = "",
    relevant: Annotated[
        bool, typer.Option("--relevant", help="A change in the courses that others have to hear of.")
    ] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Record what happened, or is called for, and open what it makes due.

    \b
    elo happening add adhesion --institution UPB --on 2026-04-15 --detail "Irecê, 13.937.065/0001-00"
    elo happening add course-change --all --on 2026-04-15 --relevant
    elo happening add convocation --all --on 2026-05-06 --at 14:30

    A request is due on its date; a termo, on day 10 of the month after; course changes make
    one task a week at most, and only the relevant ones. A meeting for everybody convenes the
    first layer. Telling the same twice records it once.
    """
    from rede.record_happening import NewHappening
    from scheduler.deadlines import EventKind

    if bool(institutions) == everybody:
        raise Failure(Ending.USAGE, "say whom it concerns", "--institution ACRONYM, or --all")
    new = NewHappening(
        kind=EventKind[kind.name.replace("-", "_").upper()],
        day=day,
        acronyms=institutions or (),
        at=_instant(day, hour),
        detail=detail,
        relevant=relevant,
    )
    done, opened = run(_add(config, new))
    ids = [one.id for one in done.happenings]
    if as_json:
        tell_json({"ids": ids, "new": done.new, "instruments": len(done.instruments), "opened": opened})
        return
    if not ids:
        say("a change that is not --relevant makes nothing due; it was only noted")
        return
    tell(f"recorded {' '.join(map(str, ids))}" if done.new else f"known already: {' '.join(map(str, ids))}")
    tell(f"obligations opened: {opened}")


@app.command("list")
def list_(
    institution: Annotated[str, typer.Option("--institution", metavar="ACRONYM", help="Only its own.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Newest so many.")] = 200,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """List what was recorded, newest day first.

    \b
    elo happening list
    elo happening list --institution UPB --json
    """
    rows = run(_rows(config, institution, limit))
    if as_json:
        tell_json(rows)
        return
    if not rows:
        say("none")
        return
    tell("\t".join(rows[0]))
    for row in rows:
        tell("\t".join(_cell(value) for value in row.values()))


def _cell(value: object) -> str:
    return "yes" if value is True else str(value or "-")


@app.command()
def move(number: Number, day: Day, hour: Hour = "", config: ConfigFile = None) -> None:
    """Put a meeting, or the day of a request, on another day. Who follows it is told.

    \b
    elo happening move 12 --on 2026-06-10
    """
    changed = run(_change(config, number, day=day, at=_instant(day, hour)))
    tell(f"moved {number} to {day}: {changed} agreements gone through")


@app.command()
def cancel(number: Number, config: ConfigFile = None) -> None:
    """Call off what was recorded: what it alone made due is withdrawn.

    \b
    elo happening cancel 12
    """
    changed = run(_change(config, number))
    tell(f"cancelled {number}: {changed} agreements gone through")


def _instant(day: date, hour: str) -> datetime | None:
    from scheduler.clock import BRASILIA

    if not hour:
        return None
    try:
        return datetime.combine(day, time.fromisoformat(hour), tzinfo=BRASILIA)
    except ValueError:
        raise Failure(Ending.USAGE, f"--at {hour}: write HH:MM", "--at 14:30") from None


async def _add(config: Path | None, new: "NewHappening") -> "tuple[Recorded, int]":
    from rede.record_happening import HappeningRefused, record_happening

    async with open_house(config) as house:
        try:
            async with house.desk() as desk:
                done = await record_happening(desk, new)
        except HappeningRefused as refused:
            raise _in_words(refused) from None
        return done, await _go_through(house, done.instruments)


async def _change(
    config: Path | None, number: int, *, day: date | None = None, at: datetime | None = None
) -> int:
    from db.ids import HappeningId
    from elo.recounting import recount_all
    from rede.cancel_happening import cancel_happening
    from rede.move_happening import move_happening
    from rede.refusal import Refusal

    async with open_house(config) as house:
        try:
            async with house.desk() as desk:
                if day is None:
                    concerned = await cancel_happening(desk, HappeningId(number))
                else:
                    concerned = await move_happening(desk, HappeningId(number), day=day, at=at)
        except Refusal as refused:
            raise _in_words(refused) from None
        await _go_through(house, concerned)
        await recount_all(house.database, house.office(), house.clock.now())
        return len(concerned)


async def _go_through(house: House, instruments: "Sequence[Instrument]") -> int:
    """Some at a time; killed in between, the bell of the next day opens the rest."""
    from db.instruments import held_instruments
    from elo.recounting import chunks
    from rede.open_obligations import open_obligations

    opened = 0
    for part in chunks([one.id for one in instruments], PART):
        async with house.desk() as desk:
            for instrument in await held_instruments(desk.session, part):
                opened += (await open_obligations(desk, instrument)).dated
    return opened


async def _rows(config: Path | None, acronym: str, limit: int) -> list[dict[str, object]]:
    from db.happenings import happenings_listed
    from db.institutions import institution_by_acronym

    async with open_house(config) as house, house.database.read() as session:
        institution = await institution_by_acronym(session, acronym) if acronym else None
        if acronym and institution is None:
            raise Failure(Ending.FAILED, f"there is no institution {acronym}")
        own = institution.id if institution is not None else None
        found = await happenings_listed(session, own, limit=limit)
    return [_row(one, whose or "all") for one, whose in found]


def _row(one: "Happening", whose: str) -> dict[str, object]:
    from scheduler.clock import BRASILIA

    return {
        "id": one.id,
        "kind": _name(one.kind),
        "day": one.day.isoformat(),
        "at": f"{one.at.astimezone(BRASILIA):%H:%M}" if one.at else None,
        "institution": whose,
        "detail": one.detail,
        "cancelled": one.cancelled_at is not None,
    }


def _name(kind: str) -> str:
    from db.happenings import NO_ADHESION
    from scheduler.deadlines import EventKind

    if kind == NO_ADHESION:
        return "no-adhesion"
    return EventKind(kind).name.lower().replace("_", "-")


def _in_words(refused: "Refusal") -> Failure:
    facts = refused.facts
    match refused.key:
        case "happening_asked_in_the_past":
            return Failure(Ending.USAGE, f"--on {facts['day']}: a request is for today or later")
        case "happening_has_not_happened":
            return Failure(Ending.USAGE, f"--on {facts['day']}: it has not happened yet")
        case "happening_of_nobody":
            return Failure(Ending.USAGE, "this concerns somebody in particular", "--institution ACRONYM")
        case "happening_with_cpf":
            return Failure(Ending.USAGE, "--detail has a CPF, which is never kept: remove it")
        case "happening_too_long":
            return Failure(
                Ending.USAGE, f"--detail has {facts['length']} characters, the most is {facts['most']}"
            )
        case "happening_unknown_institution":
            hint = "elo institutions import brings institutions in"
            return Failure(Ending.FAILED, f"there is no institution {facts['acronym']}", hint)
        case "happening_without_instrument":
            names = ", ".join(facts["acronyms"])
            return Failure(Ending.FAILED, f"{names}: no agreement in force; nothing was recorded")
        case "happening_unknown":
            return Failure(Ending.FAILED, f"there is no happening {facts['id']}", "elo happening list")
        case _:
            return Failure(Ending.FAILED, f"refused: {refused.key}")
