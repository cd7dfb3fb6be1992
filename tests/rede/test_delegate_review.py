"""The Secretariat leaves the checking of a second layer to its first layer, and takes it back."""

import pytest
from sqlalchemy import select

from db import Database
from db.audit import AuditEntry
from db.deliverables import DeliverableState
from db.ids import InstitutionId
from db.institutions import institution_by_acronym
from db.notices import NoticeKind
from rede.access import NotYours
from rede.delegate_review import DelegationRefused, delegate_review
from tests.rede.makers import ANA, JOAO, MARIA, a_desk, person_id
from tests.rede.reviews import RUI, a_network, accepts, handed_in, stored, told


async def delegates(database: Database, acronym: str, *, given: bool, who: str = ANA) -> None:
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        await delegate_review(desk, await place(database, acronym), given=given)


async def place(database: Database, acronym: str) -> InstitutionId:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
    assert found is not None
    return found.id


async def test_the_first_layer_checks_once_it_may_and_not_its_own(database: Database) -> None:
    await a_network(database, "IRECE", "UPB")
    theirs = await handed_in(database, "1.2", by=JOAO, acronym="IRECE")
    own = await handed_in(database, "1.2")
    with pytest.raises(NotYours):
        await accepts(database, MARIA, theirs)
    await delegates(database, "UPB", given=True)
    await accepts(database, MARIA, theirs)
    assert (await stored(database, theirs.protocol)).state is DeliverableState.ACCEPTED
    with pytest.raises(NotYours):
        await accepts(database, MARIA, own)


async def test_taken_back_it_may_no_more(database: Database) -> None:
    await a_network(database, "IRECE")
    theirs = await handed_in(database, "1.2", by=JOAO, acronym="IRECE")
    for given in (True, False):
        await delegates(database, "UPB", given=given)
    with pytest.raises(NotYours):
        await accepts(database, MARIA, theirs)


async def test_both_sides_are_told_and_it_is_audited(database: Database) -> None:
    await a_network(database)
    await delegates(database, "UPB", given=True)
    assert [address for address, _ in await told(database, NoticeKind.REVIEW)] == [MARIA, RUI]
    async with database.read() as session:
        (entry,) = await session.scalars(select(AuditEntry).where(AuditEntry.act == "review.delegate"))
    assert entry.person_id == await person_id(database, ANA)


@pytest.mark.parametrize(
    ("acronym", "given", "refusal"),
    [("IRECE", True, "delegation_first_layer_only"), ("UPB", False, "delegation_known")],
)
async def test_what_cannot_be_left(database: Database, acronym: str, given: bool, refusal: str) -> None:
    await a_network(database)
    with pytest.raises(DelegationRefused, match=refusal):
        await delegates(database, acronym, given=given)


async def test_only_the_secretariat_decides_it(database: Database) -> None:
    await a_network(database)
    with pytest.raises(NotYours):
        await delegates(database, "UPB", given=True, who=MARIA)
