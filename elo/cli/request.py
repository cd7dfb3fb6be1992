"""`elo request`: asks partners what they did in a period, and puts their answers together."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.audiences import audience_failure
from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, read_date
from elo.cli.outbox import LARGEST
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from db.requests import Tally
    from rede.open_request import Foreseen, NewRequest
    from rede.refusal import Refusal

app = typer.Typer(no_args_is_help=True)
Number = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST, help="Number, from `elo request list`.")
]


def _day(name: str, help_: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(f"--{name}", parser=read_date, metavar="DATE", help=help_)
    return option


@app.callback()
def request() -> None:
    """Requests (goal 3.5): what partners did in a period, by a date.

    \b
    elo request open "Relatório 2026" --due 2027-01-15 --from 2026-01-01 --to 2026-12-31 --audience todos
    elo request show 3
    elo request close 3 --out answers.xlsx
    """


@app.command("open")
def open_(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    due: Annotated[date, _day("due", "By which partners answer.")],
    first: Annotated[date, _day("from", "First day of the period.")],
    last: Annotated[date, _day("to", "Last day of the period.")],
    audience: Annotated[str, typer.Option("--audience", metavar="WORDS", help="todos, camada:1 uf:BA …")],
    text: Annotated[str, typer.Option("--text", help="What is asked for, in a few words.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Open it; else it is only shown.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Show whom a request would ask; with --yes, open it. The service opens the duties and tells partners.

    \b
    elo request open "Relatório 2026" --due 2027-01-15 --from 2026-01-01 --to 2026-12-31 --audience todos --yes
    """
    from rede.open_request import NewRequest
    from rede.requested import Period

    new = NewRequest(title=title, text=text, due=due, period=Period(first, last), audience=audience)
    foreseen, number = run(_open(config, new, yes=yes))
    if as_json:
        tell_json(
            {
                "id": number,
                "institutions": len(foreseen.places),
                "people": len(foreseen.people),
                "without_goal": list(foreseen.without_goal),
                "unreached": list(foreseen.unreached),
            }
        )
        return
    tell(f"asks {len(foreseen.places)} institutions, {len(foreseen.people)} people")
    if foreseen.without_goal:
        say(f"left out, goal 3.5 is not in force: {', '.join(foreseen.without_goal)}")
    if foreseen.unreached:
        say(f"asked, and nobody can be told: {', '.join(foreseen.unreached)}")
    tell(f"opened {number}" if number else "nothing was opened: say --yes")


@app.command("list")
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List requests, the open ones first.

    \b
    elo request list --json
    """
    rows = [_row(one) for one in run(_tallies(config, None))]
    if as_json:
        tell_json(rows)
        return
    if not rows:
        say("none")
        return
    tell("\t".join(rows[0]))
    for row in rows:
        tell("\t".join(str(value) for value in row.values()))


@app.command()
def show(number: Number, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Show one, and who has not answered.

    \b
    elo request show 3
    """
    found, missing = run(_show(config, number))
    row = _row(found)
    if as_json:
        tell_json({**row, "missing": missing})
        return
    for name, value in row.items():
        tell(f"{name}\t{value}")
    tell(f"missing\t{' '.join(missing) or '-'}")


@app.command()
def close(
    number: Number,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the workbook here.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Close one and put its answers together; again, with what came meanwhile.

    \b
    elo request close 3 --out answers.xlsx
    """
    content = run(_close(config, number))
    if out is not None:
        out.write_bytes(content)
    tell(f"closed {number}: {len(content)} bytes" + (f" in {out}" if out else ""))


async def _open(config: Path | None, new: "NewRequest", *, yes: bool) -> "tuple[Foreseen, int | None]":
    from rede.open_request import foresee_request, open_request
    from rede.refusal import Refusal

    async with open_house(config) as house:
        try:
            async with house.desk(rehearsal=not yes) as desk:
                foreseen = await foresee_request(desk, new.audience)
                number = (await open_request(desk, new)).id
        except Refusal as refused:
            raise _in_words(refused) from None
    return foreseen, number if yes else None


async def _tallies(config: Path | None, number: int | None) -> "list[Tally]":
    from db.ids import RequestId
    from db.requests import tallies

    async with open_house(config) as house, house.database.read() as session:
        only = RequestId(number) if number is not None else None
        found = list(await tallies(session, only=only, limit=1000))
    if number is not None and not found:
        raise Failure(Ending.FAILED, f"there is no request {number}", "elo request list")
    return found


async def _show(config: Path | None, number: int) -> "tuple[Tally, list[str]]":
    from db.ids import RequestId
    from db.requests import places_missing

    [found] = await _tallies(config, number)
    async with open_house(config) as house, house.database.read() as session:
        return found, [one.acronym for one in await places_missing(session, RequestId(number))]


async def _close(config: Path | None, number: int) -> bytes:
    from db.enclosures import enclosures_of
    from db.ids import RequestId
    from db.requests import Request
    from elo.opening_requests import compile_request
    from rede.access import NotYours
    from rede.close_request import close_request
    from rede.refusal import Refusal

    async with open_house(config) as house:
        try:
            async with house.desk() as desk:
                await close_request(desk, RequestId(number))
        except NotYours:
            raise Failure(Ending.FAILED, f"there is no request {number}", "elo request list") from None
        except Refusal as refused:
            raise _in_words(refused) from None
        await compile_request(house.database, house.office(), house.clock.now(), RequestId(number))
        async with house.database.read() as session:
            enclosure = (await session.get_one(Request, number)).enclosure_id
            found = await enclosures_of(session, [enclosure] if enclosure is not None else [])
    return found[enclosure].content if enclosure is not None else b""


def _row(one: "Tally") -> dict[str, object]:
    request = one.request
    state = "cancelled" if request.cancelled_at else "closed" if request.closed_at else "open"
    return {
        "id": request.id,
        "title": request.title,
        "due": request.due.isoformat(),
        "from": request.first.isoformat(),
        "to": request.last.isoformat(),
        "state": state,
        "asked": one.asked,
        "answered": one.answered,
    }


def _in_words(refused: "Refusal") -> Failure:
    from rede.audience import AudienceRefused

    if isinstance(refused, AudienceRefused):
        return audience_failure(refused)
    words = {
        "request_without_title": "the title is empty",
        "request_too_long": "title or text is too long",
        "request_with_cpf": "there is a CPF in it, which is never kept",
        "request_in_the_past": "--due is gone",
        "request_too_far": "--due is too far away",
        "request_period_backwards": "--to is before --from",
        "request_period_ahead": "--from has not come yet",
        "request_period_long": "the period is longer than three years",
        "request_of_nobody": "nobody of that audience has goal 3.5 in force",
        "request_known": "the same is open already",
        "request_cancelled_already": "it was called off",
    }
    return Failure(Ending.FAILED, words.get(refused.key, f"refused: {refused.key}"))
