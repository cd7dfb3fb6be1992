"""`elo plan`: a plano de trabalho is read, imported as what an institution owes, and changed."""

from pathlib import Path
from typing import Annotated

import typer

from elo.cli import plan_amend, plan_import, plan_readings, plan_show
from elo.cli.options import AsJson
from elo.cli.plan_files import content_of, document_of, say_problems
from elo.cli.plan_goals import tell_goals
from elo.cli.printing import tell_json

app = typer.Typer(
    help="Work plans: read a document, import it for an institution, amend it.", no_args_is_help=True
)

DocumentFile = Annotated[Path, typer.Argument(metavar="FILE", help="Text or HTML export of the plan.")]


@app.callback()
def plan() -> None:
    """Work plans.

    \b
    elo plan read plano-de-trabalho.txt
    elo plan import plano-de-trabalho.txt --institution UPB --starts 2025-12-09
    elo plan amend plano-novo.txt --institution UPB --from 2026-07-01
    elo plan show UPB --on 2026-03-01
    """


@app.command("read")
def read(file: DocumentFile, as_json: AsJson = False) -> None:
    """Print the goals of a plan: wording, who owes it, how its deadline is read. Changes nothing.

    What could not be read is named by its line, and so is a value with the shape of a CPF, which is not kept.

    \b
    elo plan read plano-de-trabalho.txt
    elo plan read plano-de-trabalho.txt --json
    """
    document = document_of(content_of(file), file)
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
        tell_goals(document)
    say_problems(document)


app.command("import")(plan_import.import_)
app.command("start")(plan_amend.start)
app.command("amend")(plan_amend.amend)
app.command("show")(plan_show.show)
app.command("readings")(plan_readings.readings)
app.command("decide")(plan_readings.decide)
