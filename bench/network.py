"""A large network as rows: institutions of every State, each with an agreement, a plan of goals and a person.

Everybody in it is invented, and reads mail at example.org.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice

from db import Database
from db.channels import Channel, ChannelKind
from db.database import Base, insert
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.people import Function, Membership, Person
from db.plans import Goal, GoalKind, Plan
from scheduler.days.places import states
from scheduler.deadlines import (
    After,
    Anchor,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    MonthlyDay,
    OnEvent,
    Policy,
    Rule,
    Span,
    State,
    Unit,
    rule_to_json,
)
from scheduler.phrases import Confidence
from scheduler.plan_document import Party
from scheduler.rule_wording import reading

FIRST = date(2026, 1, 1)
LONG_AGO = datetime(2025, 12, 1, tzinfo=UTC)
#: Thirteen dates a goal in two years, on average: 1.45 million in all.
BUSY: Sequence[Rule] = [
    *[Cycle(1)] * 5,
    *[MonthlyDay(day) for day in (5, 10, 15, 20, 31)],
    Cycle(2),
    Cycle(6),
    *[Cycle(12)] * 3,
    *[After(Span(15, Unit.DAYS), Anchor.STARTS)] * 2,
    Continuous(),
    State(),
    OnEvent(EventKind.CONVOCATION),
]
#: The goals of the signed plan: most have no date at all.
PLAN: Sequence[Rule] = [
    After(Span(15, Unit.DAYS), Anchor.STARTS),
    After(Span(10, Unit.DAYS), Anchor.STARTS),
    *[Cycle(12)] * 5,
    DayAfterMonth(10, EventKind.ADHESION),
    *[OnEvent(EventKind.REQUEST)] * 3,
    *[Continuous()] * 8,
    State(),
]

Row = dict[str, object]


def starts_of(institutions: int) -> list[date]:
    """A start of vigência each, on every day of a year."""
    return [FIRST + timedelta(days=number % 365) for number in range(institutions)]


async def settle(database: Database, institutions: int) -> None:
    """Fills an empty database; number 1 is the Secretariat, and each has one row in every table but goals."""
    partners = range(2, institutions + 2)
    starts, ufs = starts_of(institutions), islice(cycle(states()), institutions)
    everybody: dict[type[Base], list[Row]] = {
        Institution: [_institution(1, "DF"), *map(_institution, partners, ufs)],
        Person: [{"id": 1, "name": "Ana", "email": _email(1)}, *map(_person, partners)],
        Membership: list(map(_membership, range(1, institutions + 2))),
        Channel: list(map(_channel, range(1, institutions + 2))),
        Instrument: list(map(_instrument, partners, starts)),
        Plan: list(map(_plan, partners)),
        Goal: [_goal(number, place, rule) for number in partners for place, rule in enumerate(PLAN, start=1)],
    }
    async with database.write() as session:
        for table, rows in everybody.items():
            await session.execute(insert(session, table), rows)


def _institution(number: int, uf: str) -> Row:
    layer = Layer.SECRETARIAT if number == 1 else Layer.FIRST
    return {
        "id": number,
        "acronym": f"I{number}",
        "name": f"Instituição {number}",
        "layer": layer,
        "uf": uf,
        **dict.fromkeys(("kind", "cnpj", "municipality_code", "elo", "email"), ""),
    }


def _person(number: int) -> Row:
    return {"id": number, "name": f"Maria {number}", "email": _email(number)}


def _email(number: int) -> str:
    return f"pessoa{number}@example.org"


def _membership(number: int) -> Row:
    return {"person_id": number, "institution_id": number, "function": Function.COORDENADOR, "axis": ""}


def _channel(number: int) -> Row:
    return {
        "person_id": number,
        "kind": ChannelKind.EMAIL,
        "address": _email(number),
        "opened_at": LONG_AGO,
        "closed_reason": "",
    }


def _instrument(number: int, starts: date) -> Row:
    return {
        "id": number,
        "institution_id": number,
        "number": f"AC {number}/2025",
        "sei": "",
        "policy": Policy.LEI_9784,
        "imported_at": LONG_AGO,
        "counted_by": "",
        "starts": starts,
        "ends": starts.replace(year=starts.year + 5),
    }


def _plan(number: int) -> Row:
    return {
        "id": number,
        "instrument_id": number,
        "version": 1,
        "imported_at": LONG_AGO,
        "document_name": "plano.txt",
        "document_sha256": "",
        "amendment": "",
    }


def _goal(number: int, place: int, rule: Rule) -> Row:
    return {
        "plan_id": number,
        "key": str(place),
        "axis": "1",
        "text": f"Cumprir a meta {place}",
        "responsible": Party.PARTNER,
        "second_layer": False,
        "phrase": reading(rule),
        "rule": rule_to_json(rule),
        "reading": reading(rule),
        "confidence": Confidence.CERTAIN,
        "kind": GoalKind.PLAN,
    }
