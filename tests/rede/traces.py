"""Notices with a past, for the tests of traces: what was put, and what became of each attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from db import Database
from db.attempts import Attempt
from db.channels import ChannelKind
from db.deliveries import Delivery, DeliveryState, Lane
from db.ids import NoticeId
from db.notices import LineKey, NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from rede.desk import Desk
from tests.rede.makers import MARIA, NOW, STARTS, a_desk, import_for, owed_by, person_id, register

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Past:
    """How one channel of a notice stands, and (minutes after NOW, outcome, answer) of its attempts."""

    state: DeliveryState
    attempts: tuple[tuple[int, str, str], ...] = ()
    resent: bool = False
    last_error: str = ""


BLOCK = "403 Forbidden: bot was blocked by the user"
SENT = Past(DeliveryState.SENT, ((1, "sent", "12"),))
STANDS_BY = Past(DeliveryState.STANDBY)
BLOCKED = Past(
    DeliveryState.FAILED, ((1, "retry", "502 Bad Gateway"), (3, "failed", BLOCK)), last_error=BLOCK
)
MAILED = Past(DeliveryState.SENT, ((4, "sent", "250 2.0.0 Ok"),))
LOST = Past(
    DeliveryState.SENT, ((1, "unknown", "no answer in time"), (2, "sent", "250 2.0.0 Ok")), resent=True
)
REFUSED = Past(
    DeliveryState.FAILED,
    ((2, "failed", "550 5.1.1 <maria@upb.example.org>: no such user"),),
    last_error="550",
)
LOST_FOR_GOOD = Past(DeliveryState.UNKNOWN, ((2, "unknown", "no answer in time"),), resent=True)


async def rede_of_upb(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")


async def told(
    database: Database, *past: Past, kind: NoticeKind = NoticeKind.REMINDER, steps: Sequence[str] = ()
) -> NoticeId:
    """What Maria was told at NOW, by Telegram and then by e-mail, with that past; of goal 1.2 where steps are
    given."""
    who = await person_id(database, MARIA)
    owed = (await owed_by(database, "UPB", "1.2")).obligation.id if steps else None
    new = NewNotice(
        kind=kind,
        lane=Lane.REMINDERS,
        created_at=NOW,
        not_before=NOW,
        deliveries=[_delivery(channel) for channel, _ in zip(ChannelKind, past, strict=False)],
        person_id=who,
        lines=[LineKey(owed, step, STARTS) for step in steps] if owed is not None else (),
    )
    async with a_desk(database) as desk:
        notice = await put(desk.session, new)
        assert notice is not None
        await _live(desk, notice.id, past)
        return notice.id


def _delivery(channel: ChannelKind) -> NewDelivery:
    address = "7" if channel is ChannelKind.TELEGRAM else MARIA
    return NewDelivery(channel=channel, address=address, subject="Prazo em 24/12/2025", body="Olá, Maria")


async def _live(desk: Desk, notice_id: NoticeId, past: Sequence[Past]) -> None:
    rows = select(Delivery).where(Delivery.notice_id == notice_id).order_by(Delivery.id)
    for row, lived in zip((await desk.session.scalars(rows)).all(), past, strict=True):
        row.state, row.resent, row.last_error = lived.state, lived.resent, lived.last_error
        row.attempts = len(lived.attempts)
        for number, (minute, outcome, answer) in enumerate(lived.attempts, start=1):
            ended = NOW + minute * MINUTE
            if outcome == "delayed":
                # Heard of after it was settled.
                number = row.fence
            else:
                row.settled_at, row.fence = ended, number
            if outcome == "sent":
                # A success has no row of its own: the delivery says it.
                row.remote_id = answer
                continue
            desk.session.add(
                Attempt(delivery_id=row.id, number=number, ended_at=ended, outcome=outcome, answer=answer)
            )
