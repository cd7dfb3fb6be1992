"""Institutions come in as a whole table or not at all, and the Secretariat is one."""

import pytest

from db import Database
from db.institutions import all_institutions, institution_by_acronym, the_secretariat
from rede.register_institutions import found_secretariat, register_institutions, unmasked_cnpj
from rede.rows import Flaw, Registered, RowsRefused
from tests.rede.desks import make_desk, rows_of

NETWORK = """
acronym | name                | layer | parent | cnpj               | uf
MGI     | Secretaria          | 0     |        |                    | df
UPB     | União dos Municípios | 1     |        | 12.abc.345/01de-35 | ba
IRECE   | Município de Irecê  | 2     | upb    |                    | BA
"""


async def register(database: Database, table: str) -> Registered:
    async with database.write() as session:
        return await register_institutions(make_desk(session), rows_of(table))


async def flaws(database: Database, table: str) -> list[tuple[int, str, Flaw]]:
    with pytest.raises(RowsRefused) as refused:
        await register(database, table)
    return [(problem.line, problem.column, problem.flaw) for problem in refused.value.problems]


async def test_a_table_makes_the_network(database: Database) -> None:
    assert await register(database, NETWORK) == Registered(created=3)
    async with database.read() as session:
        upb, irece = [await institution_by_acronym(session, acronym) for acronym in ("upb", "irece")]
        assert upb is not None
        assert irece is not None
        assert (upb.cnpj, upb.uf, irece.parent_id) == ("12ABC34501DE35", "BA", upb.id)


async def test_the_same_table_again_changes_nothing(database: Database) -> None:
    await register(database, NETWORK)
    assert await register(database, NETWORK) == Registered(unchanged=3)
    assert await register(database, NETWORK.replace("de Irecê", "de Irecê, Bahia")) == Registered(
        updated=1, unchanged=2
    )


async def test_columns_that_the_table_lacks_keep_their_values(database: Database) -> None:
    await register(database, NETWORK)
    await register(database, "acronym | name | layer\nUPB | UPB | 1")
    async with database.read() as session:
        upb = await institution_by_acronym(session, "UPB")
        assert upb is not None
        assert (upb.name, upb.cnpj) == ("UPB", "12ABC34501DE35")


async def test_a_row_of_layer_0_renames_the_one_secretariat(database: Database) -> None:
    async with database.write() as session:
        first = await found_secretariat(make_desk(session), acronym="SEGES", name="Secretaria-Executiva")
        again = await found_secretariat(make_desk(session), acronym="OUTRA", name="Outra")
        assert again is first
    await register(database, NETWORK)
    async with database.read() as session:
        secretariat = await the_secretariat(session)
        assert secretariat is not None
        assert (secretariat.acronym, len(await all_institutions(session))) == ("MGI", 3)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("A | x | 0 |  |  |\nB | x | 0 |  |  |", [(3, "layer", Flaw.SECOND_SECRETARIAT)]),
        ("A | x | 3 |  |  |", [(2, "layer", Flaw.BAD_LAYER)]),
        (
            " |  |  |  |  |",
            [(2, "acronym", Flaw.EMPTY), (2, "layer", Flaw.EMPTY), (2, "name", Flaw.EMPTY)],
        ),
        ("A | x | 1 |  |  |\na | y | 1 |  |  |", [(3, "acronym", Flaw.REPEATED)]),
        ("A | x | 2 |  |  |", [(2, "parent", Flaw.NO_PARENT)]),
        ("A | x | 2 | Z |  |", [(2, "parent", Flaw.UNKNOWN_PARENT)]),
        ("A | x | 2 | MGI |  |", [(2, "parent", Flaw.PARENT_NOT_FIRST_LAYER)]),
        ("A | x | 2 | IRECE |  |", [(2, "parent", Flaw.PARENT_NOT_FIRST_LAYER)]),
        ("A | x | 1 | UPB |  |", [(2, "parent", Flaw.UNEXPECTED_PARENT)]),
        ("A | x | 1 |  |  |\nUPB | x | 2 | A |  |", [(3, "layer", Flaw.PARENT_OF_OTHERS)]),
        ("UPB | x | 0 |  |  |", [(2, "acronym", Flaw.TAKEN)]),
        ("MGI | x | 1 |  |  |", [(2, "layer", Flaw.SECRETARIAT_STAYS)]),
        ("A | x | 1 |  | 12345678000100 |", [(2, "cnpj", Flaw.BAD_CNPJ)]),
        ("A | x | 1 |  |  | BH", [(2, "uf", Flaw.BAD_UF)]),
        ("A | CPF 529.982.247-25 | 1 |  |  |", [(2, "name", Flaw.CPF)]),
        ("A | 52998224725 | 1 |  |  |", [(2, "name", Flaw.CPF)]),
    ],
)  # fmt: skip
async def test_a_wrong_row_is_named_and_nothing_is_kept(
    database: Database, rows: str, expected: list[tuple[int, str, Flaw]]
) -> None:
    await register(database, NETWORK)
    table = f"acronym | name | layer | parent | cnpj | uf\n{rows}\nNOVA | x | 1 |  |  |"
    assert await flaws(database, table) == expected
    async with database.read() as session:
        assert await institution_by_acronym(session, "NOVA") is None


async def test_layer_1_may_name_the_secretariat_as_its_parent(database: Database) -> None:
    assert await register(database, NETWORK.replace("1     |      ", "1     | MGI  ")) == Registered(
        created=3
    )


async def test_a_cpf_is_never_repeated(database: Database) -> None:
    with pytest.raises(RowsRefused) as refused:
        await register(database, "acronym | name | layer\n52998224725 | x | 529.982.247-25")
    assert "529" not in str([problem for problem in refused.value.problems if problem.flaw is Flaw.CPF])


def test_cnpj_is_stored_upper_case_without_its_mask() -> None:
    assert unmasked_cnpj("12.abc.345/01de-35") == "12ABC34501DE35"
