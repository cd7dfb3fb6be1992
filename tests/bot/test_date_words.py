"""Days as people type them in chat. Today is Sunday, 22 November 2026, unless a test says otherwise."""

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.date_words import Doubt, Read, Stretch, read_date, read_dates, read_time
from scheduler.calendar import Calendar
from scheduler.wording import long_date, short_date

SUNDAY = date(2026, 11, 22)
TUESDAY, FRIDAY = SUNDAY + timedelta(days=2), SUNDAY + timedelta(days=5)
WORKS = Calendar.federal().is_business_day
ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
#: What dates are made of, in any order.
WORDS = (
    "15 03 31 02 2027 29 99 / . - : , h 14 às dia de em a e último útil fim do mês que vem passada próxima sexta "
    "domingo daqui há 3 dias semanas meses anos março primeiro quinto amanhã ontem até trinta um da tarde"
)
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=9)


def read(text: str, *, today: date = SUNDAY, past: bool = False) -> Read | None:
    return read_date(text, today=today, working_day=WORKS, past=past)


def stretch(text: str, *, past: bool = False) -> Stretch | None:
    return read_dates(text, today=SUNDAY, working_day=WORKS, past=past)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/03", "2027-03-15"),
        ("22/11", "2026-11-22"),
        ("15/03/27", "2027-03-15"),
        ("15/03/2027", "2027-03-15"),
        ("15.3.2027", "2027-03-15"),
        ("15-03-2027", "2027-03-15"),
        ("2027-03-15", "2027-03-15"),
        ("15 / 03 / 2027", "2027-03-15"),
        ("15/mar/2027", "2027-03-15"),
        ("dia 15/03", "2027-03-15"),
        ("até 15/03", "2027-03-15"),
        ("29/02", "2028-02-29"),
        ("hoje", "2026-11-22"),
        ("amanhã", "2026-11-23"),
        ("depois de amanhã", "2026-11-24"),
        ("sexta", "2026-11-27"),
        ("sexta-feira", "2026-11-27"),
        ("6ª feira", "2026-11-27"),
        ("próxima sexta", "2026-11-27"),
        ("segunda que vem", "2026-11-23"),
        ("dia 10", "2026-12-10"),
        ("dia dez", "2026-12-10"),
        ("dia 31", "2026-12-31"),
        ("dia 10 do mês que vem", "2026-12-10"),
        ("dia 10 de maio", "2027-05-10"),
        ("10 de dez", "2026-12-10"),
        ("15 do 3", "2027-03-15"),
        ("10 de maio de 2027", "2027-05-10"),
        ("1º de maio", "2027-05-01"),
        ("primeiro de maio", "2027-05-01"),
        ("daqui a 3 dias", "2026-11-25"),
        ("daqui a três dias", "2026-11-25"),
        ("daqui a vinte e um dias", "2026-12-13"),
        ("daqui a trinta dias", "2026-12-22"),
        ("em 2 semanas", "2026-12-06"),
        ("daqui a um mês", "2026-12-22"),
        ("em 1 ano", "2027-11-22"),
        ("em 5 dias úteis", "2026-11-27"),
        ("próximo dia útil", "2026-11-23"),
        ("último dia útil", "2026-11-30"),
        ("último dia útil de dezembro", "2026-12-31"),
        ("5º dia útil", "2026-12-07"),
        ("quinto dia útil do mês que vem", "2026-12-07"),
        ("fim do mês", "2026-11-30"),
        ("fim do mês que vem", "2026-12-31"),
        ("final de março", "2027-03-31"),
        ("fim do ano", "2026-12-31"),
        ("sexta-feira, 15 de janeiro de 2027", "2027-01-15"),
        ("15/01/2027 (sexta)", "2027-01-15"),
        ("DEPOIS  DE AMANHA!!", "2026-11-24"),
        ("Próxima\u00a0Sexta-Feira.", "2026-11-27"),
        ("🗓 15/03?", "2027-03-15"),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: str) -> None:
    assert read(text) == Read(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("15/03 às 14h30", time(14, 30)),
        ("15/03 14h30", time(14, 30)),
        ("15/03/27 14:30", time(14, 30)),
        ("15/03, às 14h", time(14)),
        ("15/03 as 14", time(14)),
        ("15/03/2027 - 9 horas", time(9)),
        ("14h30 de 15/03", time(14, 30)),
        ("dia 15/03 às 2 da tarde", time(14)),
        ("15/03 ao meio-dia", time(12)),
    ],
)
def test_an_hour_beside_the_day_is_read_too(text: str, hour: time) -> None:
    assert read(text) == Read(date(2027, 3, 15), hour)


@pytest.mark.parametrize(("text", "hour"), [("14:30", time(14, 30)), ("às 14h", time(14)), ("9h às", None)])
def test_an_hour_alone_is_no_day(text: str, hour: time | None) -> None:
    assert (read(text), read_time(text)) == (None, hour)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03/15",
            "12",
            "dez",
            "maio",
            "31/02/2027",
            "99/99",
            "0/1",
            "",
            "32",
            "2.2",
            "15.3",
            "dia 32",
            "dia",
        ),
        *("15/03 25h", "15/03 14h75", "15/03 às 13 da manhã", "sexta, 16/01", "em -3 dias", "em 0 dias"),
        *(
            "daqui a 400 dias",
            "daqui a dois anos",
            "15/03/1926",
            "15/03/99",
            "ontem",
            "sexta passada",
            "há 3 dias",
        ),
        *("a reunião é 15/03", "não 15/03", "15/03 ou 16/03", "segunda sexta", "fim", "x" * 4096),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("sexta", FRIDAY, Read(FRIDAY + timedelta(7), None, Doubt.EITHER, FRIDAY)),
        ("nesta sexta", FRIDAY, Read(FRIDAY)),
        ("próxima sexta", FRIDAY, Read(FRIDAY + timedelta(7))),
        ("próxima sexta", TUESDAY, Read(FRIDAY, None, Doubt.EITHER, FRIDAY + timedelta(7))),
        ("sexta da semana que vem", TUESDAY, Read(FRIDAY + timedelta(7))),
        ("sexta da semana que vem", SUNDAY, Read(FRIDAY, None, Doubt.EITHER, FRIDAY + timedelta(7))),
        ("dia 22", SUNDAY, Read(SUNDAY, None, Doubt.EITHER, date(2026, 12, 22))),
        ("terça, dia 22", SUNDAY, Read(date(2026, 12, 22))),
        ("semana que vem", TUESDAY, Read(date(2026, 11, 30), None, Doubt.BETWEEN, date(2026, 12, 4))),
        ("mês que vem", TUESDAY, Read(date(2026, 12, 1), None, Doubt.BETWEEN, date(2026, 12, 31))),
    ],
)
def test_what_may_mean_two_days_says_so(text: str, today: date, expected: Read) -> None:
    assert read(text, today=today) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/03", Read(date(2026, 3, 15))),
        ("15/03/2025", Read(date(2025, 3, 15))),
        ("22/11", Read(SUNDAY)),
        ("10 de maio", Read(date(2026, 5, 10))),
        ("29/02", Read(date(2024, 2, 29))),
        ("ontem às 9h", Read(date(2026, 11, 21), time(9))),
        ("anteontem", Read(date(2026, 11, 20))),
        ("sexta", Read(date(2026, 11, 20))),
        ("domingo", Read(date(2026, 11, 15), None, Doubt.EITHER, SUNDAY)),
        ("sexta passada", Read(date(2026, 11, 20), None, Doubt.EITHER, date(2026, 11, 13))),
        ("dia 10", Read(date(2026, 11, 10))),
        ("há 3 dias", Read(date(2026, 11, 19))),
        ("duas semanas atrás", Read(date(2026, 11, 8))),
        ("semana passada", Read(date(2026, 11, 9), None, Doubt.BETWEEN, date(2026, 11, 13))),
        ("último dia útil do mês passado", Read(date(2026, 10, 30))),
        ("há 400 dias", None),
    ],
)
def test_of_what_has_happened_it_is_the_last_one_that_was(text: str, expected: Read | None) -> None:
    assert read(text, past=True) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10/03 a 12/03/2026", "2026-03-10", "2026-03-12"),
        ("10, 11 e 12/03/2026", "2026-03-10", "2026-03-12"),
        ("10/03/2026, 11/03/2026 e 13/03/2026", "2026-03-10", "2026-03-13"),
        ("de 10 a 12 de março de 2026", "2026-03-10", "2026-03-12"),
        ("10/03/2026 a 12/03", "2026-03-10", "2026-03-12"),
        ("10-12/03/2026", "2026-03-10", "2026-03-12"),
        ("28/12/2025 – 05/01/2026", "2025-12-28", "2026-01-05"),
        ("28/12 a 05/01", "2025-12-28", "2026-01-05"),
        ("dias 20 e 23/11", "2025-11-20", "2025-11-23"),
        ("20/11 a 23/11", "2026-11-20", "2026-11-23"),
        ("segunda a sexta", "2026-11-16", "2026-11-20"),
        ("12/03/2026", "2026-03-12", "2026-03-12"),
    ],
)
def test_the_days_of_a_course_have_a_first_and_a_last(text: str, first: str, last: str) -> None:
    assert stretch(text, past=True) == Stretch(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "10 e 11",
        "12/03 a 10/03/2026",
        "30 a 2/03/2026",
        "10/03 a 32/03",
        "2/2020 a 3/2026",
        "domingo",
    ],
)
def test_days_in_no_order_or_in_doubt_are_none(text: str) -> None:
    assert stretch(text, past=True) is None


@given(
    text=st.one_of(st.text(max_size=120), PIECES.map(" ".join), PIECES.map("".join)),
    today=ANY_DAY,
    past=st.booleans(),
)
@example(text="há 999 anos", today=date(2000, 2, 29), past=True)
def test_whatever_is_typed_what_is_read_reads_back_as_the_same_day(
    text: str, today: date, past: bool
) -> None:
    read_dates(text, today=today, working_day=WORKS, past=past)
    for found in filter(None, [read(text, today=today, past=past)]):
        for day in filter(None, (found.day, found.other)):
            assert read(long_date(day), today=today, past=past) == Read(day)
            assert read(short_date(day), today=today, past=past) == Read(day)


@given(ANY_DAY, st.integers(0, 366))
def test_a_stretch_reads_back_as_it_is_told(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    told = f"{long_date(first)} a {long_date(last)}"
    assert read_dates(told, today=first, working_day=WORKS) == Stretch(first, last)


def test_where_no_day_is_worked_no_business_day_is_found() -> None:
    texts = ("em 5 dias úteis", "último dia útil", "próximo dia útil")
    assert [read_date(text, today=SUNDAY, working_day=lambda _: False) for text in texts] == [None] * 3
