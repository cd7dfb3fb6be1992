"""What a text knows of the ledger of a goal with a quantity: numbers and dates as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from rede.progress import Progress
from scheduler.deadlines import QuantityUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressLine:
    """Numbers as `59,5`, dates as `09/12/2026`; empty where there is nothing to say."""

    hours: bool
    done: str
    asked: str
    missing: str
    ends: str
    #: By the end, at this pace; and what would be missing then.
    expected: str
    expected_missing: str
    #: (2026, `40`)
    by_year: Sequence[tuple[int, str]]
    #: The last, incomplete cycle: from, to, and what would be in proportion.
    rest_since: str
    rest_until: str
    rest_share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What a reminder says of it: `22` of `60`."""

    hours: bool
    missing: str
    asked: str
    #: Less than two are missing: the verb is in the singular.
    is_one: bool
    #: On which day that was so: `02/12/2026`.
    on: str


def shortfall_on(day: date, progress: Progress | None) -> Shortfall | None:
    """None where no quantity is asked for, or nothing of it is missing."""
    if progress is None or not progress.missing:
        return None
    return Shortfall(
        hours=progress.unit is QuantityUnit.HOURS,
        missing=number(progress.missing),
        asked=number(Decimal(progress.asked)),
        is_one=progress.missing < 2,
        on=f"{day:%d/%m/%Y}",
    )


def progress_line(progress: Progress) -> ProgressLine:
    rest = progress.remainder
    expected = progress.expected if progress.missing else None
    return ProgressLine(
        hours=progress.unit is QuantityUnit.HOURS,
        done=number(progress.done),
        asked=number(Decimal(progress.asked)),
        missing=number(progress.missing) if progress.missing else "",
        ends=f"{progress.ends:%d/%m/%Y}",
        expected=number(expected) if expected is not None else "",
        expected_missing=number(progress.expected_missing) if progress.expected_missing else "",
        by_year=[(year, number(total)) for year, total in progress.by_year],
        rest_since=f"{rest.since:%d/%m/%Y}" if rest else "",
        rest_until=f"{rest.until:%d/%m/%Y}" if rest else "",
        rest_share=number(rest.in_proportion) if rest else "",
    )


def number(value: Decimal) -> str:
    """`59,5`, `1.200`."""
    return format_decimal(value.normalize(), locale="pt_BR")
