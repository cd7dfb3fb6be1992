"""Which feeds of the forum are read, as the operator wrote it down."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumPlan:
    #: Addresses, as written.
    feeds: Sequence[str] = ()
    #: Those whose posts go straight out to everybody.
    trusted: Sequence[str] = ()
    #: Days without a new post after which the Secretariat is told; 0: never.
    quiet_days: int = 30
