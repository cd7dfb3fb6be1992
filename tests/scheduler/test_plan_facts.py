"""What a plan says of its instrument is proposed as it was typed; names of people are read over."""

import pytest

from scheduler.plan_document import PlanDocument, read_plan
from tests.scheduler.test_plan_document import HEADER

TABLE = f"{HEADER}1.1\tTexto\tAnual\tSEGES\n"


def plan_with(text: str) -> PlanDocument:
    return read_plan(f"{text}\n\n{TABLE}")


@pytest.mark.parametrize(
    ("title", "instrument"),
    [
        ("AC Nº 15/2025", "AC 15/2025"),
        ("ACT n.º 7/2025 - MGI/ESTADO", "ACT 7/2025"),
        ("ACORDO DE COOPERAÇÃO TÉCNICA Nº 23/2024", "ACT 23/2024"),
        ("**Acordo de Cooperação (AC) nº 15 / 2025**", "AC 15/2025"),
        ("# ACORDO DE COOPERAÇÃO MGI/SEGES Nº 15/2025", "AC 15/2025"),
        ("ANEXO AO ACT Nº 007/2025", "ACT 007/2025"),
        ("Termo de Adesão nº 3/2026 ao AC nº 15/2025", "TA 3/2026"),
        ("Este plano é parte integrante do Acordo de Cooperação nº 15/2025, celebrado hoje.", "AC 15/2025"),
        ("A Portaria nº 15/2025 não é instrumento.", None),
    ],
)
def test_number_of_the_instrument(title: str, instrument: str | None) -> None:
    assert plan_with(title).instrument == instrument


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("PLANO DE TRABALHO Nº 01/2025", "01/2025"),
        ("Plano de Trabalho - n. 1 / 2025", "1/2025"),
        ("PLANO DE\nTRABALHO Nº 01/2025", "01/2025"),
        ("PLANO DE TRABALHO", None),
    ],
)
def test_number_of_the_plan(title: str, number: str | None) -> None:
    assert plan_with(title).number == number


@pytest.mark.parametrize(
    "text",
    [
        "Processo SEI-MGI nº 19973.014253/2025-58",
        "Em 01111.000001/2020-11 houve outro. Processo nº 19973.014253/2025-58.",
        "Processo: 19973.014253/2025-\n58",
    ],
)
def test_number_of_the_process(text: str) -> None:
    assert plan_with(text).sei == "19973.014253/2025-58"


@pytest.mark.parametrize(
    "signed",
    [
        "Documento assinado eletronicamente por **Fulano, Usuário Externo**, em 09/12/2025, às 10:12, conforme",
        "Documento assinado eletronicamente por Fulano, Diretor(a), em\n09/12/2025, às\n10:12",
        "Assinado eletronicamente por Fulano em 9/12/2025 às 10h12",
        "Documento assinado digitalmente\nFULANO DE TAL\nData: 09/12/2025 10:12:33-0300",
        "Assinado de forma digital por FULANO\nDados: 2025.12.09 10:12:33 -03'00'",
        "Documento assinado eletronicamente por Fulano, em 9 de dezembro de 2025, às 10:12",
    ],
)
def test_last_signature(signed: str) -> None:
    earlier = "Documento assinado eletronicamente por Beltrano, em 01/12/2025, às 08:00"
    document = plan_with(f"{signed}\n\n{earlier}")
    assert str(document.last_signature) == "2025-12-09"
    assert "ulano" not in repr(document)


def test_a_day_that_is_no_signature_is_not_taken_for_one() -> None:
    assert plan_with("A reunião foi em 09/12/2025, às 10:12.").last_signature is None


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("CNPJ: 98.001.122/0001-05", "98001122000105"),
        ("CNPJ/MF nº 98001122000105", "98001122000105"),
        ("CNPJ 12.abc.345/01de-35", "12ABC34501DE35"),
        ("CNPJ: 12ABC34501DE35", "12ABC34501DE35"),
        ("CNPJ: 00.489.828/0001-55 e 98.001.122 / 0001-05", "98001122000105"),
        ("Processo 19973.014253/2025-58", None),
    ],
)
def test_cnpj_of_the_partner(text: str, cnpj: str | None) -> None:
    document = plan_with(text)
    assert document.partner_cnpj == cnpj
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "column", "acronym"),
    [
        ("Partícipe 1 - MGI/SEGES\tPartícipe 2 - UPB", "SEGES", "UPB"),
        ("Partícipe 1 - Estado de Exemplo (SEPLAG)\tPartícipe 2 - MGI", "SEGES", "SEPLAG"),
        ("", "SEGES e União dos Municípios - UPB", "UPB"),
        ("", "TCE/EX e SEGES", "TCE/EX"),
        ("", "Associação Mineira de Municípios (AMM)", "AMM"),
        ("Órgão: Famílias e Cidades (Famup)", "SEGES e parceiro", "Famup"),
        ("", "Estado de Exemplo", None),
    ],
)
def test_acronym_of_the_partner(text: str, column: str, acronym: str | None) -> None:
    document = read_plan(f"{text}\n\n{HEADER}1.1\tTexto\tAnual\t{column}\n")
    assert document.partner_acronym == acronym


@pytest.mark.parametrize(
    "cpf",
    [
        "529.982.247-25",
        "529.982.247–25",
        "529.982.247/25",
        "529 982 247 25",
        "529982247-25",
        "52998224725",
        "111.222.333-44",
        "CPF 11122233344",
        "CPF/MF nº 1112223334",
        "fulano52998224725@exemplo.gov.br",
    ],
)
def test_a_cpf_is_flagged_by_its_line_however_it_is_typed(cpf: str) -> None:
    document = plan_with(f"Um título\n\nFulano, {cpf}, fim")
    assert [problem.line for problem in document.problems] == [3]
    assert not any(part in repr(document.problems) for part in ("529", "111", "ulano"))


@pytest.mark.parametrize(
    "number",
    ["71 98765-4321", "(71) 98765-4321", "71987654321", "19973.014253/2025-58", "55675382", "1.234.567-89"],
)
def test_other_numbers_are_not_taken_for_a_cpf(number: str) -> None:
    [goal] = read_plan(f"{HEADER}1.1\tLigar para {number} hoje\tAnual\tSEGES\n").goals
    assert goal.text == f"Ligar para {number} hoje"


def test_a_cpf_between_two_lines_is_kept_in_none() -> None:
    document = read_plan(f"{HEADER}1.1\tIndicar 529.982.\n247-25, hoje\tAnual\tSEGES\n")
    assert document.goals[0].text == "Indicar ***.***. ***-**, hoje"
    assert [problem.line for problem in document.problems] == [2]


def test_a_cpf_between_two_pages_is_kept_in_none() -> None:
    document = read_plan(f"{HEADER}1.1\tIndicar 529.982.\n\nPágina 1 de 2\n\n247-25, hoje\tAnual\tSEGES\n")
    assert document.goals[0].text == "Indicar ***.***. ***-**, hoje"
    assert [problem.line for problem in document.problems] == [2]
