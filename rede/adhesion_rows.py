"""Termos de adesão as rows of a table, or as lines somebody typed: each is whole, or its problems are named.

A tool of acts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date

from validate_docbr import CNPJ

from rede.rows import Flaw, Row, RowProblem, checked_email, cpf_problems, read_day, without_echo
from scheduler.days.places import UnknownPlace, municipality, states
from scheduler.plan.sei import is_process

COLUMNS = (
    "name",
    "cnpj",
    "signed",
    "sei",
    "starts",
    "ends",
    "uf",
    "municipality_code",
    "contact_name",
    "contact_email",
)
REQUIRED = ("name", "cnpj", "signed")
DAYS = ("signed", "starts", "ends")
#: Longest name kept, in characters.
LONGEST = 200
#: Termos of one message.
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Termo:
    name: str
    #: 14 characters, upper case, unmasked.
    cnpj: str
    #: Last signature.
    signed: date
    sei: str = ""
    starts: date | None = None
    ends: date | None = None
    uf: str = ""
    municipality_code: str = ""
    contact_name: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A termo, and the line that it stands on."""

    line: int
    termo: Termo


@dataclass(slots=True)
class TermosRead:
    good: list[Numbered] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_termos(rows: Sequence[Row], *, today: date) -> TermosRead:
    """Every row, among the good ones or with all its problems. Columns that a termo does not have are only looked
    at for a CPF."""
    found, lines = TermosRead(), dict[str, int]()
    for row in rows:
        other = [column for column in row.cells if column not in COLUMNS]
        problems = [*_problems(row, today), *cpf_problems(_beside_cnpj(row), numeric=other)]
        problems = without_echo(problems)
        cnpj = unmasked(row["cnpj"])
        first = lines.setdefault(cnpj, row.line) if cnpj else row.line
        if first != row.line and not problems:
            problems = [RowProblem(row.line, "cnpj", Flaw.REPEATED, str(first))]
        found.problems += problems
        if not problems:
            found.good.append(Numbered(row.line, _termo(row)))
    return found


def unmasked(cnpj: str) -> str:
    """`12.abc.345/01de-35` → `12ABC34501DE35`; a spreadsheet takes zeros away from the left of a number."""
    bare = "".join(letter for letter in cnpj if letter.isalnum()).upper()
    return bare.zfill(14) if bare.isascii() and bare.isdigit() else bare


def masked(cnpj: str) -> str:
    """As it is written: `12.ABC.345/01DE-35`."""
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"


def is_cnpj(bare: str) -> bool:
    return bare != "0" * 14 and bool(CNPJ().validate(bare))


def as_text(termos: Sequence[Termo]) -> str:
    """JSON, to be kept in a draft."""
    return json.dumps(
        [{k: str(v) for k, v in asdict(one).items() if v} for one in termos], ensure_ascii=False
    )


def from_text(text: str) -> list[Termo]:
    """What `as_text` kept."""
    return [_made(cells) for cells in json.loads(text)]


def _beside_cnpj(row: Row) -> Row:
    """Without the cell of the CNPJ where it is one: eleven digits of it may look like a CPF."""
    if not is_cnpj(unmasked(row["cnpj"])):
        return row
    return Row(row.line, {name: text for name, text in row.cells.items() if name != "cnpj"})


def _problems(row: Row, today: date) -> Iterator[RowProblem]:
    for column in REQUIRED:
        if not row[column]:
            yield RowProblem(row.line, column, Flaw.EMPTY)
    for column in ("name", "contact_name"):
        if len(row[column]) > LONGEST:
            yield RowProblem(row.line, column, Flaw.TOO_LONG, str(LONGEST))
    if row["cnpj"] and not is_cnpj(unmasked(row["cnpj"])):
        yield RowProblem(row.line, "cnpj", Flaw.BAD_CNPJ)
    if row["sei"] and not is_process(row["sei"]):
        yield RowProblem(row.line, "sei", Flaw.BAD_SEI, row["sei"][:40])
    if row["contact_email"] and checked_email(row["contact_email"]) is None:
        yield RowProblem(row.line, "contact_email", Flaw.BAD_EMAIL)
    yield from _problems_of_days(row, today)
    yield from _problems_of_place(row)


def _problems_of_days(row: Row, today: date) -> Iterator[RowProblem]:
    days = {column: read_day(row[column]) for column in DAYS}
    for column, day in days.items():
        if row[column] and (day is None or abs(day.year - today.year) > 50):
            yield RowProblem(row.line, column, Flaw.BAD_DATE, row[column][:40])
    signed, ends = days["signed"], days["ends"]
    if signed is not None and signed > today:
        yield RowProblem(row.line, "signed", Flaw.IN_THE_FUTURE, f"{signed:%d/%m/%Y}")
    begins = days["starts"] or signed
    if begins is not None and ends is not None and ends <= begins:
        yield RowProblem(row.line, "ends", Flaw.ENDS_TOO_SOON, f"{ends:%d/%m/%Y}")


def _problems_of_place(row: Row) -> Iterator[RowProblem]:
    if row["uf"] and row["uf"].upper() not in states():
        yield RowProblem(row.line, "uf", Flaw.BAD_UF, row["uf"][:20])
    if row["municipality_code"] and not _is_municipality(row["municipality_code"]):
        yield RowProblem(row.line, "municipality_code", Flaw.BAD_MUNICIPALITY, row["municipality_code"][:20])


def _is_municipality(code: str) -> bool:
    try:
        return bool(municipality(code))
    except UnknownPlace:
        return False


def _termo(row: Row) -> Termo:
    code = row["municipality_code"]
    days = {column: str(day) for column in DAYS if (day := read_day(row[column]))}
    return _made(
        {
            **row.cells,
            **{column: days.get(column, "") for column in DAYS},
            "cnpj": unmasked(row["cnpj"]),
            "uf": row["uf"].upper() or (municipality(code).uf if code else ""),
            "contact_email": checked_email(row["contact_email"]) or "" if row["contact_email"] else "",
        }
    )


def _made(cells: Mapping[str, str]) -> Termo:
    texts = {one.name: cells.get(one.name, "") for one in fields(Termo) if one.name not in DAYS}
    starts, ends = cells.get("starts"), cells.get("ends")
    return Termo(
        **texts,
        signed=date.fromisoformat(cells["signed"]),
        starts=date.fromisoformat(starts) if starts else None,
        ends=date.fromisoformat(ends) if ends else None,
    )
