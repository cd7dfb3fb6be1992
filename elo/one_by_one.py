"""Many things done some at a time, each part in a transaction of its own: one that cannot be done is set aside and
logged by its number, and the others are done all the same. For the bell and the command line."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import structlog

from db.database import StoreUnreachable, batches

log = structlog.get_logger(__name__)

#: Failures logged one by one: where everything fails they are all alike.
LOGGED = 20
Id = TypeVar("Id", bound=int)


@dataclass(frozen=True, slots=True)
class Done(Generic[Id]):
    """The sum of what each part returned, and what could not be done."""

    count: int
    failed: Sequence[Id]


async def in_parts(
    ids: Iterable[Id], do: Callable[[Sequence[Id]], Awaitable[int]], *, size: int, act: str
) -> Done[Id]:
    """Calls `do`, which opens the transaction, with so many at a time; where that fails, with each alone.

    Raises:
        StoreUnreachable: none of them is to blame, and all of it can be done again.
    """
    count = 0
    spoilt: list[Id] = []
    for part in batches(ids, size):
        try:
            count += await do(part)
        except StoreUnreachable:
            raise
        except Exception:  # a door: one of them, which is found below
            spoilt.extend(part)
    failed: list[Id] = []
    for one in spoilt:
        try:
            count += await do([one])
        except StoreUnreachable:
            raise
        except Exception as error:  # a door: one must not stop all the others
            failed.append(one)
            if len(failed) <= LOGGED:
                log.error("bell.set_aside", act=act, id=one, exc_info=error)
    if len(failed) > LOGGED:
        log.error("bell.many_set_aside", act=act, count=len(failed))
    return Done(count, failed)


class OfToday(Generic[Id]):
    """What could not be done today waits for the next day: tried each minute it would only fill the log."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._ids: set[Id] = set()

    def on(self, today: date) -> set[Id]:
        """To be added to; empty on each new day."""
        if self._day != today:
            self._day, self._ids = today, set()
        return self._ids
