"""`elo meeting`: meetings and forums convened, changed, called off, and who came; in the Secretariat's name."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from elo.cli.announce import read_moment
from elo.cli.ending import Ending, Failure
from elo.cli.house import run
from elo.cli.meeting_doing import attend_one, change_one, convene_one
from elo.cli.meeting_rows import meeting_row, rows_of
from elo.cli.options import AsJson, ConfigFile
from elo.cli.outbox import LARGEST
from elo.cli.printing import say, tell, tell_json

app = typer.Typer(no_args_is_help=True)
#: As in db/convened.py, by the names of their members.
Kind = StrEnum("Kind", ["meeting", "national-forum", "regional-forum"])
Number = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST, help="Number, from `elo meeting list`.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; keep nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without being asked.")]
_MOMENT = "YYYY-MM-DDTHH:MM"
Ends = Annotated[
    datetime | None,
    typer.Option("--ends", metavar=_MOMENT, parser=read_moment, help="When it ends, in Brasília."),
]
Closes = Annotated[
    datetime | None,
    typer.Option("--closes", metavar=_MOMENT, parser=read_moment, help="When enrolment closes."),
]
Agenda = Annotated[str | None, typer.Option("--agenda", metavar="TEXT", help="The agenda; @FILE reads one.")]
Place = Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where it is.")]
Link = Annotated[str | None, typer.Option("--link", metavar="URL", help="An https address, to attend by.")]


@app.callback()
def meeting() -> None:
    """Meetings and forums: who is convened, who comes, who came.

    \b
    elo meeting add --title "Balanço" --starts 2026-05-06T14:30 --place Auditório --agenda @pauta.txt
    elo meeting list
    elo meeting change 12 --starts 2026-05-13T09:00
    elo meeting attendance 12 --by ana@example.org --came UPB=3 --close
    """


@app.command()
def add(
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="At most 90 characters.")],
    agenda: Annotated[str, typer.Option("--agenda", metavar="TEXT", help="The agenda; @FILE reads one.")],
    starts: Annotated[
        datetime,
        typer.Option("--starts", metavar=_MOMENT, parser=read_moment, help="When it begins, in Brasília."),
    ],
    ends: Ends = None,
    kind: Annotated[Kind, typer.Option("--kind", help=", ".join(Kind))] = Kind["meeting"],
    number: Annotated[
        int | None, typer.Option("--number", min=1, max=999, help="Of a forum: which one it is.")
    ] = None,
    ufs: Annotated[
        list[str] | None, typer.Option("--uf", metavar="UF", help="Of a regional forum. Repeatable.")
    ] = None,
    place: Place = None,
    link: Link = None,
    closes: Closes = None,
    enrol_link: Annotated[str, typer.Option("--enrol-link", metavar="URL", help="Where one enrols.")] = "",
    audience: Annotated[
        str, typer.Option("--audience", metavar="WORDS", help="Else the first layer (of those UFs).")
    ] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Convene a meeting or a forum: everybody of the audience is told, and goal 1.4 is called for.

    \b
    elo meeting add --title "Balanço" --starts 2026-05-06T14:30 --place Auditório --agenda "Metas"
    elo meeting add --kind regional-forum --number 2 --uf BA --uf SE --title "Fórum" …

    \b
    JSON: meeting (its number; null in a rehearsal), audience, institutions, people, hears, dry_run.
    """
    from db.convened import MeetingKind
    from rede.convening import Convocation

    new = Convocation(
        title=title,
        agenda=_text(agenda),
        starts_at=starts,
        kind=MeetingKind[kind.name.replace("-", "_").upper()],
        ends_at=ends,
        number=number,
        ufs=ufs or (),
        place=place or "",
        link=link or "",
        enrol_closes_at=closes,
        enrol_link=enrol_link,
    )
    done = run(convene_one(config, new, audience, dry_run=dry_run, yes=yes))
    if as_json:
        tell_json(done)
    else:
        who = f"{done['hears']} of {done['people']} people, {done['institutions']} institutions"
        tell(f"rehearsal: {who} would hear" if dry_run else f"meeting {done['meeting']}: {who} hear")


@app.command("list")
def list_(
    past: Annotated[bool, typer.Option("--past", help="Those of the last year, too.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """List meetings, the soonest first.

    \b
    elo meeting list --json
    """
    rows = run(rows_of(config, past=past))
    if as_json:
        tell_json(rows)
        return
    if not rows:
        say("none")
        return
    tell("\t".join(rows[0]))
    for row in rows:
        tell("\t".join(str("-" if value in (None, "") else value) for value in row.values()))


@app.command()
def show(number: Number, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Show one meeting, and how each institution answered and came.

    \b
    elo meeting show 12 --json
    """
    row = run(meeting_row(config, number))
    if as_json:
        tell_json(row)
        return
    for name, value in row.items():
        if isinstance(value, list):
            for line in value:
                tell("\t".join(str(part) for part in line.values()))
        else:
            tell(f"{name}: {value if value not in (None, '') else '-'}")


@app.command()
def change(
    number: Number,
    starts: Annotated[
        datetime | None,
        typer.Option("--starts", metavar=_MOMENT, parser=read_moment, help="When it begins now."),
    ] = None,
    ends: Ends = None,
    place: Place = None,
    link: Link = None,
    agenda: Agenda = None,
    closes: Closes = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    config: ConfigFile = None,
) -> None:
    """Change a meeting: whoever was convened is told, and answers anew where the day or hour moved.

    \b
    elo meeting change 12 --starts 2026-05-13T09:00 --yes
    """
    from rede.change_meeting import MeetingChange

    wanted = MeetingChange(
        starts_at=starts,
        ends_at=ends,
        place=place,
        link=link,
        agenda=None if agenda is None else _text(agenda),
        enrol_closes_at=closes,
    )
    run(change_one(config, number, wanted, dry_run=dry_run, yes=yes))
    tell(f"{'rehearsal: would change' if dry_run else 'changed'} meeting {number}")


@app.command()
def cancel(
    number: Number,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Whoever was convened reads it.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    config: ConfigFile = None,
) -> None:
    """Call a meeting off: whoever was told is told, and what it alone made due is withdrawn.

    \b
    elo meeting cancel 12 --why "Sem quórum" --yes
    """
    run(change_one(config, number, None, why=why, dry_run=dry_run, yes=yes))
    tell(f"{'rehearsal: would cancel' if dry_run else 'cancelled'} meeting {number}")


@app.command()
def attendance(
    number: Number,
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help="Who of the Secretariat answers for it.")],
    came: Annotated[
        list[str] | None,
        typer.Option("--came", metavar="ACRONYM[=PEOPLE]", help="Who came; =0 takes it back. Repeatable."),
    ] = None,
    close: Annotated[
        bool, typer.Option("--close", help="The list is complete: what was owed for it is fulfilled.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Note who came, and close the list once it is complete.

    \b
    elo meeting attendance 12 --by ana@example.org --came UPB=3 --came IRECE --close --yes

    \b
    JSON: a list of {institution, people, coming}.
    """
    rows = run(attend_one(config, number, by, came or [], close=close, dry_run=dry_run, yes=yes))
    if as_json:
        tell_json(rows)
        return
    for row in rows:
        tell("\t".join(str(value) for value in row.values()))


def _text(given: str) -> str:
    """`@FILE` reads one."""
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf8")
    except (OSError, UnicodeError):
        raise Failure(Ending.USAGE, f"{given[1:]}: cannot be read as text") from None
