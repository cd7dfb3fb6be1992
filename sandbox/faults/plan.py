"""The faults to come, in order: each is counted as it matches, and strikes when its turn and its luck have come."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from sandbox.faults.kinds import Fault, SmtpFault
from sandbox.pulse import Pulse

FIRST_SEED = 1

F = TypeVar("F", Fault, SmtpFault)


@dataclass(slots=True)
class Planned(Generic[F]):
    """A fault and its history: the calls that matched it, and those it harmed."""

    fault: F
    matched: int = 0
    struck: int = 0


class Plan(Generic[F]):
    """The oldest fault that strikes takes the call; those after it do not hear of it."""

    def __init__(self) -> None:
        self.planned: list[Planned[F]] = []
        self._seed = FIRST_SEED
        self._dice = Random(FIRST_SEED)  # noqa: S311  # chance that can be repeated, no secret
        #: Beats when those held by a fault are let go.
        self._release = Pulse()

    @property
    def faults(self) -> list[F]:
        return [planned.fault for planned in self.planned]

    def add(self, fault: F) -> None:
        self.planned.append(Planned(fault))

    def clear(self) -> None:
        """Forget all faults, and let go whom they hold; luck begins anew from the seed."""
        self.planned.clear()
        self._release.beat()
        self.seed(self._seed)

    def seed(self, number: int) -> None:
        """The same seed and the same calls give the same faults again."""
        self._seed = number
        self._dice = Random(number)  # noqa: S311

    def strike(self, hits: Callable[[F], bool]) -> F | None:
        """The first planned fault that `hits`, whose turn it is and whose luck it is, used up by one."""
        for planned in self.planned:
            if hits(planned.fault) and self._takes(planned):
                return planned.fault
        return None

    async def pause(self, fault: F, seconds: float) -> None:
        """The waiting of a fault: real seconds, but no longer than it is planned and the desk stands."""
        if seconds > 0 and any(planned.fault is fault for planned in self.planned):
            await self._release.after_or_timeout(self._release.version, seconds)

    def close(self) -> None:
        self._release.close()

    def _takes(self, planned: Planned[F]) -> bool:
        fault = planned.fault
        planned.matched += 1
        used_up = fault.times is not None and planned.struck >= fault.times
        if used_up or planned.matched <= fault.after or not self._is_lucky(fault.probability):
            return False
        planned.struck += 1
        return True

    def _is_lucky(self, probability: float) -> bool:
        """The dice are thrown only where there is a doubt."""
        return probability >= 1 or self._dice.random() < probability
