"""How an agreement is named to those who owe something under it."""

from db import Database
from rede.lines import document_of
from tests.rede.makers import import_for, owed_by, register


async def test_the_secretariat_sees_whose_agreement_it_is(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    partner, secretariat = await owed_by(database, "UPB", "2.2"), await owed_by(database, "SEGES", "2.2")
    assert document_of(partner) == "AC 99/2025 (processo SEI 19999.000123/2025-07)"
    assert document_of(secretariat) == "AC 99/2025 · UPB (processo SEI 19999.000123/2025-07)"
