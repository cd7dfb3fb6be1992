"""What rules are made of: origins, spans, quantities, and from where cycles are counted. No rule shapes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class RuleError(ValueError):
    """A rule that cannot be: a count out of range, an unknown shape, a text that is no rule."""


class Anchor(StrEnum):
    """A date of the instrument from which a term is counted."""

    STARTS = "starts"  #: início da vigência
    ENDS = "ends"  #: fim da vigência
    SIGNED = "signed"  #: last signature
    PUBLISHED = "published"  #: extract published in the DOU


class EventKind(StrEnum):
    """Something that happens during the vigência and creates a duty; without it there is none."""

    CONVOCATION = "convocacao"
    COURSE_CHANGE = "alteracao-nos-cursos"
    ADHESION = "termo-de-adesao"
    REQUEST = "solicitacao"
    NORM = "norma"
    AGENDA = "agenda"
    KNOWLEDGE = "conhecimento"
    PAYMENT = "adimplemento"
    RECEIPT = "recebimento"
    NOTICE = "notificacao"
    OCCURRENCE = "evento"  #: whatever else the phrase names


class Turn(StrEnum):
    """A day that comes back by itself: the last one of each civil period, or the birthday of the vigência."""

    WEEK = "week"  #: ends on Sunday
    MONTH = "month"
    BIMESTER = "bimester"
    QUARTER = "quarter"
    FOUR_MONTHS = "four-months"
    SEMESTER = "semester"
    YEAR = "year"
    ANNIVERSARY = "anniversary"

    @property
    def months(self) -> int:
        """How many months it spans; 0 for the week."""
        return _TURN_MONTHS[self]


_TURN_MONTHS = {
    Turn.WEEK: 0,
    Turn.MONTH: 1,
    Turn.BIMESTER: 2,
    Turn.QUARTER: 3,
    Turn.FOUR_MONTHS: 4,
    Turn.SEMESTER: 6,
    Turn.YEAR: 12,
    Turn.ANNIVERSARY: 12,
}

Origin: TypeAlias = Anchor | EventKind | Turn


class Unit(StrEnum):
    """What a span is counted in; `days` are continuous (dias corridos)."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business-days"
    MONTHS = "months"
    YEARS = "years"


#: The longest span accepted: a hundred years, whatever the unit.
_LONGEST = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.BUSINESS_DAYS: 3_650,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, at least 1 and at most a hundred years (ten, in business days)."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        within(self.count, 1, _LONGEST[self.unit], "a quantidade do prazo")


class QuantityUnit(StrEnum):
    """What a minimum is counted in: class hours, or occurrences of what the goal asks for."""

    HOURS = "hours"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Quantity:
    """The least to be done in each cycle."""

    minimum: int
    unit: QuantityUnit

    def __post_init__(self) -> None:
        within(self.minimum, 1, 1_000_000, "o mínimo")


class Basis(StrEnum):
    """From where cycles are counted: a date of the instrument, or the civil year."""

    FROM_START = "from-start"
    CIVIL = "civil"
    FROM_SIGNATURE = "from-signature"
    FROM_PUBLICATION = "from-publication"


def within(value: int, least: int, most: int, what: str) -> None:
    """Raises RuleError when a count is out of range; `what` names it in Portuguese, with its article."""
    if not least <= value <= most:
        raise RuleError(f"{what} deve ficar entre {least} e {most}, e é {value}")
