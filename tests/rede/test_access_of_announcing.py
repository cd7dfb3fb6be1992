"""Each act on what is told to many, by each role, on each institution's own: refused where the Rede decided so,
exactly as of what does not exist, and nowhere else."""

from functools import partial

import pytest

from db import Database
from db.convened import Reply
from rede.access import NotYours
from rede.convene_meeting import pass_on
from rede.desk import Desk
from rede.keep_minutes import minutes_of
from rede.meetings import meeting_seen
from rede.reply_to_meeting import reply_to_meeting
from tests.rede.acts_of_access import is_refused
from tests.rede.acts_of_announcing import ACTS, BY_NUMBER, ROWS, Does
from tests.rede.announcing_world import NOTHING, Owned, World, a_world, missing
from tests.rede.makers import a_desk
from tests.rede.networks_of_access import SERVING
from tests.rede.test_access import COLUMNS

#: One of each column of the Secretariat and the first layer, and who coordinates in the second.
ROLES = ("executive", "thematic", "first coordinator", "first designated", "second coordinator")
#: No query of these acts is told apart by the database (tests/rede/test_at_once_of_many.py has both).
one_is_enough = pytest.mark.parametrize("backend", ["sqlite"])
ALL = (*ROLES, "first substitute", "second designated", "removed")


def allowed(row: str, role: str, one: Owned) -> bool:
    cells, own = [cell.strip() for cell in ROWS[row].split("|")], SERVING[role][0]
    if row in ("lead what it sent", "suspend") and one.broadcast == NOTHING:
        return False
    match cells[COLUMNS[role]] if role in COLUMNS else "-":
        case "all":
            return True
        case "own":
            return one.acronym == own
    return False


async def _does(does: Does, world: World, desk: Desk, one: Owned) -> None:
    await does(desk, one, world)


@one_is_enough
@pytest.mark.parametrize("role", [*ROLES, "second designated", "removed"])
async def test_an_act_is_refused_where_it_is_not_theirs_and_nowhere_else(
    database: Database, backend: str, role: str
) -> None:
    world, wrong = await a_world(database), []
    for name, (row, does) in ACTS.items():
        for one in world.things:
            refused = await is_refused(database, world.people[role], partial(_does, does, world), one)
            if refused == allowed(row, role, one):
                wrong.append((name, one.acronym, "refused" if refused else "done"))
    assert not wrong


@one_is_enough
async def test_what_does_not_exist_is_refused_to_everybody_alike(database: Database, backend: str) -> None:
    world, wrong = await a_world(database), []
    for role in ROLES:
        for name, (row, does) in ACTS.items():
            if row in BY_NUMBER and not await is_refused(
                database, world.people[role], partial(_does, does, world), missing(world.of("UPB"))
            ):
                wrong.append((role, name))
    assert not wrong


#: Whose meeting → who was convened to it, or leads it.
CONVENED = {
    "SEGES": {"executive", "first coordinator", "first designated", "first substitute"},
    "UPB": {"executive", "first coordinator", "first substitute", "second coordinator", "second designated"},
    "APEMA": {"executive"},
}


@one_is_enough
async def test_a_meeting_is_seen_by_those_convened_and_by_who_leads_it(
    database: Database, backend: str
) -> None:
    world, wrong = await a_world(database), []
    for role in ALL:
        for acronym, people in CONVENED.items():
            number = world.of(acronym).meeting
            refused = await is_refused(database, world.people[role], meeting_seen, number)
            if refused == (role in people):
                wrong.append((role, acronym))
    assert not wrong


@one_is_enough
@pytest.mark.parametrize("role", ["executive", "thematic", "first coordinator", "second coordinator"])
async def test_only_those_convened_answer(database: Database, backend: str, role: str) -> None:
    world = await a_world(database)
    for acronym, serving in (("SEGES", "UPB"), ("UPB", "IRECE"), ("APEMA", "CODO")):
        number = world.of(acronym).meeting
        async with a_desk(database, actor=world.people[role]) as desk:
            if SERVING[role][0] == serving:
                assert (await reply_to_meeting(desk, number, Reply.YES))[1].reply is Reply.YES
            else:
                with pytest.raises(NotYours):
                    await reply_to_meeting(desk, number, Reply.YES)


@one_is_enough
@pytest.mark.parametrize("acronym", ["UPB", "APEMA"])
async def test_no_first_layer_passes_on_what_was_convened_by_another_or_without_it(
    database: Database, backend: str, acronym: str
) -> None:
    """Apema was not convened by the Secretariat; its own meeting is nobody else's to bring to others."""
    world = await a_world(database)
    own, other = world.of(acronym), world.of({"UPB": "APEMA", "APEMA": "UPB"}[acronym])
    numbers = [other.meeting] if acronym == "UPB" else [other.meeting, world.of("SEGES").meeting]
    for number in numbers:
        async with a_desk(database, actor=own.lead) as desk:
            with pytest.raises(NotYours):
                await pass_on(desk, number, own.place)


@one_is_enough
async def test_the_secretariat_reads_the_minutes_of_a_meeting_that_it_steps_in_for(
    database: Database, backend: str
) -> None:
    world = await a_world(database)
    async with a_desk(database) as desk:
        (await meeting_seen(desk, world.of("APEMA").meeting)).meeting.minutes = "Combinado."
    async with a_desk(database, actor=world.people["executive"]) as desk:
        assert (await minutes_of(desk, world.of("APEMA").meeting)).minutes == "Combinado."
    async with a_desk(database, actor=world.people["first coordinator"]) as desk:
        with pytest.raises(NotYours):
            await minutes_of(desk, world.of("APEMA").meeting)
