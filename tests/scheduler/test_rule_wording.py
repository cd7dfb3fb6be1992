"""How rules are told to people; what is told can be typed, and is then read as the very same rule."""

from datetime import date

import pytest
from hypothesis import assume, given

from scheduler.phrases import Confidence, read_phrase
from scheduler.phrasing.conditions import contradicts
from scheduler.rule_wording import reading
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
    FixedDate,
    MonthBusinessDay,
    MonthlyDay,
    OnDay,
    OnEvent,
    Quantity,
    QuantityUnit,
    Rule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Turn,
    Unit,
    YearlyDate,
)
from tests.scheduler.rule_makers import compounds, simple_rules

HOURS, TIMES = QuantityUnit.HOURS, QuantityUnit.ITEMS
SENTENCES: list[tuple[Rule, str]] = [
    (Continuous(), "Vale durante toda a vigência, sem data de vencimento."),
    (State(), "Vale a partir do início da vigência, sem último dia."),
    (State(date(2026, 3, 1)), "Vale a partir de 01/03/2026, sem último dia."),
    (After(Span(1, Unit.MONTHS), Anchor.ENDS), "Até 1 mês após o fim da vigência."),
    (After(Span(1, Unit.DAYS), Anchor.SIGNED), "Até 1 dia corrido após a última assinatura."),
    (After(Span(2, Unit.HOURS), EventKind.NOTICE), "Até 2 horas após a notificação."),
    (After(Span(1, Unit.YEARS), Turn.QUARTER), "Até 1 ano após o fim de cada trimestre civil."),
    (
        Before(Span(5, Unit.BUSINESS_DAYS), EventKind.CONVOCATION),
        "Até 5 dias úteis antes da reunião, sem passar para depois.",
    ),
    (
        Before(Span(5, Unit.DAYS), Turn.ANNIVERSARY),
        "Até 5 dias corridos antes de cada aniversário da vigência, sem passar para depois.",
    ),
    (OnEvent(EventKind.CONVOCATION), "Quando houver convocação, no dia da reunião."),
    (
        OnEvent(EventKind.REQUEST),
        "Quando a Secretaria-Executiva pedir, até a data escrita no pedido.",
    ),
    (OnDay(Anchor.PUBLISHED), "No dia da publicação no Diário Oficial da União."),
    (OnDay(Turn.ANNIVERSARY), "Em cada aniversário da vigência."),
    (OnDay(Turn.SEMESTER), "No último dia de cada semestre civil."),
    (Cycle(1), "Uma vez a cada mês, contado do início da vigência."),
    (Cycle(12, Basis.CIVIL), "Uma vez a cada ano civil, até o último dia dele."),
    (Cycle(24, Basis.CIVIL), "Uma vez a cada 2 anos civis, até o último dia dele."),
    (Cycle(6, Basis.FROM_SIGNATURE), "Uma vez a cada 6 meses, contados da última assinatura."),
    (
        Cycle(12, quantity=Quantity(60, HOURS)),
        "No mínimo 60 horas a cada 12 meses, contados do início da vigência.",
    ),
    (
        Cycle(6, Basis.CIVIL, Quantity(2, TIMES)),
        "No mínimo 2 vezes a cada semestre civil, até o último dia dele.",
    ),
    (
        Cycle(3, quantity=Quantity(1, TIMES)),
        "No mínimo 1 vez a cada 3 meses, contados do início da vigência.",
    ),
    (EveryDays(15), "A cada 15 dias corridos, contados do início da vigência."),
    (
        DayAfterMonth(10, EventKind.ADHESION),
        "Até o dia 10 do mês seguinte à assinatura do termo de adesão, se houver.",
    ),
    (DayAfterMonth(31, Anchor.SIGNED, 0), "Até o último dia do mesmo mês da última assinatura."),
    (DayAfterMonth(15, Turn.QUARTER), "Até o dia 15 do mês seguinte ao fim de cada trimestre civil."),
    (DayAfterMonth(31, Turn.YEAR, 3), "Até o último dia de março do ano seguinte, a cada ano."),
    (DayAfterMonth(30, Turn.YEAR, 2), "Até o dia 30 do 2º mês seguinte ao fim de cada ano civil."),
    (DayAfterMonth(5, Turn.SEMESTER, 0), "Até o dia 5 do último mês de cada semestre civil."),
    (
        BusinessDayAfterMonth(5, Anchor.SIGNED, 2),
        "Até o 5º dia útil do 2º mês seguinte à última assinatura.",
    ),
    (MonthlyDay(31), "Todo mês, até o último dia."),
    (YearlyDate(3, 1), "Todo ano, até 1º de março."),
    (YearlyDate(2, 29), "Todo ano, até o último dia de fevereiro."),
    (YearlyDate(3, 31, once=True), "Uma única vez, até 31 de março, o primeiro da vigência."),
    (BusinessDayAfter(None, 3, 1), "Até o último dia útil do mês seguinte ao fim de cada trimestre civil."),
    (BusinessDayAfter(None, 3, 0), "Até o último dia útil de cada trimestre civil."),
    (BusinessDayAfter(5, 3, 0), "Até o 5º dia útil do último mês de cada trimestre civil."),
    (BusinessDayAfter(5, 1, 0), "Até o 5º dia útil de cada mês."),
    (BusinessDayAfter(None, 12, 3), "Até o último dia útil de março do ano seguinte, a cada ano."),
    (MonthBusinessDay(None, 3), "Até o último dia útil de março de cada ano."),
    (MonthBusinessDay(5, 1, 2027), "Até o 5º dia útil de janeiro de 2027."),
    (FixedDate(date(2026, 12, 31)), "Até 31/12/2026."),
    (FixedDate(date(2026, 3, 31), date(2026, 1, 1)), "De 01/01/2026 a 31/03/2026."),
    (TermMonths(1, 12), "Do mês 1 ao mês 12 da vigência."),
    (TermMonths(3, 3), "No mês 3 da vigência."),
    (TermEnd(), "Até o último dia da vigência, sem passar para depois."),
    (TermEnd(120), "A vigência dura 120 meses e termina no mesmo dia, sem passar para depois."),
    (Compound((MonthlyDay(10), MonthlyDay(20))), "Todo mês, até os dias 10 e 20."),
    (
        Compound((YearlyDate(3, 31), YearlyDate(6, 30), YearlyDate(9, 30))),
        "Todo ano, até 31 de março, 30 de junho e 30 de setembro.",
    ),
    (
        Compound((YearlyDate(3, 31, True), YearlyDate(9, 30, True))),
        "Uma única vez, até 31 de março e 30 de setembro, os primeiros da vigência.",
    ),
    (Compound((FixedDate(date(2026, 3, 1)), FixedDate(date(2027, 3, 1)))), "Até 01/03/2026 e 01/03/2027."),
    (Compound((TermMonths(6, 6), TermMonths(12, 12))), "Nos meses 6 e 12 da vigência."),
    (
        Compound((YearlyDate(3, 31), YearlyDate(3, 31, True))),
        "Todo ano, até 31 de março; e uma única vez, até 31 de março, o primeiro da vigência.",
    ),
]


@pytest.mark.parametrize(("rule", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_a_rule_is_told_in_one_sentence(rule: Rule, sentence: str) -> None:
    assert reading(rule) == sentence


def _reads_back(rule: Rule) -> bool:
    found = read_phrase(reading(rule))
    return (found.rule, found.confidence) == (rule, Confidence.CERTAIN)


@given(simple_rules)
def test_the_sentence_of_any_rule_is_read_back_as_that_rule_for_certain(rule: Rule) -> None:
    assert _reads_back(rule)


@given(compounds)
def test_so_are_several_at_once_unless_they_contradict_each_other(rule: Rule) -> None:
    assume(not contradicts(rule))
    assert _reads_back(rule)
