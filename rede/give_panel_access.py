"""The Secretariat gave access to the Painel Gerencial (goal 1.3): its task ends, and the partner is told.

Its report says so by itself (autodeclarado) until the partner confirms that it works.
"""

from datetime import date

from db.audit import record
from db.deliverables import Deliverable, DeliverableState
from db.institutions import Institution
from db.obligations import obligation_owed
from db.panel_accesses import PanelAccess, held_access, report_for, task_of_access
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import file_report, keep_version
from rede.fulfilling import follow_reports
from rede.panel_access import CONCERNED, GIVEN_BY, PanelRefused, ask_later, check_stage, facts_of
from rede.tasks import holders, tell_task
from scheduler.clock import local_day
from scheduler.wording import long_date


async def give_panel_access(desk: Desk, access_id: int, *, version: int, on: date) -> Institution:
    """Whose access it is. `version`: how it stood when the actor saw it.

    Raises:
        NotYours: the actor does not serve the Secretariat itself, or there is no such access.
        PanelRefused: as its keys say.
    """
    await require_secretariat(desk)
    access = await held_access(desk.session, access_id)
    if access is None or desk.actor is None:
        raise NotYours
    place = await desk.session.get_one(Institution, access.institution_id)
    named = await desk.session.get_one(Deliverable, access.deliverable_id)
    check_stage(access, place, version)
    if named.state is DeliverableState.CANCELLED:
        raise PanelRefused("panel_nothing", acronym=place.acronym)
    if not local_day(named.received_at) <= on <= desk.today:
        raise PanelRefused("panel_day", since=long_date(local_day(named.received_at)))
    access.given_on, access.given_by, access.works, access.answered_at = on, desk.actor, None, None
    ask_later(desk, access)
    await desk.session.flush()
    facts = facts_of(access, place, named)
    await _report(desk, access, desk.office.texts.chat("panel_report", **facts))
    record(desk.session, "panel.give", f"panel_accesses:{access.id}", now=desk.now, person_id=desk.actor)
    for person_id in await holders(desk, place.id, CONCERNED):
        key = f"panel-given:{access.id}:{desk.now.isoformat()}:{person_id}"
        await tell_task(desk, person_id, words_of(desk, "panel_given", facts), key=key)
    return place


async def _report(desk: Desk, access: PanelAccess, description: str) -> None:
    """Where the plan has the goal. After one that came back it is the next version of the same."""
    number = await task_of_access(desk.session, access, key=GIVEN_BY)
    owed = await obligation_owed(desk.session, number) if number is not None else None
    if number is None or owed is None or desk.actor is None:
        return
    report = await report_for(desk.session, number)
    if report is not None and report.state is DeliverableState.RETURNED:
        report.state, report.version, report.description = (
            DeliverableState.SELF_DECLARED,
            report.version + 1,
            description,
        )
        report.reason, report.due_again = "", None
        await keep_version(desk, report, desk.actor, ())
    else:
        report = await file_report(desk, owed, description)
    await follow_reports(desk, owed)
    act = "deliverable.submit"
    record(desk.session, act, report.protocol, now=desk.now, person_id=desk.actor)
