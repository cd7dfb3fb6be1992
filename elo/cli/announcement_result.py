"""What became of an announcement: counted in people, and person by person in a sheet."""

from typing import TYPE_CHECKING

from elo.cli.announced import unknown
from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from pathlib import Path

    from db.broadcast_results import Counts
    from rede.desk import Desk


def tell_result(config: "Path | None", number: int, *, sheet: "Path | None", as_json: bool) -> None:
    """The sheet holds names: only its owner reads it."""
    state, counts, content = run(_result(config, number, with_rows=sheet is not None))
    if sheet is not None:
        _write(sheet, content)
        say(f"{sheet}: {counts.people} people")
    table = _table(number, state, counts)
    if as_json:
        tell_json(table)
        return
    for name, value in table.items():
        shown = (
            ", ".join(f"{why} {many}" for why, many in value.items()) if isinstance(value, dict) else value
        )
        tell(f"{name:<14} {shown}")


def _table(number: int, state: str, counts: "Counts") -> dict[str, object]:
    from db.broadcast_results import Absence
    from db.channels import ChannelKind

    return {
        "announcement": number,
        "state": state,
        "people": counts.people,
        "sent": counts.sent,
        "telegram": counts.sent_by(ChannelKind.TELEGRAM),
        "email": counts.sent_by(ChannelKind.EMAIL),
        "failed": counts.failed,
        "unknown": counts.unknown,
        "waiting": counts.waiting,
        "left_out": {str(one): counts.absent(one) for one in Absence},
    }


def _write(sheet: "Path", content: bytes) -> None:
    import os

    try:
        with open(sheet, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except OSError as error:
        raise Failure(Ending.USAGE, f"{sheet}: {error.strerror}") from error


async def _result(config: "Path | None", number: int, *, with_rows: bool) -> tuple[str, "Counts", bytes]:
    from rede.desk import open_desk

    async with open_house(config) as house:
        if with_rows:
            # It holds names: that somebody took it is on record.
            async with house.desk() as desk:
                return await _of(desk, number, with_rows=True)
        async with house.database.read() as session:
            desk = await open_desk(session, now=house.clock.now(), office=house.office())
            return await _of(desk, number, with_rows=False)


async def _of(desk: "Desk", number: int, *, with_rows: bool) -> tuple[str, "Counts", bytes]:
    from db.broadcast_results import counts_of_announcement
    from db.held_announcements import state_of
    from db.ids import AnnouncementId
    from rede.access import NotYours
    from rede.own_broadcasts import seen
    from rede.result_of_broadcast import csv_of
    from rede.stopped_broadcasts import on_record

    try:
        row = await seen(desk, AnnouncementId(number))
    except NotYours:
        raise unknown(number) from None
    counts = await counts_of_announcement(desk.session, row)
    if with_rows:
        on_record(desk, "announcement.result", row)
    return (
        state_of(row, waits=counts.waiting > 0),
        counts,
        await csv_of(desk, row) if with_rows else b"",
    )
