"""The electoral period (Lei 9.504/1997, art. 73): by sphere and UF, as the operator wrote it down. A tool of acts.

Whoever is in it promotes nothing: what promotes waits for a person's word, and goal 3.1 may be told as taken down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.institutions import Institution, Layer


class Sphere(StrEnum):
    FEDERAL = "federal"
    STATE = "estadual"
    MUNICIPAL = "municipal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectoralPeriod:
    """Both days included."""

    sphere: Sphere
    #: Of a state or its municipalities; empty: of all.
    uf: str = ""
    first: date
    last: date

    def holds(self, place: Institution, day: date) -> bool:
        return (
            self.first <= day <= self.last and self.sphere is sphere_of(place) and self.uf in ("", place.uf)
        )


#: Words in what kind an institution is.
_STATE = ("estad", "distrit")


def sphere_of(place: Institution) -> Sphere | None:
    """None: neither the Union nor a state nor a municipality, as a civil society association."""
    if place.layer == Layer.SECRETARIAT:
        return Sphere.FEDERAL
    kind = place.kind.casefold()
    if place.municipality_code or "munic" in kind:
        return Sphere.MUNICIPAL
    if any(word in kind for word in _STATE):
        return Sphere.STATE
    return Sphere.FEDERAL if "feder" in kind else None


def period_of(periods: Sequence[ElectoralPeriod], place: Institution, day: date) -> ElectoralPeriod | None:
    """The one that the institution is in on that day."""
    return next((one for one in periods if one.holds(place, day)), None)
