"""Who may do what: each cell of the table, as the Rede decided it, against what is asked in every act."""

from collections.abc import Mapping

import pytest

from db import Database
from db.ids import PersonId
from db.people import Membership
from rede.access import TABLE, Act, Role, may, places
from tests.rede.makers import a_desk
from tests.rede.networks_of_access import SERVING, build, institution

#: Columns: Secretaria-Executiva, área temática (of axis 2), first-layer coordinator, others of the first layer,
#: second-layer coordinator, others of the second layer. What is not named is forbidden.
DECIDED = """
see goals, dates, status                | all  | assigned | own + its 2nd layer | own  | own  | own
hand in                                 | own  | -        | own                 | own  | own  | own
read reports                            | all  | assigned | own + its 2nd layer | own  | own  | own
accept, return                          | all  | assigned | if delegated        | -    | -    | -
dispense                                | all  | -        | -                   | -    | -    | -
register a report received elsewhere    | all  | -        | its 2nd layer       | -    | -    | -
name people, invite                     | all  | -        | own + its 2nd layer | -    | own  | -
see name, function, institutional e-mail | all | assigned | own + its 2nd layer | own  | own  | own
see phone                               | all  | -        | own                 | self | self | self
broadcast                               | all  | -        | its 2nd layer       | -    | -    | -
"""
COLUMNS = {
    "executive": 0,
    "thematic": 1,
    "first coordinator": 2,
    "first substitute": 2,
    "first designated": 3,
    "first panel": 3,
    "first multiplier": 3,
    "first office": 3,
    "second coordinator": 4,
    "second designated": 5,
}
#: The institution of UPB's own second layer, and those of others.
OBJECTS = ("SEGES", "UPB", "IRECE", "APEMA", "CODO")
AXES = ("2", "1", "1 e 3", "2 e 3", "")


def decided(act: str, role: str) -> str:
    rows = [[cell.strip() for cell in line.split("|")] for line in DECIDED.strip().splitlines()]
    row = next(row for row in rows if row[0] == act)
    return row[1 + COLUMNS[role]] if role in COLUMNS else "-"


def is_allowed(act: str, role: str, acronym: str, axis: str) -> bool:
    own = SERVING[role][0]
    second = {"UPB": "IRECE"}.get(own)
    match decided(act, role):
        case "all":
            return True
        case "own":
            return acronym == own
        case "its 2nd layer":
            return acronym == second
        case "own + its 2nd layer":
            return acronym in (own, second)
        case "assigned":
            return not axis or "2" in axis
    return False


@pytest.fixture
async def people(database: Database) -> Mapping[str, PersonId]:
    return await build(database)


def test_every_act_has_a_cell_for_every_role() -> None:
    assert TABLE.keys() == set(Act)
    assert {len(row) for row in TABLE.values()} == {len(Role)}


@pytest.mark.parametrize("role", list(SERVING))
async def test_each_cell_of_the_table_is_what_the_rede_decided(
    database: Database, people: Mapping[str, PersonId], role: str
) -> None:
    objects = [await institution(database, acronym) for acronym in OBJECTS]
    async with a_desk(database, actor=people[role]) as desk:
        for act in Act:
            listed = await places(desk, act)
            for one in objects:
                for axis in AXES:
                    expected = is_allowed(act, role, one.acronym, axis)
                    assert await may(desk, act, one, axis=axis) == expected, (act, one.acronym, axis)
                    assert listed.covers(one.id, axis) == expected, (act, one.acronym, axis)


async def test_a_first_layer_checks_its_second_once_the_secretariat_left_it_to_it(
    database: Database, people: Mapping[str, PersonId]
) -> None:
    irece = await institution(database, "IRECE")
    async with a_desk(database) as desk:
        upb = await desk.session.get_one(type(irece), irece.parent_id)
        upb.reviews_second_layer = True
    async with a_desk(database, actor=people["first coordinator"]) as desk:
        assert await may(desk, Act.REVIEW, irece)
        assert not await may(desk, Act.REVIEW, await institution(database, "UPB"))
        assert not await may(desk, Act.REVIEW, await institution(database, "CODO"))


async def test_who_serves_in_two_functions_may_do_what_either_may(
    database: Database, people: Mapping[str, PersonId]
) -> None:
    async with a_desk(database) as desk:
        apema = await institution(database, "APEMA")
        desk.session.add(
            Membership(
                person_id=people["second coordinator"], institution_id=apema.id, function="coordenador"
            )
        )
    async with a_desk(database, actor=people["second coordinator"]) as desk:
        assert await may(desk, Act.REGISTER, await institution(database, "CODO"))
        assert await may(desk, Act.HAND_IN, await institution(database, "IRECE"))
        assert not await may(desk, Act.REGISTER, await institution(database, "IRECE"))


@pytest.mark.parametrize("act", list(Act))
async def test_a_stranger_may_do_nothing(
    database: Database, people: Mapping[str, PersonId], act: Act
) -> None:
    async with a_desk(database, actor=PersonId(10**6)) as desk:
        assert not await places(desk, act)
