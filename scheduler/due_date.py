"""One day on which something falls due. It knows how it was found, and says so when asked."""

from datetime import date, datetime
from typing import NamedTuple

from scheduler.counting import Count, Counted, ToTheMinute, unlisted_years
from scheduler.reasons import reason

#: The key of what falls due a single time.
ONCE = "once"


class DueDate(NamedTuple):
    """A plain tuple, for a million are made at a time: what is seldom asked is found out then."""

    opens: date | None  #: first day of the cycle, or the day counted from; None: nothing opens it
    literal: date  #: where the count ends: reminders aim at it
    extended: date  #: only after it is the goal late; earlier than `literal` in a term counted backward
    how: Count  #: how it was found
    key: int | str | None = (
        None  #: age of a cycle, key of an event, ONCE; None: its month tells it from the others
    )

    @property
    def occurrence(self) -> str:
        """What tells this duty from the others of its rule, whichever day it comes to fall on: it stays the
        same when the start moves, another law counts or a list is loaded."""
        return f"{self.literal:%Y%m}" if self.key is None else str(self.key)

    @property
    def provisional(self) -> bool:
        """Whether it leaned on a year whose list of holidays is not known."""
        return bool(unlisted_years(self.counted))

    @property
    def why(self) -> str:
        """A Portuguese clause that explains the date."""
        return reason(self.counted)

    @property
    def at(self) -> datetime | None:
        """The very minute, for a term of hours from a known instant; else the end of `extended` counts."""
        return self.how.at if isinstance(self.how, ToTheMinute) else None

    @property
    def counted(self) -> Counted:
        return Counted(self.literal, self.extended, self.how)
