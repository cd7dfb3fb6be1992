"""`elo outbox`: what waits, what left, what needs a person's decision."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.deliveries import Delivery

app = typer.Typer()
#: As in db/deliveries.py, which is slow to load.
State = StrEnum("State", ["standby", "pending", "sending", "sent", "failed", "unknown", "cancelled"])
#: The largest number a column of ours holds.
LARGEST = 2**31 - 1
Id = Annotated[
    int,
    typer.Argument(metavar="ID", min=1, max=LARGEST, help="Number of a delivery, from `elo outbox list`."),
]
Ids = Annotated[list[int], typer.Argument(metavar="ID...", min=1, max=LARGEST, help="Numbers of deliveries.")]


@app.callback(invoke_without_command=True)
def outbox(context: typer.Context, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Messages: count them by channel and state, look at one, decide the failed.

    \b
    elo outbox --json
    elo outbox list --state failed
    elo outbox show 81
    elo outbox retry 81 82
    elo outbox drop 83
    """
    if context.invoked_subcommand is not None:
        return
    table = run(_counts(config))
    if as_json:
        tell_json(table)
        return
    tell("\t".join(["channel", *table["telegram"]]))
    for channel, states in table.items():
        tell("\t".join([channel, *map(str, states.values())]))


@app.command("list")
def list_(
    state: Annotated[list[State] | None, typer.Option(help="Default: failed and unknown.")] = None,
    channel: Annotated[Literal["telegram", "email"] | None, typer.Option(help="Default: both.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Newest so many.")] = 200,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """List deliveries, newest first.

    \b
    elo outbox list
    elo outbox list --state pending --channel email --json
    """
    rows = run(_deliveries(config, state or [State.failed, State.unknown], channel, limit))
    if as_json:
        tell_json([_summary(row) for row in rows])
        return
    for row in rows:
        tell("\t".join(str(value) for value in _summary(row).values()))
    if not rows:
        say("none")


@app.command()
def show(number: Id, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show one delivery with its words.

    \b
    elo outbox show 81
    """
    row = run(_delivery(config, number))
    if row is None:
        raise Failure(Ending.FAILED, f"there is no delivery {number}", "elo outbox list --state sent")
    words = {"address": row.address, "subject": row.subject, "body": row.body}
    if as_json:
        tell_json(_summary(row) | words)
        return
    for key, value in (_summary(row) | words).items():
        tell(f"{key}: {value}" if key != "body" else f"\n{value}")


@app.command()
def retry(numbers: Ids, config: ConfigFile = None) -> None:
    """Send failed or unknown deliveries once more.

    \b
    elo outbox retry 81 82
    """
    _decide(config, numbers, send_again=True)


@app.command()
def drop(numbers: Ids, config: ConfigFile = None) -> None:
    """Never send these failed or unknown deliveries.

    \b
    elo outbox drop 83
    """
    _decide(config, numbers, send_again=False)


def _decide(config: "Path | None", numbers: "Sequence[int]", *, send_again: bool) -> None:
    wanted = sorted(set(numbers))
    decided = run(_decided(config, wanted, send_again=send_again))
    say(f"{decided} of {len(wanted)} {'put back' if send_again else 'dropped'}")
    if decided < len(wanted):
        ending = Ending.PARTLY if decided else Ending.FAILED
        raise Failure(ending, "only failed and unknown deliveries can be decided", "elo outbox list")


def _summary(row: "Delivery") -> dict[str, object]:
    return {
        "id": row.id,
        "channel": str(row.channel),
        "state": str(row.state),
        "attempts": row.attempts,
        "not_before": row.not_before.isoformat(),
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
        "resent": row.resent,
        "last_error": row.last_error,
    }


async def _counts(config: "Path | None") -> dict[str, dict[str, int]]:
    from db.deliveries import counts

    async with open_house(config) as house, house.database.read() as session:
        table = await counts(session)
    return {str(kind): {str(state): number for state, number in row.items()} for kind, row in table.items()}


async def _deliveries(
    config: "Path | None", states: "Sequence[str]", channel: str | None, limit: int
) -> "Sequence[Delivery]":
    from db.channels import ChannelKind
    from db.deliveries import DeliveryState, deliveries

    async with open_house(config) as house, house.database.read() as session:
        return await deliveries(
            session,
            states=[DeliveryState(state) for state in states],
            channel=ChannelKind(channel) if channel else None,
            limit=limit,
        )


async def _delivery(config: "Path | None", number: int) -> "Delivery | None":
    from db.deliveries import Delivery

    async with open_house(config) as house, house.database.read() as session:
        return await session.get(Delivery, number)


async def _decided(config: "Path | None", numbers: "Sequence[int]", *, send_again: bool) -> int:
    from db.audit import record
    from db.ids import DeliveryId
    from db.recall import decide

    act = "outbox.retry" if send_again else "outbox.drop"
    async with open_house(config) as house, house.desk() as desk:
        ids = [DeliveryId(number) for number in numbers]
        decided = await decide(desk.session, ids, send_again=send_again, now=desk.now)
        if decided:
            record(desk.session, act, f"deliveries:{','.join(map(str, ids))}", now=desk.now, person_id=None)
    return decided
