"""A report that came back is sent again: a new version under the same protocol, and the date that counts stays."""

from decimal import Decimal

from db.audit import record
from db.deliverables import Deliverable, DeliverableState, held_report
from db.ids import DeliverableId, ObligationId
from db.obligations import Owed, obligation_owed
from db.report_versions import ReportVersion, version_of
from rede.access import Act, NotYours, require
from rede.announce import seen_by_actor
from rede.desk import Desk
from rede.filing import (
    NO_DETAILS,
    WITH_CPF,
    Details,
    ReportRefused,
    as_json,
    check_description,
    check_withdrawn,
    counted_hours,
    keep_version,
    state_of,
)
from rede.fulfilling import follow_reports
from rede.progress import progress_of
from rede.receipt import Receipt
from rede.report_notices import tell_the_secretariat
from rede.set_off import set_off
from scheduler.plan_knowledge import FOLLOWED


async def report_to_correct(desk: Desk, deliverable_id: DeliverableId) -> tuple[Deliverable, Owed]:
    """A report that came back, held, with what it is about.

    Raises:
        NotYours: there is none, or the actor does not serve its institution.
        ReportRefused: it does not wait for an adjustment (any more).
    """
    report = await held_report(desk.session, deliverable_id)
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None:
        raise NotYours
    await require(desk, Act.HAND_IN, owed.institution.id, axis=owed.goal.axis)
    if report.state is not DeliverableState.RETURNED:
        raise ReportRefused("report_not_returned", protocol=report.protocol)
    return report, owed


async def correct_deliverable(
    desk: Desk,
    deliverable_id: DeliverableId,
    *,
    description: str,
    hours: Decimal | None,
    details: Details = NO_DETAILS,
) -> Receipt:
    """Sends the next version of a report that came back.

    Raises:
        NotYours: as in `report_to_correct`; or the desk has no actor.
        ReportRefused: as there; or nothing in it, or nothing changed.
    """
    if desk.actor is None:
        raise NotYours
    report, owed = await report_to_correct(desk, deliverable_id)
    check_withdrawn(desk, owed, details, day=desk.today)
    await _keep_the_verdict(desk, report)
    before = (report.description, report.hours, report.evidence)
    report.description, report.hours = check_description(description), counted_hours(owed, hours)
    report.evidence = as_json(details.evidence)
    if before == (report.description, report.hours, report.evidence) and not details.attachments:
        raise ReportRefused("report_unchanged")
    report.version += 1
    report.state, report.sei = state_of(owed), details.evidence.get("sei", report.sei)
    report.says_nothing = False
    report.awaits_cpf = report.awaits_cpf or (desk.office.asks_cpf and owed.goal.key in WITH_CPF)
    report.decided_by, report.decided_at, report.nudged_at = None, None, None
    report.reason, report.due_again = "", None
    await desk.session.flush()
    await keep_version(desk, report, desk.actor, details.attachments)
    await seen_by_actor(desk, [ObligationId(report.obligation_id)])
    fulfilled, progress = await follow_reports(desk, owed), await progress_of(desk, owed)
    if owed.goal.key in FOLLOWED:
        # The bell opens again what it calls for.
        owed.instrument.counted_by = ""
    await tell_the_secretariat(desk, owed, report)
    await set_off(desk, owed, report)
    detail = f"version {report.version}"
    record(
        desk.session,
        "deliverable.correct",
        report.protocol,
        now=desk.now,
        person_id=desk.actor,
        detail=detail,
    )
    return Receipt(
        protocol=report.protocol, owed=owed, progress=progress, fulfilled=fulfilled, deliverable=report
    )


async def _keep_the_verdict(desk: Desk, report: Deliverable) -> None:
    """On the version that it is about; one from before versions were kept is made good."""
    number = DeliverableId(report.id)
    version = await version_of(desk.session, number, report.version)
    if version is None:
        version = ReportVersion(
            deliverable_id=number,
            version=report.version,
            sent_at=report.received_at,
            person_id=report.person_id,
            description=report.description,
            hours=report.hours,
            evidence=report.evidence,
        )
        desk.session.add(version)
    version.decision, version.reason = report.state, report.reason
    version.decided_by, version.decided_at = report.decided_by, report.decided_at
    version.due_again = report.due_again
