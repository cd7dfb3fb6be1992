"""A report that came by another way is entered for the institution that sent it, which is told and may contest it.

The date that counts is the day on which it was received, at noon in Brasília: the hour is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from db.audit import record
from db.ids import DeliverableId, ObligationId
from db.obligations import obligation_owed
from db.plans import GoalKind
from db.serving import people_who_follow
from rede.access import Act, NotYours, require
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import Details, Entered, ReportRefused, counted_hours, file_report
from rede.fulfilling import follow_reports
from rede.means import CONTEST, Means
from rede.progress import progress_of
from rede.receipt import Receipt
from rede.report_notices import facts_of, tell_the_secretariat, tell_with_buttons
from rede.set_off import set_off
from scheduler.clock import BRASILIA
from scheduler.plan.sei import is_process
from scheduler.plan_knowledge import FOLLOWED

__all__ = ["CONTEST", "Arrival", "Means", "register_received"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came, by what means, on which day."""

    description: str
    means: Means
    day: date
    hours: Decimal | None = None
    sei: str = ""
    details: Details = field(default_factory=Details)

    @property
    def evidence(self) -> Mapping[str, str]:
        return self.details.evidence


async def register_received(desk: Desk, obligation_id: ObligationId, arrival: Arrival) -> Receipt:
    """Files it in the institution's name.

    Raises:
        NotYours: no such obligation, or one of an institution for which the actor enters nothing.
        ReportRefused: nothing in it, hours missing, a day to come, or no number of a SEI process.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or owed.goal.kind is not GoalKind.PLAN:
        raise NotYours
    await require(desk, Act.REGISTER, owed.institution.id, axis=owed.goal.axis)
    details = Details(
        evidence=arrival.evidence,
        attachments=arrival.details.attachments,
        entered=Entered(received_at=_noon(desk, arrival.day), means=arrival.means, sei=_checked(arrival.sei)),
    )
    hours = counted_hours(owed, arrival.hours)
    deliverable = await file_report(desk, owed, arrival.description, hours, details)
    progress, fulfilled = await progress_of(desk, owed), await follow_reports(desk, owed)
    if owed.goal.key in FOLLOWED:
        # The bell opens what it calls for.
        owed.instrument.counted_by = ""
    await tell_the_secretariat(desk, owed, deliverable)
    await set_off(desk, owed, deliverable)
    receipt = Receipt(
        protocol=deliverable.protocol,
        owed=owed,
        progress=progress,
        fulfilled=fulfilled,
        deliverable=deliverable,
    )
    await _tell_the_institution(desk, receipt)
    record(desk.session, "deliverable.register", deliverable.protocol, now=desk.now, person_id=desk.actor)
    return receipt


def _noon(desk: Desk, day: date) -> datetime:
    """Of today: now, while it is morning."""
    if day > desk.today:
        raise ReportRefused("register_day_to_come")
    return min(datetime.combine(day, time(12), tzinfo=BRASILIA), desk.now)


def _checked(sei: str) -> str:
    if sei and not is_process(sei):
        raise ReportRefused("register_sei_unreadable")
    return sei


async def _tell_the_institution(desk: Desk, receipt: Receipt) -> None:
    """Whoever follows what it owes, but who entered it."""
    report, texts = receipt.deliverable, desk.office.texts
    facts = await facts_of(desk, receipt.owed, report)
    words = words_of(desk, "register_told", facts)
    number, label = DeliverableId(report.id), texts.chat("register_button_contest")
    for person in await people_who_follow(desk.session, report.institution_id):
        if person.id != desk.actor:
            button = bound(desk.office.sealer, person.id, CONTEST, number, report.version)
            key = f"registered:{report.protocol}:{person.id}"
            await tell_with_buttons(desk, person.id, words, key=key, buttons=[[(label, button)]])
