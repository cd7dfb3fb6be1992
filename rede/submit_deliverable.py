"""A report is handed in: it gets a protocol number, ends what it fulfils, and the Secretariat is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from db.audit import record
from db.deliverables import Deliverable, deliverables_of, next_protocol
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed, close_obligation, obligation_owed
from db.people import Person, people_of_the_secretariat
from rede.access import NotYours, require_service
from rede.announce import Words, tell, withdraw
from rede.desk import Desk
from rede.lines import document_of
from rede.refusal import Refusal
from scheduler.clock import BRASILIA
from scheduler.deadlines import rule_from_json
from scheduler.rules import Cycle, Quantity, QuantityUnit, Rule, parts_of

#: Longest description taken, in characters: it is shown whole in one Telegram message (4096).
LONGEST = 3000
#: More hours than a year has cannot be one course.
MOST_HOURS = Decimal(8784)


class ReportRefused(Refusal):
    """The report cannot be taken as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    protocol: str
    owed: Owed
    #: Class hours reported for this period so far, and how many it asks for; None where none are asked for.
    hours_done: Decimal | None
    hours_asked: int | None
    fulfilled: bool


def quantity_asked(rule: Rule) -> Quantity | None:
    """The least that a cycle asks for; None where doing it once is enough."""
    return next((part.quantity for part in parts_of(rule) if isinstance(part, Cycle) and part.quantity), None)


def asks_for_hours(rule: Rule) -> bool:
    quantity = quantity_asked(rule)
    return quantity is not None and quantity.unit is QuantityUnit.HOURS


def check_description(description: str) -> str:
    """The description in one piece.

    Raises:
        ReportRefused: it says nothing, or more than can be kept.
    """
    words = description.strip().strip('"“”').strip()
    if not any(character.isalnum() for character in words):
        raise ReportRefused("report_empty")
    if len(words) > LONGEST:
        raise ReportRefused("report_too_long", length=len(words), most=LONGEST)
    return words


def check_hours(hours: Decimal) -> Decimal:
    if not 0 < hours <= MOST_HOURS:
        raise ReportRefused("report_hours_impossible")
    return hours


async def submit_deliverable(
    desk: Desk, obligation_id: ObligationId, *, description: str, hours: Decimal | None
) -> Receipt:
    """Files the report of the desk's actor.

    Raises:
        NotYours: no such obligation, or one of an institution that the actor does not serve.
        ReportRefused: nothing in it, or hours missing where the goal counts them.
    """
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None or desk.actor is None:
        raise NotYours
    await require_service(desk, owed.institution.id)
    rule = rule_from_json(owed.goal.rule)
    counts_hours = asks_for_hours(rule)
    if counts_hours and hours is None:
        raise ReportRefused("report_without_hours")
    protocol = await next_protocol(desk.session, year=desk.now.astimezone(BRASILIA).year)
    deliverable = Deliverable(
        protocol=protocol,
        obligation_id=obligation_id,
        institution_id=owed.institution.id,
        person_id=desk.actor,
        received_at=desk.now,
        description=check_description(description),
        hours=check_hours(hours) if hours is not None and counts_hours else None,
    )
    desk.session.add(deliverable)
    await desk.session.flush()
    reports = await deliverables_of(desk.session, obligation_id)
    fulfilled = await _close_if_fulfilled(desk, owed, quantity=quantity_asked(rule), reports=reports)
    await _tell_the_secretariat(desk, owed, deliverable)
    record(desk.session, "deliverable.submit", protocol, now=desk.now, person_id=desk.actor)
    asked = quantity_asked(rule) if counts_hours else None
    return Receipt(
        protocol=protocol,
        owed=owed,
        hours_done=hours_of(reports) if counts_hours else None,
        hours_asked=asked.minimum if asked else None,
        fulfilled=fulfilled,
    )


def hours_of(reports: Sequence[Deliverable]) -> Decimal:
    return sum((report.hours for report in reports if report.hours is not None), start=Decimal(0))


async def _close_if_fulfilled(
    desk: Desk, owed: Owed, *, quantity: Quantity | None, reports: Sequence[Deliverable]
) -> bool:
    """What is owed all the time, or whenever something happens, stays open whatever is reported."""
    if owed.obligation.literal is None:
        return False
    if quantity is not None:
        done = hours_of(reports) if quantity.unit is QuantityUnit.HOURS else len(reports)
        if done < quantity.minimum:
            return False
    await close_obligation(desk.session, owed.obligation.id, state=ObligationState.FULFILLED, now=desk.now)
    await withdraw(desk, owed.obligation.id)
    return True


async def _tell_the_secretariat(desk: Desk, owed: Owed, deliverable: Deliverable) -> None:
    author = await desk.session.get_one(Person, desk.actor)
    facts = {
        "protocol": deliverable.protocol,
        "acronym": owed.institution.acronym,
        "institution": owed.institution.name,
        "key": owed.goal.key,
        "goal": owed.goal.text,
        "document": document_of(owed),
        "description": deliverable.description,
        "hours": deliverable.hours,
        "author": author.name,
        "official_page": desk.office.official_page,
    }
    texts = desk.office.texts
    words = Words(chat=texts.chat("report_received", **facts), mail=texts.email("report_received", **facts))
    for person in await people_of_the_secretariat(desk.session):
        if person.id != desk.actor:
            await tell(
                desk,
                person.id,
                kind=NoticeKind.REPORT,
                words=words,
                key=f"report:{deliverable.protocol}:{person.id}",
            )
