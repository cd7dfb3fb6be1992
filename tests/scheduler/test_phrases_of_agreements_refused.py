"""What other agreements in Brazil write that says no one deadline: refused, with the reason and the place."""

import pytest

from scheduler.phrases import UnreadablePhrase, read_phrase

PHRASES = [
    ("A definir", 0, "o prazo ainda não foi definido"),
    ("até o último dia útil do 1º trimestre", 25, "não diz de que ano"),
    ("até o 5º dia útil do 1º trimestre de 2026", 0, "falta o mês em que esse dia cai"),
    ("12 (doze) meses, prorrogáveis", 0, "não diz a partir de quando se conta"),
    (
        "no dia 20 de cada mês, se útil, ou no dia útil imediatamente anterior",
        32,
        "a frase dá mais de uma escolha ('ou')",
    ),
    ("20 (trinta) dias", 0, "os algarismos e o extenso dizem números diferentes: 20 (trinta)"),
    (
        "20 (trinta) dias após a assinatura",
        0,
        "os algarismos e o extenso dizem números diferentes: 20 (trinta)",
    ),
    (
        "no prazo de 90 dias contado do término da vigência ou da conclusão da execução do objeto",
        51,
        "a frase dá mais de uma escolha ('ou')",
    ),
    (
        "até 120 dias após a publicação, prorrogável por mais 60 dias",
        48,
        "a frase tem uma exceção, uma negação ou uma preferência",
    ),
    ("com antecedência de até 5 dias úteis da reunião", 20, "'até' não era esperado neste lugar"),
    ("na última semana de cada mês", 10, "'semana' não era esperado neste lugar"),
    ("até 31 de janeiro de cada ano, a partir de 2027", 43, "'2027' não era esperado neste lugar"),
    ("1T2026", 0, "escreva o período por extenso: '1º trimestre'"),
    ("Q1 2026", 0, "escreva o período por extenso: '1º trimestre'"),
    ("T1 2026", 0, "escreva o período por extenso: '1º trimestre'"),
    ("Exercícios 2026/2027", 11, "a palavra '2026/2027' não é conhecida em prazos"),
    ("Biênio 2026-2027", 7, "'2026-2027' não era esperado neste lugar"),
    ("2º semestre/2026 a 1º semestre/2027", 17, "'a' não era esperado neste lugar"),
    ("31/03/2026 e 2027", 5, "falta o mês de um dos anos"),
    ("março/2026 e 2027", 5, "falta o mês de um dos anos"),
    ("dia 31 de abril", 10, "o dia 31/04 não existe"),
    ("nos 10 primeiros dias de março", 0, "esse dia não é dia útil"),
    ("nos 10 primeiros dias", 0, "falta o mês em que esse dia cai"),
    (
        "nos 30 dias anteriores ao término da vigência",
        0,
        "não diz se é até o primeiro ou até o último desses dias",
    ),
    (
        "nos 3 meses que antecedem o término da vigência",
        0,
        "não diz se é até o primeiro ou até o último desses dias",
    ),
    ("a partir do 30º dia após a publicação", 16, "'dia' não era esperado neste lugar"),
    ("depois de 30 dias da assinatura", 13, "'dias' não era esperado neste lugar"),
    ("após a reunião", 0, "a frase diz quando começa, mas não até quando"),
    ("após 12 meses de vigência", 17, "'vigência' não era esperado neste lugar"),
    ("relatório semestral, no aniversário da vigência", 10, "a periodicidade e o prazo não combinam"),
    ("mensal/trimestral", 0, "a periodicidade e o prazo não combinam"),
    ("no máximo 2 vezes ao ano", 12, "'vezes' não era esperado neste lugar"),
    ("carga horária de 60h", 17, "não diz a partir de quando se conta"),
    ("100% em 12 meses", 3, "a palavra '%' não é conhecida em prazos"),
    ("uma vez por trimestre, em março e setembro", 0, "a quantidade e as datas não combinam"),
    ("mensal nos primeiros 6 meses", 6, "a periodicidade e o prazo não combinam"),
    ("mensal em 2026", 6, "a periodicidade e o prazo não combinam"),
    ("anual durante 3 anos", 16, "'anos' não era esperado neste lugar"),
    ("D+30", 1, "a palavra '+30' não é conhecida em prazos"),
    ("30 dd", 3, "a palavra 'dd' não é conhecida em prazos"),
    ("0,5 mês após a assinatura", 0, "a frase dá dois intervalos diferentes"),
    ("30/60/90 dias após a assinatura", 0, "escreva o ano com quatro algarismos"),
    ("1 (dois) dias após a assinatura", 0, "os algarismos e o extenso dizem números diferentes: 1 (dois)"),
    ("conforme cronograma a ser definido", 20, "o prazo ainda não foi definido"),
    ("no prazo fixado em edital", 25, "a frase termina antes de dizer o prazo"),
    ("em data a ser definida pelas partes", 8, "o prazo ainda não foi definido"),
    ("até o Natal", 6, "a palavra 'Natal' não é conhecida em prazos"),
    ("neste semestre", 14, "a frase termina antes de dizer o prazo"),
    ("nos meses pares, até o dia 10", 10, "a palavra 'pares' não é conhecida em prazos"),
    ("todas as segundas", 9, "a palavra 'segundas' não é conhecida em prazos"),
    ("meio ano", 0, "a frase tem uma exceção, uma negação ou uma preferência"),
    ("2 anos e meio", 9, "a frase tem uma exceção, uma negação ou uma preferência"),
    ("único", 0, "a palavra 'único' não é conhecida em prazos"),
    ("30 dias?", 7, "a palavra '?' não é conhecida em prazos"),
    ("até 31/12/2028 (fim da vigência)", 16, "'fim' não era esperado neste lugar"),
    ("10 de janeiro de 2026 e 10 de julho", 0, "falta o ano de uma das datas"),
    ("30 dias anteriores ou posteriores ao evento", 19, "a frase dá mais de uma escolha ('ou')"),
    ("nos 30 dias que antecederem o evento", 0, "não diz se é até o primeiro ou até o último desses dias"),
    ("pelo menos 30 dias após a publicação", 19, "'após' não era esperado neste lugar"),
    ("em mais de 30 dias após a assinatura", 3, "a frase tem uma exceção, uma negação ou uma preferência"),
    ("2 cursos por ano até 2028", 0, "a quantidade e as datas não combinam"),
    ("no meio da vigência", 3, "a frase tem uma exceção, uma negação ou uma preferência"),
    ("até 31/06/2026", 4, "o dia 31/06/2026 não existe"),
    ("32/01/2026", 0, "o dia 32/01/2026 não existe"),
    ("de 29/02 a 31/03/2027", 0, "o dia 29/02/2027 não existe"),
    ("de 01/03/2026 a 30/06", 0, "não diz de que ano"),
    ("na 3ª quinzena de março", 3, "o mês só tem duas quinzenas"),
    ("nos 30 primeiros dias de abril", 0, "esse dia não é dia útil"),
    ("até o 5º (sexto) dia útil de cada mês", 6, "os algarismos e o extenso dizem números diferentes"),
    ("Relatório semstral, até 31/12/2026", 10, "'semstral' parece 'semestral'"),
    ("a" * 401, 400, "tem mais de 400 letras"),
    ("a" * 400, 0, f"a palavra '{'a' * 400}' não é conhecida em prazos"),
    ("primeira semana de março", 9, "'semana' não era esperado neste lugar"),
]


@pytest.mark.parametrize(("phrase", "place", "reason"), PHRASES, ids=[phrase for phrase, _, _ in PHRASES])
def test_an_agreement_that_leaves_its_deadline_open_is_refused(phrase: str, place: int, reason: str) -> None:
    with pytest.raises(UnreadablePhrase) as refused:
        read_phrase(phrase)
    assert refused.value.reason.startswith(reason)
    assert refused.value.offset == place
