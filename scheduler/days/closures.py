"""One day without work, or with less of it, and what each law makes of such a day. A name is only shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias


class Policy(StrEnum):
    """Which law counts the days of an instrument."""

    LEI_9784 = "lei-9784"  #: Lei 9.784/1999, art. 66
    CODIGO_CIVIL = "codigo-civil"  #: Lei 10.406/2002, art. 132


class ClosureKind(StrEnum):
    """Why there is no work on a day, or less of it."""

    HOLIDAY = "holiday"
    OPTIONAL = "optional"  #: ponto facultativo


@dataclass(frozen=True, slots=True)
class Closure:
    """One day of a list; with an hour, work stops at `closes_at` or begins at `opens_at` (Brasília)."""

    day: date
    kind: ClosureKind
    name: str
    closes_at: time | None = None
    opens_at: time | None = None
    place: str = ""  #: where: empty for the whole country, a UF (`BA`) or an IBGE code (`2927408`)
    law: str = ""  #: the law it rests on; empty where none is cited

    @property
    def is_half_day(self) -> bool:
        return self.closes_at is not None or self.opens_at is not None

    @property
    def weight(self) -> int:
        """How much it closes: a holiday, a ponto facultativo, a day that ends early, one that begins late.

        Under each law the heavier of two closures of one day does all that the lighter one does.
        """
        if self.is_half_day:
            return 1 if self.closes_at is not None else 0
        return 3 if self.kind is ClosureKind.HOLIDAY else 2

    def idles(self, policy: Policy) -> bool:
        """Whether a count of business days passes it over: half days count, and for the Código Civil so does
        a ponto facultativo."""
        return self.weight >= (2 if policy is Policy.LEI_9784 else 3)

    def bars(self, policy: Policy) -> bool:
        """Whether a term that ends on it moves on.

        Lei 9.784/1999, art. 66, § 1º (no office work, or work that ends early); Código Civil, art. 132, § 1º
        (holidays only). A day that opens late is a day of work for both.
        """
        return self.weight >= (1 if policy is Policy.LEI_9784 else 3)


Closures: TypeAlias = Mapping[date, Closure]


def by_day(closures: Iterable[Closure]) -> Closures:
    """Each day once, with the heaviest of its closures; of equals, the first."""
    days: dict[date, Closure] = {}
    for closure in closures:
        known = days.get(closure.day)
        if known is None or known.weight < closure.weight:
            days[closure.day] = closure
    return MappingProxyType(days)


def overlaid(below: Closures, own: Closures) -> Closures:
    """Both, each day with its heavier closure; of equals the Union's, else the nearer place's, which is `own`."""
    prevailing = {day: closure for day, closure in own.items() if _prevails(closure, below.get(day))}
    return MappingProxyType({**below, **prevailing}) if prevailing else below


def _prevails(own: Closure, below: Closure | None) -> bool:
    if below is None or below.weight < own.weight:
        return True
    return below.weight == own.weight and bool(below.place)
