"""A table of agreements that follow one plan: each row checked, what is there already told from what is new.

The door imports the new ones, some at a time; the same table may come again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from db.institutions import Institution, Layer, all_institutions
from db.instruments import Instrument
from db.plans import first_plans
from rede.desk import Desk
from rede.rows import Flaw, Row, RowProblem, RowsRefused, cpf_problems, read_day, without_echo
from scheduler.deadlines import Policy
from scheduler.plan.sei import is_process

REQUIRED = ("institution",)
DATES = ("starts", "ends", "signed", "published")
COLUMNS = ("institution", "number", *DATES, "policy", "sei")
#: Instruments a transaction.
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One agreement to be imported, as its row says."""

    acronym: str
    number: str
    sei: str
    policy: Policy
    starts: date | None
    ends: date | None
    signed: date | None
    published: date | None


@dataclass(frozen=True, slots=True)
class ManyRead:
    new: list[Wanted]
    #: Imported before, exactly so.
    unchanged: int


async def read_many(desk: Desk, rows: Sequence[Row], *, sha256: str) -> ManyRead:
    """What the rows ask for. `sha256`: of the plan that they all follow.

    Raises:
        RowsRefused: with every problem of every row.
    """
    known = {one.acronym.casefold(): one for one in await all_institutions(desk.session)}
    asked = {row["institution"].casefold() for row in rows}
    ids = [one.id for acronym, one in known.items() if acronym in asked]
    there = {
        (one.institution_id, _plain(one.number)): (one, sha)
        for one, sha in await first_plans(desk.session, ids)
    }
    problems = [*_repeated(rows)]
    new: list[Wanted] = []
    for row in rows:
        found = without_echo([*_problems(row, known.get(row["institution"].casefold()))])
        problems += found
        if found:
            continue
        institution, wanted = known[row["institution"].casefold()], _wanted(row)
        before = there.get((institution.id, _plain(wanted.number)))
        if before is None:
            new.append(wanted)
        elif before[1] != sha256 or not _is_as_wanted(before[0], wanted):
            problems.append(RowProblem(row.line, "number", Flaw.IMPORTED_OTHERWISE, wanted.number))
    if problems:
        raise RowsRefused(problems)
    return ManyRead(new, len(rows) - len(new))


def _plain(number: str) -> str:
    return " ".join(number.split()).casefold()


def _repeated(rows: Sequence[Row]) -> Iterator[RowProblem]:
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        first = lines.setdefault((row["institution"].casefold(), _plain(row["number"])), row.line)
        if first != row.line:
            yield RowProblem(row.line, "number", Flaw.REPEATED, str(first))


def _problems(row: Row, institution: Institution | None) -> Iterator[RowProblem]:
    yield from cpf_problems(row)
    if not row["institution"]:
        yield RowProblem(row.line, "institution", Flaw.EMPTY)
    elif institution is None:
        yield RowProblem(row.line, "institution", Flaw.UNKNOWN_INSTITUTION, row["institution"])
    elif institution.layer == Layer.SECRETARIAT:
        yield RowProblem(row.line, "institution", Flaw.OF_THE_SECRETARIAT, row["institution"])
    if row["policy"] and row["policy"] not in list(Policy):
        yield RowProblem(row.line, "policy", Flaw.BAD_POLICY, row["policy"])
    if row["sei"] and not is_process(row["sei"]):
        yield RowProblem(row.line, "sei", Flaw.BAD_SEI, row["sei"])
    yield from _problems_of_dates(row)


def _problems_of_dates(row: Row) -> Iterator[RowProblem]:
    unread = [column for column in DATES if row[column] and read_day(row[column]) is None]
    yield from (RowProblem(row.line, column, Flaw.BAD_DATE, row[column]) for column in unread)
    begins = _begins(row)
    if begins is None and not unread:
        yield RowProblem(row.line, "starts", Flaw.NO_BEGINNING)
    ends = read_day(row["ends"])
    if begins is not None and ends is not None and ends <= begins:
        yield RowProblem(row.line, "ends", Flaw.ENDS_TOO_SOON, row["ends"])


def _begins(row: Row) -> date | None:
    return next(
        (day for column in ("starts", "published", "signed") if (day := read_day(row[column])) is not None),
        None,
    )


def _wanted(row: Row) -> Wanted:
    return Wanted(
        acronym=row["institution"],
        number=" ".join(row["number"].split()),
        sei=row["sei"],
        policy=Policy(row["policy"] or Policy.LEI_9784),
        starts=read_day(row["starts"]),
        ends=read_day(row["ends"]),
        signed=read_day(row["signed"]),
        published=read_day(row["published"]),
    )


def _is_as_wanted(there: Instrument, wanted: Wanted) -> bool:
    kept = (there.sei, there.policy, there.starts, there.ends, there.signed, there.published)
    asked = (wanted.sei, wanted.policy, wanted.starts, wanted.ends, wanted.signed, wanted.published)
    return kept == asked
