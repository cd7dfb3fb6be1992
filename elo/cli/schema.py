"""`elo db`: the database itself."""

import typer

from elo.cli.house import create_or_upgrade, require_database, run, settings_of
from elo.cli.options import ConfigFile
from elo.cli.printing import say

app = typer.Typer(no_args_is_help=True)


@app.callback()
def db() -> None:
    """The database: bring it to this version.

    \b
    elo db upgrade
    """


@app.command()
def upgrade(config: ConfigFile = None) -> None:
    """Bring the database to the version that this program needs; keeps the data.

    \b
    elo db upgrade
    """
    from db import schema

    settings = settings_of(config)
    require_database(settings)

    async def bring() -> tuple[str | None, str]:
        before = await schema.revision_of(settings.database_url)
        await create_or_upgrade(settings)
        return before, schema.head()

    before, after = run(bring())
    say(f"already at {after}" if before == after else f"from {before or 'nothing'} to {after}")
