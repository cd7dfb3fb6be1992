"""Who somebody means, among every municipality of Brazil."""

from functools import cache

import pytest

from db import Database
from db.ids import InstitutionId
from db.institutions import Institution, InstitutionName, Layer
from rede.find_institution import Found, find_institutions, likeliest
from scheduler.days.places import municipalities
from tests.rede.makers import a_desk, register


@cache
def brazil() -> tuple[InstitutionName, ...]:
    """Two associations, a câmara, and 5,571 prefeituras."""
    associations = [
        ("UPB", "União dos Municípios da Bahia", "BA", "11222333000181"),
        ("AMPLA", "Associação de Municípios do Planalto", "SC", "12ABC34501DE35"),
        ("CAMARA-IRECE", "Câmara Municipal de Irecê", "BA", ""),
    ]
    rows = [(*each, "") for each in associations]
    rows += [
        (each.code, f"Município de {each.name}", each.uf, "", each.code) for each in municipalities().values()
    ]
    return tuple(InstitutionName(InstitutionId(number), *row) for number, row in enumerate(rows, start=1))


def found(typed: str, *, own_uf: str = "") -> list[str]:
    return [told(one) for one in likeliest(typed, brazil(), own_uf=own_uf)]


def told(one: Found) -> str:
    return f"{one.place.name.removeprefix('Município de ')} ({one.place.uf})"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("irece", "Irecê (BA)"),
        ("IRECÊ", "Irecê (BA)"),
        ("prefeitura municipal de irece", "Irecê (BA)"),
        ("camara de irecê", "Câmara Municipal de Irecê (BA)"),
        ("feria de santana", "Feira de Santana (BA)"),
        ("vitoria da conqusta", "Vitória da Conquista (BA)"),
        ("dias davila", "Dias d'Ávila (BA)"),
        ("Dias d’Ávila", "Dias d'Ávila (BA)"),
        ("alta floresta doeste", "Alta Floresta D'Oeste (RO)"),
        ("Alta Floresta d'Oeste - RO", "Alta Floresta D'Oeste (RO)"),
        ("são domingos se", "São Domingos (SE)"),
        ("xiquexique", "Xique-Xique (BA)"),
        ("salvadro", "Salvador (BA)"),
        ("moji guacu", "Mogi Guaçu (SP)"),
        ("lauro de freita", "Lauro de Freitas (BA)"),
        ("santo antonio jesus", "Santo Antônio de Jesus (BA)"),
        ("mucuje", "Mucugê (BA)"),
        ("bom jesus da lapa/ba", "Bom Jesus da Lapa (BA)"),
        ("upb", "União dos Municípios da Bahia (BA)"),
        ("união dos municipios bahia", "União dos Municípios da Bahia (BA)"),
        ("planalto associação", "Associação de Municípios do Planalto (SC)"),
    ],
)
def test_a_misspelt_name_is_found_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_homonyms_are_all_told_with_their_state() -> None:
    exact = [told(one) for one in likeliest("são domingos", brazil()) if one.exact]
    assert exact == [f"São Domingos ({uf})" for uf in ("BA", "GO", "PB", "SC", "SE")]


def test_the_askers_own_state_comes_first() -> None:
    assert found("santana", own_uf="AP")[:2] == ["Santana (AP)", "Santana (BA)"]
    assert found("santana", own_uf="ba")[:2] == ["Santana (BA)", "Santana (AP)"]


@pytest.mark.parametrize("typed", ["São Domingos - GO", "sao domingos/go", "São Domingos (GO)"])
def test_a_state_that_is_named_is_the_only_one(typed: str) -> None:
    assert found(typed)[0] == "São Domingos (GO)"
    assert all(one.endswith("(GO)") for one in found(typed))


def test_at_most_six_are_told() -> None:
    assert len(found("santa")) == 6


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("11222333000181", "União dos Municípios da Bahia (BA)"),
        (" 11.222.333/0001-81 ", "União dos Municípios da Bahia (BA)"),
        ("12abc34501de35", "Associação de Municípios do Planalto (SC)"),
        ("12.ABC.345/01DE-35", "Associação de Municípios do Planalto (SC)"),
        ("2914604", "Irecê (BA)"),
    ],
)
def test_a_number_finds_the_one_that_bears_it(typed: str, only: str) -> None:
    assert [(told(one), one.exact) for one in likeliest(typed, brazil())] == [(only, True)]


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "?!", "prefeitura", "oi", "12", "bom dia", "obrigado", "teste", "quando vence o prazo"),
        *("11.222.333/0001-99", "9999999", "não sei quem é", "x" * 4096, "日本", "d'"),
    ],
    ids=lambda text: text[:20],
)
def test_nothing_is_found_where_nothing_is_near(typed: str) -> None:
    assert found(typed) == []


async def test_only_places_that_the_asker_may_see_are_found(database: Database) -> None:
    await register(database)
    async with a_desk(database) as desk:
        desk.session.add(Institution(acronym="IRECE-2", name="Câmara de Irecê", layer=Layer.SECOND, uf="BA"))
        await desk.session.flush()
        everywhere = await find_institutions(desk, "irecê")
        assert [one.place.acronym for one in everywhere] == ["IRECE", "IRECE-2"]
        seen = [one.place.id for one in everywhere[1:]]
        assert await find_institutions(desk, "irecê", among=seen) == everywhere[1:]
        assert await find_institutions(desk, "IRECE", among=[]) == []
