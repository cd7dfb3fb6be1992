"""What `elo announce` says of announcements that were made, and does with one that is held."""

from enum import StrEnum
from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.deliveries import DeliveryState
    from db.held_announcements import Progress

#: Announcements listed.
SHOWN = 20


class Decision(StrEnum):
    RELEASE = "release"
    CANCEL = "cancel"


def tell_announcements(config: "Path | None", *, as_json: bool) -> None:
    found = [_summary(one) for one in run(_announcements(config))]
    if as_json:
        tell_json(found)
        return
    if not found:
        say("none")
        return
    tell("\t".join(found[0]))
    for one in found:
        tell("\t".join(str(value) for value in one.values()))


def decide_announcement(config: "Path | None", decision: Decision, number: int, *, yes: bool) -> None:
    if decision is Decision.CANCEL:
        confirm(f"call announcement {number} off?", yes=yes)
        waited = run(_cancelled(config, number))
        messages = "1 message" if waited == 1 else f"{waited} messages"
        say(f"announcement {number} is called off: nothing more of it leaves ({messages} waited)")
        return
    confirm(f"let announcement {number} go on?", yes=yes)
    run(_released(config, number))
    say(f"announcement {number} goes on within a minute, in the sending window")


def _summary(one: "Progress") -> dict[str, object]:
    from scheduler.clock import BRASILIA

    row, counts = one.announcement, one.counts
    return {
        "id": row.id,
        "state": one.state,
        "starts": row.not_before.astimezone(BRASILIA).isoformat(timespec="seconds"),
        "audience": row.audience,
        "people": row.people,
        **{str(state): counts[state] for state in _told()},
        "title": row.title,
    }


def _told() -> "Sequence[DeliveryState]":
    from db.deliveries import DeliveryState

    left_aside = (DeliveryState.STANDBY, DeliveryState.CANCELLED)
    return [state for state in DeliveryState if state not in left_aside]


async def _announcements(config: "Path | None") -> "Sequence[Progress]":
    from db.held_announcements import announcements

    async with open_house(config) as house, house.database.read() as session:
        return await announcements(session, limit=SHOWN)


async def _released(config: "Path | None", number: int) -> None:
    from db.ids import AnnouncementId
    from rede.access import NotYours
    from rede.hold_broadcasts import HeldRefused, release

    try:
        async with open_house(config) as house, house.desk() as desk:
            await release(desk, AnnouncementId(number))
    except NotYours:
        raise _unknown(number) from None
    except HeldRefused:
        message = f"announcement {number} is not held: there is nothing to decide"
        raise Failure(Ending.FAILED, message, "elo announce --list") from None


async def _cancelled(config: "Path | None", number: int) -> int:
    from db.ids import AnnouncementId
    from rede.access import NotYours
    from rede.hold_broadcasts import HeldRefused, call_off

    try:
        async with open_house(config) as house, house.desk() as desk:
            return await call_off(desk, AnnouncementId(number))
    except NotYours:
        raise _unknown(number) from None
    except HeldRefused:
        message = f"nothing of announcement {number} is left to call off"
        raise Failure(Ending.FAILED, message, "elo announce --list") from None


def _unknown(number: int) -> Failure:
    return Failure(Ending.FAILED, f"there is no announcement {number}", "elo announce --list")
