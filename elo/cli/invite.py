"""`elo invite`: a fresh one-time invite for somebody who is registered: to pass on, to print, or by mail."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import say, tell, tell_json
from elo.cli.readers import the_one

if TYPE_CHECKING:
    from db.people import Person
    from rede.desk import Desk
    from rede.invite_person import Issued


@dataclass(frozen=True, slots=True)
class Made:
    """`link` is empty until the bot's name is known; `page` is what is printed, where it was asked for."""

    issued: "Issued"
    link: str
    page: str = ""


def invite(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Mailbox of a registered person.")],
    name: Annotated[str, typer.Option(help="Which person, where several read this mailbox.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="A page to print, with a QR code.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Mail it to the registered address.")] = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a one-time invite, valid for 7 days; the person's older ones stop working.

    \b
    elo invite joana@example.org
    elo invite joana@example.org --send
    elo invite gabinete@example.org --name "Joana Lima" --out convite.html
    """
    if out is not None and out.exists():
        raise Failure(Ending.FAILED, f"{out} is there already", "choose another name with --out")
    made = run(_make(config, email, name, send=send, printed=out is not None))
    if out is not None:
        _write(out, made.page)
    if send:
        say(f"the mail to {email} leaves with elo run: elo outbox shows it")
    tell_invite(made, as_json=as_json)


def tell_invite(made: Made, *, as_json: bool) -> None:
    from rede.invite_words import shown

    issued, code = made.issued, shown(made.issued.code)
    if as_json:
        tell_json({"invite": {"token": issued.token, "link": made.link or None, "code": code}})
        return
    tell("Send this to the bot, in a private chat:")
    tell(f"/start {issued.token}")
    if made.link:
        tell(f"or open {made.link}")
    tell(f"or type {code}")
    tell(f"It works once, until {issued.expires_at:%Y-%m-%d %H:%M} UTC (7 days).")


async def made_invite(desk: "Desk", issued: "Issued") -> Made:
    from rede.invite_letter import invite_link

    return Made(issued, await invite_link(desk, issued))


async def _make(config: Path | None, email: str, name: str, *, send: bool, printed: bool) -> Made:
    from db.people import people_by_email
    from rede.invite_letter import Guest, invite_link, invite_page
    from rede.invite_person import issue_invite

    async with open_house(config) as house, house.desk() as desk:
        person = the_one(await people_by_email(desk.session, email), email, name)
        issued = await _sent(desk, person) if send else await issue_invite(desk, person.id)
        page = await invite_page(desk, Guest(person.id, person.name), issued) if printed else ""
        return Made(issued, await invite_link(desk, issued), page)


async def _sent(desk: "Desk", person: "Person") -> "Issued":
    from rede.send_invite import send_invite

    if not desk.office.sends_mail:
        raise Failure(Ending.FAILED, "no mail server is configured", "set [email] host, or leave out --send")
    issued = await send_invite(desk, person.id)
    if issued is None:
        hint = "correct the address with elo people import, or pass the invite on yourself"
        raise Failure(Ending.FAILED, f"mail to {person.email} came back: nothing is sent there", hint)
    return issued


def _write(file: Path, page: str) -> None:
    """It opens the chat of a person: nobody else on this machine reads it."""
    from elo.secret_key import write_private

    try:
        write_private(file, page.encode())
    except OSError as error:
        raise Failure(Ending.FAILED, f"{file}: {error.strerror}") from error
    say(f"{file} written: print it, hand it over, then delete it")
