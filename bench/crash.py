"""Is anything lost, or told twice, when the service is killed in the middle of a broadcast?

`python -m bench.crash [--kills 50] [--recipients 5000] [--database postgresql://…] [--seed 1]`. Half of them are
reached by chat, half by mail; the sandbox is in this process, the service in one of its own.
"""

import argparse
import asyncio
import itertools
import tempfile
from pathlib import Path

from bench.crashing import MAIL_PACE, Moment, Toll, surround
from bench.ground import ground
from bench.recipients import FIRST_CHAT, Crowd
from db.channels import ChannelKind
from sandbox.desk import Sandbox

#: Chat messages a second at the most: the broadcast lasts so long that the kills are spread over it.
PER_SECOND = 25
#: Seconds beyond what the pace needs.
GRACE = 120


async def besiege(folder: Path, given: argparse.Namespace) -> Toll:
    half = given.recipients // 2
    crowds = [
        Crowd(kind=ChannelKind.TELEGRAM, count=half),
        Crowd(kind=ChannelKind.EMAIL, count=given.recipients - half, first=FIRST_CHAT + half),
    ]
    database = f'[database]\nurl = "{given.database}"\n' if given.database else ""
    length = 4 / 3 * half / PER_SECOND
    async with Sandbox() as sandbox, ground(sandbox, folder, crowds, more=MAIL_PACE + database) as begun:
        siege = await surround(sandbox, begun, seed=given.seed)
        moments = itertools.islice(itertools.cycle(Moment), given.kills)
        for number, moment in enumerate(moments, start=1):
            await siege.kill_at(moment, calm=length / given.kills)
            print(f"{number}: {moment}; {len(siege.toll.in_flight)} in flight so far", flush=True)
        return await siege.finish(2 * length + GRACE)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--recipients", type=int, default=5_000)
    parser.add_argument("--database", default="", help="an empty one; else SQLite in a file")
    parser.add_argument("--seed", type=int, default=1, help="of the chances: the same gives the same plan")
    with tempfile.TemporaryDirectory() as folder:
        toll = asyncio.run(besiege(Path(folder), parser.parse_args()))
    print("\n" + toll.report())
    good = toll.told == toll.meant and not toll.lost and not toll.misreported and not toll.unfinished
    return 0 if good and toll.second_copies <= len(toll.in_flight) else 1


if __name__ == "__main__":
    raise SystemExit(main())
