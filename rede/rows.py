"""Rows of a table handed in for registration: what is wrong with them is named by line and column.

A cell's value is repeated only where it cannot be personal (a layer, a UF, a function).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rede.refusal import Refusal

#: 11 digits, or a CPF with its punctuation, that are not part of something longer.
CPF_SHAPED = re.compile(r"(?<![0-9A-Za-z])(\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11})(?![0-9A-Za-z])")
_ISO, _BRAZIL = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?"), re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")


class Flaw(StrEnum):
    """Keys of what can be wrong with a cell; who shows it has the words."""

    EMPTY = "empty"
    CPF = "cpf"
    REPEATED = "repeated"
    BAD_LAYER = "bad_layer"
    SECOND_SECRETARIAT = "second_secretariat"
    SECRETARIAT_STAYS = "secretariat_stays"
    TAKEN = "taken"
    NO_PARENT = "no_parent"
    UNKNOWN_PARENT = "unknown_parent"
    PARENT_NOT_FIRST_LAYER = "parent_not_first_layer"
    PARENT_OF_OTHERS = "parent_of_others"
    UNEXPECTED_PARENT = "unexpected_parent"
    BAD_CNPJ = "bad_cnpj"
    BAD_UF = "bad_uf"
    BAD_MUNICIPALITY = "bad_municipality"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"
    BAD_TELEGRAM_ID = "bad_telegram_id"
    TELEGRAM_ID_OF_ANOTHER = "telegram_id_of_another"
    UNKNOWN_INSTITUTION = "unknown_institution"
    UNKNOWN_FUNCTION = "unknown_function"
    LAST_ADMINISTRATOR = "last_administrator"
    UNKNOWN_GOAL = "unknown_goal"
    UNKNOWN_NUMBER = "unknown_number"
    WHICH_NUMBER = "which_number"
    BAD_DATE = "bad_date"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_START = "before_start"
    NO_OCCURRENCE = "no_occurrence"
    BAD_HOURS = "bad_hours"
    UNEXPECTED_HOURS = "unexpected_hours"
    TOO_LONG = "too_long"
    OF_THE_SECRETARIAT = "of_the_secretariat"
    BAD_POLICY = "bad_policy"
    BAD_SEI = "bad_sei"
    NO_BEGINNING = "no_beginning"
    ENDS_TOO_SOON = "ends_too_soon"
    IMPORTED_OTHERWISE = "imported_otherwise"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; a column that the table does not have is not in `cells`."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, order=True)
class RowProblem:
    line: int
    column: str
    flaw: Flaw
    got: str = ""


class RowsRefused(Refusal):
    """Some rows are wrong, so none was registered."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("rows_refused", problems=sorted(problems))
        self.problems = sorted(problems)


@dataclass(frozen=True, slots=True)
class Registered:
    """How many there are of each, counted in rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Registered") -> "Registered":
        return Registered(
            self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged
        )


def cpf_problems(row: Row, *, numeric: Sequence[str] = ()) -> list[RowProblem]:
    """Cells with a valid CPF; in `numeric` columns eleven bare digits may be a phone and pass."""
    from validate_docbr import CPF

    cpf, problems = CPF(), []
    for column, text in row.cells.items():
        found = [each for each in CPF_SHAPED.findall(text) if "." in each or column not in numeric]
        if any(cpf.validate(each) for each in found):
            problems.append(RowProblem(row.line, column, Flaw.CPF))
    return problems


def without_echo(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """What else is wrong with a cell that holds a CPF is not told: it would repeat it."""
    refused = {(problem.line, problem.column) for problem in problems if problem.flaw is Flaw.CPF}
    return [one for one in problems if one.flaw is Flaw.CPF or (one.line, one.column) not in refused]


def checked_email(text: str) -> str | None:
    """The address in lower case; None when it is none. Test domains pass: pilots and demos use them."""
    from email_validator import EmailNotValidError, validate_email

    local, _, domain = text.strip().rpartition("@")
    stand_in = "example.org" if domain.lower() == "localhost" else domain
    try:
        validate_email(f"{local}@{stand_in}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return f"{local}@{domain}".lower()


def read_day(text: str) -> date | None:
    """`2024-05-03`, also as a spreadsheet hands it over, or `03/05/2024`; None when it is no day."""
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRAZIL.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
