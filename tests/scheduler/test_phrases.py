"""Portuguese phrases → rules: the eleven of the plan, the table of deadline phrases, and what is refused."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.phrases import Confidence, UnreadablePhrase, read_phrase
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
    Quantity,
    QuantityUnit,
    Rule,
    Span,
    State,
    TermEnd,
    TermMonths,
    Unit,
    YearlyDate,
)

SURE, ASSUMED = Confidence.CERTAIN, Confidence.ASSUMED
D, DU, M = Unit.DAYS, Unit.BUSINESS_DAYS, Unit.MONTHS

PLAN: list[tuple[str, Rule, Confidence]] = [
    ("Durante a vigência do Acordo", Continuous(), SURE),
    ("Até 15 dias após o início da vigência", After(Span(15, D), Anchor.STARTS), SURE),
    ("Quando convocadas pela Secretaria-Executiva da Rede", OnEvent(EventKind.CONVOCATION), SURE),
    ("Anual", Cycle(12), ASSUMED),
    ("Anual com o mínimo de 60 horas ao ano", Cycle(12, quantity=Quantity(60, QuantityUnit.HOURS)), ASSUMED),
    ("A partir do início da vigência", State(), SURE),
    (
        "Anual e sempre quando houver alteração nos cursos",
        Compound((Cycle(12), OnEvent(EventKind.COURSE_CHANGE))),
        ASSUMED,
    ),
    ("Quando solicitado pela Secretaria da Rede de Parcerias", OnEvent(EventKind.REQUEST), SURE),
    ("Observância à norma vigente", OnEvent(EventKind.NORM), SURE),
    ("10 dias a partir do início da vigência", After(Span(10, D), Anchor.STARTS), SURE),
    (
        "Até o dia 10 do mês subsequente à celebração do Termo de Adesão",
        DayAfterMonth(10, EventKind.ADHESION),
        SURE,
    ),
]

TABLE: list[tuple[str, Rule, Confidence]] = [
    (
        "Até o dia 10 do mês subsequente à celebração do Termo de Adesão, se e quando assinados",
        DayAfterMonth(10, EventKind.ADHESION),
        SURE,
    ),
    ("Até vinte e cinco dias a contar das assinaturas", After(Span(25, D), Anchor.SIGNED), SURE),
    ("no prazo de vinte dias, contado da data de publicação", After(Span(20, D), Anchor.PUBLISHED), SURE),
    ("comunicar em até sessenta dias a assinatura", After(Span(60, D), Anchor.SIGNED), ASSUMED),
    ("trimestralmente, em data e horário previamente estabelecidos", OnEvent(EventKind.AGENDA), ASSUMED),
    ("antecedência mínima de dois dias corridos", Before(Span(2, D), EventKind.OCCURRENCE), SURE),
    ("3 (três) dias úteis, contados do conhecimento", After(Span(3, DU), EventKind.KNOWLEDGE), SURE),
    (
        "dentro de 49 (quarenta e nove) meses a partir da assinatura",
        After(Span(49, M), Anchor.SIGNED),
        SURE,
    ),
    ("até o último dia útil do mês seguinte", BusinessDayAfter(None, 1, 1), SURE),
    ("Último dia útil do mês subsequente ao trimestre", BusinessDayAfter(None, 3, 1), SURE),
    ("15º dia útil do 2º mês subsequente", BusinessDayAfter(15, 1, 2), SURE),
    ("Último dia útil de março do ano seguinte", BusinessDayAfter(None, 12, 3), SURE),
    ("Em até 10 dias após adimplemento", After(Span(10, D), EventKind.PAYMENT), SURE),
    ("prazo de vigência de dez anos", TermEnd(120), SURE),
    (
        "30 (trinta) dias a contar da publicação do extrato no DOU",
        After(Span(30, D), Anchor.PUBLISHED),
        SURE,
    ),
    ("90 dias após o encerramento da vigência", After(Span(90, D), Anchor.ENDS), SURE),
    ("Até 60 dias antes do término da vigência", Before(Span(60, D), Anchor.ENDS), SURE),
    ("Mensal", Cycle(1), ASSUMED),
    ("Todo dia 15", MonthlyDay(15), SURE),
    ("Até o dia 15 de cada mês", MonthlyDay(15), SURE),
    ("Bimestral", Cycle(2), ASSUMED),
    ("Semestral", Cycle(6), ASSUMED),
    ("Até 31 de março de cada ano", YearlyDate(3, 31), SURE),
    ("1º trimestre de 2026", FixedDate(date(2026, 3, 31), date(2026, 1, 1)), SURE),
    ("1º semestre", YearlyDate(6, 30), ASSUMED),
    ("Do mês 1 ao mês 12", TermMonths(1, 12), SURE),
    ("Imediatamente após a assinatura", After(Span(1, DU), Anchor.SIGNED), ASSUMED),
    ("Contínuo", Continuous(), SURE),
    ("Permanente", Continuous(), SURE),
    ("Ação contínua", Continuous(), SURE),
    ("Em até 48 (quarenta e oito) horas", After(Span(48, Unit.HOURS), EventKind.OCCURRENCE), ASSUMED),
    ("48h após a notificação", After(Span(48, Unit.HOURS), EventKind.NOTICE), SURE),
    ("No mínimo duas capacitações por semestre", Cycle(6, quantity=Quantity(2, QuantityUnit.ITEMS)), ASSUMED),
    ("a cada ano civil", Cycle(12, Basis.CIVIL), SURE),
    ("60 horas por ano civil", Cycle(12, Basis.CIVIL, Quantity(60, QuantityUnit.HOURS)), SURE),
    ("a cada 12 meses a partir do início da vigência", Cycle(12), SURE),
    ("Anualmente, até 31 de março", YearlyDate(3, 31), SURE),
    ("Mensal, até o dia 10", MonthlyDay(10), SURE),
    ("Até o quinto dia útil de cada mês", BusinessDayAfter(5, 1, 0), SURE),
    ("até 30 de junho de 2026", FixedDate(date(2026, 6, 30)), SURE),
    ("30/06/2026", FixedDate(date(2026, 6, 30)), SURE),
    ("quinze (15) dias após a publicação", After(Span(15, D), Anchor.PUBLISHED), SURE),
    ("duas semanas após a última assinatura", After(Span(14, D), Anchor.SIGNED), SURE),
    ("comunicar … em até sessenta dias a assinatura", After(Span(60, D), Anchor.SIGNED), ASSUMED),
    ("Até o fim da vigência", TermEnd(), ASSUMED),
    ("Ao final da vigência do Acordo", TermEnd(), ASSUMED),
    ("Durante a execução do Acordo", Continuous(), SURE),
    ("Durante todo o período de vigência", Continuous(), SURE),
    ("Enquanto durar a vigência", Continuous(), SURE),
    ("Ao longo da vigência", Continuous(), SURE),
    ("Em fluxo contínuo", Continuous(), SURE),
    ("Ao final de cada exercício", Cycle(12, Basis.CIVIL), SURE),
    ("Ao término de cada semestre", Cycle(6), ASSUMED),
    ("Até o último dia de cada mês", MonthlyDay(31), SURE),
    ("Mensalmente, até o 5º dia útil", BusinessDayAfter(5, 1, 0), SURE),
    ("Mensal, até o 5º dia útil do mês subsequente", BusinessDayAfter(5, 1, 1), SURE),
    ("Trimestral, até o último dia útil do mês subsequente", BusinessDayAfter(None, 3, 1), SURE),
    ("Mensalmente, até o dia 10 do mês subsequente", MonthlyDay(10), ASSUMED),
    ("Anual, até 31 de março de cada ano", YearlyDate(3, 31), SURE),
    ("Anualmente, até 31/03", YearlyDate(3, 31), SURE),
    ("Até 1º de março de cada ano", YearlyDate(3, 1), SURE),
    ("Até o 15º dia após o início da vigência", After(Span(15, D), Anchor.STARTS), SURE),
    ("Até 31.12.2026", FixedDate(date(2026, 12, 31)), SURE),
    ("Pelo menos uma vez ao ano", Cycle(12, quantity=Quantity(1, QuantityUnit.ITEMS)), ASSUMED),
    ("Anual e quando solicitado", Compound((Cycle(12), OnEvent(EventKind.REQUEST))), ASSUMED),
    ("Mediante convocação", OnEvent(EventKind.CONVOCATION), SURE),
    ("Conforme solicitação da Seges", OnEvent(EventKind.REQUEST), SURE),
    ("Sempre que houver alteração", OnEvent(EventKind.COURSE_CHANGE), ASSUMED),
    ("um ano após a entrada em vigor", After(Span(1, Unit.YEARS), Anchor.STARTS), SURE),
]

REFUSED = [
    pytest.param("", 0, "vazio", id="nothing"),
    pytest.param("   .", 0, "vazio", id="only a full stop"),
    pytest.param("Bianual", 0, "duas vezes por ano", id="bianual"),
    pytest.param("Bimensal", 0, "duas vezes por mês", id="bimensal"),
    pytest.param("Quinzenal", 0, "duas vezes por mês", id="quinzenal"),
    pytest.param("Semanalmente", 0, "menor que um mês", id="semanal"),
    pytest.param("A definir", 0, "não foi definido", id="a definir"),
    pytest.param("A combinar entre os partícipes", 0, "não foi definido", id="a combinar"),
    pytest.param("até 31/02/2026", 4, "não existe", id="31/02"),
    pytest.param("31 de fevereiro de cada ano", 0, "não existe", id="31 de fevereiro"),
    pytest.param("dia 32 de cada mês", 0, "entre 1 e 31", id="dia 32"),
    pytest.param("30 (vinte) dias após a assinatura", 0, "números diferentes", id="digits against words"),
    pytest.param("Até vinte e trinta dias após a assinatura", 4, "não foi entendido", id="no numeral"),
    pytest.param("Até 15 dias", 4, "a partir de quando", id="no origin"),
    pytest.param("Até 15 dias após a vigência", 12, "início ou o fim", id="start or end of the vigência"),
    pytest.param("Até 15 dias do fim da vigência", 0, "antes ou depois", id="before or after the end"),
    pytest.param("0 dias após a assinatura", 0, "entre 1", id="zero days"),
    pytest.param("999999 dias após a assinatura", 0, "36500", id="too many days"),
    pytest.param("no máximo 60 horas por ano", 19, "", id="a maximum is no minimum"),
    pytest.param("Anual xyz", 6, "'xyz'", id="unknown word"),
    pytest.param("Anual e", 7, "termina antes", id="cut short"),
    pytest.param("Anual anual", 6, "não era esperado", id="twice"),
    pytest.param("Anual com o mínimo de 60 horas por mês", 5, "períodos diferentes", id="two periods"),
    pytest.param("5º trimestre de 2026", 0, "não existe", id="fifth quarter"),
    pytest.param("se e quando assinados", 0, "condição", id="only the condition"),
    pytest.param("Trimestral, até o 5º dia útil", 10, "falta o mês", id="day of no month"),
    pytest.param("Anual ou quando solicitado", 6, "mais de uma escolha", id="ou"),
    pytest.param("Conforme cronograma", 0, "outro documento", id="dates written elsewhere"),
    pytest.param("Sempre que necessário", 11, "não diz quando", id="sempre que necessário"),
    pytest.param("Até 31/12/26", 4, "quatro algarismos", id="short year"),
    pytest.param("Até o último dia após a assinatura", 0, "último dia de quê", id="last day of nothing"),
    pytest.param("Ação às terças", 8, "'terças'", id="shown as it was written"),
    pytest.param("x" * 1000, 400, "400", id="too long"),
    pytest.param("(((", 0, "", id="brackets"),
    pytest.param("🙂", 0, "", id="a picture"),
]


@pytest.mark.parametrize(("phrase", "rule", "confidence"), PLAN + TABLE, ids=[row[0] for row in PLAN + TABLE])
def test_a_phrase_becomes_its_rule(phrase: str, rule: Rule, confidence: Confidence) -> None:
    found = read_phrase(phrase)
    assert (found.phrase, found.rule, found.confidence) == (phrase, rule, confidence)


@pytest.mark.parametrize(("phrase", "offset", "reason"), REFUSED)
def test_what_reads_two_ways_or_none_is_refused_with_its_place(phrase: str, offset: int, reason: str) -> None:
    with pytest.raises(UnreadablePhrase) as refused:
        read_phrase(phrase)
    assert reason in refused.value.reason
    assert refused.value.offset == offset


def test_anual_lists_the_three_readings_of_the_annual_cycle() -> None:
    assert read_phrase("Anual").alternatives == (
        "a cada ano civil",
        "a cada 12 meses a partir do início da vigência (leitura adotada)",
        "uma vez, em cada aniversário da vigência",
    )


def test_the_other_reading_of_a_frequency_can_be_written_as_a_phrase() -> None:
    civil, *_ = read_phrase("Semestral").alternatives
    assert read_phrase(civil).rule == Cycle(6, Basis.CIVIL)


def test_only_assumed_readings_have_alternatives() -> None:
    readings = [read_phrase(phrase) for phrase, _, _ in PLAN + TABLE]
    assert all(bool(one.alternatives) == (one.confidence is ASSUMED) for one in readings)


def test_the_reading_is_one_portuguese_sentence() -> None:
    assert read_phrase("Anual com o mínimo de 60 horas ao ano").reading == (
        "No mínimo 60 horas a cada 12 meses, contados do início da vigência."
    )
    readings = [read_phrase(phrase).reading for phrase, _, _ in PLAN + TABLE]
    assert all(one[0].isupper() and one.endswith(".") and len(one.split()) <= 25 for one in readings)


def _disguised(phrase: str, disguise: tuple[bool, bool, bool, bool]) -> str:
    loud, bare, hard, stopped = disguise
    if bare:
        decomposed = unicodedata.normalize("NFD", phrase)
        phrase = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    phrase = phrase.upper() if loud else phrase
    phrase = phrase.replace(" ", "\u00a0 ") if hard else phrase
    return f" {phrase} ." if stopped else phrase


@given(st.sampled_from(PLAN + TABLE), st.tuples(*[st.booleans()] * 4))
def test_case_accents_hard_spaces_and_a_full_stop_do_not_matter(
    row: tuple[str, Rule, Confidence], disguise: tuple[bool, bool, bool, bool]
) -> None:
    assert read_phrase(_disguised(row[0], disguise)).rule == row[1]


@given(st.sampled_from(PLAN + TABLE))
def test_decomposed_letters_read_as_composed_ones(row: tuple[str, Rule, Confidence]) -> None:
    assert read_phrase(unicodedata.normalize("NFD", row[0])).rule == row[1]


_VOCABULARY = "ate 15 dias apos anual e ( ) quando 31/02/2026 mes dia util - º . h de assinatura cada ano 1o"
_WORDS = st.sampled_from(_VOCABULARY.split(" "))


@given(st.lists(_WORDS, max_size=8).map(" ".join) | st.text(max_size=40))
def test_anything_at_all_is_read_or_refused_and_never_breaks(phrase: str) -> None:
    try:
        said = read_phrase(phrase).reading
    except UnreadablePhrase as refused:
        said = phrase[refused.offset :] + refused.reason
    assert said
