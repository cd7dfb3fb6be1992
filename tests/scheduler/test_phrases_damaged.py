"""A word is missing, or a sign stands where one belongs: what is left often still sounds like a deadline."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.phrases import Confidence, UnreadablePhrase, read_phrase
from tests.scheduler import (
    test_phrases,
    test_phrases_of_agreements,
    test_phrases_of_cycles,
    test_phrases_of_dates,
    test_phrases_of_events,
    test_phrases_of_months,
    test_phrases_of_terms,
)

DAMAGED = [
    ("Uma vez a cada meses, contados do início da vigência", 8, "não diz quantos"),
    ("a cada anos", 0, "não diz quantos"),
    ("nos dias subsequentes ao encerramento do trimestre", 4, "não diz quantos"),
    ("dias úteis seguintes à reunião", 0, "não diz quantos"),
    ("Até o dia do segundo mês subsequente, se houver adesão", 10, "falta o número do dia"),
    ("até o 10 do mês subsequente ao trimestre vencido", 6, "não diz se é um dia"),
    ("15 do mês subsequente ao evento", 0, "não diz se é um dia"),
    ("até o décimo do mês", 6, "não diz se é um dia"),
    ("até o décimo quinto do mês subsequente ao do evento", 6, "não diz se é um dia"),
    ("e cinco dias após a assinatura", 0, "falta o começo do número"),
    ("até e 5 dias após a assinatura", 4, "falta o começo do número"),
    ("até 31 de do ano seguinte ao de referência", 7, "falta uma palavra"),
    ("31 de março de e 31 de março de 2027", 12, "falta uma palavra"),
    ("em de cada exercício", 0, "falta uma palavra"),
    ("de 10 a de março de 2026", 6, "falta uma palavra"),
    ("março a de 2026", 6, "falta uma palavra"),
    ("do 1º ao mês", 6, "falta um número"),
    ("do 13º ao mês da vigência", 7, "falta um número"),
    ("do 2º ao ano de vigência", 6, "falta um número"),
    ("meses 1 12 da vigência", 6, "dois números seguidos"),
    ("até 10 20 dias após a assinatura", 4, "dois números seguidos"),
    ("até 10 de janeiro, até 10 de julho de 2026", 19, "diz 'até' duas vezes"),
    ("até 10 de janeiro; até 10 de julho", 19, "diz 'até' duas vezes"),
    ("até 10/01 / até 10/07", 12, "diz 'até' duas vezes"),
    ("no início / no fim da vigência", 3, "'do início ao fim'"),
    ("início/fim da vigência", 0, "'do início ao fim'"),
]


@pytest.mark.parametrize(("phrase", "place", "reason"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_a_phrase_with_a_hole_is_refused_at_the_hole(phrase: str, place: int, reason: str) -> None:
    with pytest.raises(UnreadablePhrase) as refusal:
        read_phrase(phrase)
    assert (refusal.value.offset, reason in refusal.value.reason) == (place, True), refusal.value.reason


WHOLE = [
    "até o dia 10 do mês subsequente ao trimestre vencido",
    "até dia 5, 10 e 20 do mês",
    "até o décimo quinto dia do mês subsequente ao do evento",
    "até 31/12 do ano seguinte ao de referência",
    "nos 30 dias subsequentes ao encerramento do trimestre",
    "até o dia 10 de cada mês, até o fim da vigência",
    "do início ao fim da vigência",
    "no início e no fim da vigência",
    "até 10 de janeiro e até 10 de julho de 2026",
    "do 1º ao 12º mês",
    "até 10 dias após a data da assinatura",
]


@pytest.mark.parametrize("phrase", WHOLE)
def test_its_whole_sister_is_read(phrase: str) -> None:
    assert read_phrase(phrase).rule is not None


TABLES = (
    test_phrases,
    test_phrases_of_agreements,
    test_phrases_of_cycles,
    test_phrases_of_dates,
    test_phrases_of_events,
    test_phrases_of_months,
    test_phrases_of_terms,
)
READ = sorted({str(row[0]) for table in TABLES for row in table.PHRASES})
#: What typing, printing and scanning do to signs; none of it says anything.
SIGNS = [
    (r"\s*([()])\s*", r"\1"),
    (r"\s*([()])\s*", r" \1 "),
    (r",\s+", ","),
    (r",", " ,"),
    (r"(\d) (dias|meses|horas|anos)", r"\1\2"),
    (r"(\d)([ºª°])", r"\1 \2"),
    (r"(\d)[º°]", r"\1.º"),
    (r"(?<![\d./])(\d)(?![\d./ºª°])", r"0\1"),
    (r"^", "- "),
    (r"$", " ."),
]


@given(st.sampled_from(READ), st.sampled_from(SIGNS))
def test_signs_typed_in_another_way_never_make_it_another_deadline(
    phrase: str, sign: tuple[str, str]
) -> None:
    try:
        found = read_phrase(re.sub(*sign, phrase))
    except UnreadablePhrase:
        return
    known = read_phrase(phrase)
    assert (found.rule, found.alternatives) == (known.rule, known.alternatives) or (
        found.confidence is Confidence.ASSUMED
    )
