"""Whoever sent a report takes it back within ten minutes: its number stays used, what it ended is owed again."""

from datetime import timedelta

from db.audit import record
from db.deliverables import Deliverable, DeliverableState, held_report
from db.ids import DeliverableId, ObligationId
from db.obligations import ObligationState, Owed, obligation_owed
from db.report_versions import version_of
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.filing import ReportRefused
from rede.fulfilling import follow_reports
from rede.report_notices import tell_it_was_taken_back
from rede.set_off import call_off
from scheduler.plan_knowledge import FOLLOWED

#: How long it may be taken back.
UNDO = timedelta(minutes=10)
#: What nobody has decided on.
_UNDECIDED = (DeliverableState.SUBMITTED, DeliverableState.RECORDED, DeliverableState.SELF_DECLARED)


async def cancel_deliverable(
    desk: Desk, deliverable_id: DeliverableId, *, version: int
) -> tuple[Deliverable, Owed]:
    """`version`: the report as it was when the button was shown. Whoever has heard of it is told.

    Raises:
        NotYours: there is none, or somebody else sent it.
        ReportRefused: it was taken back already, decided on or corrected since, or it is too late.
    """
    report = await held_report(desk.session, deliverable_id)
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None or desk.actor not in (report.person_id, report.registered_by):
        raise NotYours
    act = Act.HAND_IN if report.registered_by is None else Act.REGISTER
    await require(desk, act, owed.institution.id, axis=owed.goal.axis)
    await _check(desk, report, version=version)
    report.state = DeliverableState.CANCELLED
    await desk.session.flush()
    await follow_reports(desk, owed)
    await call_off(desk, report)
    _remind_again(desk, owed)
    if owed.goal.key in FOLLOWED:
        # The bell takes back what it called for.
        owed.instrument.counted_by = ""
    await tell_it_was_taken_back(desk, owed, report)
    record(desk.session, "deliverable.cancel", report.protocol, now=desk.now, person_id=desk.actor)
    return report, owed


async def _check(desk: Desk, report: Deliverable, *, version: int) -> None:
    if report.state is DeliverableState.CANCELLED:
        raise ReportRefused("report_undone_already", protocol=report.protocol)
    sent = await version_of(desk.session, DeliverableId(report.id), report.version)
    too_late = sent is None or desk.now - sent.sent_at > UNDO
    if too_late or report.version != version or report.state not in _UNDECIDED:
        raise ReportRefused("report_undo_over", protocol=report.protocol)


def _remind_again(desk: Desk, owed: Owed) -> None:
    """The ladder goes on from where it was; without a start nobody is reminded."""
    obligation = owed.obligation
    if obligation.state is ObligationState.OPEN and obligation.literal is not None and owed.instrument.starts:
        obligation.look_on = desk.today
