"""What each clause of `phrases.lark` means: one method for each rule of the grammar, named after it."""

from datetime import date

from lark import Token, v_args

from scheduler import phrase_words as words
from scheduler.phrase_leaves import Leaves
from scheduler.phrase_words import Draft, MeaningError
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    FixedDate,
    MonthlyDay,
    OnEvent,
    Origin,
    Quantity,
    QuantityUnit,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
    parts_of,
)


@v_args(inline=True)
class Meaning(Leaves):
    """Turns the tree of a phrase into its draft, from the leaves up."""

    def start(self, *clauses: Draft) -> Draft:
        if len(clauses) == 1:
            return clauses[0]
        parts = tuple(part for clause in clauses for part in parts_of(clause.rule))
        return Draft(Compound(parts), tuple(other for clause in clauses for other in clause.alternatives))

    def continuous(self, *_: Token) -> Draft:
        return Draft(Continuous())

    def state(self, origin: Origin) -> Draft:
        if not isinstance(origin, Anchor) or origin is Anchor.ENDS:
            raise MeaningError("a frase diz quando começa, mas não até quando; falta o número de dias")
        return Draft(State(origin))

    def on_convocation(self, *_: Token) -> Draft:
        return Draft(OnEvent(EventKind.CONVOCATION))

    def on_request(self, *_: Token) -> Draft:
        return Draft(OnEvent(EventKind.REQUEST))

    def on_change(self, *_: Token) -> Draft:
        return Draft(OnEvent(EventKind.COURSE_CHANGE))

    def on_any_change(self, _word: Token) -> Draft:
        alternatives = ("só alteração nos cursos (leitura adotada)", "alteração em algo que a frase não diz")
        return Draft(OnEvent(EventKind.COURSE_CHANGE), alternatives)

    def on_adhesion(self, *_: Token) -> Draft:
        return Draft(OnEvent(EventKind.ADHESION))

    def norm(self) -> Draft:
        return Draft(OnEvent(EventKind.NORM))

    # So much time from an origin.

    def after(self, span: Span, *rest: Token | Origin) -> Draft:
        return Draft(After(span, words.origin_in(rest)))

    def after_without_word(self, span: Span, origin: Origin) -> Draft:
        if origin is Anchor.ENDS:
            raise MeaningError("não diz se é antes ou depois do fim da vigência")
        return Draft(After(span, origin), ("antes dessa data, e não depois",))

    def nth_day(self, nth: int | None, *rest: Token | Origin) -> Draft:
        if nth is None:
            raise MeaningError("não diz o último dia de quê")
        return Draft(After(Span(nth, Unit.DAYS), words.origin_in(rest)))

    def after_hours(self, hours: int) -> Draft:
        rule = After(Span(hours, Unit.HOURS), EventKind.OCCURRENCE)
        return Draft(rule, ("contadas de um acontecimento que a frase não diz",))

    def before(self, span: Span, origin: Origin) -> Draft:
        return Draft(Before(span, origin))

    def ahead(self, span: Span, origin: Origin = EventKind.OCCURRENCE) -> Draft:
        return Draft(Before(span, origin))

    def immediate(self, *origin: Token | Origin) -> Draft:
        rule = After(Span(1, Unit.BUSINESS_DAYS), words.origin_in(origin) if origin else Anchor.STARTS)
        return Draft(rule, ("no mesmo dia", "no dia útil seguinte"))

    def term_end(self, span: Span) -> Draft:
        match span.unit:
            case Unit.MONTHS:
                return Draft(TermEnd(span.count))
            case Unit.YEARS:
                return Draft(TermEnd(12 * span.count))
            case _:
                raise MeaningError("o prazo de vigência deve estar em meses ou anos")

    def term_close(self) -> Draft:
        return Draft(
            TermEnd(), ("uma vez, até o último dia da vigência (leitura adotada)", "durante toda a vigência")
        )

    def term_months(self, first: int, last: int) -> Draft:
        return Draft(TermMonths(first, last))

    # Cycles.

    def cycle_assumed(self, frequency: Token) -> Draft:
        return words.assumed_cycle(words.period(frequency))

    def cycle_quantity(
        self, frequency: Token, quantity: Quantity, per: tuple[int, Basis] | None = None
    ) -> Draft:
        months = words.period(frequency)
        if per is None:
            return words.assumed_cycle(months, quantity)
        if per[0] != months:
            raise MeaningError(
                "a periodicidade e a quantidade falam de períodos diferentes", frequency.end_pos or 0
            )
        return self.quota(quantity, per)

    def quota(self, quantity: Quantity, per: tuple[int, Basis]) -> Draft:
        months, basis = per
        if basis is Basis.CIVIL:
            return Draft(Cycle(months, basis, quantity))
        return words.assumed_cycle(months, quantity)

    def cycle_civil(self, frequency: Token, period: int, _civil: Token) -> Draft:
        if period != words.period(frequency):
            raise MeaningError("a periodicidade e o período civil são diferentes", frequency.end_pos or 0)
        return Draft(Cycle(period, Basis.CIVIL))

    def cycle_civil_bare(self, frequency: Token, _civil: Token) -> Draft:
        return Draft(Cycle(words.period(frequency), Basis.CIVIL))

    def cycle_from(self, frequency: Token, *rest: Token | Origin) -> Draft:
        return words.cycle_from(words.period(frequency), words.origin_in(rest))

    def cycle_by_agenda(self, frequency: Token, _agenda: Token) -> Draft:
        return Draft(
            OnEvent(EventKind.AGENDA),
            (
                f"uma vez por {words.period_word(words.period(frequency))}, mesmo sem data marcada",
                "só nas datas marcadas",
            ),
        )

    def every_assumed(self, _each: Token, months: int) -> Draft:
        return words.assumed_cycle(months)

    def every_civil(self, _each: Token, months: int, _civil: Token) -> Draft:
        return Draft(Cycle(months, Basis.CIVIL))

    def every_from(self, _each: Token, months: int, *rest: Token | Origin) -> Draft:
        return words.cycle_from(months, words.origin_in(rest))

    def fiscal_year(self, _each: Token) -> Draft:
        return Draft(Cycle(12, Basis.CIVIL))  # Lei 4.320/1964, art. 34: o exercício coincide com o ano civil

    def quantity(self, minimum: int, noun: Token | None = None) -> Quantity:
        return Quantity(minimum, QuantityUnit.HOURS if noun is None else QuantityUnit.ITEMS)

    def per(self, *parts: Token | int) -> tuple[int, Basis]:
        months = next(part for part in parts if isinstance(part, int))
        return months, Basis.CIVIL if words.token("CIVIL", parts) else Basis.FROM_START

    def per_frequency(self, frequency: Token) -> tuple[int, Basis]:
        return words.period(frequency), Basis.FROM_START

    # Days of months and of years.

    def day_after_month(self, day: int, *rest: Token | Origin) -> Draft:
        origins = [word for word in rest if isinstance(word, Anchor | EventKind)]
        if origins:
            return Draft(DayAfterMonth(day, origins[0]))
        return Draft(
            MonthlyDay(day), ("todo mês, sobre o mês anterior", "só no mês seguinte a um acontecimento")
        )

    def monthly(self, *parts: Token | int) -> Draft:
        frequency = words.token("FREQUENCY", parts)
        if frequency is not None and words.period(frequency) != 1:
            raise MeaningError("falta o mês em que esse dia cai", frequency.end_pos or 0)
        return Draft(MonthlyDay(next(part for part in parts if isinstance(part, int))))

    def day_of_month(self, nth: int | None, *_each: Token) -> Draft:
        return Draft(MonthlyDay(31 if nth is None else nth))

    def monthly_next(self, frequency: Token, day: int, next_: Token) -> Draft:
        self.monthly(frequency, day)
        return self.day_after_month(day, next_)

    def yearly(self, *parts: Token | tuple[int, int]) -> Draft:
        month, day = next(part for part in parts if isinstance(part, tuple))
        return Draft(YearlyDate(month, day))

    def yearly_frequency(self, frequency: Token, *parts: Token | tuple[int, int]) -> Draft:
        if words.period(frequency) != 12:
            raise MeaningError("uma data do ano só combina com 'anual'", frequency.start_pos or 0)
        return self.yearly(*parts)

    def which(self, word: Token) -> int | None:
        return None if word.type == "LAST" else words.ordinal(word)

    def business_each_month(self, nth: int | None, *_: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, 1, 0))

    def business_next_month(self, nth: int | None, _next: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, 1, 1))

    def frequency_business(self, frequency: Token, nth: int | None, *_each: Token) -> Draft:
        self.monthly(frequency, 1)
        return Draft(BusinessDayAfter(nth, 1, 0))

    def frequency_business_next(self, frequency: Token, nth: int | None, _next: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, words.period(frequency), 1))

    def business_later_month(self, nth: int | None, later: Token, _next: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, 1, words.ordinal(later)))

    def business_after_period(self, nth: int | None, _next: Token, period: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, words.period(period), 1))

    def business_next_year(self, nth: int | None, month: Token, _year: Token, _next: Token) -> Draft:
        return Draft(BusinessDayAfter(nth, 12, words.month_number(month)))

    def fixed(self, written: Token) -> Draft:
        year, month, day = words.date_parts(written)
        return Draft(FixedDate(words.existing(year, month, day, written.start_pos)))

    def fixed_words(self, day: tuple[int, int], year: Token) -> Draft:
        return Draft(FixedDate(words.existing(int(year), *day, year.start_pos)))

    def month_of_year(self, month: Token, year: Token) -> Draft:
        first = date(int(year), words.month_number(month), 1)
        return Draft(
            FixedDate(words.month_end(first), first), ("até o último dia do mês", "até o mês anterior")
        )

    def civil_period(self, ordinal: Token, period: Token, year: Token | None = None) -> Draft:
        months, which = words.period(period), words.ordinal(ordinal)
        if not 1 <= which <= 12 // months:
            raise MeaningError(f"não existe {which}º {period} no ano", ordinal.start_pos or 0)
        if year is None:
            last = words.month_end(date(2001, which * months, 1))
            return Draft(YearlyDate(last.month, last.day), ("todo ano", "só no primeiro ano da vigência"))
        opens = date(int(year), (which - 1) * months + 1, 1)
        return Draft(FixedDate(words.month_end(date(int(year), which * months, 1)), opens))
