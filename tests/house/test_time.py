"""Time is a value: only the two clocks read the machine's wall time. Elapsed (monotonic) time is free."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.modules import sources, tree

CLOCKS = {"scheduler/clock.py", "sandbox/clock.py"}
#: Attributes that read the wall clock, by the class or module that they are read from.
WALL = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime"},
}


def reads(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and node.attr in WALL.get(_name(node.value), set()):
            yield f"{file.as_posix()}:{node.lineno} {_name(node.value)}.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for name in node.names:
                if name.name in WALL["time"]:
                    yield f"{file.as_posix()}:{node.lineno} from time import {name.name}"


def _name(node: ast.expr) -> str:
    """`datetime` for `datetime` and for `datetime.datetime`; empty for a call or a longer way."""
    match node:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name):
            return name
        case _:
            return ""


def test_nobody_but_the_clocks_reads_the_wall_clock() -> None:
    strays = [read for file in sources() if file.as_posix() not in CLOCKS for read in reads(file)]

    assert strays == []


def test_the_clocks_are_where_this_test_thinks_they_are() -> None:
    assert {file.as_posix() for file in sources() if list(reads(file))} == CLOCKS
