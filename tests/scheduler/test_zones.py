"""Whose clock says something else than Brasília's."""

from datetime import datetime

import pytest

from scheduler.clock import BRASILIA
from scheduler.days.places import municipalities, states
from scheduler.days.zones import NORONHA, WEST_OF_AMAZONAS, zone_of

NOON = datetime(2026, 3, 10, 12, tzinfo=BRASILIA)


@pytest.mark.parametrize(
    ("uf", "code", "hour"),
    [
        pytest.param("DF", "", 12, id="Brasília"),
        pytest.param("BA", "2914604", 12, id="Irecê"),
        pytest.param("", "", 12, id="nobody knows where"),
        pytest.param("am", "", 11, id="Amazonas"),
        pytest.param("AM", "1302603", 11, id="Manaus"),
        pytest.param("AM", "1304062", 10, id="Tabatinga"),
        pytest.param("AC", "", 10, id="Acre"),
        pytest.param("RO", "", 11, id="Rondônia"),
        pytest.param("RR", "", 11, id="Roraima"),
        pytest.param("MT", "", 11, id="Mato Grosso"),
        pytest.param("MS", "", 11, id="Mato Grosso do Sul"),
        pytest.param("PE", "", 12, id="Pernambuco"),
        pytest.param("PE", NORONHA, 13, id="Fernando de Noronha"),
    ],
)
def test_when_it_is_noon_in_brasilia(uf: str, code: str, hour: int) -> None:
    assert NOON.astimezone(zone_of(uf, code)).hour == hour


def test_the_exceptions_are_where_they_are_said_to_be() -> None:
    assert {municipalities()[code].uf for code in WEST_OF_AMAZONAS} == {"AM"}
    assert municipalities()[NORONHA].name == "Fernando de Noronha"
    assert {zone_of(uf).key for uf in states()} == {
        *("America/Sao_Paulo", "America/Rio_Branco", "America/Manaus", "America/Porto_Velho"),
        *("America/Boa_Vista", "America/Cuiaba", "America/Campo_Grande"),
    }
