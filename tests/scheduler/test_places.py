"""States and municipalities: which exist, and what they are called."""

from collections import Counter

import pytest

from scheduler.days.places import (
    UNION,
    UnknownPlace,
    located_in,
    municipalities,
    municipality,
    name_of,
    place_of,
    state,
    states,
)


def test_every_municipality_is_in_a_state_that_exists() -> None:
    assert len(states()) == 27
    assert len(municipalities()) == 5571
    assert Counter(one.uf for one in municipalities().values()).keys() == states().keys()
    assert all(len(code) == 7 and code.isdigit() for code in municipalities())


def test_a_place_is_found_by_its_code_or_uf() -> None:
    assert (municipality("2927408").name, municipality(" 2927408 ").uf) == ("Salvador", "BA")
    assert (state("ba").name, state(" BA ").uf) == ("Bahia", "BA")
    assert [place_of(text) for text in (" ba", "2927408 ")] == ["BA", "2927408"]


@pytest.mark.parametrize(
    ("place", "name", "located"),
    [
        ("BA", "Bahia", "na Bahia"),
        ("DF", "Distrito Federal", "no Distrito Federal"),
        ("GO", "Goiás", "em Goiás"),
        ("2927408", "Salvador (BA)", "em Salvador (BA)"),
    ],
)
def test_a_place_is_told_as_people_say_it(place: str, name: str, located: str) -> None:
    assert (name_of(place), located_in(place)) == (name, located)


def test_the_whole_country_is_the_union() -> None:
    assert name_of(UNION) == "União"


@pytest.mark.parametrize("text", ["", "XX", "Bahia", "292740", "29274080", "9999999"])
def test_a_place_that_is_not_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlace) as refused:
        place_of(text)
    assert refused.value.text == text
    assert repr(text) in str(refused.value)
