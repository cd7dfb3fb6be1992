"""Which methods and parameters the Bot API has: for a strict desk, and for what the sandbox does not play."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.refusals import ApiRefusal, BadRequest, NotFound, NotInTheSandbox
from sandbox.requests.bodies import ATTACHED
from sandbox.requests.parameters import Parameters

#: A call made in the answer to a webhook says here what it is.
_NAME = "method"
_LONGEST_SHOWN = 64


@dataclass(frozen=True, slots=True)
class Declared:
    """A method as the documentation has it; parameters in its order."""

    name: str
    #: Whether the parameter is needed.
    parameters: Mapping[str, bool]

    def refuse(self, p: Parameters) -> None:
        """Raises BadRequest when a parameter is not of this method, or a needed one is missing."""
        given = [*p.values, *(name for name in p.uploads if not _is_attached(name, p))]
        for name in given:
            if name not in self.parameters and name != _NAME:
                raise BadRequest(f'sandbox: {self.name} has no parameter "{_printable(name)}"')
        for name, is_needed in self.parameters.items():
            if is_needed and name not in given:
                raise BadRequest(f'sandbox: {self.name} needs the parameter "{name}"')


def absent(name: str) -> ApiRefusal:
    """What to say of a method that is not played."""
    known = _NOT_PLAYED.get(name.lower())
    if known is None:
        return NotFound("method not found")
    return NotInTheSandbox(f"the sandbox does not play {known}")


def _is_attached(name: str, p: Parameters) -> bool:
    written = f"{ATTACHED}{name}"
    return any(written in (v if isinstance(v, str) else json.dumps(v)) for v in p.values.values())


def _printable(name: str) -> str:
    short = name[:_LONGEST_SHOWN]
    return short if short.isprintable() else short.encode("ascii", errors="backslashreplace").decode()


def _lines(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _played() -> Iterator[Declared]:
    """A method stands at the beginning of a line, its parameters on the indented lines below."""
    for block in re.split(r"\n(?=\w)", "\n".join(_lines("played.txt"))):
        name, *words = block.split()
        yield Declared(name, {word.rstrip("*"): word.endswith("*") for word in words})


DECLARED: Mapping[str, Declared] = {method.name.lower(): method for method in _played()}
_NOT_PLAYED = {name.lower(): name for name in _lines("not_played.txt")}
