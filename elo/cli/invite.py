"""`elo invite`: a fresh one-time invite for somebody who is registered."""

from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import tell, tell_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.people import Person
    from rede.invite_person import Issued


def invite(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Mailbox of a registered person.")],
    name: Annotated[str, typer.Option(help="Which person, where several read this mailbox.")] = "",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a one-time invite, valid for 7 days; the person's older ones stop working.

    \b
    elo invite joana@example.org
    elo invite gabinete@example.org --name "Joana Lima" --json
    """
    issued, username = run(_issue(config, email, name))
    tell_invite(issued, username, as_json=as_json)


def tell_invite(issued: "Issued", username: str | None, *, as_json: bool) -> None:
    link = f"https://t.me/{username.removeprefix('@')}?start={issued.token}" if username else None
    if as_json:
        tell_json({"invite": {"token": issued.token, "link": link}})
        return
    tell("Send this to the bot, in a private chat:")
    tell(f"/start {issued.token}")
    if link:
        tell(f"or open {link}")
    tell(f"It works once, until {issued.expires_at:%Y-%m-%d %H:%M} UTC (7 days).")


async def _issue(config: "Path | None", email: str, name: str) -> "tuple[Issued, str | None]":
    from db.outages import bot_username
    from db.people import people_by_email
    from rede.invite_person import issue_invite

    async with open_house(config) as house, house.desk() as desk:
        person = _the_one(await people_by_email(desk.session, email), email, name)
        issued = await issue_invite(desk, person.id)
        return issued, _username(house) or await bot_username(desk.session)


def _username(house: House) -> str:
    return house.settings.telegram.username


def _the_one(readers: "Sequence[Person]", email: str, name: str) -> "Person":
    named = [one for one in readers if not name or one.name.casefold() == name.strip().casefold()]
    names = ", ".join(one.name for one in readers)
    if len(named) == 1:
        return named[0]
    if not readers:
        raise Failure(Ending.FAILED, f"nobody is registered with {email}", "elo people import FILE.csv")
    if named:
        raise Failure(Ending.FAILED, f"several people read {email}: {names}", "choose one with --name NAME")
    raise Failure(Ending.FAILED, f"nobody called {name} reads {email}", f"who does: {names}")
