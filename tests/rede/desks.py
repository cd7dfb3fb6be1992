"""Desks and rows for the tests of registration."""

from datetime import UTC, datetime

from db import Session
from rede.desk import Desk
from rede.rows import Row
from tests.rede.makers import make_office

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OFFICE = make_office()


def make_desk(session: Session, now: datetime = NOW) -> Desk:
    return Desk(session=session, now=now, office=OFFICE)


def rows_of(table: str) -> list[Row]:
    """Rows of a `|` table, as the command line hands them over."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [
        Row(number, dict(zip(lines[0], cells, strict=True)))
        for number, cells in enumerate(lines[1:], start=2)
    ]
