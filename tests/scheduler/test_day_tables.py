"""Lists as people send them: what is read, and which line is refused, and why."""

from datetime import date, time

import pytest

from scheduler.days.closures import ClosureKind
from scheduler.days.day_tables import CalendarError, read_federal_list, read_local_table
from scheduler.days.listed_days import EveryYear, FromEaster, ListedDay

_FEDERAL = "date,kind,name,closes_at,opens_at\n"
_LOCAL = "municipality_code,date,kind,name,law,closes_at,opens_at\n"


def test_a_federal_list_is_read_row_by_row() -> None:
    rows = read_federal_list(f"{_FEDERAL}2027-02-10,optional,Cinzas,,14:00\n2027-12-25,holiday,Natal\n")
    assert rows == (
        ListedDay(date(2027, 2, 10), ClosureKind.OPTIONAL, "Cinzas", opens_at=time(14)),
        ListedDay(date(2027, 12, 25), ClosureKind.HOLIDAY, "Natal"),
    )


def test_a_list_may_come_from_a_spreadsheet_with_a_mark_and_blank_lines() -> None:
    rows = read_federal_list(f"\ufeff{_FEDERAL}\r\n 2027-12-24 ,optional, Véspera ,13:00,\r\n,,,,\r\n")
    assert rows == (ListedDay(date(2027, 12, 24), ClosureKind.OPTIONAL, "Véspera", closes_at=time(13)),)


def test_a_table_of_municipalities_has_days_of_every_kind() -> None:
    rows = read_local_table(
        f"{_LOCAL}2927408,pascoa+60,holiday,Corpus Christi,Lei municipal 1.997/1967,,\n"
        '2927408,06-23,optional,Véspera de São João,"Decreto 1/2026, art. 2º",12:00,\n'
        "ba,2026-07-03,optional,Ponto facultativo,\n"
    )
    assert [(row.place, row.when, row.law, row.closes_at) for row in rows] == [
        ("2927408", FromEaster(60), "Lei municipal 1.997/1967", None),
        ("2927408", EveryYear(6, 23), "Decreto 1/2026, art. 2º", time(12)),
        ("BA", date(2026, 7, 3), "", None),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, "o cabeçalho deve ser date,kind,name,closes_at,opens_at", id="empty"),
        pytest.param(
            "day,what\n", 1, "o cabeçalho deve ser date,kind,name,closes_at,opens_at", id="other columns"
        ),
        pytest.param(_FEDERAL, 1, "a lista não tem nenhum dia", id="no day"),
        pytest.param(
            *(f"{_FEDERAL}2027-02-30,holiday,X,,\n", 2, "'2027-02-30' não é uma data que exista"),
            id="day that does not exist",
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,holiday,X,,\n\n01/02/2027,holiday,X,,\n", 4),
            "'01/02/2027' não é uma data que exista",
            id="date not in ISO",
        ),
        pytest.param(
            *(f"{_FEDERAL}06-24,holiday,X,,\n", 2, "'06-24' não é uma data AAAA-MM-DD"),
            id="a day of every year",
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,feriado,X,,\n", 2, "o tipo 'feriado' não é holiday nem optional"),
            id="unknown kind",
        ),
        pytest.param(f"{_FEDERAL}2027-01-01,holiday,,,\n", 2, "falta o nome do dia", id="no name"),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,optional,X,13h,\n", 2, "'13h' não é uma hora HH:MM"),
            id="closing hour badly written",
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,optional,X,,25:00\n", 2, "'25:00' não é uma hora HH:MM"),
            id="opening hour that does not exist",
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,holiday\n", 2, "são esperadas 5 colunas, há 2"), id="too few columns"
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,holiday,X,,,\n", 2, "são esperadas 5 colunas, há 6"),
            id="too many columns",
        ),
        pytest.param(
            *(f"{_FEDERAL}2027-01-01,holiday,X,,\n2027-01-01,optional,Y,,\n", 3),
            "o dia 2027-01-01 aparece duas vezes",
            id="day twice",
        ),
    ],
)
def test_a_bad_federal_list_is_refused_by_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_federal_list(text)
    assert (refused.value.line, refused.value.reason) == (line, reason)
    assert str(refused.value) == f"linha {line}: {reason}"


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        pytest.param(
            *("9999999,06-24,holiday,X,,,\n", 2, "'9999999' não é código do IBGE nem sigla de UF"),
            id="unknown municipality",
        ),
        pytest.param(
            *("292740,06-24,holiday,X,,,\n", 2, "'292740' não é código do IBGE nem sigla de UF"),
            id="six digits",
        ),
        pytest.param(
            "XX,06-24,holiday,X,,,\n", 2, "'XX' não é código do IBGE nem sigla de UF", id="unknown UF"
        ),
        pytest.param(
            "BA,30-02,holiday,X,,,\n", 2, "'30-02' não é uma data que exista", id="day before month"
        ),
        pytest.param(
            *("BA,07-02,holiday,X,,,\n2927408,07-02,holiday,X,,,\nBA,07-02,optional,Y,,,\n", 4),
            "o dia 07-02 aparece duas vezes",
            id="day twice in one place",
        ),
    ],
)
def test_a_bad_local_table_is_refused_by_line(rows: str, line: int, reason: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_local_table(_LOCAL + rows)
    assert (refused.value.line, refused.value.reason) == (line, reason)


def test_a_local_table_names_the_columns_it_wants() -> None:
    with pytest.raises(
        CalendarError, match="linha 1: o cabeçalho deve ser municipality_code,date,kind,name,law"
    ):
        read_local_table(_FEDERAL)
