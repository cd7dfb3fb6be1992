"""How a report stands when it comes: its state, whether it is late, what goes with it, who may read of it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from db import Database
from db.attachments import Attachment, attachments_of
from db.deliverables import Deliverable, DeliverableState
from db.deliveries import Delivery
from db.ids import AttachmentId, ObligationId, PersonId
from db.institutions import institution_by_acronym
from db.obligations import Owed, reportable_obligations
from db.report_versions import versions_of
from rede.desk import Desk
from rede.filing import Details, ReportRefused, evidence_in
from rede.register_person import register_people
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import (
    ANA,
    MARIA,
    NOW,
    a_desk,
    import_for,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    await import_for(database, "UPB")
    return await person_id(database, MARIA)


async def submit(
    database: Database, who: PersonId, owed: Owed, details: Details | None = None, *, now: datetime = NOW
) -> Deliverable:
    async with a_desk(database, actor=who, now=now) as desk:
        return await at(desk, owed, details)


async def at(desk: Desk, owed: Owed, details: Details | None = None) -> Deliverable:
    number = ObligationId(owed.obligation.id)
    receipt = await submit_deliverable(
        desk, number, description="Feito", hours=None, details=details or Details()
    )
    return receipt.deliverable


async def undated(database: Database, key: str = "1.1") -> Owed:
    async with database.read() as session:
        place = await institution_by_acronym(session, "UPB")
        assert place is not None
        found = await reportable_obligations(session, [place.id])
        return next(one for one in found if one.goal.key == key and one.obligation.literal is None)


async def test_what_is_owed_by_a_date_waits_to_be_checked(database: Database, maria: PersonId) -> None:
    report = await submit(database, maria, await owed_by(database, "UPB", "1.2"))
    assert (report.state, report.late, report.sampled) == (DeliverableState.SUBMITTED, False, False)


async def test_what_is_owed_all_the_time_is_recorded_and_some_of_it_looked_at(
    database: Database, maria: PersonId
) -> None:
    first = await submit(database, maria, await undated(database))
    assert (first.state, first.sampled) == (DeliverableState.RECORDED, True)


async def test_the_secretariats_own_is_declared_by_itself(database: Database, maria: PersonId) -> None:
    report = await submit(database, await person_id(database, ANA), await owed_by(database, "SEGES", "C1"))
    assert report.state is DeliverableState.SELF_DECLARED


async def test_after_the_extended_day_it_is_late(database: Database, maria: PersonId) -> None:
    owed = await owed_by(database, "UPB", "1.2")
    report = await submit(database, maria, owed, now=morning(date(2025, 12, 29)))
    assert report.late


async def test_the_first_version_is_kept_with_its_evidence(database: Database, maria: PersonId) -> None:
    evidence = {"whom": "Maria Flor, por e-mail", "day": "2025-12-08", "sei": "19999.000123/2025-07"}
    report = await submit(database, maria, await owed_by(database, "UPB", "1.2"), Details(evidence=evidence))
    assert (evidence_in(report.evidence), report.sei) == (evidence, "19999.000123/2025-07")
    async with database.read() as session:
        (version,) = await versions_of(session, report.id)
    assert (version.version, version.person_id, version.evidence) == (1, maria, report.evidence)


async def attached(database: Database, who: PersonId, name: str = "lista.pdf") -> AttachmentId:
    async with a_desk(database) as desk:
        row = Attachment(
            chat_id=7,
            person_id=who,
            name=name,
            media_type="application/pdf",
            size=9,
            sha256=name,
            path=name,
            received_at=NOW,
        )
        desk.session.add(row)
        await desk.session.flush()
        return row.id


async def test_files_go_with_it(database: Database, maria: PersonId) -> None:
    files = [await attached(database, maria), await attached(database, maria, "foto.jpg")]
    owed = await owed_by(database, "UPB", "1.2")
    report = await submit(database, maria, owed, Details(attachments=files))
    async with database.read() as session:
        kept = await attachments_of(session, [report.id])
    assert [(one.name, one.version) for one in kept[report.id]] == [("lista.pdf", 1), ("foto.jpg", 1)]


async def test_somebody_elses_files_do_not(database: Database, maria: PersonId) -> None:
    files = [await attached(database, await person_id(database, ANA))]
    owed = await owed_by(database, "UPB", "1.2")
    with pytest.raises(ReportRefused, match="report_files_gone"):
        await submit(database, maria, owed, Details(attachments=files))


async def test_nothing_to_tell_is_said_where_nothing_is_demanded(database: Database, maria: PersonId) -> None:
    nothing = Details(says_nothing=True)
    report = await submit(database, maria, await undated(database), nothing)
    assert (report.says_nothing, report.state) == (True, DeliverableState.RECORDED)
    for key in ("1.2", "2.2"):
        with pytest.raises(ReportRefused, match="report_nothing_not_here"):
            await submit(database, maria, await owed_by(database, "UPB", key), nothing)


@pytest.mark.parametrize(("asks", "awaits"), [(True, True), (False, False)])
async def test_a_cpf_is_awaited_where_the_secretariat_asks_for_it(
    database: Database, maria: PersonId, asks: bool, awaits: bool
) -> None:
    owed = await owed_by(database, "UPB", "1.2")
    async with a_desk(database, actor=maria, office=replace(make_office(), asks_cpf=asks)) as desk:
        assert (await at(desk, owed)).awaits_cpf is awaits


async def test_an_area_tematica_hears_of_its_axis_alone(database: Database, maria: PersonId) -> None:
    columns = ("email", "name", "institution", "functions")
    areas = [("um@seges.example.org", "Um", "1"), ("dois@seges.example.org", "Dois", "2")]
    rows = [
        Row(line, dict(zip(columns, (email, name, "SEGES", f"area_tematica:{axis}"), strict=True)))
        for line, (email, name, axis) in enumerate(areas, start=2)
    ]
    async with a_desk(database) as desk:
        await register_people(desk, rows)
    await submit(database, maria, await owed_by(database, "UPB", "1.2"))
    async with database.read() as session:
        heard = set(await session.scalars(select(Delivery.address)))
    assert heard == {ANA, "um@seges.example.org"}
