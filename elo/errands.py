"""What the bell calls that tells nobody anything of its own: files, one-time words, visits. Not played ahead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db import Database
from elo.blanking import blank_what_was_told
from rede.desk import Office
from scheduler.bell import Ring

EVERY = timedelta(minutes=1)


def errands(database: Database, office: Office) -> Sequence[Ring]:
    async def blank(now: datetime) -> None:
        await blank_what_was_told(database, now)

    return [Ring("blank secrets", EVERY, blank)]
