"""The electoral period (Lei 9.504/1997, art. 73): by sphere and UF, as the operator wrote it down. Pure.

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


#: How the kind of an institution is spelt, and how its name begins.
_MUNICIPAL, _MUNICIPALITY = (
    ("munic", "prefeitura"),
    ("município", "municipio", "prefeitura", "câmara municipal"),
)
_OF_STATE, _STATE = ("estad", "distrit"), ("estado ", "governo do estado", "distrito federal")


def sphere_of(place: Institution) -> Sphere | None:
    """None: neither the Union nor a state nor a municipality, as a civil society association."""
    if place.layer == Layer.SECRETARIAT:
        return Sphere.FEDERAL
    kind, name = place.kind.casefold(), place.name.casefold()
    if place.municipality_code or kind.startswith(_MUNICIPAL) or name.startswith(_MUNICIPALITY):
        return Sphere.MUNICIPAL
    if kind.startswith(_OF_STATE) or name.startswith(_STATE):
        return Sphere.STATE
    return Sphere.FEDERAL if kind.startswith("feder") else None


def has_periods_of(periods: Sequence[ElectoralPeriod], place: Institution) -> bool:
    """Whether anything is written down for its sphere and UF: else nobody here knows when it was in one."""
    sphere = sphere_of(place)
    return any(one.sphere is sphere and one.uf in ("", place.uf) for one in periods)


def period_of(periods: Sequence[ElectoralPeriod], place: Institution, day: date) -> ElectoralPeriod | None:
    """The one that the institution is in on that day."""
    return next((one for one in periods if one.holds(place, day)), None)
