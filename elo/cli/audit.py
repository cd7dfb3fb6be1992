"""`elo audit export`: who did what, and when, for whoever controls; the export itself is on record."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, day_option
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from db.audit import Sought
    from elo.cli.house import House

app = typer.Typer(no_args_is_help=True, help="Who did what, and when.")
#: Entries read at once.
PART = 1000
COLUMNS = ("number", "at", "person_id", "person", "act", "what", "object", "of", "detail")
#: What a spreadsheet takes for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = dict[str, object]


@app.command("export")
def export(
    since: Annotated[date | None, day_option("--since", "From this day on, in Brasília.")] = None,
    until: Annotated[date | None, day_option("--until", "To this day, included.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write there, for this user only.")
    ] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Every entry of the audit, the oldest first, as CSV or JSON.

    \b
    elo audit export --since 2026-01-01 --until 2026-12-31 --out atos.csv
    """
    if out is not None and out.exists():
        raise Failure(Ending.FAILED, f"{out} is there already", "choose another name with --out")
    if since and until and until < since:
        raise Failure(Ending.USAGE, "--until is before --since")
    rows = run(_export(config, since, until))
    if out is not None:
        from elo.secret_key import write_private

        write_private(out, _json(rows) if as_json else _csv(rows).encode("utf-8-sig"))
        say(f"{out} written: {len(rows)} entries")
    elif as_json:
        tell_json(rows)
    else:
        tell(_csv(rows).rstrip("\n"))


def _json(rows: Sequence[Row]) -> bytes:
    import json

    return json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(rows: Sequence[Row]) -> str:
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _safe(value: object) -> object:
    """A name may be typed so that a spreadsheet runs it; an apostrophe makes it words."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


async def _export(config: Path | None, since: date | None, until: date | None) -> list[Row]:
    from db.audit import Sought
    from rede.read_audit import note_audit_export

    sought = Sought(since=_begins(since), until=_begins(until + timedelta(days=1) if until else None))
    async with open_house(config) as house:
        # First: what is read without a record cannot be asked back.
        async with house.desk() as desk:
            await note_audit_export(desk, sought)
        return await _rows(house, sought)


async def _rows(house: "House", sought: "Sought") -> list[Row]:
    from db.audit import entries_after
    from rede.audit_lines import audit_lines
    from rede.desk import open_desk

    rows: list[Row] = []
    after, office = 0, house.office()
    while True:
        async with house.database.read() as session:
            desk = await open_desk(session, now=house.clock.now(), office=office)
            entries = await entries_after(desk.session, sought, after=after, limit=PART)
            lines = await audit_lines(desk, entries)
        for entry, line in zip(entries, lines, strict=True):
            values = (entry.id, _local(entry.at), entry.person_id, line.who, entry.act, line.what)
            rows.append(dict(zip(COLUMNS, (*values, entry.object, line.of, entry.detail), strict=True)))
        if len(entries) < PART:
            return rows
        after = entries[-1].id


def _begins(day: date | None) -> datetime | None:
    from scheduler.clock import BRASILIA

    return datetime.combine(day, time(), tzinfo=BRASILIA) if day else None


def _local(instant: datetime) -> str:
    from scheduler.clock import BRASILIA

    return instant.astimezone(BRASILIA).isoformat(timespec="seconds")
