"""The partner says whether it gets into the Painel Gerencial: yes confirms the Secretariat's report of goal 1.3, no
makes it the Secretariat's task again."""

from datetime import timedelta

from db.audit import record
from db.deliverables import Deliverable, DeliverableState
from db.institutions import Institution
from db.obligations import obligation_owed
from db.panel_accesses import PanelAccess, held_access, report_for, task_of_access
from db.report_versions import version_of
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.fulfilling import follow_reports
from rede.panel_access import GIVEN_BY, PanelRefused, check_stage, tell_of_task

#: What the Secretariat's report may still be confirmed or given back from.
OPEN = (DeliverableState.SELF_DECLARED,)
#: By when the Secretariat is asked again, at the latest.
AGAIN = timedelta(days=7)


async def answer_panel_access(desk: Desk, access_id: int, *, version: int, works: bool) -> Institution:
    """Whose access it is.

    Raises:
        NotYours: it is not of an institution that the actor hands in for, or there is none.
        PanelRefused: it was answered, or has changed since.
    """
    access = await held_access(desk.session, access_id)
    if access is None:
        raise NotYours
    place = await require(desk, Act.HAND_IN, access.institution_id)
    check_stage(access, place, version)
    if access.given_on is None or access.works is not None:
        raise PanelRefused("panel_changed", acronym=place.acronym, given="", works=access.works)
    access.works, access.answered_at, access.ask_on = works, desk.now, None
    await desk.session.flush()
    await _decide(desk, access, works=works)
    about, detail = f"panel_accesses:{access.id}", "works" if works else "does not work"
    record(desk.session, "panel.answer", about, now=desk.now, person_id=desk.actor, detail=detail)
    if not works:
        named = await desk.session.get_one(Deliverable, access.deliverable_id)
        await tell_of_task(desk, access, place, named, again=True)
    return place


async def _decide(desk: Desk, access: PanelAccess, *, works: bool) -> None:
    """Of the Secretariat's report, where there is one: the partner is the second person who confirms it."""
    number = await task_of_access(desk.session, access, key=GIVEN_BY)
    report = await report_for(desk.session, number) if number is not None else None
    owed = await obligation_owed(desk.session, number) if number is not None else None
    if report is None or owed is None or report.state not in OPEN or report.person_id == desk.actor:
        return
    state = DeliverableState.ACCEPTED if works else DeliverableState.RETURNED
    reason = "" if works else desk.office.texts.chat("panel_not_yet_reason")
    report.state, report.nudged_at = state, None
    for row in (report, await version_of(desk.session, report.id, report.version)):
        if row is not None:
            row.decided_by, row.decided_at, row.reason = desk.actor, desk.now, reason
            row.due_again = None if works else desk.today + AGAIN
    newest = await version_of(desk.session, report.id, report.version)
    if newest is not None:
        newest.decision = state
    await desk.session.flush()
    await follow_reports(desk, owed)
    record(desk.session, f"deliverable.{state}", report.protocol, now=desk.now, person_id=desk.actor)
