"""What partners offer waits to be looked at, is the report of C5 or C6 where that is owed, and may be withdrawn."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db import Database
from db.contributions import ContributionKind, ContributionState
from db.deliverables import Deliverable, DeliverableState
from db.ids import ContributionId
from db.notices import NoticeKind
from db.people import Function
from db.plans import Goal
from elo.nudging_contributions import nudge_contributions
from rede.access import NotYours
from rede.moderate_contribution import readable_contribution, withdraw_contribution
from rede.offers import ContributionRefused, brief_of, days_told, read_code
from tests.rede.contributions import as_it_is, shared, stage
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, days, make_office, person_id
from tests.rede.reviews import RUI, a_network, joins, told


async def reports(database: Database) -> list[Deliverable]:
    async with database.read() as session:
        return list(await session.scalars(select(Deliverable).order_by(Deliverable.id)))


async def owes(database: Database, key: str) -> None:
    """UPB's goal 1.1, which is owed all the time, is one of sharing."""
    async with a_desk(database) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "1.1").values(key=key))


@pytest.mark.parametrize(
    ("kind", "key"), [(ContributionKind.PRACTICE, "C5"), (ContributionKind.COURSE_OFFER, "C6")]
)
async def test_where_the_goal_is_owed_it_is_its_report(
    database: Database, kind: ContributionKind, key: str
) -> None:
    await a_network(database)
    await owes(database, key)
    found = await shared(database, kind=kind)
    (report,) = await reports(database)
    assert (found.deliverable_id, report.state) == (report.id, DeliverableState.RECORDED)
    assert report.description.startswith("CT-000001 · Compras em conjunto")


async def test_the_second_layer_owes_none_and_may_share_all_the_same(database: Database) -> None:
    await a_network(database)
    await owes(database, "C5")
    found = await shared(database, who=JOAO, acronym="IRECE")
    assert (found.state, found.deliverable_id) == (ContributionState.SENT, None)
    assert await reports(database) == []


async def test_the_secretariat_hears_of_it_once_each(database: Database) -> None:
    await a_network(database)
    await shared(database)
    heard = await told(database, NoticeKind.TASK, "contribution:")
    assert [address for address, _ in heard] == [ANA, RUI]
    assert all("CT-000001" in words for _, words in heard)


async def test_nobody_shares_in_the_name_of_others(database: Database) -> None:
    await a_network(database)
    with pytest.raises(NotYours):
        await shared(database, who=JOAO, acronym="UPB")


@pytest.mark.parametrize(
    ("title", "text", "key"),
    [
        ("x" * 91, "Texto", "contribution_title_too_long"),
        ("Título", "…", "contribution_empty"),
        ("Título", "x" * 2501, "contribution_too_long"),
        ("Título", "Fale com 111.444.777-35", "contribution_with_cpf"),
    ],
    ids=["long title", "nothing", "long text", "a CPF"],
)
async def test_what_cannot_be_shared_is_refused(database: Database, title: str, text: str, key: str) -> None:
    await a_network(database)
    with pytest.raises(ContributionRefused, match=key):
        await shared(database, title=title, text=text)


async def test_taken_back_its_report_goes_with_it(database: Database) -> None:
    await a_network(database)
    await owes(database, "C5")
    number = (await shared(database)).id
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await withdraw_contribution(desk, number, await stage(database, number))
    assert (await as_it_is(database, number)).state is ContributionState.WITHDRAWN
    assert [one.state for one in await reports(database)] == [DeliverableState.CANCELLED]


@pytest.mark.parametrize("who", [JOAO, ANA])
async def test_only_its_own_institution_takes_it_back(database: Database, who: str) -> None:
    await a_network(database)
    number = (await shared(database)).id
    actor, seen = await person_id(database, who), await stage(database, number)
    with pytest.raises(NotYours):
        async with a_desk(database, actor=actor) as desk:
            await withdraw_contribution(desk, number, seen)


@pytest.mark.parametrize(("axis", "reads"), [("2", True), ("3", False), ("", True)])
async def test_an_area_tematica_reads_those_of_its_axis(database: Database, axis: str, reads: bool) -> None:
    await a_network(database)
    await joins(database, "teo@seges.example.org", "Teo", "SEGES", f"{Function.AREA_TEMATICA}:2")
    number = (await shared(database, axis=axis)).id
    assert await may_read(database, "teo@seges.example.org", number) is reads


async def may_read(database: Database, who: str, number: ContributionId) -> bool:
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        try:
            await readable_contribution(desk, number)
        except NotYours:
            return False
        return True


async def test_what_nobody_looks_at_is_reminded_of_once(database: Database) -> None:
    await a_network(database)
    await shared(database)
    office = make_office()
    await nudge_contributions(database, office, NOW + days(9))
    assert await told(database, NoticeKind.TASK, "contribution-nudge:") == []
    for day in (11, 12):
        await nudge_contributions(database, office, NOW + days(day))
    assert len(await told(database, NoticeKind.TASK, "contribution-nudge:")) == 2
    await shared(database, title="Outra", now=NOW + timedelta(hours=1))
    await nudge_contributions(database, office, NOW + days(13))
    newest = await told(database, NoticeKind.TASK, "contribution-nudge:2:")
    assert len(newest) == 2
    assert "Compras" not in newest[0][1]


@pytest.mark.parametrize(
    ("typed", "number"), [("CT-000012", 12), ("ct 12", None), ("12", 12), ("ct12", 12), ("Curso", None)]
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: int | None) -> None:
    assert read_code(typed) == number


def test_whole_sentences_are_announced() -> None:
    text = "Primeira frase. " + "Segunda " * 60 + "frase."
    assert brief_of(text) == "Primeira frase."
    assert brief_of("x" * 400).endswith("…")
    assert days_told("2026-03-10/2026-03-12") == "10/03/2026 a 12/03/2026"


@pytest.mark.parametrize(
    ("who", "restricted", "reads"),
    [(JOAO, True, True), (ANA, True, True), (MARIA, True, False), (MARIA, False, True)],
    ids=["its own", "the Secretariat", "the first layer", "the first layer, where it is not restricted"],
)
async def test_what_is_restricted_is_for_its_institution_and_the_secretariat(
    database: Database, who: str, restricted: bool, reads: bool
) -> None:
    await a_network(database)
    number = (await shared(database, who=JOAO, acronym="IRECE", restricted=restricted)).id
    assert await may_read(database, who, number) is reads
