"""The leaves of `phrases.lark`: numbers, lengths, days of the year and origins, one method for each."""

from lark import Token, Transformer, v_args

from scheduler import phrase_words as words
from scheduler.phrase_words import Draft
from scheduler.rules import Anchor, EventKind, Origin, Span, Unit


@v_args(inline=True)
class Leaves(Transformer[Token, Draft]):
    """What the clauses of a phrase are made of; `phrase_rules` puts them together."""

    def number(self, written: Token) -> int:
        return words.number(written)

    def span(self, count: int, unit: tuple[int, Unit]) -> Span:
        return Span(count * unit[0], unit[1])

    def days(self, *_: Token) -> tuple[int, Unit]:
        return 1, Unit.DAYS

    def business_days(self) -> tuple[int, Unit]:
        return 1, Unit.BUSINESS_DAYS

    def weeks(self) -> tuple[int, Unit]:
        return 7, Unit.DAYS

    def in_months(self) -> tuple[int, Unit]:
        return 1, Unit.MONTHS

    def in_years(self, _year: Token) -> tuple[int, Unit]:
        return 1, Unit.YEARS

    def in_hours(self) -> tuple[int, Unit]:
        return 1, Unit.HOURS

    def starts(self) -> Origin:
        return Anchor.STARTS

    def ends(self) -> Origin:
        return Anchor.ENDS

    def signed(self, _word: Token) -> Origin:
        return Anchor.SIGNED

    def published(self) -> Origin:
        return Anchor.PUBLISHED

    def adhesion(self, *_: Token) -> Origin:
        return EventKind.ADHESION

    def convocation(self, _word: Token) -> Origin:
        return EventKind.CONVOCATION

    def happening(self, word: Token) -> Origin:
        return words.event(word)

    def length(self, months: int) -> int:
        return months

    def months(self, count: int) -> int:
        return count

    def years(self, count: int, _year: Token) -> int:
        return 12 * count

    def one_month(self) -> int:
        return 1

    def one_year(self, _year: Token) -> int:
        return 12

    def named_period(self, name: Token) -> int:
        return words.period(name)

    def day_and_name(self, day: int | Token, month: Token) -> tuple[int, int]:
        return words.month_number(month), day if isinstance(day, int) else words.ordinal(day)

    def day_and_number(self, written: Token) -> tuple[int, int]:
        day, month = written.split("/")
        return int(month), int(day)
