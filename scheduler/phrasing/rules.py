"""What each clause of `phrases.lark` means: terms, events, and what qualifies them; joined, the whole phrase."""

from collections.abc import Callable

from lark import Token, v_args
from lark.tree import Meta

from scheduler.phrasing import words
from scheduler.phrasing.conditions import (
    TWO_TERMS,
    conditioned,
    contradicts,
    counted_from,
    is_standing,
    lengthened,
    often,
    once,
    throughout,
)
from scheduler.phrasing.cycles import Cycles
from scheduler.phrasing.dates import Edge
from scheduler.phrasing.days import NO_YEAR
from scheduler.phrasing.leaves import Origins
from scheduler.phrasing.words import Draft, Length, MeaningError, YearDays
from scheduler.rules import (
    After,
    Anchor,
    Before,
    Compound,
    Continuous,
    EventKind,
    FixedDate,
    OnDay,
    OnEvent,
    Origin,
    Rule,
    Span,
    State,
    TermEnd,
    Unit,
    YearlyDate,
    parts_of,
)

Qualifier = Callable[[Draft], Draft]
_ONE_DAY = Span(1, Unit.DAYS)
_NEXT_BUSINESS_DAY = Span(1, Unit.BUSINESS_DAYS)


@v_args(inline=True)
class Meaning(Cycles):
    """Turns the tree of a phrase into its draft, from the leaves up."""

    def start(self, *parts: Draft | None) -> Draft:
        return next(part for part in parts if isinstance(part, Draft))

    def bare(self, draft: Draft) -> Draft:
        return draft

    def lead(self) -> None:
        """What is to be done stands before the deadline, and says nothing of it."""

    def clauses(self, *clauses: Draft) -> Draft:
        if any(map(_is_without_year, clauses)) and any(map(_is_of_one_day, clauses)):
            raise MeaningError("falta o ano de uma das datas")
        draft = words.joined(clauses)
        if any(contradicts(rule) for rule in draft.rules):
            raise MeaningError(TWO_TERMS)
        return draft

    def clause(self, *parts: Draft | Qualifier) -> Draft:
        draft = next(part for part in parts if isinstance(part, Draft))
        for part in parts:
            if not isinstance(part, Draft):
                draft = part(draft)
        return draft

    @v_args(inline=True, meta=True)
    def no_origin(self, meta: Meta, _span: Span) -> Draft:
        reason = "não diz a partir de quando se conta; escreva, por exemplo, 'após o início da vigência'"
        raise MeaningError(reason, meta.start_pos)

    def bare_origin(self, origins: Origins) -> Draft:
        """`Assinatura do Acordo`, `Início da vigência`."""
        if origins == (Anchor.STARTS,):
            return Draft.of(OnDay(Anchor.STARTS), State())
        return Draft.of(*map(_on_the_day, origins))

    # What qualifies a clause.

    def during(self) -> Qualifier:
        return throughout

    def once(self) -> Qualifier:
        return once

    def condition(self, written: Token) -> Qualifier:
        is_signed = any(stem in written for stem in ("assinad", "celebrad", "firmad"))
        event = EventKind.ADHESION if is_signed else EventKind.OCCURRENCE
        return lambda draft: conditioned(draft, event)

    def condition_of(self, origins: Origins) -> Qualifier:
        [event, *_] = origins
        if not isinstance(event, EventKind):
            raise MeaningError("uma data do acordo não é condição de prazo nenhum")
        called = self.on(origins)
        return lambda draft: called if is_standing(draft) else conditioned(draft, event)

    def extension(self) -> Qualifier:
        return lengthened

    def counted_from(self, origins: Origins) -> Qualifier:
        return lambda draft: counted_from(draft, origins)

    def often(self, frequency: Token) -> Qualifier:
        return lambda draft: often(draft, words.months_of(frequency))

    def often_each(self, length: Length) -> Qualifier:
        return lambda draft: often(draft, length.months)

    # During the vigência, or from some day on.

    def continuous(self) -> Draft:
        return Draft.of(Continuous())

    def state(self, origins: Origins) -> Draft:
        return Draft.of(*(State(anchor) for anchor in _opening(origins)))

    def state_of_term(self) -> Draft:
        return Draft.of(State())

    def state_from(self, edge: Edge) -> Draft:
        if isinstance(edge, YearDays):
            raise MeaningError(NO_YEAR)
        return Draft.of(State(edge[0]))

    def state_or_at_once(self, origins: Origins) -> Draft:
        anchors = _opening(origins)
        return Draft.of(
            *(State(anchor) for anchor in anchors),
            *(After(_NEXT_BUSINESS_DAY, anchor) for anchor in anchors),
        )

    def state_of_signature(self) -> Draft:
        return Draft.of(State(Anchor.SIGNED))

    # So much time from an origin, or before it.

    def after(self, span: Span, origins: Origins) -> Draft:
        return Draft.of(*(After(span, origin) for origin in origins))

    def after_reversed(self, origins: Origins, span: Span) -> Draft:
        return self.after(span, origins)

    def after_bare(self, span: Span, origins: Origins) -> Draft:
        if origins[0] is Anchor.ENDS:
            raise MeaningError("não diz se é antes ou depois do fim da vigência")
        return Draft.of(
            *(After(span, origin) for origin in origins), *(Before(span, origin) for origin in origins)
        )

    def after_term(self, span: Span) -> Draft:
        return Draft.of(After(span, Anchor.STARTS), After(span, Anchor.ENDS))

    def after_nth(self, nth: Token, unit: tuple[int, Unit], origins: Origins) -> Draft:
        return self.after(Span(words.ordinal(nth), unit[1]), origins)

    def after_next(self, unit: tuple[int, Unit], origins: Origins) -> Draft:
        return self.after(Span(1, unit[1]), origins)

    def first_days(self, span: Span) -> Draft:
        return Draft.of(After(span, Anchor.STARTS))

    def so_many_first(self, count: int, unit: tuple[int, Unit]) -> Draft:
        """`nos dois primeiros anos de vigência`."""
        return self.first_days(Span(count * unit[0], unit[1]))

    def first_days_assumed(self, span: Span) -> Draft:
        return Draft.of(After(span, Anchor.STARTS), After(span, Anchor.SIGNED))

    def after_hours(self, hours: int) -> Draft:
        span = Span(hours, Unit.HOURS)
        return Draft.of(After(span, EventKind.OCCURRENCE), After(span, Anchor.STARTS))

    def before(self, span: Span, origins: Origins) -> Draft:
        return Draft.of(*(Before(span, origin) for origin in origins))

    def before_event(self, span: Span) -> Draft:
        return Draft.of(Before(span, EventKind.OCCURRENCE))

    def eve(self, origins: Origins) -> Draft:
        return self.before(_ONE_DAY, origins)

    def before_any(self, origins: Origins) -> Draft:
        return Draft.of(
            *(Before(_ONE_DAY, origin) for origin in origins), *(_on_the_day(origin) for origin in origins)
        )

    # Events, and the days that anchors are on.

    def on(self, origins: Origins) -> Draft:
        if EventKind.CONVOCATION in origins:
            return self.on_convocation()
        return Draft.of(*map(_on_the_day, origins))

    def until_origin(self, origins: Origins) -> Draft:
        if origins == (Anchor.ENDS,):
            raise MeaningError("o fim da vigência é lido à parte")
        return self.on(origins)

    def both_ends(self) -> Draft:
        return Draft.of(Compound((OnDay(Anchor.STARTS), TermEnd())))

    def each_event(self, origins: Origins) -> Draft:
        if not all(isinstance(origin, EventKind) for origin in origins):
            raise MeaningError("a frase não diz o prazo")
        return self.on(origins)

    def on_occurrence(self) -> Draft:
        return Draft.of(OnEvent(EventKind.OCCURRENCE))

    def on_request(self) -> Draft:
        return Draft.of(OnEvent(EventKind.REQUEST))

    def on_convocation(self) -> Draft:
        return Draft.of(OnEvent(EventKind.CONVOCATION))

    def norm(self) -> Draft:
        return Draft.of(OnEvent(EventKind.NORM))

    def agenda(self) -> Draft:
        return Draft.of(OnEvent(EventKind.AGENDA))

    def elsewhere(self) -> Draft:
        raise MeaningError("as datas estão em outro documento; informe-as, ou a periodicidade")

    def immediate(self, origins: Origins = (Anchor.STARTS,)) -> Draft:
        return Draft.of(
            *(After(_NEXT_BUSINESS_DAY, origin) for origin in origins), *map(_on_the_day, origins)
        )


def _is_without_year(draft: Draft) -> bool:
    """`10 de julho`: the date of every year, or of one."""
    return len(draft.rules) > 1 and all(isinstance(part, YearlyDate) for part in _parts(draft))


def _is_of_one_day(draft: Draft) -> bool:
    return all(isinstance(part, FixedDate) for part in _parts(draft))


def _parts(draft: Draft) -> list[Rule]:
    return [part for rule in draft.rules for part in parts_of(rule)]


def _opening(origins: Origins) -> list[Anchor]:
    """The anchors from which something can be true until the vigência ends."""
    anchors: list[Anchor] = [
        origin for origin in origins if isinstance(origin, Anchor) and origin is not Anchor.ENDS
    ]
    if not anchors:
        raise MeaningError("a frase diz quando começa, mas não até quando; falta o número de dias")
    return anchors


def _on_the_day(origin: Origin) -> Rule:
    match origin:
        case Anchor.ENDS:
            return TermEnd()
        case EventKind():
            return OnEvent(origin)
        case _:
            return OnDay(origin)
