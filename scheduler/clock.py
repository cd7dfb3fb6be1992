"""The clock as a collaborator: the only module of the service that may read the machine's time."""

import asyncio
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

#: The zone in which every deadline ends, whoever owes it and wherever they are.
BRASILIA = ZoneInfo("America/Sao_Paulo")


class Clock(Protocol):
    """What tells the time: the machine's clock, or the sandbox's, which people move by hand."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    async def changed(self) -> None:
        """Return once the clock was moved by hand; never, when nobody can move it."""


class SystemClock:
    """The machine's clock, which nobody moves."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def changed(self) -> None:
        await asyncio.Event().wait()


def local_day(instant: datetime, zone: ZoneInfo = BRASILIA) -> date:
    """The civil day of an aware instant, in `zone`.

    Raises ValueError for a naive instant: its day would depend on the machine's zone.
    """
    if instant.tzinfo is None:
        raise ValueError("the instant has no zone")
    return instant.astimezone(zone).date()
