"""A table of classes is taken in, all of it or nothing: new ones are entered, those that differ are changed.

Taking in the same table again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.ids import InstitutionId
from db.institutions import Institution, institution_by_acronym
from rede.access import NotYours
from rede.class_holder import require_holder
from rede.class_plan import ClassFlaw, ClassPlan, ClassProblem, ClassRefused, Column
from rede.class_rows import ClassReader
from rede.class_shelf import Shelf, changes
from rede.desk import Desk
from rede.elo_names import same
from rede.refusal import Refusal
from rede.rows import Row


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row, and what it does, or would do."""

    line: int
    course: str
    code: str
    state: RowState
    #: Of a changed one.
    columns: Sequence[Column] = ()


class ClassesRefused(Refusal):
    """`classes_refused` (`rows`): some rows are wrong, so none was taken."""

    def __init__(self, problems: Sequence[tuple[int, ClassProblem]]) -> None:
        super().__init__("classes_refused", rows=len({line for line, _ in problems}))
        self.problems = sorted(problems)


@dataclass(frozen=True, slots=True)
class _Good:
    row: Compared
    shelf: Shelf
    plan: ClassPlan


async def compare_classes(
    desk: Desk, rows: Sequence[Row], *, institution_id: InstitutionId | None = None
) -> Sequence[Compared]:
    """What taking it in would do.

    Raises:
        NotYours: the actor may not enter classes of that institution.
        ClassesRefused: with every problem of every row.
    """
    return [one.row for one in await _read(desk, rows, institution_id)]


async def import_classes(
    desk: Desk, rows: Sequence[Row], *, institution_id: InstitutionId | None = None
) -> Sequence[Compared]:
    """`institution_id`: who holds those whose row names nobody; None: the Secretariat.

    Raises:
        NotYours, ClassesRefused: as `compare_classes`.
    """
    good = await _read(desk, rows, institution_id)
    for one in good:
        if one.row.state is RowState.NEW:
            await one.shelf.keep(one.plan)
        elif one.row.state is RowState.CHANGED:
            await one.shelf.change(one.plan)
    return [one.row for one in good]


async def _read(desk: Desk, rows: Sequence[Row], institution_id: InstitutionId | None) -> list[_Good]:
    shelves = _Shelves(desk, await require_holder(desk, institution_id))
    await shelves.load(rows)
    reader, good = ClassReader(desk), list[_Good]()
    problems, lines = list[tuple[int, ClassProblem]](), dict[tuple[int, str, str], int]()
    for row in rows:
        try:
            one = await _read_row(reader, await shelves.of(row), row)
        except ClassRefused as refused:
            problems += [(row.line, problem) for problem in refused.problems]
            continue
        first = lines.setdefault((one.shelf.holder.id, same(one.plan.course), same(one.plan.code)), row.line)
        if first != row.line:
            problems.append((row.line, ClassProblem(Column.CODE, ClassFlaw.REPEATED, str(first))))
        good.append(one)
    if problems:
        raise ClassesRefused(problems)
    return good


async def _read_row(reader: ClassReader, shelf: Shelf, row: Row) -> _Good:
    cells = shelf.completed(row.cells)
    known = shelf.known(row[Column.COURSE], row[Column.CODE])
    if known is None:
        plan = await reader.read(cells)
        return _Good(Compared(row.line, plan.course, plan.code, RowState.NEW), shelf, plan)
    one, before = known
    if one.cancelled_at is not None:
        stays = Compared(row.line, before.course, before.code, RowState.UNCHANGED)
        return _Good(stays, shelf, before)
    # As it is kept: another case of a letter is no other course or class.
    cells |= {Column.COURSE: before.course, Column.CODE: before.code}
    plan = await reader.read(cells, before=before)
    columns = changes(before, plan)
    state = RowState.CHANGED if columns else RowState.UNCHANGED
    return _Good(Compared(row.line, plan.course, plan.code, state, columns), shelf, plan)


class _Shelves:
    """Of each institution that a row names, looked up once."""

    def __init__(self, desk: Desk, holder: Institution) -> None:
        self._desk, self._holder = desk, holder
        self._places: dict[str, Institution | None] = {"": holder}
        self._shelves: dict[InstitutionId, Shelf] = {}

    async def load(self, rows: Sequence[Row]) -> None:
        titles: dict[str, set[str]] = {}
        for row in rows:
            titles.setdefault(_named(row), set()).add(row[Column.COURSE])
        for named, some in titles.items():
            if (place := await self._place(named)) is not None:
                await (await self._shelf(place)).load(some)

    async def of(self, row: Row) -> Shelf:
        """Raises ClassRefused: it names nobody, or somebody else."""
        place = await self._place(_named(row))
        if place is None:
            got = row[Column.INSTITUTION][:40]
            raise ClassRefused([ClassProblem(Column.INSTITUTION, ClassFlaw.UNKNOWN_INSTITUTION, got)])
        return await self._shelf(place)

    async def _place(self, named: str) -> Institution | None:
        if named not in self._places:
            found = await institution_by_acronym(self._desk.session, named)
            try:
                self._places[named] = await require_holder(self._desk, found.id) if found else None
            except NotYours:
                self._places[named] = None
        return self._places[named]

    async def _shelf(self, place: Institution) -> Shelf:
        if place.id not in self._shelves:
            self._shelves[place.id] = await Shelf.of(self._desk, place)
        return self._shelves[place.id]


def _named(row: Row) -> str:
    return row[Column.INSTITUTION].strip().casefold()
