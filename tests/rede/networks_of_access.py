"""A Rede with somebody in every role, and every kind of institution that they may reach or not."""

from db import Database
from db.ids import PersonId
from db.institutions import Institution, institution_by_acronym
from db.people import people_by_email
from db.serving import memberships_of
from rede.register_institutions import found_secretariat, register_institutions
from rede.register_person import register_people
from rede.rows import Row
from tests.rede.makers import a_desk

#: Acronym, layer, parent.
HOUSES = (
    ("UPB", "1", ""),
    ("IRECE", "2", "UPB"),
    ("APEMA", "1", ""),
    ("CODO", "2", "APEMA"),
)
#: Role, as the table names it, → institution and function.
SERVING = {
    "executive": ("SEGES", "servidor_designado"),
    "thematic": ("SEGES", "area_tematica:2"),
    "first coordinator": ("UPB", "coordenador"),
    "first substitute": ("UPB", "substituto"),
    "first designated": ("UPB", "servidor_designado"),
    "first panel": ("UPB", "responsavel_painel"),
    "first multiplier": ("UPB", "multiplicador"),
    "first office": ("UPB", "gabinete"),
    "second coordinator": ("IRECE", "coordenador"),
    "second designated": ("IRECE", "servidor_designado"),
    #: They were somebody, and are nobody now.
    "removed": ("UPB", "servidor_designado"),
}


async def build(database: Database) -> dict[str, PersonId]:
    """Everybody in `SERVING`, by role."""
    async with a_desk(database) as desk:
        await found_secretariat(desk, acronym="SEGES", name="Secretaria-Executiva")
        columns = ("acronym", "layer", "parent", "name")
        houses = [
            Row(at, dict(zip(columns, (*house, house[0]), strict=True))) for at, house in enumerate(HOUSES, 2)
        ]
        await register_institutions(desk, houses)
        rows = [
            {"email": _mailbox(role), "name": role, "institution": place, "functions": function}
            for role, (place, function) in SERVING.items()
        ]
        await register_people(desk, [Row(at, row) for at, row in enumerate(rows, 2)])
    async with database.read() as session:
        people = {role: (await people_by_email(session, _mailbox(role)))[0].id for role in SERVING}
    await _remove(database, people["removed"])
    return people


def _mailbox(role: str) -> str:
    return f"{role.replace(' ', '.')}@example.org"


async def _remove(database: Database, person_id: PersonId) -> None:
    async with a_desk(database) as desk:
        for row in (await memberships_of(desk.session, [person_id]))[person_id]:
            await desk.session.delete(row)


async def institution(database: Database, acronym: str) -> Institution:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
    assert found is not None
    return found
