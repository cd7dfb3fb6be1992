"""A CPF is kept only where that was chosen: sealed for its row, one person's, gone with the person."""

from dataclasses import replace

import pytest
from validate_docbr import CPF

from db import Database
from db.people import Person
from db.sealing import BrokenSeal
from rede.access import NotYours
from rede.cpfs import cpf_of
from rede.erase_person import erase_person
from rede.keep_cpf import CpfRefused, keep_cpf
from tests.rede.makers import JOAO, MARIA, a_desk, make_office, person_id, register

KEEPING = replace(make_office(), keeps_cpf=True)
NUMBER = CPF().generate()


async def kept(database: Database, email: str) -> str:
    async with a_desk(database, office=KEEPING) as desk:
        return await keep_cpf(desk, await person_id(database, email), NUMBER)


async def test_it_opens_in_its_own_row_alone(database: Database) -> None:
    await register(database)
    assert await kept(database, MARIA) == f"***.{NUMBER[3:6]}.{NUMBER[6:9]}-**"
    who = await person_id(database, MARIA)
    async with a_desk(database, office=KEEPING) as desk:
        person = await desk.session.get_one(Person, who)
        assert cpf_of(desk, person) == NUMBER
        assert person.cpf is not None
        assert NUMBER.encode() not in person.cpf
        assert NUMBER not in person.cpf_hash
        with pytest.raises(BrokenSeal):
            desk.office.sealer.open(person.cpf, table="people", column="phone", row=who)


async def test_it_is_of_one_person_until_that_one_is_erased(database: Database) -> None:
    await register(database)
    await kept(database, MARIA)
    with pytest.raises(CpfRefused) as refused:
        await kept(database, JOAO)
    assert refused.value.key == "cpf_of_another"
    async with a_desk(database) as desk:
        await erase_person(desk, await person_id(database, MARIA))
    assert (await kept(database, JOAO)).startswith("***.")


async def test_nobody_keeps_it_where_that_was_not_chosen(database: Database) -> None:
    await register(database)
    who = await person_id(database, MARIA)
    async with a_desk(database) as desk:
        with pytest.raises(CpfRefused) as refused:
            await keep_cpf(desk, who, NUMBER)
    assert refused.value.key == "cpf_not_kept"
    async with a_desk(database, office=KEEPING, actor=who) as desk:
        with pytest.raises(NotYours):
            await keep_cpf(desk, who, NUMBER)
