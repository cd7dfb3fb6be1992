"""How long does it take to find, store and remind of every date of a large network, and how does that grow?

`python -m bench.planning [--institutions 5600]`: twenty goals each. Every figure stands beside a raw loop of the
same run: a table of the calendar walked in plain Python for as many dates, and an INSERT of as many rows by
sqlite3 alone. All of it is done first with half the institutions: twice the work should take twice the time.
"""

import argparse
import asyncio
import logging
import resource
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import cycle, islice
from operator import attrgetter
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import structlog

from bench.network import BUSY, FIRST, PLAN, settle, starts_of
from db import Database, schema
from db.rolling import instruments_to_roll
from db.sealing import Sealer
from elo.recounting import chunks
from elo.rings import PEOPLE, Rings
from notifier.texts import Texts
from rede.desk import Office, open_desk
from rede.dues import WINDOW
from rede.known_days import KnownDays
from rede.open_obligations import open_obligations
from scheduler.calendar import Calendar, ClosureKind, Policy
from scheduler.clock import BRASILIA
from scheduler.days.almanac import Almanac, Scope, Seat
from scheduler.days.listed_days import EveryYear, ListedDay
from scheduler.days.places import municipalities, states
from scheduler.deadlines import Anchors, Rule, due_dates
from scheduler.sending_window import SendingWindow

INSTITUTIONS, GOALS, DATES, YEARS = 5_600, 20, 13, 2
DUE = 10_000
#: A Wednesday: the rings are rung at noon.
NOON = datetime.combine(date(2027, 3, 3), time(12), tzinfo=BRASILIA)


class Took(NamedTuple):
    """Seconds: on the wall, and of the processors, which a busy machine does not lengthen."""

    wall: float
    work: float


Figures = dict[str, Took]


def expansion(institutions: int) -> Figures:
    """Every date of two years, by three kinds of calendar."""
    starts = starts_of(institutions)
    ufs = list(islice(cycle(states()), institutions))
    codes = list(islice(cycle(municipalities()), institutions))
    anniversaries = anniversaries_of_all()
    packed, table = Almanac(), round_table(Calendar.federal())
    full = packed.with_local_days(anniversaries)
    walked = timed("table of the calendar walked", lambda: walk(table, starts))
    found = {"walk": walked}
    kinds: dict[str, Callable[[int], Calendar]] = {
        "federal calendar": lambda _: Calendar.federal(),
        "27 States": lambda at: packed.calendar(Seat.at(ufs[at])),
        "municipalities with days of their own": lambda at: full.calendar(Seat.at("", codes[at]), Scope.FULL),
    }
    for what, calendar in kinds.items():
        found[what] = timed(what, partial(expand, BUSY, starts, calendar), walked)

    def anew() -> int:
        fresh = packed.with_local_days(anniversaries)
        return expand(BUSY, starts, lambda at: fresh.calendar(Seat.at("", codes[at]), Scope.FULL))

    found["anew"] = timed("municipalities, just after a list was loaded", anew, walked)
    found["plan"] = timed("the signed plan, 27 States", lambda: expand(PLAN, starts, kinds["27 States"]))
    return found


def expand(rules: Sequence[Rule], starts: Sequence[date], calendar: Callable[[int], Calendar]) -> int:
    found = 0
    for at, start in enumerate(starts):
        anchors, here, until = Anchors(starts=start), calendar(at), start.replace(year=start.year + YEARS)
        for rule in rules:
            found += len(
                due_dates(
                    rule,
                    anchors=anchors,
                    events=(),
                    calendar=here,
                    policy=Policy.LEI_9784,
                    since=start,
                    until=until,
                )
            )
    return found


def round_table(calendar: Calendar) -> dict[date, date]:
    days = [FIRST + timedelta(days=number) for number in range(365 * (YEARS + 2))]
    return {day: calendar.next_business_day(day) for day in days}


def walk(table: dict[date, date], starts: Sequence[date]) -> int:
    """As many dates as the busy plan has, found by nothing but looking up: literal and extended."""
    step = timedelta(days=365 * YEARS // DATES)
    found = 0
    for start in starts:
        for _ in range(GOALS):
            dates, day = [], start
            for _ in range(DATES):
                day += step
                dates.append((day, table[day]))
            found += len(dates)
    return found


def anniversaries_of_all() -> Sequence[ListedDay]:
    """One holiday of its own for each municipality."""
    return [
        ListedDay(EveryYear(number % 12 + 1, number % 28 + 1), ClosureKind.HOLIDAY, "Aniversário", place=code)
        for number, code in enumerate(municipalities())
    ]


def timed(what: str, work: Callable[[], int], limit: Took | None = None) -> Took:
    """The best of three, then once more for its memory."""
    took, found = [], 0
    for _ in range(3):
        begun, used = perf_counter(), process_time()
        found = work()
        took.append(Took(perf_counter() - begun, process_time() - used))
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    best = min(took, key=attrgetter("work"))
    tell(what, best, found, f"{peak:.1f} MB", limit)
    return best


def tell(what: str, took: Took, things: int, peak: str = "", limit: Took | None = None) -> None:
    times = f"{took.work / limit.work:6.1f} × the limit" if limit else ""
    print(f"{what:40}{took.wall:9.3f} s{took.work:9.3f} s{things:>12,}{peak:>10}{times}", flush=True)


async def stored(institutions: int, folder: Path) -> Figures:
    """Every obligation opened; then the rings of a day with nothing due, and of one with ten thousand steps."""
    url = f"sqlite+aiosqlite:///{folder}/elo.db"
    await schema.upgrade(url)
    database, here = Database(url), an_office()
    try:
        await settle(database, institutions)
        opened = await clocked(lambda: open_all(database, here))
        rows = count(folder, "obligations")
        raw = insert_raw(folder)
        tell("as many rows, raw INSERT", raw, rows)
        tell("open_obligations", opened, rows, resident(), raw)
        rings = Rings(database, here, rolled_on=NOON.date() - timedelta(days=1))
        rolled = await clocked(lambda: rings.open_obligations(NOON))
        tell("daily filling of windows", rolled, 0, resident())
        make_due(folder, 0)
        await rings.remind(NOON)
        idle = await clocked(lambda: rings.remind(NOON))
        tell("remind, nothing due", idle, 0, resident())
        due = make_due(folder, DUE)
        told = await clocked(lambda: rings.remind(NOON))
        tell("remind, planned and rendered", told, due, resident())
        print(f"{'':44}{count(folder, 'notices'):>23,} digests of {count(folder, 'notice_lines'):,} lines")
    finally:
        await database.close()
    return {"raw": raw, "stored": opened, "rolled": rolled, "idle": idle, "told": told}


def an_office() -> Office:
    """With the hours of the example configuration; the bench needs no chat, so nothing is wired."""
    return Office(
        texts=Texts(),
        days=KnownDays(Scope.FULL),
        window=SendingWindow(hour=time(9), quiet_from=time(20), quiet_to=time(8), working_days_only=True),
        sealer=Sealer(b"a key of the benches"),
        go_live=None,
        mailbox="rede@example.org",
        official_page="https://rede.example.org",
    )


async def clocked(work: Callable[[], Awaitable[None]]) -> Took:
    begun, used = perf_counter(), process_time()
    await work()
    return Took(perf_counter() - begun, process_time() - used)


async def open_all(database: Database, here: Office) -> None:
    """As the daily ring does."""
    today = FIRST + timedelta(days=365)
    async with database.read() as session:
        instruments = await instruments_to_roll(session, today=today, until=today + WINDOW, rolled_on=None)
    for part in chunks(instruments, PEOPLE):
        async with database.write() as session:
            desk = await open_desk(
                session, now=datetime.combine(today, time(9), tzinfo=BRASILIA), office=here
            )
            for instrument in part:
                await open_obligations(desk, instrument)


def insert_raw(folder: Path) -> Took:
    """Into a copy of the table with its indexes, as many in a transaction as the ring does."""
    with sqlite3.connect(folder / "elo.db") as known, sqlite3.connect(folder / "raw.db") as raw:
        made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'obligations' AND sql IS NOT NULL"
        for (statement,) in known.execute(made).fetchall():
            raw.execute(statement)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.commit()
        rows = known.execute("SELECT * FROM obligations").fetchall()
        marks = ",".join("?" * len(rows[0]))
        begun, used = perf_counter(), process_time()
        for part in chunks(rows, 500):
            raw.executemany(f"INSERT INTO obligations VALUES ({marks})", part)
            raw.commit()
        return Took(perf_counter() - begun, process_time() - used)


def make_due(folder: Path, steps: int) -> int:
    """Lets so many obligations fall due in a week, and the others much later."""
    today = NOON.date()
    week, later = today + timedelta(days=7), today + timedelta(days=300)
    with sqlite3.connect(folder / "elo.db") as raw:
        raw.execute("UPDATE obligations SET look_on = ? WHERE look_on IS NOT NULL", (str(later),))
        dated = "SELECT id FROM obligations WHERE look_on IS NOT NULL AND NOT internal"
        chosen = f"{dated} ORDER BY id * 7919 % 10007 LIMIT ?"
        raw.execute(
            "UPDATE obligations SET literal = ?, extended = ?, opens = ?, look_on = ?, last_step = ''"
            f" WHERE id IN ({chosen})",
            (str(week), str(week), str(today - timedelta(days=60)), str(today), steps),
        )
        due: int = raw.execute(
            "SELECT count(*) FROM obligations WHERE look_on = ?", (str(today),)
        ).fetchone()[0]
    return due


def count(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "elo.db") as raw:
        found: int = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def resident() -> str:
    """The most this process ever held."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"


def measured(institutions: int) -> Figures:
    print(f"\n{institutions:,} institutions, {GOALS} goals each: wall, processors, things, peak")
    found = expansion(institutions)
    with tempfile.TemporaryDirectory() as folder:
        return found | asyncio.run(stored(institutions, Path(folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--institutions", type=int, default=INSTITUTIONS)
    institutions = parser.parse_args().institutions
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    half, whole = measured(institutions // 2), measured(institutions)
    print("\ntwice the institutions take so many times as long")
    for what, took in whole.items():
        print(f"{what:44}{took.work / half[what].work:9.2f}")


if __name__ == "__main__":
    main()
