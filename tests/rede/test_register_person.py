"""People come in with what they do and how they are reached."""

import pytest

from db import Database
from db.channels import ChannelKind, open_channels
from db.institutions import institution_by_acronym, the_secretariat
from db.people import Function, Person, membership, people_by_email, people_of_the_secretariat
from rede.functions import read_function
from rede.phones import checked_phone
from rede.register_institutions import found_secretariat, register_institutions
from rede.register_person import PersonRefused, register_administrator, register_people
from rede.rows import Flaw, Registered, RowsRefused
from tests.rede.desks import OFFICE, make_desk, rows_of

HEADER = "email | name | institution | functions | phone | telegram_id\n"
JOAO = (
    HEADER
    + "Joao@example.org | João Lima | upb | coordenador;area_tematica:capacitação | 71 98765-4321 | 8123456789"
)


@pytest.fixture
async def network(database: Database) -> Database:
    async with database.write() as session:
        desk = make_desk(session)
        await found_secretariat(desk, acronym="SEGES", name="Secretaria-Executiva")
        await register_institutions(desk, rows_of("acronym | name | layer\nUPB | União | 1\nAMM | Minas | 1"))
    return database


async def register(database: Database, table: str) -> Registered:
    async with database.write() as session:
        return await register_people(make_desk(session), rows_of(table))


async def one_person(database: Database, email: str) -> Person:
    async with database.read() as session:
        (person,) = await people_by_email(session, email)
        return person


async def functions_of(database: Database, person: Person, acronym: str) -> set[tuple[str, str]]:
    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
        assert institution is not None
        rows = await membership(session, person.id, institution.id)
    return {(row.function, row.axis) for row in rows}


async def administrator(database: Database, email: str) -> Person:
    async with database.write() as session:
        secretariat = await the_secretariat(session)
        assert secretariat is not None
        return await register_administrator(make_desk(session), email, secretariat)


async def test_a_row_makes_a_person_with_functions_and_channels(network: Database) -> None:
    assert await register(network, JOAO) == Registered(created=1)
    person = await one_person(network, "joao@example.org")
    assert await functions_of(network, person, "UPB") == {
        ("coordenador", ""),
        ("area_tematica", "capacitação"),
    }
    async with network.read() as session:
        channels = await open_channels(session, person.id)
    assert {kind: channel.address for kind, channel in channels.items()} == {
        ChannelKind.EMAIL: "joao@example.org",
        ChannelKind.TELEGRAM: "8123456789",
    }


async def test_a_phone_is_stored_sealed(network: Database) -> None:
    await register(network, JOAO)
    person = await one_person(network, "joao@example.org")
    assert person.phone is not None
    assert b"98765" not in person.phone
    opened = OFFICE.sealer.open(person.phone, table="people", column="phone", row=person.id)
    assert opened == "+5571987654321"


async def test_the_same_table_again_changes_nothing(network: Database) -> None:
    await register(network, JOAO)
    assert await register(network, JOAO) == Registered(unchanged=1)


async def test_functions_become_those_of_the_table(network: Database) -> None:
    await register(network, JOAO)
    assert await register(network, JOAO.replace("coordenador;", "gabinete;")) == Registered(updated=1)
    person = await one_person(network, "joao@example.org")
    assert await functions_of(network, person, "UPB") == {("gabinete", ""), ("area_tematica", "capacitação")}


async def test_two_rows_serve_two_institutions(network: Database) -> None:
    table = HEADER + "j@example.org | J | UPB | gabinete | |\nj@example.org | J | AMM | coordenador | |"
    assert await register(network, table) == Registered(created=1, updated=1)
    person = await one_person(network, "j@example.org")
    assert await functions_of(network, person, "UPB") == {("gabinete", "")}
    assert await functions_of(network, person, "AMM") == {("coordenador", "")}


async def test_a_mailbox_may_be_read_by_several_people(network: Database) -> None:
    await register(
        network, HEADER + "g@example.org | Ana | UPB | gabinete | |\ng@example.org | Bia | UPB | gabinete | |"
    )
    async with network.read() as session:
        assert [one.name for one in await people_by_email(session, "G@example.org")] == ["Ana", "Bia"]


async def test_the_administrator_gets_a_name_by_import(network: Database) -> None:
    first = await administrator(network, "maria@example.org")
    assert first.name == "maria"
    await register(network, HEADER + "maria@example.org | Maria Souza | SEGES | coordenador | |")
    assert (await one_person(network, "maria@example.org")).name == "Maria Souza"
    assert (await administrator(network, "MARIA@example.org")).id == first.id


async def test_the_administrator_serves_the_secretariat(network: Database) -> None:
    person = await administrator(network, "maria@example.org")
    async with network.read() as session:
        assert [one.id for one in await people_of_the_secretariat(session)] == [person.id]
        assert set(await open_channels(session, person.id)) == {ChannelKind.EMAIL}


async def test_an_administrator_of_a_shared_mailbox_has_to_be_named(network: Database) -> None:
    await register(
        network, HEADER + "g@example.org | Ana | UPB | gabinete | |\ng@example.org | Bia | UPB | gabinete | |"
    )
    with pytest.raises(PersonRefused) as refused:
        await administrator(network, "g@example.org")
    assert (refused.value.key, refused.value.names) == ("shared_mailbox", ["Ana", "Bia"])
    with pytest.raises(PersonRefused, match="invalid_email"):
        await administrator(network, "nobody")


@pytest.mark.parametrize(
    ("row", "column", "flaw"),
    [
        ("x@ | A | UPB | gabinete | |", "email", Flaw.BAD_EMAIL),
        (" | A | UPB | gabinete | |", "email", Flaw.EMPTY),
        ("a@example.org | | UPB | gabinete | |", "name", Flaw.EMPTY),
        ("a@example.org | A | UPB | ; | |", "functions", Flaw.EMPTY),
        ("a@example.org | A | XYZ | gabinete | |", "institution", Flaw.UNKNOWN_INSTITUTION),
        ("a@example.org | A | UPB | chefe | |", "functions", Flaw.UNKNOWN_FUNCTION),
        ("a@example.org | A | UPB | area_tematica | |", "functions", Flaw.UNKNOWN_FUNCTION),
        ("a@example.org | A | UPB | gabinete:2 | |", "functions", Flaw.UNKNOWN_FUNCTION),
        ("a@example.org | A | UPB | gabinete | 123 |", "phone", Flaw.BAD_PHONE),
        ("a@example.org | A | UPB | gabinete | | -100", "telegram_id", Flaw.BAD_TELEGRAM_ID),
        ("a@example.org | A | UPB | gabinete | | 1e9", "telegram_id", Flaw.BAD_TELEGRAM_ID),
        ("a@example.org | A | UPB | gabinete | | 8123456789", "telegram_id", Flaw.TELEGRAM_ID_OF_ANOTHER),
        (
            "joao@example.org | Outro | UPB | gabinete | | 8123456789",
            "telegram_id",
            Flaw.TELEGRAM_ID_OF_ANOTHER,
        ),
        ("a@example.org | A 529.982.247-25 | UPB | gabinete | |", "name", Flaw.CPF),
        ("a@example.org | A | UPB | gabinete | 529.982.247-25 |", "phone", Flaw.CPF),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_kept(
    network: Database, row: str, column: str, flaw: Flaw
) -> None:
    await register(network, JOAO)
    with pytest.raises(RowsRefused) as refused:
        await register(network, f"{HEADER}nova@example.org | N | UPB | gabinete | |\n{row}")
    assert [(one.line, one.column, one.flaw) for one in refused.value.problems] == [(3, column, flaw)]
    async with network.read() as session:
        assert await people_by_email(session, "nova@example.org") == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Coordenador", (Function.COORDENADOR, "")),
        ("area_tematica: Comunicação", (Function.AREA_TEMATICA, "comunicação")),
        ("area_tematica:", None),
        ("coordenador:", None),
        ("", None),
    ],
)
def test_functions_are_read_by_code(text: str, read: tuple[str, str] | None) -> None:
    assert read_function(text) == read


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("(71) 3115-1234", "+557131151234"),
        ("+351 912 345 678", "+351912345678"),
        ("3115-1234", None),
        ("x", None),
    ],
)
def test_phones_are_brazilian_unless_they_say_otherwise(text: str, phone: str | None) -> None:
    assert checked_phone(text) == phone
