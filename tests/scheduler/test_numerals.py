"""Portuguese numerals in plain letters, cardinal and ordinal."""

import pytest

from scheduler.phrasing.numerals import NumeralError, read_numeral, read_ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30", 30),
        ("05", 5),
        ("1.000", 1000),
        ("zero", 0),
        ("hum", 1),
        ("uma", 1),
        ("duas", 2),
        ("catorze", 14),
        ("quatorze", 14),
        ("dezenove", 19),
        ("vinte", 20),
        ("trinta e um", 31),
        ("cem", 100),
        ("cento e vinte", 120),
        ("cento e oitenta e cinco", 185),
        ("trezentos e sessenta e cinco", 365),
        ("quinhentas", 500),
        ("novecentos e noventa e nove", 999),
        ("30 (trinta)", 30),
        ("trinta (30)", 30),
        ("15 (15)", 15),
        ("180(cento e oitenta)", 180),
    ],
)
def test_a_numeral_is_read_in_digits_words_or_both(text: str, value: int) -> None:
    assert read_numeral(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cento",
        "cem e um",
        "vinte e trinta",
        "duzentos e cem",
        "dez e um",
        "vinte zero",
        "trinta um dois",
        "xyz",
        "e",
    ],
)
def test_words_that_are_no_numeral_are_refused(text: str) -> None:
    with pytest.raises(NumeralError, match="não foi entendido"):
        read_numeral(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1o", 1),
        ("2a", 2),
        ("15.o", 15),
        ("primeiro", 1),
        ("quinta", 5),
        ("decimo", 10),
        ("decimo quinto", 15),
        ("vigesimo", 20),
        ("vigesimo quinto", 25),
        ("trigesima primeira", 31),
        ("5o (quinto)", 5),
        ("i", 1),
        ("iv", 4),
        ("vi", 6),
    ],
)
def test_an_ordinal_is_read_in_digits_words_or_roman(text: str, value: int) -> None:
    assert read_ordinal(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "quinto decimo",
        "quinto sexto",
        "decimo decimo",
        "vigesimo decimo",
        "decimo quinto sexto",
        "ultimo",
        "",
    ],
)
def test_words_that_are_no_ordinal_are_refused(text: str) -> None:
    with pytest.raises(NumeralError, match="o ordinal não foi entendido"):
        read_ordinal(text)


@pytest.mark.parametrize("text", ["30 (vinte)", "trinta (40)", "cem (1.000)"])
def test_digits_and_words_that_disagree_are_refused(text: str) -> None:
    with pytest.raises(NumeralError, match="números diferentes: "):
        read_numeral(text)
    with pytest.raises(NumeralError, match="números diferentes: "):
        read_ordinal("5o (sexto)")
