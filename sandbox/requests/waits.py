"""`?after=N&timeout=S`: what came after number N, waited for if need be."""

import asyncio
import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request

from sandbox.pulse import Pulse
from sandbox.requests.json_values import as_integer
from sandbox.requests.orders import Wrong, refuse_unknown

LONGEST_WAIT = 60.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wait:
    #: None: nothing is waited for.
    after: int | None
    #: Real seconds.
    timeout: float

    async def newer(self, numbered: Sequence[T], came: Pulse) -> Sequence[T]:
        """Those numbered above `after`, counted from 1; `came` beats at each new one."""
        after = self.after or 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.timeout):
                while len(numbered) <= after and not came.closed:
                    await came.after(came.version)
        return numbered[after:]


def read_wait(request: Request, *, usual: float = 0) -> Wait:
    """Without a timeout it is the `usual` one, and never more than LONGEST_WAIT. Raises Wrong."""
    query = request.query_params
    refuse_unknown(query, ("after", "timeout"), "parameter")
    after = as_integer(query.get("after"))
    if "after" in query and (after is None or after < 0):
        raise Wrong("after is the number of an entry")
    return Wait(after, _seconds(query.get("timeout"), usual))


def _seconds(text: str | None, usual: float) -> float:
    try:
        seconds = usual if text is None else float(text)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0:
        raise Wrong("timeout is a number of seconds")
    return min(seconds, LONGEST_WAIT)
