"""A spreadsheet of termos: columns by their headings, cells as Excel keeps them, nothing of it trusted."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from bot.attachments import Attachment
from bot.termo_sheet import LARGEST, SheetRefused, harmless, read_sheet, write_sheet
from rede.adhesion_rows import MOST, TermosRead, read_termos
from rede.rows import Flaw
from tests.bot.sheets import HEADER, termos, workbook
from tests.rede.termos import SIGNED, cnpj

TODAY = date(2026, 4, 1)
GOOD = ("Município de Flores", cnpj(7), SIGNED)


def read(content: bytes) -> TermosRead:
    rows = read_sheet(Attachment("t.xlsx", content), today=TODAY, working_day=lambda day: day.weekday() < 5)
    return read_termos(rows, today=TODAY)


def flaws(*rows: Sequence[object], header: Sequence[str] = HEADER) -> list[tuple[int, str, Flaw]]:
    return [(one.line, one.column, one.flaw) for one in read(workbook([header, *rows])).problems]


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    header = (
        "E-MAIL DO CONTATO",
        "Fim da vigência",
        "Código IBGE do município",
        "Data da última assinatura",
        "Telefone",
        "Processo SEI",
        "Nome do contato",
        "Início da vigência",
        "CNPJ",
        "Município",
    )
    row = (
        "Rita@example.org",
        "20/03/2031",
        2914604,
        "20/03/2026",
        "71 99999-0000",
        "19999.000123/2025-07",
        "Rita Luz",
        datetime(2026, 4, 1),  # noqa: DTZ001  as a spreadsheet hands it over
        "12.ABC.345/01DE-35",
        "Irecê",
    )
    [one] = read(workbook([("Relação de termos",), (), header, row])).good
    termo = one.termo
    assert (one.line, termo.name, termo.cnpj, termo.signed) == (4, "Irecê", "12ABC34501DE35", SIGNED)
    assert (termo.starts, termo.ends, termo.uf) == (date(2026, 4, 1), date(2031, 3, 20), "BA")
    assert (termo.municipality_code, termo.contact_email) == ("2914604", "rita@example.org")


@pytest.mark.parametrize(
    "signed",
    ["20/03/2026", "2026-03-20", 46101, datetime(2026, 3, 20, 12), "20 de março de 2026"],  # noqa: DTZ001
    ids=["Brazil", "ISO", "serial number", "date", "words"],
)
def test_a_day_is_read_however_it_is_kept(signed: object) -> None:
    [one] = read(workbook([HEADER, ("Flores", cnpj(7), signed)])).good
    assert one.termo.signed == SIGNED


@pytest.mark.parametrize("number", [cnpj(7), int(cnpj(7)), float(cnpj(7))], ids=["text", "number", "float"])
def test_a_cnpj_keeps_its_zeros(number: object) -> None:
    [one] = read(workbook([HEADER, ("Flores", number, SIGNED)])).good
    assert one.termo.cnpj == cnpj(7)


@pytest.mark.parametrize(
    ("row", "column", "flaw"),
    [
        (("", cnpj(7), SIGNED), "name", Flaw.EMPTY),
        (("Flores", "12345678000100", SIGNED), "cnpj", Flaw.BAD_CNPJ),
        (("Flores", 0, SIGNED), "cnpj", Flaw.BAD_CNPJ),
        (("Flores", cnpj(7), "31/02/2026"), "signed", Flaw.BAD_DATE),
        (("Flores", cnpj(7), date(2026, 4, 2)), "signed", Flaw.IN_THE_FUTURE),
        (("Flores, CPF 529.982.247-25", cnpj(7), SIGNED), "name", Flaw.CPF),
        (("Flores", "52998224725", SIGNED), "cnpj", Flaw.CPF),
        (("x" * 201, cnpj(7), SIGNED), "name", Flaw.TOO_LONG),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(row: Sequence[object], column: str, flaw: Flaw) -> None:
    assert flaws(row) == [(2, column, flaw)]


def test_the_same_cnpj_twice_is_named_where_it_comes_again() -> None:
    assert flaws(GOOD, ("Outro", f"0{cnpj(7)}"[1:], SIGNED)) == [(3, "cnpj", Flaw.REPEATED)]


def test_a_cpf_in_a_column_of_no_use_refuses_its_row() -> None:
    header = (*HEADER, "Prefeito")
    assert flaws((*GOOD, "Ana, 529.982.247-25"), header=header) == [(2, "+3", Flaw.CPF)]


def test_a_hidden_sheet_is_not_read() -> None:
    content = workbook([HEADER, GOOD], hidden=[HEADER, ("Oculto", cnpj(8), SIGNED)])
    assert [one.termo.name for one in read(content).good] == ["Município de Flores"]


def test_a_csv_is_read_as_excel_writes_it_in_brazil() -> None:
    text = f"Instituição;CNPJ;Assinatura\nMunicípio de Flores;{cnpj(7)};20/03/2026\n"
    assert [one.termo.name for one in read(text.encode("cp1252")).good] == ["Município de Flores"]


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (LARGEST + 1))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (bomb(), "adhesions_sheet_too_large"),
        (b"PK no zip", "adhesions_sheet_unreadable"),
        (b"\x89PNG\0\0", "adhesions_sheet_unreadable"),
        (workbook([HEADER]), "adhesions_sheet_empty"),
        (workbook([("Instituição", "Data"), ("Flores", SIGNED)]), "adhesions_sheet_headings"),
        (termos(MOST + 1, signed=SIGNED), "adhesions_sheet_too_many"),
        (b"", "adhesions_sheet_headings"),
    ],
    ids=["a bomb", "no zip", "a picture", "no rows", "no CNPJ", "too many", "nothing"],
)
def test_what_is_no_table_of_termos_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(SheetRefused, match=key):
        read(content)


def test_what_goes_back_is_no_formula() -> None:
    content = write_sheet("Erros", [("=1+1", "+5", "-2", "@x", "Flores\x07")])
    cells = next(iter(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)))
    assert cells == ("'=1+1", "'+5", "'-2", "'@x", "Flores")
    assert harmless("12.ABC") == "12.ABC"
