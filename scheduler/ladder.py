"""Which reminder of a deadline is the useful one today: one step at most, however long nobody looked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the literal date (0: the day itself) and days after the extended one."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    def __post_init__(self) -> None:
        if any(days < 0 for days in self.before) or any(days < 1 for days in self.after):
            raise ValueError("the days of a ladder count away from the deadline, and are never negative")

    @property
    def offsets(self) -> list[int]:
        """Every step as days from the deadline, the earliest first: -30 … 0, 1 …"""
        return sorted({*(-days for days in self.before), *self.after})


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `name` is stable (`D-10`, `D0`, `D+1`) and is kept as a key; `on` is the day it is sent."""

    name: str
    on: date

    @property
    def offset(self) -> int:
        return offset_of(self.name)


DEFAULT = Ladder((30, 7, 1, 0), (1, 15))
#: Plano de trabalho, by goal key; any other goal has DEFAULT.
BY_GOAL = {
    "1.2": Ladder((10, 5, 2, 0), (1,)),
    "1.4": Ladder((7, 1, 0), ()),
    "2.1": Ladder((60, 30, 15, 5, 0), (1, 15)),
    "3.4": Ladder((30, 7, 1, 0), (1, 15)),
    "C4": Ladder((5, 2, 0), (1,)),
}


def ladder_for(key: str) -> Ladder:
    """The ladder of a goal, by its key in the plan."""
    return BY_GOAL.get(key, DEFAULT)


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
) -> list[Step]:
    """Every step of a deadline with the day it is sent, in the ladder's order.

    A step before the deadline that falls on a day without work is sent on the working day before; one after
    it, on the next. None is sent before the term began (`starts`; None: it is not known).
    """
    aim = min(literal, extended)
    found = []
    for offset in ladder.offsets:
        nominal = (aim if offset <= 0 else extended) + timedelta(days=offset)
        if starts is not None and nominal < starts:
            continue
        day = _sent_on(nominal, offset, calendar) if working_days_only else nominal
        found.append(Step(_name(offset), day if starts is None else max(day, starts)))
    return found


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
    useful = _useful(known, aim=min(literal, extended), extended=extended, today=today)
    later = [step for step in useful if step.on <= today and _is_later(step, last_step)]
    return later[-1] if later else None


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


def _useful(known: list[Step], *, aim: date, extended: date, today: date) -> Iterator[Step]:
    for step in known:
        if today > extended:
            if step.offset > 0:
                yield step
        elif step.offset == 0 or (step.offset < 0 and today <= aim):
            yield step


def _is_later(step: Step, last_step: str | None) -> bool:
    return last_step is None or step.offset > offset_of(last_step)


def _sent_on(nominal: date, offset: int, calendar: Calendar) -> date:
    if offset > 0:
        return calendar.working_day_on_or_after(nominal)
    return calendar.working_day_on_or_before(nominal)


def _name(offset: int) -> str:
    return f"D{offset:+d}" if offset else "D0"
