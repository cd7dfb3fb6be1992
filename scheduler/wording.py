"""Rules, dates and reasons in plain Portuguese, for messages and for the command line."""

from datetime import date, time
from typing import assert_never

from babel.dates import format_date

from scheduler.calendar import Calendar, Closure, ClosureKind
from scheduler.counting import Counted, Counter
from scheduler.rules import (
    After,
    Anchor,
    Basis,
    Before,
    BusinessDayAfter,
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
    Rule,
    SimpleRule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
    parts_of,
)

_LOCALE = "pt_BR"
_MOST_REASONS = 6

_ANCHORS = {
    Anchor.STARTS: "o início da vigência",
    Anchor.ENDS: "o fim da vigência",
    Anchor.SIGNED: "a última assinatura",
    Anchor.PUBLISHED: "a publicação no Diário Oficial da União",
}
_EVENTS = {
    EventKind.CONVOCATION: "a convocação",
    EventKind.COURSE_CHANGE: "a alteração nos cursos",
    EventKind.ADHESION: "a assinatura do termo de adesão",
    EventKind.REQUEST: "o pedido",
    EventKind.NORM: "a data da norma",
    EventKind.AGENDA: "a data marcada",
    EventKind.KNOWLEDGE: "o conhecimento do fato",
    EventKind.PAYMENT: "o adimplemento",
    EventKind.RECEIPT: "o recebimento",
    EventKind.NOTICE: "a notificação",
    EventKind.OCCURRENCE: "o evento",
}
_ON_EVENT = {
    EventKind.CONVOCATION: "quando houver convocação, no dia da reunião",
    EventKind.COURSE_CHANGE: "sempre que houver alteração nos cursos",
    EventKind.ADHESION: "quando for assinado termo de adesão",
    EventKind.REQUEST: "quando a Secretaria-Executiva pedir, até a data escrita no pedido",
    EventKind.NORM: "na data da norma vigente, que a Secretaria-Executiva informa",
    EventKind.AGENDA: "nas datas marcadas com antecedência",
    EventKind.KNOWLEDGE: "quando houver conhecimento do fato",
    EventKind.PAYMENT: "quando houver adimplemento",
    EventKind.RECEIPT: "quando houver recebimento",
    EventKind.NOTICE: "quando houver notificação",
    EventKind.OCCURRENCE: "quando o evento ocorrer",
}
_UNITS = {
    Unit.HOURS: ("hora", "horas"),
    Unit.DAYS: ("dia corrido", "dias corridos"),
    Unit.BUSINESS_DAYS: ("dia útil", "dias úteis"),
    Unit.MONTHS: ("mês", "meses"),
    Unit.YEARS: ("ano", "anos"),
}


def short_date(day: date) -> str:
    """`sex., 26/12/2025`."""
    return f"{format_date(day, 'EEE', locale=_LOCALE)}, {_numbers(day)}"


def long_date(day: date) -> str:
    """`sexta-feira, 26/12/2025`."""
    return f"{format_date(day, 'EEEE', locale=_LOCALE)}, {_numbers(day)}"


def distance(day: date, today: date) -> str:
    """How far a date is from `today`, as people say it: `vence amanhã`, `faltam 12 dias`, `venceu ontem`."""
    match (day - today).days:
        case 0:
            return "vence hoje"
        case 1:
            return "vence amanhã"
        case -1:
            return "venceu ontem"
        case ahead if ahead > 0:
            return f"faltam {ahead} dias"
        case ago:
            return f"venceu há {-ago} dias"


def reading(rule: Rule) -> str:
    """What a rule asks, in one Portuguese sentence."""
    words = "; e ".join(_words(part) for part in parts_of(rule))
    return f"{words[0].upper()}{words[1:]}."


def due_reason(counted: Counted, counter: Counter) -> str:
    """Why a term ends on its day: `vence sex., 26/12/2025 (24/12 tem expediente até as 13h; …)`."""
    words = f"vence {short_date(counted.extended)}"
    if counted.skipped:
        reasons = [_day_reason(day, counter.calendar) for day in counted.skipped[:_MOST_REASONS]]
        words += f" ({'; '.join(reasons)})"
    if counter.is_provisional(counted):
        words += "; data provisória, pois a lista de feriados ainda não saiu"
    return words


def term_end_reason(day: date) -> str:
    """Why the end of the vigência is on its day: it never moves to a business day."""
    return f"a vigência termina {short_date(day)}, sem passar para o dia útil seguinte"


def _numbers(day: date) -> str:
    return format_date(day, "dd/MM/yyyy", locale=_LOCALE)


def _day_reason(day: date, calendar: Calendar) -> str:
    short = f"{day:%d/%m}"
    closure = calendar.closure(day)
    if closure is not None and closure.kind is ClosureKind.HOLIDAY:
        return f"{short} é feriado: {closure.name}"
    if day.weekday() >= 5:
        return f"{short} é {format_date(day, 'EEEE', locale=_LOCALE)}"
    if closure is None:
        return f"{short} não tem expediente"
    return f"{short} {_closure_words(closure)}"


def _closure_words(closure: Closure) -> str:
    if closure.closes_at is not None:
        return f"tem expediente até as {_hour(closure.closes_at)}"
    if closure.opens_at is not None:
        return f"tem expediente a partir das {_hour(closure.opens_at)}"
    return f"é ponto facultativo: {closure.name}"


def _hour(hour: time) -> str:
    return f"{hour.hour}h{hour.minute:02d}" if hour.minute else f"{hour.hour}h"


def _words(rule: SimpleRule) -> str:
    match rule:
        case Continuous():
            return "vale durante toda a vigência, sem data de vencimento"
        case State(anchor):
            return f"vale desde {_ANCHORS[anchor]} até o fim da vigência, sem último dia"
        case After(span, origin):
            return f"até {_span(span)} após {_origin(origin)}"
        case Before(span, origin):
            return f"até {_span(span)} antes {_of(_origin(origin))}, sem passar para depois"
        case OnEvent(event):
            return _ON_EVENT[event]
        case Cycle():
            return _cycle(rule)
        case DayAfterMonth(day, origin, _):
            return f"até o dia {day} do mês seguinte {_to(_origin(origin))}; sem isso, não há o que enviar"
        case MonthlyDay(day):
            return f"todo mês, até o {'último dia' if day == 31 else f'dia {day}'}"
        case YearlyDate(month, day):
            return f"todo ano, até {'1º' if day == 1 else day} de {_month(month)}"
        case BusinessDayAfter():
            return _business_day(rule)
        case FixedDate(on, opens):
            return f"de {_numbers(opens)} a {_numbers(on)}" if opens else f"até {_numbers(on)}"
        case TermMonths(first, last):
            return f"do mês {first} ao mês {last} da vigência"
        case TermEnd(months):
            if months is None:
                return "até o último dia da vigência, útil ou não"
            return f"a vigência dura {_length(months)} e termina no mesmo dia, útil ou não"
        case _:
            assert_never(rule)


def _cycle(rule: Cycle) -> str:
    what = _quantity(rule.quantity) if rule.quantity else "uma vez"
    match rule.basis:
        case Basis.FROM_START:
            counted = "contado" if rule.months == 1 else "contados"
            return f"{what} a cada {_every(rule.months)}, {counted} do início da vigência"
        case Basis.CIVIL:
            return f"{what} a cada {_civil_period(rule.months)}, até o último dia dele"
        case _:
            assert_never(rule.basis)


def _business_day(rule: BusinessDayAfter) -> str:
    which = "até o último dia útil" if rule.nth is None else f"até o {rule.nth}º dia útil"
    if rule.period == 1 and rule.months_after == 0:
        return f"{which} de cada mês"
    if rule.period == 12 and 1 <= rule.months_after <= 12:
        return f"{which} de {_month(rule.months_after)} do ano seguinte, a cada ano"
    after = {0: "do último mês", 1: "do mês seguinte ao fim"}.get(
        rule.months_after, f"do {rule.months_after}º mês seguinte ao fim"
    )
    return f"{which} {after} de cada {_civil_period(rule.period)}"


def _quantity(quantity: Quantity) -> str:
    match quantity.unit:
        case QuantityUnit.HOURS:
            return f"no mínimo {quantity.minimum} {'hora' if quantity.minimum == 1 else 'horas'}"
        case QuantityUnit.ITEMS:
            return f"no mínimo {quantity.minimum} {'vez' if quantity.minimum == 1 else 'vezes'}"
        case _:
            assert_never(quantity.unit)


def _civil_period(months: int) -> str:
    names = {1: "mês", 2: "bimestre", 3: "trimestre", 4: "quadrimestre", 6: "semestre", 12: "ano"}
    return f"{names[months]} civil" if months in names else f"período civil de {_length(months)}"


def _length(months: int) -> str:
    return _span(Span(months, Unit.MONTHS))


def _every(months: int) -> str:
    return "mês" if months == 1 else _length(months)


def _span(span: Span) -> str:
    return f"{span.count} {_UNITS[span.unit][0 if span.count == 1 else 1]}"


def _month(month: int) -> str:
    return format_date(date(2001, month, 1), "MMMM", locale=_LOCALE)


def _origin(origin: Origin) -> str:
    return _ANCHORS[origin] if isinstance(origin, Anchor) else _EVENTS[origin]


def _of(words: str) -> str:
    """`o início` → `do início`."""
    return f"d{words}"


def _to(words: str) -> str:
    """`o início` → `ao início`, `a data` → `à data`."""
    return f"à{words[1:]}" if words.startswith("a ") else f"a{words}"
