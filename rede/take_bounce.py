"""A mail server says that a delivery did not arrive: what is gone for good closes its channel, the rest is counted.

Safe to repeat. Whoever has to know is told by the bell (`rede/lost_contacts.py`).
"""

from enum import StrEnum

from db.attempts import Attempt
from db.audit import record
from db.bounces import BOUNCED, DELAYED, arrived_since_last_bounce, delivery_held, is_noted
from db.channels import Channel, ChannelKind
from db.deliveries import Delivery, DeliveryState
from db.fallback import wake_next
from db.ids import DeliveryId
from db.outbox import close_channel
from notifier.bounce_codes import Severity
from notifier.incoming import Bounce
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.sending_window import not_before

#: What the numbers of deliveries are proven for (`db/sealing.py`).
MESSAGE = "message"
#: Deliveries in a row that came back for a passing reason: it is not passing.
MOST_SOFT = 5


class Taken(StrEnum):
    """What became of a bounce."""

    CLOSED = "channel closed"
    COUNTED = "counted"
    NOTED = "noted, the channel is closed or has another address"
    DELAYED = "delayed, noted"
    KNOWN = "known already"
    UNPROVEN = "not about a message of ours"
    GONE = "about a message no longer kept"


async def take_bounce(desk: Desk, bounce: Bounce) -> Taken:
    """Of the deliveries that it may be about the first with a true stamp counts; a forged one changes nothing."""
    is_ours = desk.office.sealer.is_stamp
    numbers = (one.number for one in bounce.tokens if is_ours(one.stamp, MESSAGE, one.number))
    number = next(numbers, None)
    if number is None:
        return Taken.UNPROVEN
    delivery = await delivery_held(desk.session, DeliveryId(number))
    if delivery is None or delivery.channel is not ChannelKind.EMAIL:
        return Taken.GONE
    if await is_noted(desk.session, delivery, BOUNCED):
        return Taken.KNOWN
    if bounce.severity is Severity.DELAYED:
        return await _note_delay(desk, delivery, bounce)
    return await _take(desk, delivery, bounce)


async def _note_delay(desk: Desk, delivery: Delivery, bounce: Bounce) -> Taken:
    if await is_noted(desk.session, delivery, DELAYED):
        return Taken.KNOWN
    _note(desk, delivery, DELAYED, bounce)
    return Taken.DELAYED


async def _take(desk: Desk, delivery: Delivery, bounce: Bounce) -> Taken:
    channel = await _same_channel(desk, delivery)
    closes = channel is not None and await _is_dead(desk, channel, bounce)
    _note(desk, delivery, BOUNCED, bounce)
    window = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
    if delivery.state in (DeliveryState.SENT, DeliveryState.UNKNOWN):
        delivery.state, delivery.settled_at = DeliveryState.FAILED, desk.now
        delivery.last_error = _reason(bounce)
        await desk.session.flush()
        await wake_next(desk.session, delivery.notice_id, now=desk.now, window=window)
    if channel is not None and closes:
        await close_channel(desk.session, channel.id, reason=_reason(bounce), now=desk.now, window=window)
    act, about = f"bounce.{bounce.severity}", f"deliveries:{delivery.id}"
    record(desk.session, act, about, now=desk.now, person_id=None, detail=bounce.status)
    await desk.session.flush()
    if channel is None:
        return Taken.NOTED
    return Taken.CLOSED if closes else Taken.COUNTED


async def _same_channel(desk: Desk, delivery: Delivery) -> Channel | None:
    """The channel that it went by, unless that is closed or has another address by now."""
    if delivery.channel_id is None:
        return None
    channel = await desk.session.get(Channel, delivery.channel_id, with_for_update=True)
    if channel is None or channel.closed_at is not None:
        return None
    return channel if channel.address.casefold() == delivery.address.casefold() else None


async def _is_dead(desk: Desk, channel: Channel, bounce: Bounce) -> bool:
    """Counts what came back; asked before this one is noted."""
    if bounce.severity is Severity.HARD:
        return True
    begins_anew = await arrived_since_last_bounce(desk.session, channel.id, now=desk.now)
    channel.soft_bounces = 1 if begins_anew else channel.soft_bounces + 1
    return channel.soft_bounces >= MOST_SOFT


def _note(desk: Desk, delivery: Delivery, outcome: str, bounce: Bounce) -> None:
    answer = bounce.diagnostic or bounce.status
    attempt = Attempt(
        delivery_id=delivery.id, number=delivery.fence, ended_at=desk.now, outcome=outcome, answer=answer
    )
    desk.session.add(attempt)


def _reason(bounce: Bounce) -> str:
    return f"bounced {bounce.status}".rstrip()
