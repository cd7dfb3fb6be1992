"""When to try again: pure, the chance is passed in."""

from datetime import timedelta

#: Waits after the first, second… attempt; the last one repeats.
STEPS = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600, 1800, 3600))
#: Somebody is waiting in the dialogue: a few quick attempts first.
DIALOGUE_STEPS = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10)) + STEPS
#: After so long without success it fails, and the next channel of the notice is woken.
PATIENCE = timedelta(days=3)
#: A delay is spread over ± this share, so that what failed together does not come back together.
SPREAD = 0.2


def delay_after(attempts: int, *, dialogue: bool, jitter: float) -> timedelta | None:
    """How long to wait after `attempts` (≥ 1) failed ones; None when it is time to give up.

    `jitter` is in [0, 1).
    """
    steps = DIALOGUE_STEPS if dialogue else STEPS
    if _waited(attempts, steps) > PATIENCE:
        return None
    nominal = steps[min(attempts, len(steps)) - 1]
    return nominal * (1 - SPREAD + 2 * SPREAD * jitter)


def _waited(attempts: int, steps: tuple[timedelta, ...]) -> timedelta:
    beyond = max(0, attempts - len(steps))
    return sum(steps[:attempts], start=timedelta(0)) + steps[-1] * beyond
