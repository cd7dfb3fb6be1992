"""`elo person`: all that is on record of somebody; their data erased; their CPF kept, where that was chosen."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm
from elo.cli.readers import the_one

if TYPE_CHECKING:
    from db.people import Person
    from rede.desk import Desk

app = typer.Typer(no_args_is_help=True, help="Personal data: export, erase, and a CPF where it is kept.")
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Mailbox of a registered person.")]
Name = Annotated[str, typer.Option(help="Which person, where several read this mailbox.")]
#: What a refusal of `rede/keep_cpf.py` says here.
REFUSED = {
    "cpf_not_kept": ("this service keeps no CPF", "[privacy] keep_cpf = true chooses so"),
    "cpf_invalid": ("this is no valid CPF", "nothing was kept"),
    "cpf_of_another": ("somebody else has this CPF", "nothing was kept"),
}


@app.command("export")
def export(
    email: Email,
    name: Name = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there, for this user only.")] = None,
    config: ConfigFile = None,
) -> None:
    """Everything on record of a person, as JSON: on stdout, or in a file. It is audited.

    \b
    elo person export joana@example.org --out joana.json
    """
    if out is not None and out.exists():
        raise Failure(Ending.FAILED, f"{out} is there already", "choose another name with --out")
    content = run(_export(config, email, name))
    if out is None:
        tell(content.decode())
        return
    from elo.secret_key import write_private

    write_private(out, content + b"\n")
    say(f"{out} written: personal data, hand it over and delete it")


@app.command("erase")
def erase(
    email: Email,
    name: Name = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person's name, addresses and channels; what was done stays under a number. There is no way back.

    \b
    elo person erase joana@example.org --yes
    """
    number = run(_number(config, email, name))
    confirm(
        f"Erase the personal data of {email}? There is no way back.", yes=yes, nothing="nothing was erased"
    )
    run(_erase(config, number))
    if as_json:
        tell_json({"person": number, "erased": True})
    say(f"erased: person {number}; the last word to them leaves with elo run")


@app.command("cpf")
def cpf(email: Email, name: Name = "", config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Keep a person's CPF, encrypted. The number is asked for, or read from stdin: never an argument.

    \b
    elo person cpf joana@example.org
    """
    _require_kept(config)
    shown = run(_cpf(config, email, name, _asked()))
    if as_json:
        tell_json({"cpf": shown})
    else:
        tell(shown)


def _require_kept(config: Path | None) -> None:
    """Before the number is asked for: it would be typed for nothing."""
    from elo.cli.house import settings_of

    if not settings_of(config).privacy.keep_cpf:
        raise Failure(Ending.FAILED, *REFUSED["cpf_not_kept"])


def _asked() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("CPF", hide_input=True, err=True)
        return typed
    return sys.stdin.readline().strip()


async def _export(config: Path | None, email: str, name: str) -> bytes:
    from db.ids import PersonId
    from rede.personal_data import export

    async with open_house(config) as house, house.desk() as desk:
        return await export(desk, PersonId((await _person(desk, email, name)).id))


async def _number(config: Path | None, email: str, name: str) -> int:
    async with open_house(config) as house, house.desk() as desk:
        return (await _person(desk, email, name)).id


async def _erase(config: Path | None, number: int) -> None:
    from db.ids import PersonId
    from rede.administrators import LastAdministrator
    from rede.erase_person import erase_person

    async with open_house(config) as house, house.desk() as desk:
        try:
            await erase_person(desk, PersonId(number))
        except LastAdministrator as last:
            hint = "register another person of the Secretariat first"
            raise Failure(Ending.FAILED, "this is the last administrator", hint) from last


async def _cpf(config: Path | None, email: str, name: str, typed: str) -> str:
    from db.ids import PersonId
    from rede.keep_cpf import CpfRefused, keep_cpf

    async with open_house(config) as house, house.desk() as desk:
        person = await _person(desk, email, name)
        try:
            return await keep_cpf(desk, PersonId(person.id), typed)
        except CpfRefused as refused:
            raise Failure(Ending.FAILED, *REFUSED[refused.key]) from refused


async def _person(desk: "Desk", email: str, name: str) -> "Person":
    from db.people import people_by_email

    return the_one(await people_by_email(desk.session, email), email, name)
