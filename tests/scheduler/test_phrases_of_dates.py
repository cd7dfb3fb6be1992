"""Days of the year, dates and intervals: every year, in one year, or in a year the phrase does not say."""

from datetime import date

import pytest

from scheduler.rules import FixedDate, MonthBusinessDay, Rule, TermMonths
from tests.scheduler.phrase_shorthand import both, each_year, one_year, readings, year_or_once

PHRASES: list[tuple[str, list[Rule]]] = [
    ("impreterivelmente até 31/03/2026", [FixedDate(date(2026, 3, 31))]),
    ("nos meses de março e setembro", year_or_once((3, 31), (9, 30))),
    ("até 30 de junho e 31 de dezembro", year_or_once((6, 30), (12, 31))),
    ("no primeiro semestre de cada ano", [each_year((6, 30))]),
    ("Semestralmente, até 30 de julho e 30 de janeiro", [each_year((7, 30), (1, 30))]),
    ("até o 5º dia útil de janeiro de cada ano", [MonthBusinessDay(5, 1)]),
    ("até o último dia útil de março de 2026", [MonthBusinessDay(None, 3, 2026)]),
    ("no mês de março", year_or_once((3, 31))),
    ("em março de cada ano", [each_year((3, 31))]),
    ("até março de 2026", [FixedDate(date(2026, 3, 31)), FixedDate(date(2026, 2, 28))]),
    ("março/2026", [FixedDate(date(2026, 3, 31), date(2026, 3, 1))]),
    ("mar/2026", [FixedDate(date(2026, 3, 31), date(2026, 3, 1))]),
    ("03/2026", [FixedDate(date(2026, 3, 31), date(2026, 3, 1))]),
    ("2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("em 2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("até o final de 2026", [FixedDate(date(2026, 12, 31))]),
    ("durante o ano de 2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    (
        "1º e 2º semestres de 2026",
        [
            both(
                FixedDate(date(2026, 6, 30), date(2026, 1, 1)),
                FixedDate(date(2026, 12, 31), date(2026, 7, 1)),
            )
        ],
    ),
    ("segundo semestre de 2026", [FixedDate(date(2026, 12, 31), date(2026, 7, 1))]),
    ("de janeiro a março de 2026", [FixedDate(date(2026, 3, 31), date(2026, 1, 1))]),
    ("entre 01/03/2026 e 30/06/2026", [FixedDate(date(2026, 6, 30), date(2026, 3, 1))]),
    ("01/03/2026 a 30/06/2026", [FixedDate(date(2026, 6, 30), date(2026, 3, 1))]),
    ("Janeiro/2026 a Dezembro/2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("de 1º a 31 de março de 2026", [FixedDate(date(2026, 3, 31), date(2026, 3, 1))]),
    ("de 1º de março a 30 de junho de cada ano", [each_year((6, 30))]),
    (
        "31 de março de 2026 e 31 de março de 2027",
        [both(FixedDate(date(2026, 3, 31)), FixedDate(date(2027, 3, 31)))],
    ),
    (
        "até o dia 10 dos meses de janeiro, abril, julho e outubro",
        year_or_once((1, 10), (4, 10), (7, 10), (10, 10)),
    ),
    (
        "dia 10 de janeiro, abril, julho e outubro de cada ano",
        [each_year((1, 10), (4, 10), (7, 10), (10, 10))],
    ),
    ("até o dia 1º de janeiro e julho", year_or_once((1, 1), (7, 1))),
    (
        "dia 10 de janeiro e julho de 2026",
        [both(FixedDate(date(2026, 1, 10)), FixedDate(date(2026, 7, 10)))],
    ),
    ("Anual, no primeiro trimestre", [each_year((3, 31))]),
    ("todos os anos, em março", [each_year((3, 31))]),
    ("até 31 de março de cada ano, referente ao exercício anterior", [each_year((3, 31))]),
    ("até 31 de dezembro", year_or_once((12, 31))),
    ("31/12", year_or_once((12, 31))),
    ("até 31/12 de cada ano", [each_year((12, 31))]),
    ("até o dia 31 de dezembro de cada exercício", [each_year((12, 31))]),
    ("todo dia 31 de março", [each_year((3, 31))]),
    ("31 de março de cada exercício financeiro", [each_year((3, 31))]),
    ("Anual, até o último dia útil de março", [MonthBusinessDay(None, 3)]),
    ("Anualmente, no mês de março", [each_year((3, 31))]),
    ("Anual (março)", [each_year((3, 31))]),
    ("anualmente em outubro", [each_year((10, 31))]),
    ("Semestral (junho e dezembro)", [each_year((6, 30), (12, 31))]),
    ("Semestralmente, em 30 de junho e 31 de dezembro", [each_year((6, 30), (12, 31))]),
    ("no primeiro trimestre de 2027", [FixedDate(date(2027, 3, 31), date(2027, 1, 1))]),
    ("1º tri/2026", [FixedDate(date(2026, 3, 31), date(2026, 1, 1))]),
    ("I semestre de 2026", [FixedDate(date(2026, 6, 30), date(2026, 1, 1))]),
    ("IV trimestre de 2026", [FixedDate(date(2026, 12, 31), date(2026, 10, 1))]),
    ("1º bimestre de 2026", [FixedDate(date(2026, 2, 28), date(2026, 1, 1))]),
    ("2º quadrimestre de 2026", [FixedDate(date(2026, 8, 31), date(2026, 5, 1))]),
    ("1º trimestre", [each_year((3, 31)), one_year((3, 31)), TermMonths(1, 3)]),
    ("no 1º e no 2º semestre de cada ano", [each_year((6, 30), (12, 31))]),
    ("primeira quinzena de março", year_or_once((3, 15))),
    ("segunda quinzena de fevereiro de 2026", [FixedDate(date(2026, 2, 28), date(2026, 2, 16))]),
    ("fim de março de 2026", [FixedDate(date(2026, 3, 31))]),
    (
        "março e setembro de 2026",
        [
            both(
                FixedDate(date(2026, 3, 31), date(2026, 3, 1)), FixedDate(date(2026, 9, 30), date(2026, 9, 1))
            )
        ],
    ),
    ("março, junho, setembro e dezembro", year_or_once((3, 31), (6, 30), (9, 30), (12, 31))),
    ("nos meses de janeiro e julho de cada ano", [each_year((1, 31), (7, 31))]),
    ("dezembro de 2026 a março de 2027", [FixedDate(date(2027, 3, 31), date(2026, 12, 1))]),
    ("de novembro de 2026 a fevereiro de 2027", [FixedDate(date(2027, 2, 28), date(2026, 11, 1))]),
    ("novembro a fevereiro", year_or_once((2, 29))),
    ("De 01/01/2026 até 31/12/2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("Início: 01/03/2026 - Término: 31/12/2026", [FixedDate(date(2026, 12, 31), date(2026, 3, 1))]),
    (
        "início em janeiro de 2026 e término em dezembro de 2026",
        [FixedDate(date(2026, 12, 31), date(2026, 1, 1))],
    ),
    ("2026 a 2028", [FixedDate(date(2028, 12, 31), date(2026, 1, 1))]),
    ("2026-2027", [FixedDate(date(2027, 12, 31), date(2026, 1, 1))]),
    ("Exercício de 2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("até o final do exercício de 2026", [FixedDate(date(2026, 12, 31))]),
    ("31 de dezembro de 2026", [FixedDate(date(2026, 12, 31))]),
    ("31 de dez. de 2026", [FixedDate(date(2026, 12, 31))]),
    ("31/dez/2026", [FixedDate(date(2026, 12, 31))]),
    ("10/03/2027", [FixedDate(date(2027, 3, 10))]),
    ("10.03.2027", [FixedDate(date(2027, 3, 10))]),
    ("2027-03-10", [FixedDate(date(2027, 3, 10))]),
    ("10/03", year_or_once((3, 10))),
    ("01/03/2026 e 01/09/2026", [both(FixedDate(date(2026, 3, 1)), FixedDate(date(2026, 9, 1)))]),
    ("31 de março de 2026 e 2027", [both(FixedDate(date(2026, 3, 31)), FixedDate(date(2027, 3, 31)))]),
    ("até as 23h59 do dia 31/03/2026", [FixedDate(date(2026, 3, 31))]),
    ("29/02/2028", [FixedDate(date(2028, 2, 29))]),
    ("29 de fevereiro de cada ano", [each_year((2, 29))]),
    ("Anual, em março e setembro", [each_year((3, 31), (9, 30))]),
    ("Uma única vez, até 31/03/2026", [FixedDate(date(2026, 3, 31))]),
    ("Publicação do relatório até 31 de março de cada ano", [each_year((3, 31))]),
    ("Os partícipes deverão apresentar relatório anual até 31 de março", [each_year((3, 31))]),
    ("Apresentar semestralmente, até o dia 10 de julho e 10 de janeiro", [each_year((7, 10), (1, 10))]),
    ("até 31 de março do corrente ano", [one_year((3, 31)), each_year((3, 31))]),
    ("até 31 de março deste ano", [one_year((3, 31)), each_year((3, 31))]),
    ("até março", [each_year((3, 31)), each_year((2, 29)), one_year((3, 31)), one_year((2, 29))]),
    ("até março de cada ano", [each_year((3, 31)), each_year((2, 29))]),
    ("até o fim de março", year_or_once((3, 31))),
    ("no último dia de março", year_or_once((3, 31))),
    ("último dia de fevereiro de 2027", [FixedDate(date(2027, 2, 28))]),
    ("1º de março", year_or_once((3, 1))),
    ("até o dia 1º de março de 2026", [FixedDate(date(2026, 3, 1))]),
    ("primeiro de março de 2026", [FixedDate(date(2026, 3, 1))]),
    ("31/3/2026", [FixedDate(date(2026, 3, 31))]),
    ("até 1/3/2026", [FixedDate(date(2026, 3, 1))]),
    ("15 e 30 de março", year_or_once((3, 15), (3, 30))),
    ("dia 15 de março e dia 15 de setembro", year_or_once((3, 15), (9, 15))),
    ("dezembro", year_or_once((12, 31))),
    ("em dezembro de cada exercício", [each_year((12, 31))]),
    ("jan/2026 a dez/2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("01/2026 a 12/2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("março a junho de 2026", [FixedDate(date(2026, 6, 30), date(2026, 3, 1))]),
    ("entre março e junho de cada ano", [each_year((6, 30))]),
    ("entre os meses de março e junho", year_or_once((6, 30))),
    ("de 10 a 20 de março de 2026", [FixedDate(date(2026, 3, 20), date(2026, 3, 10))]),
    ("Ano de 2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    (
        "exercícios de 2026 e 2027",
        [
            both(
                FixedDate(date(2026, 12, 31), date(2026, 1, 1)),
                FixedDate(date(2027, 12, 31), date(2027, 1, 1)),
            )
        ],
    ),
    ("até 2026", [FixedDate(date(2026, 12, 31)), FixedDate(date(2025, 12, 31))]),
    ("1º semestre de cada exercício", [each_year((6, 30))]),
    (
        "1º trimestre e 3º trimestre de 2026",
        [
            both(
                FixedDate(date(2026, 3, 31), date(2026, 1, 1)), FixedDate(date(2026, 9, 30), date(2026, 7, 1))
            )
        ],
    ),
    ("segundo trimestre", [each_year((6, 30)), one_year((6, 30)), TermMonths(4, 6)]),
    ("Anualmente, até o dia 30 de novembro", [each_year((11, 30))]),
    ("Até 30 (trinta) de junho de cada ano", [each_year((6, 30))]),
    ("Até o último dia útil do mês de fevereiro de cada ano", [MonthBusinessDay(None, 2)]),
    ("30/06 e 31/12 de cada ano", [each_year((6, 30), (12, 31))]),
    ("30/06 e 31/12", year_or_once((6, 30), (12, 31))),
    ("15/01, 15/04, 15/07 e 15/10", year_or_once((1, 15), (4, 15), (7, 15), (10, 15))),
    (
        "15/01/2026, 15/07/2026 e 15/01/2027",
        [both(FixedDate(date(2026, 1, 15)), FixedDate(date(2026, 7, 15)), FixedDate(date(2027, 1, 15)))],
    ),
    ("jan/2026", [FixedDate(date(2026, 1, 31), date(2026, 1, 1))]),
    ("Jan-Mar/2026", [FixedDate(date(2026, 3, 31), date(2026, 1, 1))]),
    ("janeiro a dezembro de 2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("de jan/2026 até dez/2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    (
        "1º e 3º trimestres de 2026",
        [
            both(
                FixedDate(date(2026, 3, 31), date(2026, 1, 1)), FixedDate(date(2026, 9, 30), date(2026, 7, 1))
            )
        ],
    ),
    ("1º Semestre/2026", [FixedDate(date(2026, 6, 30), date(2026, 1, 1))]),
    (
        "2º semestre de 2026 e 1º semestre de 2027",
        [
            both(
                FixedDate(date(2026, 12, 31), date(2026, 7, 1)),
                FixedDate(date(2027, 6, 30), date(2027, 1, 1)),
            )
        ],
    ),
    ("1º semestre 2026", [FixedDate(date(2026, 6, 30), date(2026, 1, 1))]),
    ("Primeiro semestre de 2026", [FixedDate(date(2026, 6, 30), date(2026, 1, 1))]),
    ("até o término do primeiro semestre de 2026", [FixedDate(date(2026, 6, 30))]),
    ("até o fim do primeiro trimestre", [each_year((3, 31)), one_year((3, 31)), TermMonths(1, 3)]),
    ("ao final de 2026", [FixedDate(date(2026, 12, 31))]),
    ("Dez/2026", [FixedDate(date(2026, 12, 31), date(2026, 12, 1))]),
    ("dezembro 2026", [FixedDate(date(2026, 12, 31), date(2026, 12, 1))]),
    ("até dezembro/2026", [FixedDate(date(2026, 12, 31)), FixedDate(date(2026, 11, 30))]),
    ("31-12-2026", [FixedDate(date(2026, 12, 31))]),
    ("1 de março de 2026", [FixedDate(date(2026, 3, 1))]),
    ("1º/03/2026", [FixedDate(date(2026, 3, 1))]),
    ("01.01.2026 a 31.12.2026", [FixedDate(date(2026, 12, 31), date(2026, 1, 1))]),
    ("jan a mar/2026", [FixedDate(date(2026, 3, 31), date(2026, 1, 1))]),
    ("Manual de boas práticas até 31/12/2026", [FixedDate(date(2026, 12, 31))]),
    ("duas vezes ao ano, em março e setembro", [each_year((3, 31), (9, 30))]),
    ("uma vez por ano, em março", [each_year((3, 31))]),
    ("Até o 5º dia útil de janeiro de cada ano, anualmente", [MonthBusinessDay(5, 1)]),
    ("até 30 de junho e 31 de dezembro, semestralmente", [each_year((6, 30), (12, 31))]),
    ("até janeiro de cada ano", [each_year((1, 31)), each_year((12, 31))]),
    ("fevereiro de 2026", [FixedDate(date(2026, 2, 28), date(2026, 2, 1))]),
    ("02/2026", [FixedDate(date(2026, 2, 28), date(2026, 2, 1))]),
    ("primeira quinzena de março de 2026", [FixedDate(date(2026, 3, 15), date(2026, 3, 1))]),
    ("de novembro a fevereiro de 2027", [FixedDate(date(2027, 2, 28), date(2026, 11, 1))]),
    ("de 10/03 a 31/12/2026", [FixedDate(date(2026, 12, 31), date(2026, 3, 10))]),
    ("de 10/03 até 20/03", year_or_once((3, 20))),
    ("Uma única vez, até 31 de março", [one_year((3, 31))]),
    ("até 31 de março de cada ano e até 31 de março de cada ano", [each_year((3, 31))]),
]


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_a_date_is_read_with_the_years_it_may_mean(phrase: str, expected: list[Rule]) -> None:
    assert readings(phrase) == expected
