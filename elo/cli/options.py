"""Options that several commands have, written once."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

_CHOSEN = "elo.config"
#: A year outside is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _chosen(context: typer.Context, value: Path | None) -> Path | None:
    """`elo -c FILE check` and `elo check -c FILE` are the same."""
    if value is not None:
        context.meta[_CHOSEN] = value
    found: Path | None = context.meta.get(_CHOSEN)
    return found


ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "-c",
        "--config",
        metavar="FILE",
        callback=_chosen,
        help="Configuration file; else ELO_CONFIG, else config.toml.",
    ),
]
TableFile = Annotated[Path, typer.Argument(metavar="FILE", help="CSV (; or ,) or XLSX, first sheet.")]
AsJson = Annotated[bool, typer.Option("--json", help="Data as JSON on stdout.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]


def day_option(name: str, about: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, parser=read_date, metavar="DATE", help=about)
    return option


def words_only(text: str | None) -> str | None:
    """For words that are stored or shown again: none may hold a CPF, and one that does is not repeated."""
    from scheduler.plan.cpf import has_cpf

    if has_cpf(text or ""):
        raise typer.BadParameter("it holds a CPF, which is never kept: leave it out")
    return text


def read_date(text: str) -> date:
    """ISO (2025-12-09) or as Brazil writes it (09/12/2025)."""
    for layout in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text.strip(), layout).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise typer.BadParameter(f"{text} is not a date: write 2025-12-09 or 09/12/2025")
