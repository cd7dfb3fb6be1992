"""Each cell of the table of access, by the real act: refused where the table says `–`, and nowhere else."""

import pytest

from db import Database
from db.institutions import Institution
from rede.access import Act
from tests.rede.acts_of_access import ACTS, SERVING, WITHOUT_AXIS, a_world, is_refused
from tests.rede.makers import a_desk
from tests.rede.test_access import is_allowed

#: On PostgreSQL, which answers the same, a part of the roles.
SOME = ("executive", "thematic", "first coordinator")


def allows(act: Act, role: str, acronym: str, axis: str) -> bool:
    """A number is read by the Secretariat alone: others see their own, or a masked one, elsewhere."""
    if act is Act.SEE_PHONE:
        return role == "executive"
    return is_allowed(act, role, acronym, "" if act in WITHOUT_AXIS else axis)


@pytest.mark.parametrize("name", list(ACTS))
async def test_an_act_is_refused_where_the_table_says_so_and_nowhere_else(
    database: Database, backend: str, name: str
) -> None:
    world, (act, does) = await a_world(database), ACTS[name]
    things = [one for one in world.things if act not in WITHOUT_AXIS or "2" in one.axis]
    for role in SERVING if backend == "sqlite" else SOME:
        for one in things:
            refused = await is_refused(database, world.people[role], does, one)
            assert refused != allows(act, role, one.acronym, one.axis), (role, one.acronym, one.axis)


@pytest.mark.parametrize("name", ["see the card", "accept", "give back"])
async def test_a_delegated_second_layer_is_checked_by_its_own_first_layer_alone(
    database: Database, name: str
) -> None:
    world, (_, does) = await a_world(database), ACTS[name]
    async with a_desk(database) as desk:
        for one in world.things:
            (await desk.session.get_one(Institution, one.place)).reviews_second_layer = True
    for one in world.things:
        refused = await is_refused(database, world.people["first coordinator"], does, one)
        assert refused == (one.acronym != "IRECE"), one.acronym
        assert await is_refused(database, world.people["first designated"], does, one)
