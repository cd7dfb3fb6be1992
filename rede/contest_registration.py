"""An institution says that a report entered in its name is not so: it is marked, and whoever entered it is told."""

from db.audit import record
from db.deliverables import Deliverable, DeliverableState, held_report
from db.ids import DeliverableId, ObligationId, PersonId
from db.notices import NoticeKind
from db.obligations import Owed, obligation_owed
from rede.access import Act, NotYours, require
from rede.announce import Words, tell
from rede.desk import Desk
from rede.filing import ReportRefused
from rede.report_notices import facts_of, readers
from scheduler.plan.cpf import has_cpf

#: Longest reason taken, in characters.
LONGEST_REASON = 500


async def registration_to_contest(desk: Desk, deliverable_id: DeliverableId) -> tuple[Deliverable, Owed]:
    """A report that was entered for the actor's institution, held.

    Raises:
        NotYours: there is none.
        ReportRefused: it was contested or taken back already.
    """
    report = await held_report(desk.session, deliverable_id)
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None or report.registered_by is None:
        raise NotYours
    await require(desk, Act.HAND_IN, owed.institution.id, axis=owed.goal.axis)
    if report.contested_at is not None or report.state is DeliverableState.CANCELLED:
        raise ReportRefused("register_contested_already", protocol=report.protocol)
    return report, owed


async def contest_registration(desk: Desk, deliverable_id: DeliverableId, *, why: str) -> Deliverable:
    """Marks it, with the reason; what is done about it the Secretariat decides.

    Raises:
        NotYours: as in `registration_to_contest`.
        ReportRefused: as there; or no reason that can be kept.
    """
    report, owed = await registration_to_contest(desk, deliverable_id)
    report.contested_at, report.contested_why = desk.now, check_why(why)
    await desk.session.flush()
    facts = await facts_of(desk, owed, report) | {"why": report.contested_why}
    texts = desk.office.texts
    words = Words(
        chat=texts.chat("register_contested", **facts), mail=texts.email("register_contested", **facts)
    )
    for person_id in await _concerned(desk, owed, report):
        key = f"contested:{report.protocol}:{person_id}"
        await tell(desk, person_id, kind=NoticeKind.REVIEW, words=words, key=key)
    record(desk.session, "deliverable.contest", report.protocol, now=desk.now, person_id=desk.actor)
    return report


def check_why(why: str) -> str:
    """In one line. Raises ReportRefused: it says nothing, too much, or holds a CPF."""
    words = " ".join(why.split()).strip('"“” ')
    if not any(character.isalnum() for character in words):
        raise ReportRefused("register_contest_without_reason")
    if len(words) > LONGEST_REASON:
        raise ReportRefused("register_contest_too_long", length=len(words), most=LONGEST_REASON)
    if has_cpf(words):
        raise ReportRefused("register_contest_with_cpf")
    return words


async def _concerned(desk: Desk, owed: Owed, report: Deliverable) -> list[PersonId]:
    entered = [report.registered_by] if report.registered_by is not None else []
    return sorted({*entered, *await readers(desk, owed.goal.axis)} - {desk.actor})
