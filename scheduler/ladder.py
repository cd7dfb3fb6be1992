"""Which reminder of a deadline is the useful one today: one step at most, however long nobody looked.

After the last reminder the ladder climbs: each step of `escalate` tells somebody higher up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from scheduler.calendar import Calendar


class Rung(StrEnum):
    """Who is told when those who follow a goal did not answer, in this order."""

    SUBSTITUTE = "substitute"
    COORDINATOR = "coordinator"
    OFFICE = "office"
    SECRETARIAT = "secretariat"


RUNGS = tuple(Rung)


class Nature(StrEnum):
    """What a date is. Only a deadline can be late, and only what can be late climbs."""

    DEADLINE = "deadline"
    #: Meta interna: a target of our own.
    INTERNAL = "internal"
    CHECK_IN = "check_in"
    TERM_END = "term_end"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the literal date (0: the day itself), days after the extended one, and those of the rungs.

    `escalate` has one day for each rung, in the order of `Rung`; fewer: the ladder ends lower.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    escalate: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        late = (*self.after, *self.escalate)
        if any(days < 0 for days in self.before) or any(days < 1 for days in late):
            raise ValueError("the days of a ladder count away from the deadline, and are never negative")
        climbs = (max(self.after, default=0), *self.escalate)
        if len(self.escalate) > len(RUNGS) or list(climbs) != sorted(set(climbs)):
            raise ValueError(
                f"escalation has at most {len(RUNGS)} days, each later than the one before and than the last "
                "reminder"
            )

    @property
    def offsets(self) -> list[int]:
        """Every step as days from the deadline, the earliest first: -30 … 0, 1 …"""
        return sorted({*(-days for days in self.before), *self.after, *self.escalate})

    def rung(self, offset: int) -> Rung | None:
        """Whom a step climbs to; None for a reminder to those who follow the goal."""
        return RUNGS[self.escalate.index(offset)] if offset in self.escalate else None


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `name` is stable (`D-10`, `D0`, `D+1`) and is kept as a key; `on` is the day it is sent."""

    name: str
    on: date

    @property
    def offset(self) -> int:
        return offset_of(self.name)


#: Days between one rung and the next.
APART = 5


def climbing(before: tuple[int, ...], after: tuple[int, ...]) -> Ladder:
    """Reminders, then one rung every five days; what has no reminder after its date has no rung either."""
    return Ladder(before, after, tuple(max(after) + APART * count for count in range(1, 5)) if after else ())


DEFAULT = climbing((30, 7, 1, 0), (1, 15))
#: Plano de trabalho, by goal key; any other goal has DEFAULT.
BY_GOAL: Mapping[str, Ladder] = MappingProxyType(
    {
        "1.2": climbing((10, 5, 2, 0), (1,)),
        "1.4": climbing((7, 1, 0), ()),
        "2.1": climbing((60, 30, 15, 5, 0), (1, 15)),
        "3.4": climbing((30, 7, 1, 0), (1, 15)),
        # Days 5, 8 and 10 of the month.
        "C4": climbing((5, 2, 0), (1,)),
    }
)
#: What is never late: nothing comes after the day.
NEVER_LATE: Mapping[Nature, Ladder] = MappingProxyType(
    {
        Nature.INTERNAL: Ladder((7, 1, 0), ()),
        Nature.CHECK_IN: Ladder((14, 3, 0), ()),
        Nature.TERM_END: Ladder((180, 120, 90, 60, 30), ()),
    }
)


@dataclass(frozen=True, slots=True)
class Ladders:
    """The ladder of every goal: those of the plan, unless the operator wrote others."""

    by_goal: Mapping[str, Ladder] = field(default_factory=lambda: BY_GOAL)
    default: Ladder = DEFAULT

    def of(self, key: str, nature: Nature = Nature.DEADLINE) -> Ladder:
        """By what the date is, then by the key of the goal in the plan."""
        return NEVER_LATE.get(nature) or self.by_goal.get(key, self.default)


def offset_of(name: str) -> int:
    """`D-10` → -10, `D0` → 0, `D+1` → 1.

    Raises ValueError for anything else.
    """
    if not name.startswith("D"):
        raise ValueError(f"no step is called {name!r}")
    return int(name[1:])


def steps(
    ladder: Ladder,
    *,
    literal: date,
    extended: date,
    starts: date | None,
    calendar: Calendar,
    working_days_only: bool,
) -> Sequence[Step]:
    """Every step of a deadline with the day it is sent, in the ladder's order.

    A step before the deadline that falls on a day without work is sent on the working day before; one after
    it, on the next. None is sent before the term began (`starts`; None: it is not known).
    """
    return _steps(ladder, literal, extended, starts, calendar if working_days_only else None)


# Many institutions share their dates.
@lru_cache(maxsize=4096)
def _steps(
    ladder: Ladder, literal: date, extended: date, starts: date | None, calendar: Calendar | None
) -> tuple[Step, ...]:
    aim = min(literal, extended)
    found = []
    for offset in ladder.offsets:
        nominal = (aim if offset <= 0 else extended) + timedelta(days=offset)
        if starts is not None and nominal < starts:
            continue
        day = nominal if calendar is None else _sent_on(nominal, offset, calendar)
        found.append(Step(_name(offset), day if starts is None else max(day, starts)))
    return tuple(found)


def step_due(
    ladder: Ladder,
    *,
    literal: date,
    extended: date,
    starts: date | None,
    today: date,
    calendar: Calendar,
    last_step: str | None,
    working_days_only: bool,
) -> Step | None:
    """The most useful step due by `today` and later in the ladder than `last_step`; None when there is none.

    Steps missed while nobody looked are passed over for the latest. Once the literal day is gone only the
    step of the day itself is still worth sending, until the extended one; then only the steps after it.
    """
    known = steps(
        ladder,
        literal=literal,
        extended=extended,
        starts=starts,
        calendar=calendar,
        working_days_only=working_days_only,
    )
    due = [step for step in known if step.on <= today and _is_later(step, last_step)]
    # What is useful one day stays so for every later step: the last is worth sending, or none is.
    return due[-1] if due and _is_useful(due[-1], min(literal, extended), extended, today) else None


def next_look(
    ladder: Ladder,
    *,
    literal: date,
    extended: date,
    starts: date | None,
    today: date,
    calendar: Calendar,
    last_step: str | None,
    working_days_only: bool,
) -> date | None:
    """The next day after `today` on which a step falls due; None when the ladder is exhausted.

    What is due today already is `step_due`'s to say.
    """
    known = steps(
        ladder,
        literal=literal,
        extended=extended,
        starts=starts,
        calendar=calendar,
        working_days_only=working_days_only,
    )
    ahead = [step.on for step in known if step.on > today and _is_later(step, last_step)]
    return min(ahead, default=None)


def _is_useful(step: Step, aim: date, extended: date, today: date) -> bool:
    if today > extended:
        return step.offset > 0
    return step.offset >= 0 or today <= aim


def _is_later(step: Step, last_step: str | None) -> bool:
    return last_step is None or step.offset > offset_of(last_step)


def _sent_on(nominal: date, offset: int, calendar: Calendar) -> date:
    if offset > 0:
        return calendar.working_day_on_or_after(nominal)
    return calendar.working_day_on_or_before(nominal)


def _name(offset: int) -> str:
    return f"D{offset:+d}" if offset else "D0"
