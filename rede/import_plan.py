"""A plano de trabalho goes in: its goals, the rule read from each phrase, the instrument they bind."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import InstrumentId
from db.institutions import Institution, Layer, institution_by_acronym
from db.instruments import Instrument, instrument_of
from db.plans import Plan
from rede.access import require_secretariat
from rede.desk import Desk
from rede.readings import GoalRead, PlanRefused, assumed, corrected_phrases, read_goals, stored
from scheduler.deadlines import Policy
from scheduler.plan.cpf import without_cpf
from scheduler.plan_document import PlanDocument

__all__ = ["GoalRead", "PlanOrder", "PlanRefused", "assumed", "import_plan", "read_goals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOrder:
    """What the importer was told besides the document."""

    acronym: str
    #: None: not known yet. Until it is, dates are provisional, and nobody is reminded of them or late.
    starts: date | None
    ends: date | None
    signed: date | None
    published: date | None
    policy: Policy
    document_name: str
    content: bytes = b""
    #: Of the document, where its bytes are not at hand any more.
    sha256: str = ""


async def import_plan(
    desk: Desk, order: PlanOrder, *, document: PlanDocument, goals: Sequence[GoalRead]
) -> Instrument:
    """Makes the instrument with its first plan. What is owed is opened by `open_obligations`, same desk.

    Raises:
        NotYours: whoever acts does not serve the Secretariat.
        PlanRefused: unknown institution, the Secretariat itself, no date to count from, a term that ends before
            it begins, or an instrument with this number already there (an amendment is another act).
    """
    await require_secretariat(desk)
    instrument = await _new_instrument(desk, order, document)
    plan = await _first_plan(desk, instrument.id, order)
    desk.session.add_all(stored(plan.id, read) for read in goals)
    await desk.session.flush()
    about, detail = f"instruments:{instrument.id}", corrected_phrases(goals)
    record(desk.session, "plan.import", about, now=desk.now, person_id=desk.actor, detail=detail)
    return instrument


async def _new_instrument(desk: Desk, order: PlanOrder, document: PlanDocument) -> Instrument:
    institution, signed = await _partner(desk, order.acronym), order.signed or document.last_signature
    _require_dates(order, signed)
    number = document.instrument or document.number or ""
    if await instrument_of(desk.session, institution.id, number) is not None:
        raise PlanRefused("plan_already_imported", acronym=institution.acronym, number=number)
    instrument = Instrument(
        institution_id=institution.id,
        number=number,
        sei=document.sei or "",
        policy=order.policy,
        counted_by=desk.office.days.current.mark,
        imported_at=desk.now,
        signed=signed,
        published=order.published,
        starts=order.starts,
        ends=order.ends,
    )
    desk.session.add(instrument)
    await desk.session.flush()
    return instrument


def _require_dates(order: PlanOrder, signed: date | None) -> None:
    counted_from = order.starts or order.published or signed
    if counted_from is None:
        raise PlanRefused("plan_without_dates")
    if order.ends is not None and order.ends <= counted_from:
        raise PlanRefused("plan_ends_before_start", starts=counted_from, ends=order.ends)


async def _partner(desk: Desk, acronym: str) -> Institution:
    institution = await institution_by_acronym(desk.session, acronym)
    if institution is None:
        raise PlanRefused("plan_unknown_institution", acronym=acronym)
    if institution.layer == Layer.SECRETARIAT:
        raise PlanRefused("plan_of_the_secretariat", acronym=institution.acronym)
    return institution


async def _first_plan(desk: Desk, instrument_id: InstrumentId, order: PlanOrder) -> Plan:
    plan = Plan(
        instrument_id=instrument_id,
        version=1,
        imported_at=desk.now,
        document_name=without_cpf(order.document_name),
        document_sha256=order.sha256 or hashlib.sha256(order.content).hexdigest(),
    )
    desk.session.add(plan)
    await desk.session.flush()
    return plan
