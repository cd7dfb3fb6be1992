"""What qualifies a clause: a condition, an extension, an origin, a frequency said besides the term."""

from collections.abc import Callable

from scheduler.phrasing.words import Draft, MeaningError
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
    BusinessDayAfterMonth,
    Compound,
    Continuous,
    Cycle,
    DayAfterMonth,
    EventKind,
    EveryDays,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    Origin,
    Rule,
    Span,
    State,
    TermEnd,
    Turn,
    YearlyDate,
    events_of,
    parts_of,
)

_BASES = {
    Anchor.STARTS: Basis.FROM_START,
    Anchor.SIGNED: Basis.FROM_SIGNATURE,
    Anchor.PUBLISHED: Basis.FROM_PUBLICATION,
}
#: A person has to say which one holds.
TWO_TERMS = "a frase dá dois prazos diferentes; escreva só o que vale"


def throughout(draft: Draft) -> Draft:
    """`Anual, durante a vigência`: what comes back, or waits for an event, does so until the end anyway."""
    if not all(_lasts(part) for rule in draft.rules for part in parts_of(rule)):
        raise MeaningError(TWO_TERMS)
    return draft


def once(draft: Draft) -> Draft:
    """`uma única vez`: only readings that do not come back."""
    return _kept(draft, lambda rule: not any(map(_comes_back, parts_of(rule))), "o prazo se repete")


def often(draft: Draft, months: int, place: int = 0) -> Draft:
    """A frequency said besides the term: only readings that come back so often."""
    return _kept(
        draft, lambda rule: _is_so_often(rule, months), "a periodicidade e o prazo não combinam", place
    )


def conditioned(draft: Draft, event: EventKind) -> Draft:
    """`se e quando assinados`: no event, no duty. What would fall due without it cannot be so conditioned."""
    return draft.each(lambda rule: _on_condition(rule, event))


def is_standing(draft: Draft) -> bool:
    """`Durante a vigência, quando solicitado`: it only says how long the event calls for something."""
    return all(isinstance(rule, Continuous | State) for rule in draft.rules)


def lengthened(draft: Draft) -> Draft:
    """`prorrogável por igual período`: the term as it stands, or twice as long."""
    if not all(isinstance(rule, After) for rule in draft.rules):
        raise MeaningError("só um prazo contado de uma data pode ser prorrogado")
    return Draft.of(*draft.rules, *(_twice(rule) for rule in draft.rules if isinstance(rule, After)))


def counted_from(draft: Draft, origins: tuple[Origin, ...]) -> Draft:
    """`Mensal, a partir da assinatura`."""
    [anchor, *_] = origins
    if not isinstance(anchor, Anchor) or anchor not in _BASES:
        raise MeaningError("um ciclo só se conta de uma data do acordo ou do período civil")
    match draft.rules[0]:
        case Cycle(months, _, quantity):
            return Draft.of(Cycle(months, _BASES[anchor], quantity))
        case EveryDays(days):
            return Draft.of(EveryDays(days, anchor))
        case Continuous():
            return Draft.of(State(anchor))
        case TermEnd(int()) as rule:
            return Draft.of(rule)
        case _:
            raise MeaningError(TWO_TERMS)


def contradicts(rule: Rule) -> bool:
    """Whether clauses joined by `e` give two terms for the same thing."""
    said = [subject for part in parts_of(rule) if (subject := _subject(part)) is not None]
    return len(set(said)) < len(said)


def _subject(rule: Rule) -> object:
    """What a clause sets the term of; two clauses of one subject contradict each other."""
    match rule:
        case Cycle(_, _, quantity):
            return "cycle", quantity and quantity.unit
        case EveryDays():
            return "cycle", None
        case After(_, origin):
            return "after", origin
        case Before(_, origin):
            return "before", origin
        case _:
            return None


def _kept(draft: Draft, fits: Callable[[Rule], bool], reason: str, place: int = 0) -> Draft:
    kept = tuple(rule for rule in draft.rules if fits(rule))
    if not kept:
        raise MeaningError(reason, place)
    return Draft(kept)


def _is_so_often(rule: Rule, months: int) -> bool:
    """`anual, em março e setembro` is each of them every year; `semestral` would be the two together."""
    return _period(rule) == months or all(_period(part) == months for part in parts_of(rule))


def _lasts(rule: Rule) -> bool:
    return _comes_back(rule) or bool(events_of(rule)) or isinstance(rule, Continuous | State)


def _comes_back(rule: Rule) -> bool:
    return _period(rule) is not None or isinstance(rule, EveryDays)


def _period(rule: Rule) -> int | None:
    """How many months pass from one date of a rule to the next; None for what does not come back."""
    match rule:
        case Compound(parts):
            return _period_of_several([_period(part) for part in parts])
        case Cycle(months):
            return months
        case MonthlyDay():
            return 1
        case YearlyDate(_, _, once) if not once:
            return 12
        case MonthBusinessDay(_, _, None):
            return 12
        case BusinessDayAfter(_, period):
            return period
        case OnDay(Turn() as turn) | After(_, Turn() as turn) | Before(_, Turn() as turn):
            return turn.months
        case DayAfterMonth(_, Turn() as turn):
            return turn.months
        case _:
            return None


def _period_of_several(periods: list[int | None]) -> int | None:
    """Two dates of the year come back every six months."""
    [first, *others] = periods
    if first is None or any(period != first for period in others) or first % len(periods):
        return None
    return first // len(periods)


def _on_condition(rule: Rule, event: EventKind) -> Rule:
    match rule:
        case DayAfterMonth(day, Turn.MONTH | EventKind.OCCURRENCE, months):
            return DayAfterMonth(day, event, months)
        case BusinessDayAfter(nth, 1, months) if months:
            return BusinessDayAfterMonth(nth, event, months)
        case Continuous() | State():
            return rule
        case _ if events_of(rule):
            return rule
        case _:
            raise MeaningError(
                "a condição não combina com um prazo que vence sempre; junte os dois com 'e', se ambos valem"
            )


def _twice(rule: After) -> After:
    return After(Span(2 * rule.span.count, rule.span.unit), rule.origin)
