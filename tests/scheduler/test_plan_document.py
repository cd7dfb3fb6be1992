"""A plano de trabalho is read however it was copied, and what cannot be read is named by line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.phrases import read_phrase
from scheduler.plan_document import (
    Party,
    PlanDocument,
    PlanGoal,
    UnreadablePlan,
    decode_document,
    read_plan,
)

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "plano-de-trabalho.txt"
HEADER = "Eixos de atuação Metas/etapas\tDescrição\tPrazo/ Periodicidade\tResponsável\n"
BOTH = "SEGES e União dos Municípios da Bahia - UPB"
KEYS = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 3.6 3.7 C1 C2 C3 C4 C5 C6"
SECOND_LAYER = "1.1 1.2 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 3.6 3.7"


@pytest.fixture(scope="module")
def example() -> PlanDocument:
    return read_plan(decode_document(EXAMPLE.read_bytes()))


def only_goal(rows: str) -> PlanGoal:
    document = read_plan(HEADER + rows)
    assert document.problems == ()
    [goal] = document.goals
    return goal


def test_the_example_plan_gives_its_twenty_goals_and_no_problem(example: PlanDocument) -> None:
    assert " ".join(goal.key for goal in example.goals) == KEYS
    assert example.problems == ()


def test_every_deadline_of_the_example_plan_becomes_a_rule(example: PlanDocument) -> None:
    phrases = {goal.deadline for goal in example.goals}
    assert len({phrase.casefold() for phrase in phrases}) == 11
    assert all(read_phrase(phrase).rule for phrase in phrases)


def test_the_adherents_owe_the_goals_listed_for_them(example: PlanDocument) -> None:
    assert " ".join(goal.key for goal in example.goals if goal.second_layer) == SECOND_LAYER


def test_the_axis_is_the_one_the_document_writes(example: PlanDocument) -> None:
    axes = {goal.key: goal.axis for goal in example.goals}
    assert (axes["1.1"], axes["2.3"], axes["C1"], axes["C2"]) == ("1", "2", "1 e 3", "2 e 3")


def test_the_responsible_are_read_by_role(example: PlanDocument) -> None:
    responsible = {goal.key: goal.responsible for goal in example.goals}
    assert responsible["1.1"] == (Party.SEGES, Party.PARTNER)
    assert responsible["1.2"] == (Party.PARTNER,)
    assert responsible["1.3"] == (Party.SEGES,)


def test_the_document_proposes_what_it_says(example: PlanDocument) -> None:
    assert (example.number, example.instrument) == ("07/2025", "AC 99/2025")
    assert example.sei == "19999.000123/2025-07"
    assert example.partner_cnpj == "98001122000105"
    assert str(example.last_signature) == "2025-12-09"
    assert example.partner_acronym == "UPB"


def test_rows_cut_by_wrapping_are_whole_again(example: PlanDocument) -> None:
    goals = {goal.key: goal for goal in example.goals}
    assert goals["1.1"].text.endswith("manter essa indicação em dia")
    assert goals["1.3"].text == "Dar acesso ao Painel Gerencial a quem foi indicado pela instituição"
    assert goals["1.4"].deadline == "Quando convocadas pela Secretaria-Executiva da Rede"
    assert goals["2.1"].responsible == (Party.SEGES, Party.PARTNER)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="hard spaces"),
        pytest.param(lambda text: text.replace("\t", " \t "), id="spaces around tabs"),
        pytest.param(lambda text: text.replace("**", ""), id="no bold markers"),
        pytest.param(lambda text: text.replace("Anual\t", "**Anual**\t"), id="bold cells"),
        pytest.param(lambda text: text.replace("\n2.2\t", "\n\n\f\n\n2.2\t"), id="page break between rows"),
        pytest.param(lambda text: text.replace("\n3.3\t", "\n" + HEADER + "3.3\t"), id="headings repeated"),
        pytest.param(lambda text: text.replace("\n3.3\t", "\n\nPágina 2 de 4\n\n3.3\t"), id="page number"),
        pytest.param(
            lambda text: text.replace("foi\nindicado", "foi\n\n\f\nindicado"), id="page break in a row"
        ),
        pytest.param(lambda text: text.replace("\tDescrição", "\tDescriçao"), id="accents lost in headings"),
    ],
)
def test_the_same_goals_however_the_text_was_copied(
    example: PlanDocument, change: Callable[[str], str]
) -> None:
    document = read_plan(change(EXAMPLE.read_text(encoding="utf-8")))
    unnumbered = [(goal.key, goal.text, goal.deadline, goal.responsible) for goal in document.goals]
    assert unnumbered == [(goal.key, goal.text, goal.deadline, goal.responsible) for goal in example.goals]
    assert document.problems == ()


def test_spaces_may_stand_for_tabs_throughout() -> None:
    document = read_plan(EXAMPLE.read_text(encoding="utf-8").replace("\t", "    "))
    assert " ".join(goal.key for goal in document.goals) == KEYS


def test_old_windows_letters_are_read() -> None:
    assert "Descrição" in decode_document("Descrição".encode("cp1252"))
    assert "Descrição" in decode_document("Descrição".encode("utf-16"))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f"1.2\tIndicar quem usa o Painel\tAnual\t{BOTH}\n", id="one line"),
        pytest.param(f"1.2 Indicar quem usa o Painel\tAnual\t{BOTH}\n", id="a space after the key"),
        pytest.param(f"1.2.\tIndicar quem usa o Painel\tAnual\t{BOTH}\t\n", id="tab at the end"),
        pytest.param(f"1.2\tIndicar quem\nusa o Painel\tAnual\t{BOTH}\n", id="text wrapped"),
        pytest.param(f"1.2\tIndicar quem usa o Painel\n\tAnual\n\t{BOTH}\n", id="each cell on its line"),
        pytest.param(f"1.2\nIndicar quem usa o Painel\nAnual\n{BOTH}\n", id="tabs lost"),
        pytest.param(f"1.2\tIndicar quem usa o Painel\nAnual\t{BOTH}\n", id="one tab lost in wrapping"),
        pytest.param(f"1.2\tIndicar quem usa o Painel   Anual\t{BOTH}\n", id="a tab typed as spaces"),
        pytest.param(f"1.2\tIndicar quem\tusa o Painel\tAnual\t{BOTH}\n", id="a tab inside the text"),
        pytest.param(
            "1.2\tIndicar quem\tAnual\tSEGES e União dos\n\tusa o Painel\t\tMunicípios da Bahia - UPB\n",
            id="column by column, tabs",
        ),
        pytest.param(
            "1.2   Indicar quem      Anual    SEGES e União dos\n"
            "      usa o Painel               Municípios da Bahia - UPB\n",
            id="column by column, spaces",
        ),
        pytest.param(
            "1.2\tIndicar quem usa o Painel\tAnual\tSEGES e União dos\n\n\fMunicípios da Bahia - UPB\n",
            id="page break in the responsible",
        ),
    ],
)
def test_one_row_in_many_shapes(rows: str) -> None:
    goal = only_goal(rows)
    assert (goal.text, goal.deadline) == ("Indicar quem usa o Painel", "Anual")
    assert goal.responsible == (Party.SEGES, Party.PARTNER)


@pytest.mark.parametrize(
    ("column", "parties"),
    [
        ("SEGES", (Party.SEGES,)),
        ("SEGES/MGI", (Party.SEGES,)),
        ("MGI, por meio da SEGES", (Party.SEGES,)),
        ("Secretaria-Executiva da Rede de Parcerias", (Party.SEGES,)),
        ("Secretaria Executiva", (Party.SEGES,)),
        ("Estado de Minas Gerais", (Party.PARTNER,)),
        ("Secretaria de Turismo e Lazer", (Party.PARTNER,)),
        ("Município de Exemplo e SEGES", (Party.PARTNER, Party.SEGES)),
        ("Ambos os partícipes", (Party.SEGES, Party.PARTNER)),
        ("Partícipes", (Party.SEGES, Party.PARTNER)),
        ("Partícipes 1 e 2", (Party.SEGES, Party.PARTNER)),
    ],
)
def test_the_responsible_column_names_roles(column: str, parties: tuple[Party, ...]) -> None:
    assert only_goal(f"1.1\tTexto\tAnual\t{column}\n").responsible == parties


def test_a_table_exported_as_html_is_read() -> None:
    cells = "<td><p>1.1</p></td><td>Indicar <b>quem</b>\n acompanha</td><td>Anual</td><td>SEGES &amp; X</td>"
    titles = "".join(f"<th>{title}</th>" for title in ("Metas/etapas", "Descrição", "Prazo", "Responsável"))
    page = (
        f"<html><head><style>td {{}}</style></head><table><tr>{titles}</tr>\n<tr>{cells}</tr></table></html>"
    )
    [goal] = read_plan(page).goals
    assert (goal.key, goal.text, goal.deadline) == ("1.1", "Indicar quem acompanha", "Anual")
    assert goal.line == 2


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        pytest.param("1.2\tTexto\tAnual\t\n", 3, "falta o responsável", id="no responsible"),
        pytest.param("1.2\tTexto\t\tSEGES\n", 3, "falta o prazo", id="no deadline"),
        pytest.param("1.2\t\tAnual\tSEGES\n", 3, "falta a descrição", id="no text"),
        pytest.param("1.2\tTexto\n", 3, "falta o prazo e o responsável", id="only text"),
        pytest.param("1.1\tTexto\tAnual\tSEGES\n", 3, "já apareceu na linha 2", id="key twice"),
        pytest.param("\nSolta\n\n1.2\tTexto\tAnual\tSEGES\n", 4, "não pertence", id="stray line"),
        pytest.param("A\tTexto\tAnual\tSEGES\n", 3, "interna S1", id="a row of which no key is known"),
        pytest.param("2\tEixo\nTexto\tAnual\tSEGES\n", 4, "interna S1", id="a row with no key at all"),
        pytest.param("2\tEixo\nTexto\tUm dia\tSEGES\n", 4, "interna S1", id="no key, no known deadline"),
        pytest.param(
            "\nDocumento assinado eletronicamente por X, em 31/02/2026, às 10:00\n",
            4,
            "não existe",
            id="signature that cannot be",
        ),
        pytest.param("\nCNPJ: 11.222.333/0001-99\n", 4, "não conferem", id="CNPJ with wrong digits"),
        pytest.param(
            "\nCaberá ao aderente as metas 1.1 e 1.9.\n",
            4,
            "1.9 é dos aderentes",
            id="goal that is not there",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_line(rows: str, line: int, reason: str) -> None:
    document = read_plan(f"{HEADER}1.1\tPrimeira\tAnual\tSEGES\n{rows}")
    found = [problem for problem in document.problems if reason in problem.reason]
    assert [problem.line for problem in found] == [line]
    assert document.goals[0].text == "Primeira"


def test_an_incomplete_combined_row_does_not_rename_those_after_it() -> None:
    rows = "1 e 3\tTexto\t\tSEGES\n2 e 3\tOutro\tAnual\tSEGES\n"
    assert [goal.key for goal in read_plan(HEADER + rows).goals] == ["C2"]


@pytest.mark.parametrize("cpf", ["529.982.247-25", "52998224725", "111.222.333-44"])
def test_a_cpf_is_flagged_and_kept_nowhere(cpf: str) -> None:
    document = read_plan(f"{HEADER}1.1\tIndicar {cpf}\tAnual\tSEGES\n")
    assert [problem.line for problem in document.problems] == [2]
    assert cpf not in repr(document)


def test_a_telephone_and_a_sei_number_are_not_taken_for_a_cpf() -> None:
    goal = only_goal("1.1\tLigar para 71987654321, processo 19999.000123/2025-07\tAnual\tSEGES\n")
    assert "71987654321" in goal.text


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, "vazio", id="empty"),
        pytest.param(" \n\t\n", 1, "vazio", id="blank"),
        pytest.param("Um texto qualquer.\n", None, "linha de títulos", id="no table"),
        pytest.param(HEADER, None, "nenhuma meta", id="no row"),
        pytest.param(f"{HEADER}1.1\tTexto\n", 2, "nenhuma meta", id="no row that is whole"),
    ],
)
def test_a_document_without_goals_is_refused(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(UnreadablePlan) as refused:
        read_plan(text)
    assert refused.value.line == line
    assert reason in refused.value.reason


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04word", b"1.1\0\0\x07"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePlan):
        decode_document(content)


def test_an_alphanumeric_cnpj_is_a_proposal_too() -> None:
    document = read_plan(f"{HEADER}1.1\tTexto\tAnual\tSEGES\n\nCNPJ: 12.ABC.345/01DE-35\n")
    assert document.partner_cnpj == "12ABC34501DE35"
