"""`elo institutions`: the network's members come in as a table."""

import typer

from elo.cli.options import AsJson, ConfigFile, DryRun, TableFile
from elo.cli.tables import import_table

app = typer.Typer(no_args_is_help=True)


@app.callback()
def institutions() -> None:
    """Members of the network: import a table of them.

    \b
    elo institutions import institutions.csv
    """


@app.command("import")
def import_(
    file: TableFile,
    dry_run: DryRun = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Register or update institutions: every row, or none when one is wrong.

    \b
    elo institutions import institutions.csv --dry-run
    elo institutions import institutions.xlsx

    \b
    Columns, in any order; the first three are needed:
    acronym, name, layer (0 Secretariat, 1, 2), parent (acronym, for layer 2),
    kind, cnpj, uf, municipality_code, elo, email
    """
    from rede.register_institutions import COLUMNS, REQUIRED, register_institutions

    import_table(file, COLUMNS, REQUIRED, register_institutions).run(config, dry_run=dry_run, as_json=as_json)
