"""`elo history`: reports from the time before the service come in as a table; what of it is still to be checked."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, DryRun, TableFile
from elo.cli.printing import say, tell, tell_json
from elo.cli.tables import Import, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db import Session
    from db.deliverables import Deliverable
    from db.institutions import Institution
    from db.obligations import Owed

app = typer.Typer(no_args_is_help=True)


@app.callback()
def history() -> None:
    """What was before the service: import past reports, list what is to be checked.

    \b
    elo history import reports.csv --dry-run
    elo history list --institution UPB
    """


@app.command("import")
def import_(
    file: TableFile,
    dry_run: DryRun = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Keep past reports as history, to be checked: every row, or none when one is wrong.

    \b
    elo history import reports.csv --dry-run
    elo history import reports.xlsx

    \b
    Columns, in any order; these are needed:
    institution    acronym of whoever did it (the Secretariat too)
    goal           2.2, C4
    date           when it was done: 2024-05-03 or 03/05/2024
    description    what was done, without personal data
    And these where they say something:
    number         of the agreement, where the institution has several with that goal
    hours          class hours (20 or 1,5), where the goal counts them
    sei            process, kept with the description
    occurrence_by  the deadline it was for, where the date alone says another
                   (a report that came late)

    \b
    Each gets a number of its own (RH-2024-000001). In a period that is still open it counts
    and may fulfil it. The same file twice adds nothing. Nobody is told.
    """
    from rede.import_history import COLUMNS, PAGE, REQUIRED, check_history, import_history

    rows = read_rows(file, COLUMNS, REQUIRED)
    table = Import(file, rows, import_history, check=check_history, page=PAGE)
    table.run(config, dry_run=dry_run, as_json=as_json)


@app.command("list")
def list_(
    institution: Annotated[
        str, typer.Option("--institution", metavar="ACRONYM", help="Of this one alone; else of all.")
    ] = "",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """List what is history, to be checked: dates from before going live, and reports that were imported.

    \b
    elo history list
    elo history list --institution UPB --json
    """
    found = run(_history(config, institution))
    if as_json:
        tell_json([_as_json(owed, reports) for owed, reports in found])
        return
    for owed, reports in found:
        protocols = ", ".join(report.protocol for report in reports)
        row = (*_place(owed), _day(owed) or "no date", owed.obligation.state, protocols or "no report")
        tell("\t".join(row))
    if not found:
        say("none")


async def _history(config: Path | None, acronym: str) -> "list[tuple[Owed, list[Deliverable]]]":
    from db.institutions import institution_by_acronym

    async with open_house(config) as house, house.database.read() as session:
        if not acronym:
            return await _found(session, None)
        one = await institution_by_acronym(session, acronym)
        if one is None:
            raise Failure(Ending.FAILED, f"there is no institution {acronym}")
        return await _found(session, one)


async def _found(
    session: "Session", institution: "Institution | None"
) -> "list[tuple[Owed, list[Deliverable]]]":
    """What is history, and what has a report that is, though it is still open; by institution and date."""
    from db.deliverables import past_reports
    from db.ids import ObligationId
    from db.obligations import ObligationState, obligations_in_states, obligations_owed

    only = None if institution is None else [institution.id]
    reports: dict[ObligationId, list[Deliverable]] = {}
    for report in await past_reports(session, institution_ids=only):
        reports.setdefault(ObligationId(report.obligation.id), []).append(report.deliverable)
    owed = await obligations_in_states(session, [ObligationState.HISTORY], only)
    known = {one.obligation.id for one in owed}
    owed += await obligations_owed(session, reports.keys() - known)
    owed.sort(key=lambda one: (*_place(one)[:2], one.obligation.literal or date.max, one.obligation.id))
    return [(one, reports.get(one.obligation.id, [])) for one in owed]


def _place(owed: "Owed") -> tuple[str, str, str]:
    partner = "" if owed.partner.id == owed.institution.id else f" · {owed.partner.acronym}"
    return owed.institution.acronym, f"{owed.instrument.number}{partner}", owed.goal.key


def _day(owed: "Owed") -> str | None:
    return owed.obligation.literal.isoformat() if owed.obligation.literal else None


def _as_json(owed: "Owed", reports: "Sequence[Deliverable]") -> dict[str, object]:
    from scheduler.clock import local_day

    extended = owed.obligation.extended
    return {
        "institution": owed.institution.acronym,
        "partner": owed.partner.acronym,
        "number": owed.instrument.number,
        "goal": owed.goal.key,
        "literal": _day(owed),
        "extended": extended.isoformat() if extended else None,
        "state": str(owed.obligation.state),
        "reports": [
            {
                "protocol": one.protocol,
                "date": local_day(one.received_at).isoformat(),
                "description": one.description,
                "hours": None if one.hours is None else float(one.hours),
            }
            for one in reports
        ],
    }
