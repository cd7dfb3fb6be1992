"""Rules as JSON text, for the one column that keeps them: each shape by its name, nothing implied."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import lru_cache
from typing import TypeAlias, TypeVar

from scheduler import rules
from scheduler.rules import (
    Anchor,
    Basis,
    EventKind,
    Quantity,
    QuantityUnit,
    Rule,
    RuleError,
    Span,
    Turn,
    Unit,
)

Json: TypeAlias = Mapping[str, "Json"] | list["Json"] | str | int | bool | None
Member = TypeVar("Member", Anchor, Basis, EventKind, QuantityUnit, Turn, Unit)

_SHAPES: dict[str, type[Rule]] = {
    "continuous": rules.Continuous,
    "state": rules.State,
    "after": rules.After,
    "before": rules.Before,
    "on-event": rules.OnEvent,
    "on-day": rules.OnDay,
    "cycle": rules.Cycle,
    "every-days": rules.EveryDays,
    "day-after-month": rules.DayAfterMonth,
    "business-day-after-month": rules.BusinessDayAfterMonth,
    "monthly-day": rules.MonthlyDay,
    "yearly-date": rules.YearlyDate,
    "business-day-after": rules.BusinessDayAfter,
    "month-business-day": rules.MonthBusinessDay,
    "fixed-date": rules.FixedDate,
    "term-months": rules.TermMonths,
    "term-end": rules.TermEnd,
    "compound": rules.Compound,
}
#: Members that a shape once had: rules kept since then are still read.
_FORMER = {("day-after-month", "conditional")}
_NAMES = {shape: name for name, shape in _SHAPES.items()}


def rule_to_json(rule: Rule) -> str:
    """One line of JSON: the shape's name first, then its fields in order; the same rule, the same text."""
    return json.dumps(_encode(rule), ensure_ascii=False)


@lru_cache(maxsize=4096)
def rule_from_json(text: str) -> Rule:
    """The rule that `rule_to_json` wrote; a member added to a shape since then takes its default.

    Raises RuleError when the text is not such a rule, or holds one that cannot be.
    """
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleError("a regra guardada não é JSON") from error
    return _decode(value)


def _encode(value: object) -> Json:
    match value:
        case str() | int() | None:  # StrEnum members are text already
            return value
        case date():
            return value.isoformat()
        case tuple():
            return [_encode(part) for part in value]
        case Span() | Quantity():
            return _encode_fields(value)
        case _:
            shape = next(name for kind, name in _NAMES.items() if type(value) is kind)
            return {"shape": shape, **_encode_fields(value)}


def _encode_fields(value: object) -> dict[str, Json]:
    names = (member.name for member in fields(value))  # type: ignore[arg-type]  # only dataclasses come here
    return {name: _encode(getattr(value, name)) for name in names}


@dataclass(frozen=True, slots=True)
class _Fields:
    """The members of one JSON object, each asked for by name and type."""

    values: Mapping[str, Json]

    def number(self, name: str) -> int:
        value = self.values[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise RuleError(f"{name} deve ser um número inteiro")
        return value

    def number_or_none(self, name: str) -> int | None:
        return None if self.values[name] is None else self.number(name)

    def truth(self, name: str) -> bool:
        value = self.values[name]
        if not isinstance(value, bool):
            raise RuleError(f"{name} deve ser true ou false")
        return value

    def text(self, name: str) -> str:
        value = self.values[name]
        if not isinstance(value, str):
            raise RuleError(f"{name} deve ser um texto")
        return value

    def member(self, name: str, kind: type[Member]) -> Member:
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise RuleError(f"{name} não é conhecido") from error

    def origin(self, name: str) -> rules.Origin:
        return self.turn(name) if self.text(name) in set(Turn) else self.date_or_event(name)

    def date_or_event(self, name: str) -> Anchor | EventKind:
        known = self.text(name) in set(Anchor)
        return self.member(name, Anchor) if known else self.member(name, EventKind)

    def date_or_turn(self, name: str) -> Anchor | Turn:
        return self.member(name, Anchor) if self.text(name) in set(Anchor) else self.turn(name)

    def turn(self, name: str) -> Turn:
        return self.member(name, Turn)

    def anchor_or_day(self, name: str) -> Anchor | date:
        return self.member(name, Anchor) if self.text(name) in set(Anchor) else self.day(name)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise RuleError(f"{name} não é uma data") from error

    def day_or_none(self, name: str) -> date | None:
        return None if self.values[name] is None else self.day(name)

    def nested(self, name: str, *names: str) -> "_Fields":
        return _fields(self.values[name], set(names))

    def span(self) -> Span:
        span = self.nested("span", "count", "unit")
        return Span(span.number("count"), span.member("unit", Unit))

    def quantity(self) -> Quantity | None:
        if self.values["quantity"] is None:
            return None
        quantity = self.nested("quantity", "minimum", "unit")
        return Quantity(quantity.number("minimum"), quantity.member("unit", QuantityUnit))

    def parts(self) -> tuple[rules.SimpleRule, ...]:
        value = self.values["parts"]
        if not isinstance(value, list):
            raise RuleError("parts deve ser uma lista")
        return tuple(_simple(_decode(part)) for part in value)


_DECODERS: dict[str, Callable[[_Fields], Rule]] = {
    "continuous": lambda _: rules.Continuous(),
    "state": lambda of: rules.State(of.anchor_or_day("anchor")),
    "after": lambda of: rules.After(of.span(), of.origin("origin")),
    "before": lambda of: rules.Before(of.span(), of.origin("origin")),
    "on-event": lambda of: rules.OnEvent(of.member("event", EventKind)),
    "on-day": lambda of: rules.OnDay(of.date_or_turn("origin")),
    "cycle": lambda of: rules.Cycle(of.number("months"), of.member("basis", Basis), of.quantity()),
    "every-days": lambda of: rules.EveryDays(of.number("days"), of.member("anchor", Anchor)),
    "day-after-month": lambda of: rules.DayAfterMonth(
        of.number("day"), of.origin("origin"), of.number("months_after")
    ),
    "business-day-after-month": lambda of: rules.BusinessDayAfterMonth(
        of.number_or_none("nth"), of.date_or_event("origin"), of.number("months_after")
    ),
    "monthly-day": lambda of: rules.MonthlyDay(of.number("day")),
    "yearly-date": lambda of: rules.YearlyDate(of.number("month"), of.number("day"), of.truth("once")),
    "business-day-after": lambda of: rules.BusinessDayAfter(
        of.number_or_none("nth"), of.number("period"), of.number("months_after")
    ),
    "month-business-day": lambda of: rules.MonthBusinessDay(
        of.number_or_none("nth"), of.number("month"), of.number_or_none("year")
    ),
    "fixed-date": lambda of: rules.FixedDate(of.day("on"), of.day_or_none("opens")),
    "term-months": lambda of: rules.TermMonths(of.number("first"), of.number("last")),
    "term-end": lambda of: rules.TermEnd(of.number_or_none("months")),
    "compound": lambda of: rules.Compound(of.parts()),
}


def _decode(value: Json) -> Rule:
    if not isinstance(value, Mapping):
        raise RuleError("a regra guardada não é um objeto")
    shape = value.get("shape")
    if not isinstance(shape, str) or shape not in _SHAPES:
        raise RuleError(f"forma de regra desconhecida: {shape!r}")
    members = fields(_SHAPES[shape])
    defaults = {one.name: _encode(one.default) for one in members if one.default is not MISSING}
    given = {name: member for name, member in value.items() if (shape, name) not in _FORMER}
    return _DECODERS[shape](_fields({**defaults, **given}, {"shape", *(one.name for one in members)}))


def _fields(value: Json, names: set[str]) -> _Fields:
    if not isinstance(value, Mapping) or set(value) != names:
        raise RuleError(f"a regra guardada deve ter exatamente: {', '.join(sorted(names))}")
    return _Fields(value)


def _simple(rule: Rule) -> rules.SimpleRule:
    if isinstance(rule, rules.Compound):
        raise RuleError("uma regra composta não contém outra")
    return rule
