"""Portuguese phrases → rules: the eleven of the plan, the domain's table, and what holds for every phrase."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.phrases import Confidence, UnreadablePhrase, is_deadline, read_phrase
from scheduler.rules import (
    After,
    Before,
    BusinessDayAfter,
    Continuous,
    Cycle,
    DayAfterMonth,
    FixedDate,
    MonthlyDay,
    OnDay,
    OnEvent,
    Rule,
    State,
    TermEnd,
    TermMonths,
    Turn,
)
from tests.scheduler.phrase_shorthand import (
    ADHESION,
    AGENDA,
    CIVIL,
    COURSES,
    ENDS,
    EVENT,
    KNOWN,
    MEETING,
    NORM,
    NOTIFIED,
    PAID,
    PUBLISHED,
    REQUEST,
    SIGNED,
    STARTS,
    both,
    business_days,
    class_hours,
    days,
    each_year,
    every,
    hours,
    months,
    one_year,
    readings,
    times,
    yearly,
    years,
)

#: The work plan of AC nº 15/2025.
PLAN: list[tuple[str, list[Rule]]] = [
    ("Durante a vigência do Acordo", [Continuous()]),
    ("Até 15 dias após o início da vigência", [After(days(15), STARTS)]),
    ("Quando convocadas pela Secretaria-Executiva da Rede", [OnEvent(MEETING)]),
    ("Anual", yearly()),
    ("Anual com o mínimo de 60 horas ao ano", every(12, class_hours(60))),
    ("A partir do início da vigência", [State()]),
    (
        "Anual e sempre quando houver alteração nos cursos",
        [
            both(Cycle(12), OnEvent(COURSES)),
            both(Cycle(12, CIVIL), OnEvent(COURSES)),
            both(OnDay(Turn.ANNIVERSARY), OnEvent(COURSES)),
        ],
    ),
    ("Quando solicitado pela Secretaria da Rede de Parcerias", [OnEvent(REQUEST)]),
    ("Observância à norma vigente", [OnEvent(NORM)]),
    ("10 dias a partir do início da vigência", [After(days(10), STARTS)]),
    ("Até o dia 10 do mês subsequente à celebração do Termo de Adesão", [DayAfterMonth(10, ADHESION)]),
]
TABLE: list[tuple[str, list[Rule]]] = [
    (
        "Até o dia 10 do mês subsequente à celebração do Termo de Adesão, se e quando assinados",
        [DayAfterMonth(10, ADHESION)],
    ),
    ("Até vinte e cinco dias a contar das assinaturas", [After(days(25), SIGNED)]),
    ("no prazo de vinte dias, contado da data de publicação", [After(days(20), PUBLISHED)]),
    ("comunicar em até sessenta dias a assinatura", [After(days(60), SIGNED), Before(days(60), SIGNED)]),
    ("trimestralmente, em data e horário previamente estabelecidos", [OnEvent(AGENDA), Cycle(3)]),
    ("antecedência mínima de dois dias corridos", [Before(days(2), EVENT)]),
    ("3 (três) dias úteis, contados do conhecimento", [After(business_days(3), KNOWN)]),
    ("dentro de 49 (quarenta e nove) meses a partir da assinatura", [After(months(49), SIGNED)]),
    ("até o último dia útil do mês seguinte", [BusinessDayAfter(None, 1, 1)]),
    ("Último dia útil do mês subsequente ao trimestre", [BusinessDayAfter(None, 3, 1)]),
    ("15º dia útil do 2º mês subsequente", [BusinessDayAfter(15, 1, 2)]),
    ("Último dia útil de março do ano seguinte", [BusinessDayAfter(None, 12, 3)]),
    ("Em até 10 dias após adimplemento", [After(days(10), PAID)]),
    ("prazo de vigência de dez anos", [TermEnd(120)]),
    ("30 (trinta) dias a contar da publicação do extrato no DOU", [After(days(30), PUBLISHED)]),
    ("90 dias após o encerramento da vigência", [After(days(90), ENDS)]),
    ("Até 60 dias antes do término da vigência", [Before(days(60), ENDS)]),
    ("Mensal", every(1)),
    ("Todo dia 15", [MonthlyDay(15)]),
    ("Até o dia 15 de cada mês", [MonthlyDay(15)]),
    ("Bimestral", every(2)),
    ("Semestral", every(6)),
    ("Até 31 de março de cada ano", [each_year((3, 31))]),
    ("1º trimestre de 2026", [FixedDate(date(2026, 3, 31), date(2026, 1, 1))]),
    ("1º semestre", [each_year((6, 30)), one_year((6, 30)), TermMonths(1, 6)]),
    ("Do mês 1 ao mês 12", [TermMonths(1, 12)]),
    ("Imediatamente após a assinatura", [After(business_days(1), SIGNED), OnDay(SIGNED)]),
    ("Contínuo", [Continuous()]),
    ("Permanente", [Continuous()]),
    ("Ação contínua", [Continuous()]),
    ("Em até 48 (quarenta e oito) horas", [After(hours(48), EVENT), After(hours(48), STARTS)]),
    ("48h após a notificação", [After(hours(48), NOTIFIED)]),
    ("No mínimo duas capacitações por semestre", every(6, times(2))),
    ("a cada ano civil", [Cycle(12, CIVIL)]),
    ("60 horas por ano civil", [Cycle(12, CIVIL, class_hours(60))]),
    ("a cada 12 meses a partir do início da vigência", [Cycle(12)]),
    ("Anualmente, até 31 de março", [each_year((3, 31))]),
    ("Mensal, até o dia 10", [MonthlyDay(10)]),
    ("Até o quinto dia útil de cada mês", [BusinessDayAfter(5, 1, 0)]),
    ("até 30 de junho de 2026", [FixedDate(date(2026, 6, 30))]),
    ("30/06/2026", [FixedDate(date(2026, 6, 30))]),
    ("quinze (15) dias após a publicação", [After(days(15), PUBLISHED)]),
    ("duas semanas após a última assinatura", [After(days(14), SIGNED)]),
    ("comunicar … em até sessenta dias a assinatura", [After(days(60), SIGNED), Before(days(60), SIGNED)]),
    ("Até o fim da vigência", [TermEnd(), Continuous()]),
    ("Ao final da vigência do Acordo", [TermEnd(), Continuous()]),
    ("Durante a execução do Acordo", [Continuous()]),
    ("Durante todo o período de vigência", [Continuous()]),
    ("Enquanto durar a vigência", [Continuous()]),
    ("Ao longo da vigência", [Continuous()]),
    ("Em fluxo contínuo", [Continuous()]),
    ("Ao final de cada exercício", [Cycle(12, CIVIL)]),
    ("Ao término de cada semestre", [Cycle(6, CIVIL), Cycle(6)]),
    ("Até o último dia de cada mês", [MonthlyDay(31)]),
    ("Mensalmente, até o 5º dia útil", [BusinessDayAfter(5, 1, 0)]),
    ("Mensal, até o 5º dia útil do mês subsequente", [BusinessDayAfter(5, 1, 1)]),
    ("Trimestral, até o último dia útil do mês subsequente", [BusinessDayAfter(None, 3, 1)]),
    ("Mensalmente, até o dia 10 do mês subsequente", [DayAfterMonth(10, Turn.MONTH)]),
    ("Anual, até 31 de março de cada ano", [each_year((3, 31))]),
    ("Anualmente, até 31/03", [each_year((3, 31))]),
    ("Até 1º de março de cada ano", [each_year((3, 1))]),
    ("Até o 15º dia após o início da vigência", [After(days(15), STARTS)]),
    ("Até 31.12.2026", [FixedDate(date(2026, 12, 31))]),
    ("Pelo menos uma vez ao ano", every(12, times(1))),
    (
        "Anual e quando solicitado",
        [
            both(Cycle(12), OnEvent(REQUEST)),
            both(Cycle(12, CIVIL), OnEvent(REQUEST)),
            both(OnDay(Turn.ANNIVERSARY), OnEvent(REQUEST)),
        ],
    ),
    ("Mediante convocação", [OnEvent(MEETING)]),
    ("Conforme solicitação da Seges", [OnEvent(REQUEST)]),
    ("Sempre que houver alteração", [OnEvent(COURSES), OnEvent(EVENT)]),
    ("um ano após a entrada em vigor", [After(years(1), STARTS)]),
]
PHRASES = PLAN + TABLE


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_a_phrase_becomes_its_rule_or_every_rule_it_may_mean(phrase: str, expected: list[Rule]) -> None:
    assert readings(phrase) == expected


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES])
def test_the_adopted_reading_is_the_first_of_those_a_person_may_choose(phrase: str) -> None:
    found = read_phrase(phrase)
    assert found.phrase == phrase
    assert (found.confidence is Confidence.ASSUMED) == (len(found.alternatives) > 1)
    assert [one.rule for one in found.alternatives[:1]] in ([], [found.rule])
    assert [str(one) for one in found.alternatives[:1]] in ([], [found.reading])


def test_anual_lists_the_three_readings_of_the_annual_cycle() -> None:
    assert [one.reading for one in read_phrase("Anual").alternatives] == [
        "Uma vez a cada 12 meses, contados do início da vigência.",
        "Uma vez a cada ano civil, até o último dia dele.",
        "Em cada aniversário da vigência.",
    ]


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES])
def test_a_reading_is_one_short_sentence_that_reads_back_as_itself_for_certain(phrase: str) -> None:
    found = read_phrase(phrase)
    for rule, sentence in [
        (found.rule, found.reading),
        *((one.rule, one.reading) for one in found.alternatives),
    ]:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence.split()) <= 25
        assert readings(sentence) == [rule]


def _disguised(phrase: str, disguise: tuple[bool, bool, bool, bool]) -> str:
    loud, bare, hard, stopped = disguise
    if bare:
        decomposed = unicodedata.normalize("NFD", phrase)
        phrase = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    phrase = phrase.upper() if loud else phrase
    phrase = phrase.replace(" ", "\u00a0 ") if hard else phrase
    return f" {phrase} ." if stopped else phrase


@given(st.sampled_from(PHRASES), st.tuples(*[st.booleans()] * 4))
def test_case_accents_hard_spaces_and_a_full_stop_do_not_matter(
    row: tuple[str, list[Rule]], disguise: tuple[bool, bool, bool, bool]
) -> None:
    assert readings(_disguised(row[0], disguise)) == row[1]


@given(st.sampled_from(PHRASES))
def test_decomposed_letters_read_as_composed_ones(row: tuple[str, list[Rule]]) -> None:
    assert readings(unicodedata.normalize("NFD", row[0])) == row[1]


@pytest.mark.parametrize(
    "phrase",
    [
        "Até 15 dias após o iní-\ncio da vigência",
        "Até 15 dias após o iní- cio da vigência",
        "Até 15 dias após o\ninício da vi\u00ad\ngência",
        "**Até** 15\u2003dias  após o início da vigência.",
    ],
)
def test_words_cut_at_the_end_of_a_line_are_put_together(phrase: str) -> None:
    assert readings(phrase) == [After(days(15), STARTS)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Anual", True),
        ("Relatório semestral", True),
        ("Fluxo contínuo", True),
        ("Elaborar o Relatório Anual", False),
        ("Divulgar os cursos até 31/03/2026", False),
        ("SEGES", False),
        ("60 dias", False),
        ("", False),
        ("a" * 401, False),
    ],
)
def test_a_sentence_that_ends_in_a_deadline_is_not_one_itself(text: str, is_one: bool) -> None:
    assert is_deadline(text) is is_one


_VOCABULARY = sorted({word for phrase, _ in PHRASES for word in phrase.split()})


def _told(phrase: str) -> str:
    try:
        return read_phrase(phrase).reading
    except UnreadablePhrase as refused:
        return refused.reason if 0 <= refused.offset <= len(phrase) else ""


@given(st.lists(st.sampled_from(_VOCABULARY), max_size=12).map(" ".join) | st.text(max_size=60))
def test_anything_at_all_is_read_or_refused_in_its_place_and_never_breaks(phrase: str) -> None:
    assert _told(phrase)


@given(st.sampled_from(_VOCABULARY), st.integers(1, 400))
def test_a_word_repeated_for_ever_is_read_or_refused_like_any_other(word: str, times: int) -> None:
    assert _told(" ".join([word] * times))


def test_a_cpf_in_a_phrase_is_not_repeated() -> None:
    with pytest.raises(UnreadablePhrase) as refused:
        read_phrase("529.982.247-25")
    assert "529" not in str(refused.value)
