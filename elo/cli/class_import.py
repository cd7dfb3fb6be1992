"""How `elo classes import` takes a table in: what it would do is shown first, all its problems at once."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from elo.cli.class_words import holder_of, in_words, sheet_in_words
from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from rede.class_plan import ClassProblem
    from rede.import_classes import Compared
    from rede.rows import Row

#: Problems and rows that are shown; JSON has all of them.
MOST_SHOWN = 50


def take_in(
    file: Path, acronym: str, *, config: Path | None, dry_run: bool, yes: bool, as_json: bool
) -> None:
    rows = _rows(file, _content(file))
    found = run(_import(config, rows, acronym, go=False, as_json=as_json))
    counts = _counts(found)
    if not as_json:
        _show(found)
    if dry_run or not counts["new"] + counts["changed"]:
        _tell_done(found, as_json=as_json, dry_run=dry_run)
        return
    confirm(f"take in {counts['new']} new and {counts['changed']} changed?", yes=yes)
    done = run(_import(config, rows, acronym, go=True, as_json=as_json))
    _tell_done(done, as_json=as_json, dry_run=False)


def _content(file: Path) -> bytes:
    from rede.class_sheet import LARGEST as LARGEST_FILE

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error


def _rows(file: Path, content: bytes) -> "Sequence[Row]":
    from rede.class_sheet import ClassSheetRefused, read_class_sheet

    try:
        return read_class_sheet(content)
    except ClassSheetRefused as refused:
        raise Failure(Ending.FAILED, f"{file.name}: {sheet_in_words(refused)}") from None


async def _import(
    config: Path | None, rows: "Sequence[Row]", acronym: str, *, go: bool, as_json: bool
) -> "Sequence[Compared]":
    from rede.import_classes import ClassesRefused, compare_classes, import_classes

    async with open_house(config) as house:
        with _seen(len(rows)):
            try:
                async with house.desk(rehearsal=not go) as desk:
                    holder = await holder_of(house, acronym)
                    act = import_classes if go else compare_classes
                    found = await act(desk, rows, institution_id=holder)
            except ClassesRefused as refused:
                raise _refused(refused.problems, len(rows), as_json=as_json) from None
    return found


@contextmanager
def _seen(rows: int) -> Iterator[None]:
    """Whoever sits before a terminal sees that it works; a script sees nothing of it."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        progress.add_task(f"{rows} rows", total=None)
        yield


def _refused(problems: "Sequence[tuple[int, ClassProblem]]", rows: int, *, as_json: bool) -> Failure:
    if as_json:
        told = [{"line": line, "column": str(one.column), "problem": in_words(one)} for line, one in problems]
        tell_json({"problems": told})
    for line, one in problems[:MOST_SHOWN]:
        say(f"line {line}, {one.column}: {in_words(one)}")
    if len(problems) > MOST_SHOWN:
        say(f"... and {len(problems) - MOST_SHOWN} more")
    wrong = len({line for line, _ in problems})
    message = f"{wrong} of {rows} rows wrong; nothing was taken in"
    return Failure(Ending.FAILED, message, "mend them and import the whole file again")


def _counts(found: "Sequence[Compared]") -> dict[str, int]:
    states = [str(one.state) for one in found]
    return {name: states.count(name) for name in ("new", "changed", "unchanged")}


def _show(found: "Sequence[Compared]") -> None:
    some = [one for one in found if one.state != "unchanged"]
    for one in some[:MOST_SHOWN]:
        columns = f" ({', '.join(one.columns)})" if one.columns else ""
        say(f"line {one.line}: {one.state}{columns}: {one.course} · {one.code}")
    if len(some) > MOST_SHOWN:
        say(f"... and {len(some) - MOST_SHOWN} more")


def _tell_done(found: "Sequence[Compared]", *, as_json: bool, dry_run: bool) -> None:
    counts = _counts(found)
    if as_json:
        rows = [
            {
                "line": one.line,
                "course": one.course,
                "code": one.code,
                "state": str(one.state),
                "columns": [str(each) for each in one.columns],
            }
            for one in found
        ]
        tell_json({**counts, "dry_run": dry_run, "rows": rows})
    else:
        tell(", ".join(f"{number} {word}" for word, number in counts.items()))
    if dry_run:
        say("rehearsal: nothing was changed")
