"""How long a channel stands still: outages that follow one another closely are one standstill. A tool of acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import Session
from db.channels import ChannelKind
from db.outages import Outage, outages_since

#: A channel that did not answer for so long stands still; one that answered for so long works again.
LONG = timedelta(minutes=15)
#: How far back a standstill is followed that comes and goes.
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standstill:
    """Outages of one channel, the oldest first, each begun less than `LONG` after the last had ended."""

    outages: Sequence[Outage]

    @property
    def first(self) -> Outage:
        return self.outages[0]

    @property
    def channel(self) -> ChannelKind:
        return self.first.channel

    @property
    def last(self) -> Outage:
        return self.outages[-1]

    @property
    def is_told(self) -> bool:
        return any(one.told_at is not None for one in self.outages)

    @property
    def is_on(self) -> bool:
        return self.last.ended_at is None

    def is_long(self, now: datetime) -> bool:
        """Whether it goes on, and nothing was answered for `LONG` in all: short breaks do not count."""
        still = sum(((one.ended_at or now) - one.began_at for one in self.outages), start=timedelta(0))
        return self.is_on and still >= LONG

    def has_to_be_told(self, now: datetime) -> bool:
        return self.is_long(now) and not self.is_told

    def end_has_to_be_told(self, now: datetime) -> bool:
        """Once the channel has worked for so long that it is taken to work."""
        ended = self.last.ended_at
        return self.is_told and self.last.end_told_at is None and ended is not None and now - ended >= LONG


async def standstills(session: Session, now: datetime) -> list[Standstill]:
    """Of every channel, those of the last day and those whose end was not told."""
    chains: dict[ChannelKind, list[list[Outage]]] = {kind: [] for kind in ChannelKind}
    for outage in await outages_since(session, now - A_DAY):
        chain = chains[outage.channel]
        if chain and _follows(outage, chain[-1][-1]):
            chain[-1].append(outage)
        else:
            chain.append([outage])
    return [Standstill(one) for chain in chains.values() for one in chain]


def _follows(outage: Outage, before: Outage) -> bool:
    if before.end_told_at is not None or before.ended_at is None:
        return False
    return outage.began_at - before.ended_at < LONG
