"""`elo classes`: classes of courses come in as a table, are listed, changed and called off."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.class_words import REFUSED, holder_of, in_words
from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, DryRun, TableFile, words_only
from elo.cli.outbox import LARGEST
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from datetime import datetime

    from db.classes import CourseClass
    from rede.class_plan import ClassRefused
    from rede.class_words import ClassFacts

app = typer.Typer(no_args_is_help=True)
Number = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST, help="Number, from `elo classes list`.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Agree without being asked.")]
Holder = Annotated[
    str, typer.Option("--institution", metavar="ACRONYM", help="Who holds them; else the Secretariat.")
]


@app.callback()
def classes() -> None:
    """Classes of courses: import a table of them, list, change, cancel.

    \b
    elo classes import turmas.xlsx --dry-run
    elo classes list
    elo classes change 12 starts=20/05/2027 ends=21/05/2027
    elo classes cancel 12 --why "O instrutor adoeceu"
    """


@app.command("import")
def import_(
    file: TableFile,
    institution: Holder = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Enter new classes and change those that differ: every row, or none when one is wrong.

    \b
    elo classes import turmas.csv --dry-run
    elo classes import turmas.xlsx --institution UPB --yes

    \b
    Columns by their headings in Portuguese, in any order; curso and turma are needed, and in each row
    carga horária (but for a course that has one) and início or aulas:
    curso, turma, modalidade, carga horária, vagas, inscrições de, inscrições até, início, fim,
    aulas ("10/05/2027 14h-17h; 11/05/2027 14h-17h"), local, link, público, nível, instrutor, eixo,
    instituição

    People are told by the service: when enrolment opens, before it closes, and of every change.
    """
    from elo.cli.class_import import take_in

    take_in(file, institution, config=config, dry_run=dry_run, yes=yes, as_json=as_json)


@app.command("list")
def list_(
    institution: Annotated[str, typer.Option("--institution", metavar="ACRONYM", help="Only its own.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="First so many.")] = 1000,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """List classes by their first day.

    \b
    elo classes list
    elo classes list --institution UPB --all --json
    """
    rows = run(_listed(config, institution, every=every, limit=limit))
    if as_json:
        tell_json(rows)
        return
    if not rows:
        say("none")
        return
    tell("\t".join(rows[0]))
    for row in rows:
        tell("\t".join(str(value) if value not in (None, "") else "-" for value in row.values()))


async def _listed(config: Path | None, acronym: str, *, every: bool, limit: int) -> list[dict[str, object]]:
    from db.classes import classes_listed
    from rede.class_words import class_facts
    from rede.desk import open_desk

    async with open_house(config) as house:
        holder = await holder_of(house, acronym)
        async with house.database.read() as session:
            desk = await open_desk(session, now=house.clock.now(), office=house.office())
            since = None if every else desk.today
            found = await classes_listed(session, institution_id=holder, ends_from=since, limit=limit)
            facts = await class_facts(desk, [one.id for one, _ in found])
    return [_row(one, told) for (one, _), told in zip(found, facts, strict=True)]


def _moment(at: "datetime | None") -> str | None:
    """ISO 8601, zone of Brasília."""
    from scheduler.clock import BRASILIA

    return at.astimezone(BRASILIA).isoformat(timespec="minutes") if at else None


def _row(one: "CourseClass", told: "ClassFacts") -> dict[str, object]:
    return {
        "id": one.id,
        "course": told.course,
        "code": one.code,
        "institution": told.acronym,
        "starts": one.starts_on.isoformat(),
        "ends": one.ends_on.isoformat(),
        "enrol_closes": _moment(one.enrol_closes_at),
        "state": str(told.state),
    }


@app.command()
def change(
    number: Number,
    values: Annotated[
        list[str], typer.Argument(metavar="COLUMN=TEXT…", help="starts=20/05/2027, seats=40, place=…")
    ],
    relevant: Annotated[
        bool, typer.Option("--relevant", help="Others have to hear of it, whatever it is.")
    ] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Change a class. Who was told of it hears of every day, hour, place and link that changes.

    \b
    elo classes change 12 opens="01/04/2027 9h" closes="30/04/2027 18h"
    elo classes change 12 level=básico --relevant
    """
    columns, told = run(_change(config, number, _cells(values), relevant=relevant))
    if as_json:
        tell_json({"id": number, "columns": columns, "told": told})
    else:
        tell(f"changed {number}: {', '.join(columns)}" if columns else f"{number} is so already")
        say("who was told of it will hear of this" if told else "nobody is told of this")


def _cells(values: Sequence[str]) -> dict[str, str]:
    from rede.class_plan import Column

    known = [str(one) for one in Column if one not in (Column.COURSE, Column.INSTITUTION)]
    cells: dict[str, str] = {}
    for each in values:
        name, equals, text = each.partition("=")
        if not equals or name.strip() not in known:
            raise Failure(Ending.USAGE, f"{each}: write COLUMN=TEXT", f"the columns are {', '.join(known)}")
        cells[name.strip()] = text
    return cells


async def _change(
    config: Path | None, number: int, cells: dict[str, str], *, relevant: bool
) -> tuple[list[str], bool]:
    from db.ids import ClassId
    from rede.access import NotYours
    from rede.change_class import change_class
    from rede.class_plan import ClassRefused

    async with open_house(config) as house:
        try:
            async with house.desk() as desk:
                done = await change_class(desk, ClassId(number), cells, relevant=relevant)
                return [str(one) for one in done.columns], done.told
        except NotYours:
            raise _unknown(number) from None
        except ClassRefused as refused:
            raise _not_so(refused) from None


@app.command()
def cancel(
    number: Number,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", callback=words_only, help="Goes with it; no CPF.")
    ],
    yes: Yes = False,
    config: ConfigFile = None,
) -> None:
    """Call a class off. Who was told of it hears of that.

    \b
    elo classes cancel 12 --why "O instrutor adoeceu"
    """
    confirm(f"call class {number} off?", yes=yes)
    run(_cancel(config, number, why))
    tell(f"cancelled {number}")


async def _cancel(config: Path | None, number: int, why: str) -> None:
    from db.ids import ClassId
    from rede.access import NotYours
    from rede.cancel_class import cancel_class
    from rede.class_plan import ClassRefused

    async with open_house(config) as house:
        try:
            async with house.desk() as desk:
                await cancel_class(desk, ClassId(number), why=why)
        except NotYours:
            raise _unknown(number) from None
        except ClassRefused as refused:
            raise _not_so(refused) from None


def _unknown(number: int) -> Failure:
    return Failure(Ending.FAILED, f"there is no class {number}", "elo classes list --all")


def _not_so(refused: "ClassRefused") -> Failure:
    for one in refused.problems:
        say(f"{one.column}: {in_words(one)}")
    return Failure(Ending.FAILED, REFUSED.get(refused.key, f"refused: {refused.key}"))
