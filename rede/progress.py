"""The ledger of a goal with a quantity: how much of a cycle is done, what is missing, where the pace leads.

Totals by civil year stand beside the cycle, whatever it is counted from (domain § 2, note A). A tool of acts.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from db.deliverables import Deliverable, reported_for
from db.ids import ObligationId
from db.obligations import Obligation, Owed
from rede.desk import Desk
from scheduler.clock import local_day
from scheduler.deadlines import Cycle, Quantity, QuantityUnit, Rule, parts_of, rule_from_json

#: The pace says nothing before this part of the cycle has passed.
TELLING = Decimal(1) / 12
_ONE, _NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What is left of the vigência after the last whole cycle: asked for by nobody, shown for orientation."""

    since: date
    until: date
    in_proportion: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    unit: QuantityUnit
    asked: int
    done: Decimal
    #: The cycle; `opens` None where nothing says when it began.
    opens: date | None
    ends: date
    #: At this pace, by the end of the cycle, in whole units; None while that says nothing.
    expected: Decimal | None
    #: Each civil year that the cycle has touched so far, by the day on which the service received the reports.
    by_year: Sequence[tuple[int, Decimal]]
    remainder: Remainder | None

    @property
    def missing(self) -> Decimal:
        return max(_NONE, self.asked - self.done)

    @property
    def expected_missing(self) -> Decimal:
        """What would still be missing at the end, at this pace."""
        return max(_NONE, self.asked - (self.expected if self.expected is not None else self.done))


def quantity_asked(rule: Rule) -> Quantity | None:
    """The least that a cycle asks for; None where doing it once is enough."""
    cycle = _cycle_of(rule)
    return cycle.quantity if cycle else None


def _cycle_of(rule: Rule) -> Cycle | None:
    return next((part for part in parts_of(rule) if isinstance(part, Cycle) and part.quantity), None)


def asks_for_hours(rule: Rule) -> bool:
    quantity = quantity_asked(rule)
    return quantity is not None and quantity.unit is QuantityUnit.HOURS


async def progress_of(desk: Desk, owed: Owed) -> Progress | None:
    """How far one obligation is; None where no quantity is asked for, or it has no cycle yet."""
    return (await progress_of_many(desk, [owed])).get(ObligationId(owed.obligation.id))


async def progress_of_many(desk: Desk, owed: Sequence[Owed]) -> Mapping[ObligationId, Progress]:
    """How far each is that asks for a quantity, by obligation; one question for all of them."""
    asked = {
        ObligationId(one.obligation.id): (one, quantity)
        for one in owed
        if one.obligation.literal is not None
        and (quantity := quantity_asked(rule_from_json(one.goal.rule))) is not None
    }
    if not asked:
        return {}
    reports = await reported_for(desk.session, list(asked))
    return {
        number: count(one, quantity, reports[number], today=desk.today)
        for number, (one, quantity) in asked.items()
    }


def count(owed: Owed, quantity: Quantity, reports: Sequence[Deliverable], *, today: date) -> Progress:
    """The ledger of one dated obligation, from all that was ever reported for its goal."""
    obligation, ends = owed.obligation, owed.obligation.literal
    if ends is None:
        raise ValueError("only a dated obligation has a cycle")
    done = _sum(quantity, [one for one in reports if one.obligation_id == obligation.id])
    first = (obligation.opens or today).year
    years = range(min(first, today.year), max(first, min(ends, today).year) + 1)
    received = [(local_day(one.received_at).year, one) for one in reports]
    return Progress(
        unit=quantity.unit,
        asked=quantity.minimum,
        done=done,
        opens=obligation.opens,
        ends=ends,
        expected=_expected(obligation, done, today),
        by_year=[(year, _sum(quantity, [one for at, one in received if at == year])) for year in years],
        remainder=_remainder(owed, quantity),
    )


def _sum(quantity: Quantity, reports: Sequence[Deliverable]) -> Decimal:
    """Of hours their sum, exactly; of occurrences how many."""
    if quantity.unit is QuantityUnit.ITEMS:
        return Decimal(len(reports))
    return sum((one.hours for one in reports if one.hours is not None), start=_NONE)


def _expected(obligation: Obligation, done: Decimal, today: date) -> Decimal | None:
    opens, ends = obligation.opens, obligation.literal
    if opens is None or ends is None or not opens < today <= ends:
        return None
    passed, whole = Decimal((today - opens).days), Decimal((ends - opens).days)
    if passed / whole < TELLING:
        return None
    return max(done, (done * whole / passed).quantize(_ONE, rounding=ROUND_FLOOR))


def _remainder(owed: Owed, quantity: Quantity) -> Remainder | None:
    opens, ends, last = owed.obligation.opens, owed.obligation.literal, owed.instrument.ends
    cycle = _cycle_of(rule_from_json(owed.goal.rule))
    if opens is None or ends is None or last is None or cycle is None:
        return None
    next_end = _months_later(ends, cycle.months)
    if not ends < last < next_end:
        return None
    part = Decimal((last - ends).days) / (next_end - ends).days
    share = (quantity.minimum * part).quantize(_ONE, rounding=ROUND_FLOOR)
    return Remainder(since=ends, until=last, in_proportion=share)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
