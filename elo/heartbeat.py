"""That the service runs is written down each minute; the time in which it did not is an outage, once it runs again.

So a report is not late because nobody was there to take it (rede/lateness.py).
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from db import Database
from db.channels import ChannelKind
from db.marks import mark, set_mark
from db.outages import record_downtime

log = structlog.get_logger(__name__)

#: The minute in which the bell rang last.
MARK = "running at"
#: A restart is no outage.
LONG = timedelta(minutes=30)
REASON = "service was down"


class Heartbeat:
    """Of one process: only as it begins can it have been down. A clock that is moved by hand is none."""

    def __init__(self, database: Database, channels: Collection[ChannelKind]) -> None:
        """`channels`: those by which this service sends; each was out."""
        self._database = database
        self._channels = sorted(channels)
        self._begun = False

    async def beat(self, now: datetime) -> None:
        async with self._database.write() as session:
            last = await mark(session, MARK) if not self._begun else ""
            since = datetime.fromisoformat(last) if last else now
            was_down = now - since > LONG
            for channel in self._channels if was_down else ():
                await record_downtime(session, channel, reason=REASON, since=since, until=now)
            await set_mark(session, MARK, now.isoformat())
        self._begun = True
        if was_down:
            log.warning("service.was_down", since=since.isoformat(), until=now.isoformat())
