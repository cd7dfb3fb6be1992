"""A channel that stands still: the Secretariat is told, and what waits goes by the other channel. For the bell.

One transaction per batch: stopped anywhere, it goes on where it was when called again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog

from db import Database
from db.channels import ChannelKind
from db.outages import mark_diverted
from rede.desk import Office, open_desk
from rede.divert import MOST, divert
from rede.standstills import Standstill, standstills
from rede.tell_of_standstills import tell_of_standstills

log = structlog.get_logger(__name__)


async def watch_outages(
    database: Database,
    office: Office,
    now: datetime,
    *,
    channels: Collection[ChannelKind] = tuple(ChannelKind),
) -> None:
    """Costs one small question while every channel works. `channels`: those that are configured; with one alone
    there is none to go by instead, and what waits for it goes on waiting."""
    if len(set(channels)) < len(ChannelKind):
        return
    async with database.read() as session:
        found = await standstills(session, now)
    if any(one.has_to_be_told(now) or one.end_has_to_be_told(now) for one in found):
        async with database.write() as session:
            await tell_of_standstills(await open_desk(session, now=now, office=office))
    for one in to_divert(found, now):
        await _divert(database, office, one, now)


def to_divert(found: Sequence[Standstill], now: datetime) -> list[Standstill]:
    """None while the other channel is out as well: whichever works first takes what waits for it."""
    out = {one.channel for one in found if one.is_on}
    return [one for one in found if one.is_long(now) and len(out) < len(ChannelKind)]


async def _divert(database: Database, office: Office, standstill: Standstill, now: datetime) -> None:
    count, done = 0, MOST
    while done == MOST:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            await mark_diverted(session, standstill.last.id, now=now)
            done = await divert(desk, standstill.channel)
        count += done
    if count:
        log.warning("deliveries.diverted", channel=str(standstill.channel), count=count)
