"""One person in several functions is told once; several who read one mailbox are told apart by name."""

from datetime import date

from db import Database
from db.people import people_by_email
from rede.register_person import register_people
from rede.rows import Row
from tests.rede.makers import a_desk, import_for
from tests.rede.networks import UPB, found, heard, letters_to, ring

#: Ten days before goal 1.2 of UPB, on a Friday: the Sunday's step.
FRIDAY = date(2025, 12, 12)


async def test_who_has_every_function_that_follows_a_goal_is_reminded_once(database: Database) -> None:
    functions = "coordenador;servidor_designado;responsavel_painel"
    await found(database, UPB, people=[("Caio", "UPB", functions)])
    await import_for(database, "UPB")
    await ring(database, FRIDAY)
    assert [line.name for line in await heard(database, "1.2")] == ["Caio"]
    assert len(await letters_to(database, "Caio")) == 1


async def test_two_who_read_one_mailbox_are_reminded_each_by_name(database: Database) -> None:
    await found(database, UPB, people=[])
    facts = {"email": "gabinete@upb.example.org", "institution": "UPB", "functions": "servidor_designado"}
    rows = [Row(at, {**facts, "name": name}) for at, name in enumerate(("Bia Prado", "Caio Prado"), start=2)]
    async with a_desk(database) as desk:
        await register_people(desk, rows)
        readers = [one.name for one in await people_by_email(desk.session, facts["email"])]
    await import_for(database, "UPB")
    await ring(database, FRIDAY)
    letters = [letter for name in readers for letter in await letters_to(database, name)]
    assert [letter.address for letter in letters] == [facts["email"]] * 2
    assert [letter.body.splitlines()[0] for letter in letters] == ["Olá, Bia Prado.", "Olá, Caio Prado."]
