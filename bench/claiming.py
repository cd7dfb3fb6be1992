"""What does it cost to claim and to settle 30 messages beside none, 100,000 and a million settled ones?

`python -m bench.claiming [--settled 0 100000 1000000]`, on SQLite in a file.
"""

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from bench.recipients import Crowd, admit, office, remind
from db import Database, claims, schema
from db.channels import ChannelKind
from db.claims import Settlement
from db.deliveries import Delivery, DeliveryState
from scheduler.clock import SystemClock

#: Messages of one claim, and how many are timed.
CLAIM, TIMES = 30, 20


async def cost(file: Path, settled: int) -> tuple[float, float]:
    """Milliseconds of a claim and of its settling, medians, each with its COMMIT."""
    await schema.upgrade(f"sqlite:///{file}")
    database, now = Database(f"sqlite:///{file}"), SystemClock().now()
    try:
        crowd = Crowd(kind=ChannelKind.EMAIL, count=CLAIM * (TIMES + 1))
        await remind(database, office(), await admit(database, [crowd], at=now), at=now)
        _settle_many(file, settled)
        taken = [await _time_once(database) for _ in range(TIMES + 1)][1:]
    finally:
        await database.close()
    claiming, settling = zip(*taken, strict=True)
    return statistics.median(claiming), statistics.median(settling)


def _settle_many(file: Path, count: int) -> None:
    """As many copies of the first message, sent long ago."""
    names = [column.name for column in Delivery.__table__.columns if column.name != "id"]
    ended = {"state": "'sent'", "settled_at": "not_before"}
    values = ", ".join(ended.get(name, name) for name in names)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
    first = "(SELECT * FROM deliveries ORDER BY id LIMIT 1)"
    copied = f"{numbers} INSERT INTO deliveries ({', '.join(names)}) SELECT {values} FROM {first}, n"
    with sqlite3.connect(file) as outbox:
        outbox.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
        if count:
            outbox.execute(copied, (count,))


async def _time_once(database: Database) -> tuple[float, float]:
    now, began = SystemClock().now(), time.perf_counter()
    async with database.write() as session:
        rows = await claims.claim(session, ChannelKind.EMAIL, holder="bench", now=now, limit=CLAIM)
    claimed = time.perf_counter()
    sent = [
        Settlement(delivery_id=one.id, fence=one.fence, state=DeliveryState.SENT, outcome="sent")
        for one in rows
    ]
    async with database.write() as session:
        await claims.settle(session, sent, now=now)
    return 1000 * (claimed - began), 1000 * (time.perf_counter() - claimed)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.claiming", description=__doc__)
    parser.add_argument("--settled", type=int, nargs="+", default=[0, 100_000, 1_000_000])
    print(f"| settled rows | claim of {CLAIM} | settling of {CLAIM} |\n|---|---|---|")
    for settled in parser.parse_args().settled:
        with tempfile.TemporaryDirectory() as folder:
            claiming, settling = asyncio.run(cost(Path(folder) / "elo.db", settled))
        print(f"| {settled:,} | {claiming:.1f} ms | {settling:.1f} ms |", flush=True)


if __name__ == "__main__":
    main()
