"""`elo outbox`: what waits, what left, what needs a person's decision."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.outbox_trace import as_json as trace_as_json
from elo.cli.outbox_trace import local, summary, tell_trace
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.traces import Listed, Trace, TracedDelivery

app = typer.Typer()
#: As in db/deliveries.py, which is slow to load.
State = StrEnum("State", ["standby", "pending", "sending", "sent", "failed", "unknown", "cancelled"])
#: The largest number a column of ours holds.
LARGEST = 2**31 - 1
CODE = re.compile(r"(av-?)?0*([1-9][0-9]{0,9})", re.IGNORECASE)
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Number of a delivery, from `elo outbox list`; or AV-000123, the code of a notice."
    ),
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
    """List deliveries, newest first; `held` for a moment: it leaves at a person's word.

    \b
    elo outbox list
    elo outbox list --state pending --channel email --json
    """
    rows = run(_deliveries(config, state or [State.failed, State.unknown], channel, limit))
    if as_json:
        tell_json([_row(row) for row in rows])
        return
    for row in rows:
        tell("\t".join(str(local(value)) for value in _row(row).values()))
    if not rows:
        say("none")


@app.command()
def show(number: Id, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show one delivery with its words, its notice and everything that happened to it.

    Instants are those of Brasília; in JSON, of UTC.

    \b
    elo outbox show 81
    elo outbox show AV-000123
    """
    is_notice, asked = _asked(number)
    found = run(_traced(config, asked, is_notice=is_notice))
    if found is None:
        missing = f"notice {number}" if is_notice else f"delivery {number}"
        raise Failure(Ending.FAILED, f"there is no {missing}", "elo outbox list --state sent")
    if as_json:
        tell_json(trace_as_json(*found))
    else:
        tell_trace(*found)


def _asked(number: str) -> tuple[bool, int]:
    """Whether it is a notice's, and which."""
    found = CODE.fullmatch(number.strip())
    if found is None or int(found.group(2)) > LARGEST:
        raise typer.BadParameter(f"{number} is neither the number of a delivery nor a code as AV-000123")
    return found.group(1) is not None, int(found.group(2))


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


def _row(row: "Listed") -> dict[str, object]:
    from db.notices import notice_code
    from rede.trace import masked

    told = {"last_error": masked(row.last_error), "notice": notice_code(row.notice_id), "kind": str(row.kind)}
    return summary(row, row.attempts) | told


async def _counts(config: "Path | None") -> dict[str, dict[str, int]]:
    from db.deliveries import counts

    async with open_house(config) as house, house.database.read() as session:
        table = await counts(session)
    return {str(kind): {str(state): number for state, number in row.items()} for kind, row in table.items()}


async def _deliveries(
    config: "Path | None", states: "Sequence[str]", channel: str | None, limit: int
) -> "Sequence[Listed]":
    from db.channels import ChannelKind
    from db.deliveries import DeliveryState
    from db.traces import listed

    async with open_house(config) as house, house.database.read() as session:
        return await listed(
            session,
            states=[DeliveryState(state) for state in states],
            channels=[ChannelKind(channel)] if channel else tuple(ChannelKind),
            limit=limit,
        )


async def _traced(
    config: "Path | None", number: int, *, is_notice: bool
) -> "tuple[Trace, TracedDelivery | None] | None":
    """A notice is shown by its first delivery."""
    from db.ids import DeliveryId, NoticeId
    from db.traces import notice_of_delivery, trace_of

    async with open_house(config) as house, house.database.read() as session:
        delivery_id = DeliveryId(number)
        notice_id = NoticeId(number) if is_notice else await notice_of_delivery(session, delivery_id)
        trace = None if notice_id is None else await trace_of(session, notice_id)
    if trace is None:
        return None
    wanted = [one for one in trace.deliveries if is_notice or one.id == delivery_id]
    return trace, wanted[0] if wanted else None


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
