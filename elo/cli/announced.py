"""What `elo announce` says of announcements that were made, and does with one at a person's word."""

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.deliveries import DeliveryState
    from db.held_announcements import Progress
    from db.ids import AnnouncementId
    from rede.desk import Desk

#: Announcements listed.
SHOWN = 20


class Decision(StrEnum):
    RELEASE = "release"
    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"
    RESEND = "resend"


#: What is asked before, and said after.
_ASKED = {
    Decision.RELEASE: "let announcement {} go on?",
    Decision.CANCEL: "call announcement {} off?",
    Decision.PAUSE: "pause announcement {}?",
    Decision.RESUME: "let announcement {} go on?",
    Decision.RESEND: "send announcement {} once more to those whom it did not reach?",
}
_REFUSED = {
    "announcement_not_held": "announcement {} is not held: there is nothing to decide",
    "announcement_not_paused": "announcement {} is not paused",
    "announcement_stands_still": "announcement {} stands still already",
    "announcement_over": "nothing of announcement {} is left to call off",
    "announcement_still_leaving": "announcement {} is still leaving",
    "announcement_unapproved": "announcement {} waits for its approval",
    "announcement_failed_nobody": "announcement {} reached everybody",
}


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
    confirm(_ASKED[decision].format(number), yes=yes)
    count = run(_decided(config, decision, number))
    match decision:
        case Decision.CANCEL:
            left = f"{_counted(count, 'message')} waited"
            say(f"announcement {number} is called off: nothing more of it leaves ({left})")
        case Decision.PAUSE:
            say(f"announcement {number} is paused ({_counted(count, 'message')} waited)")
        case Decision.RESEND:
            say(f"announcement {number} goes once more, to {'1 person' if count == 1 else f'{count} people'}")
        case Decision.RELEASE | Decision.RESUME:
            say(f"announcement {number} goes on within a minute, in the sending window")
        case never:
            assert_never(never)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


async def _decided(config: "Path | None", decision: Decision, number: int) -> int:
    from db.ids import AnnouncementId
    from rede.access import NotYours
    from rede.stopped_broadcasts import HeldRefused

    try:
        async with open_house(config) as house, house.desk() as desk:
            return await _act(desk, decision, AnnouncementId(number))
    except NotYours:
        raise unknown(number) from None
    except HeldRefused as refused:
        message = _REFUSED.get(refused.key, "announcement {} stays as it is").format(number)
        raise Failure(Ending.FAILED, message, "elo announce --list") from None


async def _act(desk: "Desk", decision: Decision, number: "AnnouncementId") -> int:
    from rede.hold_broadcasts import call_off, release
    from rede.pause_broadcast import pause, resume
    from rede.resend_broadcast import resend_failed

    match decision:
        case Decision.CANCEL:
            return await call_off(desk, number)
        case Decision.PAUSE:
            return await pause(desk, number)
        case Decision.RESEND:
            return await resend_failed(desk, number)
        case Decision.RELEASE:
            await release(desk, number)
        case Decision.RESUME:
            await resume(desk, number)
        case never:
            assert_never(never)
    return 0


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
        "held_for": row.held_for if row.held_at is not None else "",
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


def unknown(number: int) -> Failure:
    return Failure(Ending.FAILED, f"there is no announcement {number}", "elo announce --list")
