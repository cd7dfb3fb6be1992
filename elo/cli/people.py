"""`elo people`: who serves the institutions comes in as a table."""

import typer

from elo.cli.options import AsJson, ConfigFile, DryRun, TableFile
from elo.cli.tables import import_table

app = typer.Typer(no_args_is_help=True)


@app.callback()
def people() -> None:
    """Who serves the institutions: import a table of them.

    \b
    elo people import people.csv
    """


@app.command("import")
def import_(
    file: TableFile,
    dry_run: DryRun = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Register or update people: every row, or none when one is wrong.

    \b
    elo people import people.csv --dry-run
    elo people import people.xlsx

    \b
    Columns, in any order; the first four are needed:
    email, name, institution (acronym), functions (separated by ;), phone,
    telegram_id (only when moving from another bot: that person is linked)
    Functions: coordenador, substituto, servidor_designado, responsavel_painel,
    multiplicador, gabinete, area_tematica:AXIS
    """
    from rede.register_person import COLUMNS, REQUIRED, register_people

    import_table(file, COLUMNS, REQUIRED, register_people).run(config, dry_run=dry_run, as_json=as_json)
