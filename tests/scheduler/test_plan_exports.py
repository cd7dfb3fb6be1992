"""One plan in the exports of many programs: however it was saved, every goal and fact of it is read the same."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from scheduler.plan_document import decode_document, read_plan
from tests.scheduler import plan_html_exports as pages
from tests.scheduler import plan_text_exports as texts
from tests.scheduler.plan_sample import FACTS, GOALS, TITLES, SampleRow, said_facts, said_goals
from tests.scheduler.plan_wear import EXAMPLE

TABS = texts.separated("\t")
TYPED = "Eixo de atuacão Meta/Etpas\tDescrção\tPraso/Periodiciade\tResponsavel:"


def in_words(row: SampleRow) -> tuple[str, ...]:
    return (f"{row.number} {row.text}".strip(), row.deadline, row.responsible)


def with_names(row: SampleRow) -> tuple[str, ...]:
    number = (
        f"Meta {row.number}" if "." in row.number else f"Eixos {row.number}" if " e " in row.number else ""
    )
    return (number or row.cells[0], *row.cells[1:])


def with_a_dash(row: SampleRow) -> tuple[str, ...]:
    return (f"{row.number} - {row.text}".strip(" -"), row.deadline, row.responsible)


def responsible_first(row: SampleRow) -> tuple[str, ...]:
    return (*row.cells[:2], row.cells[3], row.cells[2])


def number_last(row: SampleRow) -> tuple[str, ...]:
    return (*row.cells[1:], row.number) if row.number else row.cells


def number_second(row: SampleRow) -> tuple[str, ...]:
    return (row.text, row.number, *row.cells[2:]) if row.number else row.cells


def with_indicator(row: SampleRow) -> tuple[str, ...]:
    return (*row.cells[:2], "" if row.is_title else "Percentual", *row.cells[2:])


def with_status(row: SampleRow) -> tuple[str, ...]:
    return (*row.cells, "" if row.is_title else "Em curso")


TEXTS = {
    "tabs": TABS,
    "wrapped cells": texts.wrapped(30),
    "narrow cells, Windows line ends": texts.wrapped(22).replace("\n", "\r\n"),
    "old Macintosh line ends": TABS.replace("\n", "\r"),
    "words cut by hyphens": texts.hyphenated("-"),
    "words cut by soft hyphens": texts.hyphenated("\u00ad"),
    "hard spaces": TABS.replace(" ", "\u00a0"),
    "accents as letters of their own": unicodedata.normalize("NFD", TABS),
    "titles with typing errors": TABS.replace("\t".join(TITLES), TYPED),
    "titles in capitals": TABS.replace("\t".join(TITLES), "\t".join(TITLES).upper()),
    "bars": texts.separated(" | "),
    "Markdown": texts.markdown(is_framed=True),
    "Markdown without frame": texts.markdown(is_framed=False),
    "a frame of signs": texts.drawn("+", "-", "|"),
    "a frame of lines": texts.drawn("┼", "─", "│"),
    "the answer to a letter": re.sub("(?m)^", "> ", TABS),
    "the answer to an answer": "Em 3 de maio, Ana escreveu:\n" + re.sub("(?m)^(?=.)", ">> ", TABS),
    "semicolons": texts.separated(";"),
    "quoted semicolons": texts.quoted(";"),
    "quoted semicolons, cells of many lines": texts.quoted(";", 30),
    "quoted commas": texts.quoted(","),
    "quoted tabs, cells of many lines": texts.quoted("\t", 30),
    "wide gaps": texts.separated("    "),
    "narrow gaps": texts.separated("  "),
    "nothing but spaces": texts.separated(" "),
    "a cell on each line": texts.cells_on_lines("\n"),
    "a cell in each paragraph": texts.cells_on_lines("\n\n"),
    "responsible before deadline": texts.columns(responsible_first, (*TITLES[:2], TITLES[3], TITLES[2])),
    "number in the last column": texts.columns(number_last, ("Descrição", "Prazo", "Responsável", "Nº")),
    "number in the second column": texts.columns(number_second, ("Ação", "Meta", "Prazo", "Responsável")),
    "a column of notes": texts.columns(lambda row: (*row.cells, ""), (*TITLES, "Observações")),
    "a column of states": texts.columns(with_status, (*TITLES, "Situação")),
    "a column of indicators": texts.columns(with_indicator, (*TITLES[:2], "Indicador", *TITLES[2:])),
    "a column of axes": texts.columns(texts.with_axes, ("Eixo", "Meta", *TITLES[1:])),
    "number and words in one column": texts.columns(in_words, ("Metas/etapas", "Prazo", "Responsável")),
    "number and words with a dash": texts.columns(with_a_dash, ("Metas", "Prazo", "Responsáveis")),
    "goals named so": texts.columns(with_names, TITLES),
    "columns by place": texts.in_columns(is_middle=False),
    "columns by place, rows apart": texts.in_columns(is_middle=False, blank_between=True),
    "columns by place, around the middle": texts.in_columns(is_middle=True),
    "columns by place, around the middle, rows apart": texts.in_columns(is_middle=True, blank_between=True),
    "columns by place, in pages": texts.in_columns(is_middle=True, each=3),
    "columns by place, from the top, in pages": texts.in_columns(is_middle=False, each=4),
}
PAGES: dict[str, Callable[[], str]] = {
    "plain page": pages.plain,
    "page on one line": pages.on_one_line,
    "Word": pages.of_word,
    "SEI": pages.of_sei,
    "LibreOffice": pages.of_libreoffice,
    "Google Docs": pages.of_google_docs,
    "tags left open": pages.unclosed,
    "tables in tables": pages.framed,
    "lines broken in cells": pages.with_breaks,
    "titles of axes across": pages.titles_of_axes_across,
    "axes down the side": pages.axes_down_the_side,
    "rows cut in two": pages.cut_in_rows,
    "a table a page": lambda: pages.in_pages(each=3, titles=True),
    "a table a row": lambda: pages.in_pages(each=1, titles=False),
    "typed text in a page": lambda: f"<html><pre>{texts.in_columns(is_middle=True)}</pre></html>",
}
FILES = {
    "UTF-8 with a mark": TABS.encode("utf-8-sig"),
    "UTF-16": TABS.encode("utf-16"),
    "UTF-16 without a mark": TABS.encode("utf-16-le"),
    "UTF-32": TABS.encode("utf-32"),
    "old Windows letters": TABS.encode("cp1252"),
    "UTF-8 read as Latin-1 and saved so": TABS.encode().decode("latin-1").encode(),
    "page in old Windows letters": pages.plain().encode("cp1252"),
    "page in UTF-16": pages.plain().encode("utf-16"),
    "web archive": pages.in_a_web_archive(),
}


def assert_reads_as_the_sample(text: str) -> None:
    document = read_plan(text)
    assert said_goals(document) == GOALS
    assert said_facts(document) == FACTS
    assert document.problems == ()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_plan_is_the_same_in_every_text(text: str) -> None:
    assert_reads_as_the_sample(text)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_plan_is_the_same_on_every_page(page: Callable[[], str]) -> None:
    assert_reads_as_the_sample(page())


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_the_plan_is_the_same_in_every_encoding(content: bytes) -> None:
    assert_reads_as_the_sample(decode_document(content))


@pytest.mark.parametrize("titles", [True, False], ids=["titles again", "titles once"])
@pytest.mark.parametrize("each", range(2, 12))
def test_pages_may_end_anywhere_in_the_table(each: int, titles: bool) -> None:
    assert_reads_as_the_sample(texts.paged(each=each, titles=titles, cut=True))
    assert_reads_as_the_sample(texts.paged(each=each, titles=titles))


def test_a_plan_in_capitals_has_the_same_goals_and_axes() -> None:
    goals, shouted = read_plan(TABS).goals, read_plan(TABS.upper()).goals
    assert [(goal.key, goal.axis) for goal in shouted] == [(goal.key, goal.axis) for goal in goals]


def test_a_goal_about_adherents_is_not_the_paragraph_that_ends_the_table() -> None:
    example = decode_document(EXAMPLE.read_bytes())
    end = example.index("Quando houver **adesão")
    cells = re.sub(r"\s*[\t\n]\s*", "\n", example[:end])
    assert said_goals(read_plan(cells + example[end:])) == said_goals(read_plan(example))


def test_the_titles_of_columns_may_be_wrapped_at_every_word() -> None:
    text = texts.in_columns(is_middle=False)
    wrapped = text.replace("Eixos de atuação", "Eixos de        ").replace(
        "\nMetas/etapas", "\natuação\nMetas/etapas"
    )
    assert "\natuação\n" in wrapped.replace(" ", "")
    assert_reads_as_the_sample(wrapped)
