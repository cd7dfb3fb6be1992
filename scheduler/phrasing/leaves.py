"""The leaves of `phrases.lark`: numbers, lengths and origins, one method for each, named after its rule.

An origin is the tuple of all it could be, the one to adopt first.
"""

from dataclasses import replace

from lark import Token, Transformer, v_args

from scheduler.phrasing import words
from scheduler.phrasing.words import Draft, Length, MeaningError
from scheduler.rules import Anchor, Basis, EventKind, Origin, Quantity, QuantityUnit, Span, Turn, Unit

Origins = tuple[Origin, ...]


@v_args(inline=True)
class Leaves(Transformer[Token, Draft]):
    """What the clauses of a phrase are made of."""

    def number(self, written: Token) -> int:
        return words.number(written)

    def span(self, count: int, unit: tuple[int, Unit]) -> Span:
        return Span(count * unit[0], unit[1])

    def years_and_months(self, years: int, months: int) -> Span:
        return Span(12 * years + months, Unit.MONTHS)

    def unit(self, unit: tuple[int, Unit]) -> tuple[int, Unit]:
        return unit

    def days(self) -> tuple[int, Unit]:
        return 1, Unit.DAYS

    def business_days(self) -> tuple[int, Unit]:
        return 1, Unit.BUSINESS_DAYS

    def weeks(self) -> tuple[int, Unit]:
        return 7, Unit.DAYS

    def in_months(self) -> tuple[int, Unit]:
        return 1, Unit.MONTHS

    def in_years(self) -> tuple[int, Unit]:
        return 1, Unit.YEARS

    def in_hours(self) -> tuple[int, Unit]:
        return 1, Unit.HOURS

    # Origins.

    def origin(self, origins: Origins) -> Origins:
        return origins

    def starts(self) -> Origins:
        return (Anchor.STARTS,)

    def ends(self) -> Origins:
        return (Anchor.ENDS,)

    def signed(self) -> Origins:
        return (Anchor.SIGNED,)

    def signed_term(self) -> Origins:
        return (Anchor.SIGNED, EventKind.ADHESION)

    def published(self) -> Origins:
        return (Anchor.PUBLISHED,)

    def beginning(self) -> Origins:
        return (Anchor.STARTS, EventKind.OCCURRENCE)

    def ending(self) -> Origins:
        return (Anchor.ENDS, EventKind.OCCURRENCE)

    def adhesion(self) -> Origins:
        return (EventKind.ADHESION,)

    def convocation(self) -> Origins:
        return (EventKind.CONVOCATION,)

    def called(self) -> Origins:
        """The call itself, or the meeting it calls for."""
        return (EventKind.OCCURRENCE, EventKind.CONVOCATION)

    def request(self) -> Origins:
        return (EventKind.REQUEST,)

    def asked(self) -> Origins:
        """By anyone but the Secretariat, or by anyone, the Secretariat among them."""
        return (EventKind.OCCURRENCE, EventKind.REQUEST)

    def change(self) -> Origins:
        return (EventKind.COURSE_CHANGE, EventKind.OCCURRENCE)

    def course_change(self) -> Origins:
        return (EventKind.COURSE_CHANGE,)

    def knowledge(self) -> Origins:
        return (EventKind.KNOWLEDGE,)

    def payment(self) -> Origins:
        return (EventKind.PAYMENT,)

    def receipt(self) -> Origins:
        return (EventKind.RECEIPT,)

    def notice(self) -> Origins:
        return (EventKind.NOTICE,)

    def occurrence(self) -> Origins:
        return (EventKind.OCCURRENCE,)

    # Of a deed that may be this one under another name.

    def starts_other(self) -> Origins:
        return (Anchor.STARTS, EventKind.OCCURRENCE)

    def ends_other(self) -> Origins:
        return (Anchor.ENDS, EventKind.OCCURRENCE)

    def signed_other(self) -> Origins:
        return (Anchor.SIGNED, EventKind.OCCURRENCE)

    def published_other(self) -> Origins:
        return (Anchor.PUBLISHED, EventKind.OCCURRENCE)

    # Of something nobody knows: it may be a word of the instrument, badly written.

    def beginning_of(self) -> Origins:
        return (EventKind.OCCURRENCE, Anchor.STARTS)

    def end_of(self) -> Origins:
        return (EventKind.OCCURRENCE, Anchor.ENDS)

    def signature_of(self) -> Origins:
        return (EventKind.OCCURRENCE, Anchor.SIGNED)

    def publication_of(self) -> Origins:
        return (EventKind.OCCURRENCE, Anchor.PUBLISHED)

    def norm_date(self) -> Origins:
        return (EventKind.NORM,)

    def marked(self) -> Origins:
        return (EventKind.AGENDA,)

    # Days that come back by themselves.

    def turn(self, length: Length) -> Origins:
        return (words.turn_of(length.months),)

    def anniversary(self) -> Origins:
        return (Turn.ANNIVERSARY,)

    def month_turn(self) -> Origins:
        return (Turn.MONTH,)

    def week_turn(self) -> Origins:
        return (Turn.WEEK,)

    # Lengths, frequencies and quantities.

    def length(self, length: Length) -> Length:
        return length

    def one_month(self) -> Length:
        return Length(1)

    def one_year(self) -> Length:
        return Length(12)

    def named_period(self, name: Token) -> Length:
        return Length(words.months_of(name))

    def fiscal_year(self) -> Length:
        return Length(12, Basis.CIVIL)  # Lei 4.320/1964, art. 34: o exercício coincide com o ano civil

    def months(self, count: int) -> Length:
        return Length(count, is_counted=True)

    def years(self, count: int) -> Length:
        return Length(12 * count, is_counted=True)

    def civil(self) -> Basis:
        return Basis.CIVIL

    def each_one(self) -> bool:
        return True

    def per_length(self, length: Length, basis: Basis | None = None) -> Length:
        return replace(length, basis=basis or length.basis)

    def frequency(self, frequency: Token, *rest: Length | Basis) -> Length:
        """`anual`, `anual civil`, `anual por ano civil`."""
        months, end = words.months_of(frequency), words.place_of(frequency) + len(frequency)
        found = Length(months, place=end)
        for part in rest:
            if isinstance(part, Length) and part.months != months:
                raise MeaningError("a periodicidade e o período são diferentes", end)
            found = self.per_length(found, part.basis if isinstance(part, Length) else part)
        return found

    def each(self, length: Length, basis: Basis | None = None) -> Length:
        return self.per_length(length, basis)

    def each_of_term(self, length: Length) -> Length:
        return Length(length.months, Basis.FROM_START)

    def alternating_months(self, first: int, second: int) -> Length:
        """`de três em três meses`."""
        return Length(words.same_number(first, second))

    def alternating_years(self, first: int, second: int) -> Length:
        return Length(12 * words.same_number(first, second))

    def hours(self) -> QuantityUnit:
        return QuantityUnit.HOURS

    def items(self) -> QuantityUnit:
        return QuantityUnit.ITEMS

    def at_least(self, minimum: int, unit: QuantityUnit) -> Quantity:
        return Quantity(minimum, unit)

    def so_many(self, minimum: int, unit: QuantityUnit) -> Quantity | None:
        """`uma vez` asks for no more than the cycle itself."""
        once = minimum == 1 and unit is QuantityUnit.ITEMS
        return None if once else Quantity(minimum, unit)
