"""Whatever wrapping, paging, marking and breaking does to a plan, it is read the same, or what is lost is named."""

import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.plan_document import PlanDocument, UnreadablePlan, decode_document, read_plan
from tests.scheduler import plan_html_exports as pages
from tests.scheduler import plan_text_exports as texts
from tests.scheduler.plan_sample import BOTH, PARTNER, ROWS, TITLES, SampleRow, goals_of, said_goals

WORDS = (
    *("cursos", "da", "Rede", "ações", "conjuntas", "gestores", "e-mail"),
    *("relatório", "Painel", "transparência", "públicas", "Acordo", "multiplicadores", "notícia,"),
    *("pop-up", "turmas;", "instituições", "(nome", "e", "telefone)", "Transferegov.br"),
    *("municípios", "2026", "100%", "boas", "práticas", "à", "da"),
)
DEADLINES = sorted({row.deadline for row in ROWS if not row.is_title})
CPF = "529.982.247-25"
CPFS = (
    CPF,
    "52998224725",
    "529 982 247 25",
    "529982247-25",
    "529. 982.247-25",
    "529.982.247/25",
    "529.982.\n247-25",
)

LEAK = re.compile(r"529\D{0,3}982|982\D{0,3}247")

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
goals = st.builds(
    SampleRow,
    st.just(""),
    words.map("Realizar {}".format),
    st.sampled_from(DEADLINES),
    st.sampled_from([BOTH, PARTNER, "SEGES"]),
)
randoms = st.integers(0, 2**32).map(Random)


def numbered(axes: Sequence[Sequence[SampleRow]]) -> list[SampleRow]:
    """Goals under their axes, each with its number."""
    rows: list[SampleRow] = []
    for axis, own in enumerate(axes, start=1):
        rows.append(SampleRow(str(axis), "Gestão e capacitação"))
        for place, goal in enumerate(own, start=1):
            rows.append(SampleRow(f"{axis}.{place}", goal.text, goal.deadline, goal.responsible))
    return rows


plans = st.lists(st.lists(goals, min_size=1, max_size=4), min_size=1, max_size=3).map(numbered)


def said(document: PlanDocument) -> list[tuple[object, ...]]:
    """What was read, but for the second layer: the sample's paragraph names goals that are not in every plan."""
    return [(*goal[:4], goal[5]) for goal in said_goals(document)]


def meant(rows: Sequence[SampleRow]) -> list[tuple[object, ...]]:
    return [(*goal[:4], goal[5]) for goal in goals_of(rows)]


def broken(row: SampleRow, random: Random) -> str:
    """A row whose cells go on in the next line after any word."""
    cells = (re.sub(" ", lambda _: random.choice([" ", " ", " ", "\n"]), cell) for cell in row.cells)
    return "\t".join(cells).rstrip("\t")


def marked(text: str, random: Random) -> str:
    """A cell of HTML with tags, codes and line ends that change nothing of what it says."""
    coded = "".join(f"&#{ord(letter)};" if random.random() < 0.2 else escape(letter) for letter in text)
    spaces = [" ", "  ", "\n", "&nbsp;", "</b> <b>", " <!-- -->", "<br>", "</p>\n<p>", " <o:p></o:p>"]
    return f"<p><b>{re.sub(' ', lambda _: random.choice(spaces), coded)}</b></p>"


@given(plans, randoms)
def test_cells_may_be_broken_after_any_word(rows: list[SampleRow], random: Random) -> None:
    lines = "\n".join(broken(row, random) for row in rows)
    assert said(read_plan(texts.document("\t".join(TITLES) + "\n" + lines))) == meant(rows)


@given(plans, randoms)
def test_pages_may_end_after_any_line(rows: list[SampleRow], random: Random) -> None:
    foot = "\n\nPágina {} de 9\n\n\f" + "\t".join(TITLES) + "\n"
    lines = "\n".join(broken(row, random) for row in rows).split("\n")
    table = "".join(
        line + (foot.format(at) if random.random() < 0.2 else "\n") for at, line in enumerate(lines)
    )
    assert said(read_plan(texts.document("\t".join(TITLES) + "\n" + table))) == meant(rows)


@given(plans, st.sampled_from(["\t", "|", " | ", ";", "    "]))
def test_cells_may_be_kept_apart_by_any_sign(rows: list[SampleRow], sign: str) -> None:
    assume(sign != ";" or not any(row.text.endswith(";") for row in rows))
    table = "\n".join(sign.join(cells) for cells in [TITLES, *(row.cells for row in rows)])
    assert said(read_plan(texts.document(table))) == meant(rows)


@given(plans, randoms)
def test_tags_that_show_nothing_change_nothing(rows: list[SampleRow], random: Random) -> None:
    page = pages.page(pages.table(rows, cell=lambda text: marked(text, random)))
    assert said(read_plan(page)) == meant(rows)


@given(plans, randoms)
def test_a_row_that_lost_a_cell_is_named(rows: list[SampleRow], random: Random) -> None:
    lost = random.choice([row for row in rows if not row.is_title])
    at = random.randrange(1, 4)
    kept = tuple("" if place == at else cell for place, cell in enumerate(lost.cells))
    table = "\n".join("\t".join(kept if row is lost else row.cells) for row in rows)
    try:
        document = read_plan(texts.document("\t".join(TITLES) + "\n" + table))
    except UnreadablePlan:
        assert sum(not row.is_title for row in rows) == 1
    else:
        assert said(document) == [goal for goal in meant(rows) if goal[0] != lost.number]
        assert any(f"a meta {lost.number} está incompleta" in problem.reason for problem in document.problems)


@given(st.sampled_from(CPFS), st.integers(0, len(texts.separated("\t")) - 99))
def test_a_cpf_anywhere_is_flagged_and_kept_nowhere(cpf: str, place: int) -> None:
    text = texts.separated("\t")
    at = text.index(" ", place)
    document = read_plan(f"{text[:at]} {cpf} {text[at:]}")
    assert any("CPF" in problem.reason for problem in document.problems)
    assert LEAK.search(repr(document)) is None


@given(st.sampled_from(CPFS), st.integers(0, len(pages.plain()) - 99))
def test_a_cpf_anywhere_in_a_page_is_kept_nowhere(cpf: str, place: int) -> None:
    page = pages.plain()
    at = page.index(" ", place)
    assert LEAK.search(repr(read_plan(f"{page[:at]} {cpf} {page[at:]}"))) is None


@settings(max_examples=300)
@given(
    st.text()
    | st.text(alphabet="1.2 \t\n|;<>td/trable\"'&#eE-")
    | st.sampled_from([texts.separated("\t"), pages.plain()])
)
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=300)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(UnreadablePlan):
        read_or_refused(decode_document(content))


@given(st.data())
def test_a_plan_in_pieces_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(
        st.sampled_from([texts.separated("\t"), texts.in_columns(is_middle=True), pages.of_word()])
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    read_or_refused("".join(data.draw(st.permutations(pieces))))


def read_or_refused(text: str) -> None:
    """Nothing but UnreadablePlan may be raised."""
    with suppress(UnreadablePlan):
        assert read_plan(text).goals


@pytest.mark.parametrize("cpf", CPFS)
def test_the_sample_has_no_such_digits_of_its_own(cpf: str) -> None:
    assert cpf not in texts.separated("\t")


@pytest.mark.parametrize("line", ["1\n\n", "1 e\n", '"a\t\n', "aderente a meta 1.1, ", "1.1.", "<td>", "| "])
def test_no_line_said_over_and_over_makes_reading_slow(line: str) -> None:
    """Reading that took the square of the text's time would be minutes here, not a moment."""
    rows = "\t".join(TITLES) + "\n1.1\tTexto\tAnual\tSEGES\n"
    read_or_refused(texts.document(rows + line * 5_000))
