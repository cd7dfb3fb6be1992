"""What is known of an instrument: its dates, what happened under it, and which days of it are asked about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, assert_never

from scheduler.due_date import ONCE
from scheduler.rules import Anchor, EventKind

#: No calendar of ours goes further.
_FARTHEST = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The four dates of an instrument; None: not known yet."""

    starts: date | None = None
    ends: date | None = None
    signed: date | None = None
    published: date | None = None

    def day(self, anchor: Anchor) -> date | None:
        match anchor:
            case Anchor.STARTS:
                return self.starts
            case Anchor.ENDS:
                return self.ends
            case Anchor.SIGNED:
                return self.signed
            case Anchor.PUBLISHED:
                return self.published
            case _:
                assert_never(anchor)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or was called for.

    `on`: the day from which a rule counts (termo signed, fact known), or, for an event that carries its own
    deadline (convocation, request, norm, change in the courses), the day by which it asks.
    """

    kind: EventKind
    on: date
    at: datetime | None = None  #: the very instant, where it is known: terms of hours count from it
    key: str = ""  #: what tells it from other events even when its day changes; empty: its day does


class Start(NamedTuple):
    """What a term counts from: an anchor, one event, or one turn."""

    on: date
    at: datetime | None
    key: int | str
    opens: date | None  #: the first day of what ends `on`; None: nothing does


class Window(NamedTuple):
    """Days asked about, from `since` to `until`, both included, of what began on `origin`."""

    origin: date
    since: date
    until: date


class Facts(NamedTuple):
    """What is known, and the literal days asked about: from `since` to `until`, both included."""

    anchors: Anchors
    events: Iterable[Event]
    since: date
    until: date

    @property
    def last(self) -> date:
        """What comes back stops with the vigência."""
        return min(self.until, self.anchors.ends or self.until, _FARTHEST)

    def window(self, anchor: Anchor = Anchor.STARTS) -> Window | None:
        """Where to look for what comes back from an anchor; None while that is not known."""
        origin = self.anchors.day(anchor)
        return None if origin is None else Window(origin, max(self.since, origin), self.last)

    def wider(self, *, earlier: int, later: int) -> "Facts":
        """The same facts, asked about so many days more, as far as there are days."""
        since = max(self.since.toordinal() - earlier, date.min.toordinal())
        until = min(self.until.toordinal() + later, _FARTHEST.toordinal())
        return self._replace(since=date.fromordinal(since), until=date.fromordinal(until))

    def anchored(self, anchor: Anchor) -> Iterator[Start]:
        """The anchor, where it is known."""
        day = self.anchors.day(anchor)
        if day is not None:
            yield Start(day, None, ONCE, self.anchors.starts)

    def happened(self, kind: EventKind) -> Iterable[Start]:
        """Every event of a kind, once each."""
        events = (event for event in self.events if event.kind is kind)
        starts = (Start(event.on, event.at, event.key or event.on.isoformat(), None) for event in events)
        return {start.key: start for start in starts}.values()
