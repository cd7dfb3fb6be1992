"""Whom something is for, as a value: filters that must all hold, and their one spelling (`camada:1 uf:BA,SE`).

Pure: what the values stand for is asked of the database in rede/audience.py; what people type is read in
rede/audience_reading.py.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from rede.elo_names import same
from rede.refusal import Refusal

#: Of everybody who serves an institution.
ALL = "todos"
#: What is spelled without quotes; an interest has a colon (`eixo:2`), a goal its state (`2.2=pendente`).
_BARE = re.compile(r"\w[\w./-]*(?::[\w./-]+)?(?:=\w+)?")


class Kind(StrEnum):
    """What a filter asks, in the order in which they are spelled."""

    LAYER = "camada"
    UF = "uf"
    ELO = "elo"
    INSTITUTION = "instituicao"
    #: Those that joined through it.
    SECOND_LAYER = "segunda-camada"
    FUNCTION = "funcao"
    #: Of an área temática.
    AXIS = "eixo"
    GOAL = "meta"
    INTEREST = "interesse"
    CHANNEL = "canal"


#: One membership has one of these: two filters leave what both allow.
SINGLE = frozenset(
    {Kind.LAYER, Kind.UF, Kind.ELO, Kind.INSTITUTION, Kind.SECOND_LAYER, Kind.FUNCTION},
)


class GoalNow(StrEnum):
    """How an institution stands with a goal."""

    PENDING = "pendente"
    #: Its extended date is over.
    LATE = "atrasada"


class AudienceRefused(Refusal):
    """
    `audience_empty`, `audience_too_long` (`most`), `audience_unknown` (`words`, `near`, `known`),
    `audience_value_missing` (`filter`, `example`), `audience_value_unknown` (`filter`, `words`, `near`),
    `audience_goal_state` (`words`), `audience_contradiction` (`words`: the filters that exclude one another),
    `audience_no_second_layer` (`acronyms`: through which nobody joined yet).
    """


@dataclass(frozen=True, slots=True)
class Filter:
    """Any of its values; `negated`: whoever it holds for is left out."""

    kind: Kind
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        values = ",".join(_spelled(one, colon=self.kind is Kind.INTEREST) for one in self.values)
        return f"{'-' if self.negated else ''}{self.kind}:{values}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Made by `gathered`, so that two that mean the same are spelled the same. None of its filters: everybody."""

    filters: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.filters)) or ALL

    def of(self, *kinds: Kind, negated: bool = False) -> list[Filter]:
        return [one for one in self.filters if one.kind in kinds and one.negated is negated]


EVERYBODY = Audience()


def gathered(filters: Iterable[Filter]) -> Audience:
    """
    Raises:
        AudienceRefused: they exclude one another.
    """
    kept: list[Filter] = []
    given = [Filter(one.kind, _once(one.values), one.negated) for one in filters if one.values]
    for kind in Kind:
        kept += _positive(kind, [one for one in given if one.kind is kind and not one.negated])
        denied = _once(value for one in given if one.kind is kind and one.negated for value in one.values)
        kept += [Filter(kind, denied, negated=True)] if denied else []
    audience = Audience(tuple(kept))
    _require_somebody(audience)
    return audience


def narrowed(audience: Audience, *filters: Filter) -> Audience:
    """Those of it for whom these hold too.

    Raises:
        AudienceRefused: nobody can be.
    """
    return gathered([*audience.filters, *filters])


def widened(audience: Audience, more: Audience) -> Audience:
    """A filter that both have holds for the values of either; one that only `more` has must hold too.

    Raises:
        AudienceRefused: nobody can be meant.
    """
    kept = list(audience.filters)
    for one in more.filters:
        alike = [other for other in kept if other.kind is one.kind and other.negated is one.negated]
        kept = [other for other in kept if other not in alike]
        values = [value for other in (*alike, one) for value in other.values]
        kept.append(Filter(one.kind, tuple(values), one.negated))
    return gathered(kept)


def _positive(kind: Kind, filters: list[Filter]) -> list[Filter]:
    if kind not in SINGLE or len(filters) < 2:
        return sorted(set(filters), key=str)
    common = set.intersection(*({same(value) for value in one.values} for one in filters))
    left = tuple(value for value in filters[0].values if same(value) in common)
    if not left:
        raise _contradiction(filters)
    return [Filter(kind, left)]


def _require_somebody(audience: Audience) -> None:
    for one in audience.filters:
        denied = {same(value) for other in audience.of(one.kind, negated=True) for value in other.values}
        if not one.negated and {same(value) for value in one.values} <= denied:
            raise _contradiction([one, *audience.of(one.kind, negated=True)])
        if one.kind is Kind.LAYER and one.negated and len(one.values) == len("012"):
            raise _contradiction([one])
    _require_value(audience, Kind.SECOND_LAYER, (Kind.LAYER, "2"))
    _require_value(audience, Kind.AXIS, (Kind.FUNCTION, "area_tematica"))
    _require_value(audience, Kind.AXIS, (Kind.LAYER, "0"))


def _require_value(audience: Audience, asked: Kind, needed: tuple[Kind, str]) -> None:
    """Who joined through another is of layer 2; an área temática is one of the Secretariat's."""
    for one in audience.of(asked):
        others = [other for other in audience.of(needed[0]) if needed[1] not in other.values]
        others += [other for other in audience.of(needed[0], negated=True) if needed[1] in other.values]
        if others:
            raise _contradiction([one, others[0]])


def _contradiction(filters: Collection[Filter]) -> AudienceRefused:
    return AudienceRefused("audience_contradiction", words=" ".join(map(str, filters)))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """In their order in the alphabet; case and accents make no other value."""
    known: dict[str, str] = {}
    for value in values:
        known.setdefault(same(value) or value, value)
    return tuple(value for _, value in sorted(known.items()))


def _spelled(value: str, *, colon: bool) -> str:
    if _BARE.fullmatch(value) and (colon or ":" not in value):
        return value
    return '"{}"'.format(value.replace('"', '""'))
