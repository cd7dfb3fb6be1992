"""`elo init`: everything a first start needs, and the first administrator's invite. May be repeated."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run, settings_of
from elo.cli.invite import Made, made_invite, tell_invite
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import say
from elo.configuration import configuration_file

SECRETARIAT = {"acronym": "SEGES", "name": "Secretaria-Executiva da Rede de Parcerias"}


def init(
    admin: Annotated[
        str, typer.Option("--admin", metavar="EMAIL", help="Mailbox of the first administrator.")
    ],
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Prepare this machine: configuration, secret key, database, first invite.

    \b
    elo init --admin maria@example.org
    elo init --admin maria@example.org -c /etc/elo/config.toml --json

    Nothing that exists is overwritten; run again, it only makes a new invite (the older one stops working).
    """
    from rede.rows import checked_email

    if checked_email(admin) is None:
        raise Failure(Ending.USAGE, f"--admin: {admin} is not an e-mail address", "elo init --admin EMAIL")
    _write_what_is_missing(config)
    tell_invite(run(_first_invite(config, admin)), as_json=as_json)


def _write_what_is_missing(config: Path | None) -> None:
    from elo.secret_key import make_secret_key, write_private

    file = configuration_file(config)
    template = (files("elo") / "config.example.toml").read_bytes()
    try:
        if not file.exists() and write_private(file, template):
            say(f"{file} written: put the bot's token and the mail server in it")
        settings = settings_of(config)
        had_data = settings.sqlite_file is not None and settings.sqlite_file.exists()
        if make_secret_key(settings.secret_key_file):
            say(f"{settings.secret_key_file} written: keep a copy elsewhere")
            if had_data:
                say("warning: the database is older than this key; phones sealed with another are lost")
    except OSError as error:
        raise Failure(Ending.FAILED, f"{error.filename}: {error.strerror}") from error


async def _first_invite(config: Path | None, admin: str) -> Made:
    from rede.invite_person import issue_invite
    from rede.register_institutions import found_secretariat
    from rede.register_person import PersonRefused, register_administrator

    async with open_house(config, create=True) as house, house.desk() as desk:
        secretariat = await found_secretariat(desk, **SECRETARIAT)
        try:
            person = await register_administrator(desk, admin, secretariat)
        except PersonRefused as refused:
            message = f"several people read {admin}: {', '.join(refused.names)}"
            raise Failure(Ending.FAILED, message, f"elo invite {admin} --name NAME") from refused
        return await made_invite(desk, await issue_invite(desk, person.id))
