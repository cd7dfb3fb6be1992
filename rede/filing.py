"""How a report is kept: under a protocol number, in each of its versions, with its files. A tool of acts."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from db.attachments import attach
from db.deliverables import Deliverable, DeliverableState, next_protocol
from db.ids import AttachmentId, DeliverableId, ObligationId, PersonId
from db.institutions import Layer
from db.obligations import Owed
from db.plans import GoalKind
from db.report_versions import ReportVersion
from rede.access import NotYours
from rede.announce import seen_by_actor
from rede.desk import Desk
from rede.electoral import has_periods_of, period_of
from rede.evidence import MAY_SAY_NOTHING, WITHDRAWN
from rede.lateness import is_late
from rede.own_goals import is_continuous
from rede.progress import asks_for_hours, quantity_asked
from rede.refusal import Refusal
from rede.sampling import sampled
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import rule_from_json
from scheduler.wording import long_date

#: Longest description taken, in characters: it is shown whole in one Telegram message (4096).
LONGEST = 3000
#: More hours than a year has cannot be one course.
MOST_HOURS = Decimal(8784)
#: Goals whose CPF goes by e-mail (domain § 5), where the Secretariat asks for it.
WITH_CPF = ("1.1", "1.2")


class ReportRefused(Refusal):
    """The report cannot be taken as it stands, or not be taken back any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """How a report came that somebody else enters: when, and by what means; its SEI number, if any."""

    received_at: datetime
    means: str
    sei: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What goes with a report besides its description and hours."""

    #: By the name of its field (rede/evidence.py).
    evidence: Mapping[str, str] = field(default_factory=dict)
    attachments: Collection[AttachmentId] = ()
    #: There is nothing to tell of the period; the description says why.
    says_nothing: bool = False
    #: None: the desk's actor hands it in.
    entered: Entered | None = None


NO_DETAILS = Details()


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
    """Raises ReportRefused: no course has as many, or as few."""
    if not 0 < hours <= MOST_HOURS:
        raise ReportRefused("report_hours_impossible")
    return hours


def counted_hours(owed: Owed, hours: Decimal | None) -> Decimal | None:
    """None where the goal counts none.

    Raises:
        ReportRefused: it counts them, and there are none.
    """
    counts = asks_for_hours(rule_from_json(owed.goal.rule))
    if counts and hours is None:
        raise ReportRefused("report_without_hours")
    return check_hours(hours) if hours is not None and counts else None


def check_withdrawn(desk: Desk, owed: Owed, details: Details, *, day: date) -> None:
    """Raises ReportRefused: the page is said to be down for an election, in no electoral period of theirs."""
    periods, place = desk.office.electoral, owed.institution
    if WITHDRAWN not in details.evidence.values() or not has_periods_of(periods, place):
        return
    if period_of(periods, place, day) is None:
        raise ReportRefused("report_not_electoral", acronym=place.acronym, day=long_date(day))


def may_say_nothing(owed: Owed) -> bool:
    """What is owed without a date may have nothing to tell of; what demands something is not met by that."""
    if quantity_asked(rule_from_json(owed.goal.rule)) is not None:
        return False
    return owed.obligation.literal is None or owed.goal.key in MAY_SAY_NOTHING


async def file_report(
    desk: Desk, owed: Owed, description: str, hours: Decimal | None = None, details: Details = NO_DETAILS
) -> Deliverable:
    """Keeps the report of the desk's actor, whose right to it was asked before.

    Raises:
        NotYours: the desk has no actor.
        ReportRefused: nothing in it, or too much.
    """
    if desk.actor is None:
        raise NotYours
    words, entered = check_description(description), details.entered
    received_at = entered.received_at if entered else desk.now
    check_withdrawn(desk, owed, details, day=local_day(received_at))
    protocol = await next_protocol(desk.session, year=desk.now.astimezone(BRASILIA).year)
    state = state_of(owed)
    may_be_sampled = state is DeliverableState.RECORDED and owed.goal.kind is GoalKind.PLAN
    deliverable = Deliverable(
        protocol=protocol,
        obligation_id=ObligationId(owed.obligation.id),
        institution_id=owed.institution.id,
        person_id=None if entered else desk.actor,
        received_at=received_at,
        description=words,
        hours=hours,
        state=state,
        evidence=as_json(details.evidence),
        says_nothing=details.says_nothing,
        late=await is_late(desk, owed, received_at),
        registered_by=desk.actor if entered else None,
        means=entered.means if entered else "",
        sei=(entered.sei if entered else "") or details.evidence.get("sei", ""),
        sampled=may_be_sampled and await sampled(desk, owed.institution.id, protocol),
        awaits_cpf=desk.office.asks_cpf and owed.goal.key in WITH_CPF and not details.says_nothing,
    )
    desk.session.add(deliverable)
    await desk.session.flush()
    await keep_version(desk, deliverable, desk.actor, details.attachments)
    await seen_by_actor(desk, [deliverable.obligation_id])
    return deliverable


def state_of(owed: Owed) -> DeliverableState:
    """How a report stands when it comes."""
    if owed.institution.layer == Layer.SECRETARIAT:
        return DeliverableState.SELF_DECLARED
    recorded = owed.goal.kind is not GoalKind.PLAN or is_continuous(owed.goal)
    return DeliverableState.RECORDED if recorded else DeliverableState.SUBMITTED


async def keep_version(
    desk: Desk, deliverable: Deliverable, person_id: PersonId, attachments: Collection[AttachmentId]
) -> None:
    """The report as it stands now, and the files that came with it."""
    desk.session.add(
        ReportVersion(
            deliverable_id=deliverable.id,
            version=deliverable.version,
            sent_at=desk.now,
            person_id=person_id,
            description=deliverable.description,
            hours=deliverable.hours,
            evidence=deliverable.evidence,
        )
    )
    await desk.session.flush()
    if attachments:
        number, version = DeliverableId(deliverable.id), deliverable.version
        came = await attach(desk.session, attachments, person_id, deliverable_id=number, version=version)
        if came != len(set(attachments)):
            raise ReportRefused("report_files_gone")


def as_json(evidence: Mapping[str, str]) -> str:
    return json.dumps(dict(evidence), ensure_ascii=False, sort_keys=True) if evidence else ""


def evidence_in(text: str) -> dict[str, str]:
    """Of `Deliverable.evidence`, or of a version's."""
    return {str(name): str(value) for name, value in json.loads(text).items()} if text else {}
