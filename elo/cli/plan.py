"""`elo plan`: a plano de trabalho is read, and imported as what an institution owes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, read_date
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from rede.import_plan import GoalRead, PlanOrder
    from scheduler.plan_document import PlanDocument

app = typer.Typer(help="Work plans: read a document, import it for an institution.", no_args_is_help=True)

DocumentFile = Annotated[Path, typer.Argument(metavar="FILE", help="Text or HTML export of the plan.")]


@app.callback()
def plan() -> None:
    """Work plans.

    \b
    elo plan read plano-de-trabalho.txt
    elo plan import plano-de-trabalho.txt --institution UPB --starts 2025-12-09
    """


@app.command("read")
def read(file: DocumentFile, as_json: AsJson = False) -> None:
    """Print the goals of a plan: key, axis, wording, who owes it, deadline phrase. Changes nothing.

    \b
    elo plan read plano-de-trabalho.txt
    elo plan read plano-de-trabalho.txt --json
    """
    document = _document(_content(file), file)
    if as_json:
        tell_json(
            [
                {
                    "key": goal.key,
                    "axis": goal.axis,
                    "text": goal.text,
                    "responsible": [str(party) for party in goal.responsible],
                    "second_layer": goal.second_layer,
                    "deadline": goal.deadline,
                }
                for goal in document.goals
            ]
        )
    else:
        _print_goals(document)
    _say_problems(document)


@app.command("import")
def import_(
    file: DocumentFile,
    institution: Annotated[str, typer.Option("--institution", metavar="ACRONYM", help="Who signed it.")],
    starts: Annotated[
        date, typer.Option("--starts", parser=read_date, metavar="DATE", help="Start of the vigência.")
    ],
    ends: Annotated[
        date | None, typer.Option("--ends", parser=read_date, metavar="DATE", help="End of the vigência.")
    ] = None,
    signed: Annotated[
        date | None,
        typer.Option(
            "--signed", parser=read_date, metavar="DATE", help="Last signature; else the document's."
        ),
    ] = None,
    published: Annotated[
        date | None,
        typer.Option("--published", parser=read_date, metavar="DATE", help="Publication in the DOU."),
    ] = None,
    policy: Annotated[
        Literal["lei-9784", "codigo-civil"], typer.Option("--policy", help="Which law counts the days.")
    ] = "lei-9784",
    yes: Annotated[bool, typer.Option("--yes", help="Accept the readings that are assumed.")] = False,
    corrections: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=PHRASE", help="Read this phrase for that goal instead. Repeatable."
        ),
    ] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Make the instrument of an institution and open what each side owes.

    \b
    elo plan import plano.txt --institution UPB --starts 2025-12-09 --ends 2035-12-09
    elo plan import plano.txt --institution IRECE --starts 09/12/2025 --set "2.1=Até 31 de março de cada ano" --yes
    """
    from rede.import_plan import PlanOrder, PlanRefused, assumed, read_goals
    from scheduler.deadlines import Policy

    content = _content(file)
    document = _document(content, file)
    order = PlanOrder(
        acronym=institution,
        starts=starts,
        ends=ends,
        signed=signed,
        published=published,
        policy=Policy(policy),
        document_name=file.name,
        content=content,
    )
    try:
        goals = read_goals(document, _corrections(corrections or []))
        _say_problems(document)
        _say_found(document)
        _agree(assumed(goals), yes=yes)
        run(_import(config, order, document, goals, as_json))
    except PlanRefused as refusal:
        raise _in_words(refusal) from refusal


async def _import(
    config: Path | None,
    order: "PlanOrder",
    document: "PlanDocument",
    goals: "Sequence[GoalRead]",
    as_json: bool,
) -> None:
    from rede.import_plan import import_plan
    from rede.open_obligations import open_obligations

    async with open_house(config) as house:
        async with house.desk() as desk:
            instrument = await import_plan(desk, order, document=document, goals=goals)
            opened = await open_obligations(desk, instrument)
        if as_json:
            tell_json(
                {
                    "institution": order.acronym,
                    "number": instrument.number,
                    "goals": len(goals),
                    "obligations": {"dated": opened.dated, "undated": opened.undated},
                }
            )
        else:
            number = instrument.number or "an instrument without number"
            tell(f"imported {number} of {order.acronym}: {len(goals)} goals")
            tell(f"obligations: {opened.dated} with a date, {opened.undated} without")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error


def _document(content: bytes, file: Path) -> "PlanDocument":
    from scheduler.plan_document import UnreadablePlan, decode_document, read_plan

    try:
        return read_plan(decode_document(content))
    except UnreadablePlan as error:
        hint = "export the plan as text or HTML, with its table of goals"
        raise Failure(Ending.FAILED, f"{file.name}: {error}", hint) from error


def _print_goals(document: "PlanDocument") -> None:
    from textwrap import wrap

    for goal in document.goals:
        owes = " and ".join(goal.responsible) + ("; second layer too" if goal.second_layer else "")
        tell(f"{goal.key}  axis {goal.axis}  {owes}")
        for line in wrap(goal.text, 96):
            tell(f"     {line}")
        tell(f"     deadline: {goal.deadline}")


def _say_problems(document: "PlanDocument") -> None:
    for problem in document.problems:
        say(f"note: line {problem.line}: {problem.reason}")


def _say_found(document: "PlanDocument") -> None:
    """What a person may compare with the paper; the start of the vigência is never found, only given."""
    found = {
        "instrument": document.instrument,
        "partner": document.partner_acronym,
        "CNPJ": document.partner_cnpj,
        "SEI": document.sei,
        "last signature": document.last_signature,
    }
    if words := ", ".join(f"{name} {value}" for name, value in found.items() if value):
        say(f"the document says: {words}")


def _corrections(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, equals, phrase = pair.partition("=")
        if not equals or not key.strip() or not phrase.strip():
            raise Failure(
                Ending.USAGE, f"--set {pair}: write KEY=PHRASE", '--set "2.1=Até 31 de março de cada ano"'
            )
        found[key.strip().upper()] = phrase.strip()
    return found


def _agree(assumed: "Sequence[GoalRead]", *, yes: bool) -> None:
    """Readings that could be others need a person's word."""
    import sys

    if not assumed:
        return
    say("these phrases can be read in several ways; adopted:")
    for read_goal in assumed:
        say(f"  {read_goal.goal.key}  {read_goal.reading.phrase}")
        say(f"       {read_goal.reading.reading}")
        for other in read_goal.reading.alternatives[1:]:
            say(f"       or: {other}")
    if yes:
        return
    if not sys.stdin.isatty():
        hint = "--yes accepts them, --set KEY=PHRASE corrects one"
        raise Failure(Ending.FAILED, "these readings need your agreement; nothing was imported", hint)
    if not typer.confirm("accept these readings?", err=True):
        raise Failure(Ending.FAILED, "nothing was imported", "--set KEY=PHRASE corrects a reading")


def _in_words(refusal: Exception) -> Failure:
    from rede.import_plan import PlanRefused

    if not isinstance(refusal, PlanRefused):
        raise refusal
    facts = refusal.facts
    match refusal.key:
        case "plan_unknown_institution":
            hint = "elo institutions import brings institutions in"
            return Failure(Ending.FAILED, f"there is no institution {facts['acronym']}", hint)
        case "plan_of_the_secretariat":
            return Failure(Ending.FAILED, f"{facts['acronym']} is the Secretariat: a plan is a partner's")
        case "plan_ends_before_start":
            return Failure(Ending.USAGE, f"--ends {facts['ends']} is not after --starts {facts['starts']}")
        case "plan_already_imported":
            number = facts["number"] or "an instrument without number"
            message = f"{number} of {facts['acronym']} is imported already; nothing was changed"
            return Failure(Ending.FAILED, message)
        case "plan_unknown_goal":
            return Failure(Ending.USAGE, f"--set: the plan has no goal {', '.join(facts['keys'])}")
        case _:
            rows = [f"goal {key} (line {line}): {reason}" for key, line, _, reason in facts["goals"]]
            hint = "--set KEY=PHRASE gives a phrase that can be read"
            return Failure(Ending.FAILED, "; ".join(rows) + "; nothing was imported", hint)
