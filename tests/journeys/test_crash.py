"""The service is killed during a broadcast, at each of its side effects; `bench/crash.py` is the long run."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.crashing import MAIL_PACE, Moment, Siege, surround
from bench.ground import ground
from bench.recipients import FIRST_CHAT, Crowd
from db.channels import ChannelKind
from sandbox.desk import Sandbox

pytestmark = pytest.mark.timeout(300)
CROWDS = [
    Crowd(kind=ChannelKind.TELEGRAM, count=75),
    Crowd(kind=ChannelKind.EMAIL, count=75, first=FIRST_CHAT + 75),
]
#: Several times what the pace allows.
LONG_ENOUGH = 60


@pytest.fixture
async def siege(tmp_path: Path) -> AsyncIterator[Siege]:
    async with Sandbox() as sandbox, ground(sandbox, tmp_path, CROWDS, more=MAIL_PACE) as begun:
        yield await surround(sandbox, begun, seed=1)


async def test_a_broadcast_survives_a_kill_at_each_of_its_side_effects(siege: Siege) -> None:
    for moment in Moment:
        await siege.kill_at(moment)
    toll = await siege.finish(LONG_ENOUGH)
    assert not toll.missed
    assert toll.told == toll.meant
    assert toll.lost == []
    assert toll.misreported == set()
    assert 0 < len(toll.in_flight) >= toll.second_copies
    assert toll.unfinished == 0
