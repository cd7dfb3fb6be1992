"""The 27 States and 5,571 municipalities of Brazil, by UF and IBGE code: which exist, what they are called."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

#: The whole country ("", the Union), a UF (`BA`), or the 7-digit IBGE code of a municipality (`2927408`).
Place: TypeAlias = str

UNION: Place = ""
BRASILIA: Place = "DF"


class UnknownPlace(ValueError):
    """No State has this UF and no municipality this code; `text` is what was given."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is neither a UF nor the IBGE code of a municipality")
        self.text = text


@dataclass(frozen=True, slots=True)
class State:
    uf: str
    name: str
    located: str  #: as Portuguese says that something is there: `na Bahia`


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name: str
    uf: str


def state(uf: str) -> State:
    """The State of a UF, in upper or lower case.

    Raises UnknownPlace.
    """
    try:
        return states()[uf.strip().upper()]
    except KeyError as error:
        raise UnknownPlace(uf) from error


def municipality(code: str) -> Municipality:
    """The municipality of a 7-digit IBGE code.

    Raises UnknownPlace.
    """
    try:
        return municipalities()[code.strip()]
    except KeyError as error:
        raise UnknownPlace(code) from error


def place_of(text: str) -> Place:
    """A UF or an IBGE code, as it is kept.

    Raises UnknownPlace.
    """
    return municipality(text).code if text.strip().isdigit() else state(text).uf


def name_of(place: Place) -> str:
    """`União`, `Bahia` or `Salvador (BA)`."""
    if place == UNION:
        return "União"
    if place.isdigit():
        found = municipality(place)
        return f"{found.name} ({found.uf})"
    return state(place).name


def located_in(place: Place) -> str:
    """`na Bahia`, `em Salvador (BA)`."""
    return f"em {name_of(place)}" if place.isdigit() else state(place).located


@cache
def states() -> Mapping[str, State]:
    """Every State and the Distrito Federal, by UF."""
    return MappingProxyType({uf: State(uf, name, located) for uf, name, located in _table("states.csv")})


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Every municipality, by IBGE code; read when first asked for."""
    return MappingProxyType(
        {code: Municipality(code, name, uf) for code, name, uf in _table("municipalities.csv")}
    )


def _table(name: str) -> list[list[str]]:
    text = files("scheduler").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
