"""The Secretariat ticks that the CPF of a report of goal 1.1 or 1.2 came by e-mail. The number itself is
never here."""

from db.audit import record
from db.cpf_awaited import held_report_of_protocol
from db.deliverables import Deliverable, held_report
from db.ids import DeliverableId
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.clock import local_day
from scheduler.wording import long_date


class CpfRefused(Refusal):
    """`cpf_not_awaited`, or `cpf_received_before` with its day: nothing to tick."""


async def receive_cpf(desk: Desk, report: DeliverableId | str) -> Deliverable:
    """`report`: its number, or its protocol.

    Raises:
        NotYours: the actor does not serve the Secretariat itself, or there is no such report.
        CpfRefused: none is awaited.
    """
    await require_secretariat(desk)
    if isinstance(report, str):
        found = await held_report_of_protocol(desk.session, report.strip().upper())
    else:
        found = await held_report(desk.session, report)
    if found is None:
        raise NotYours
    if found.cpf_received_at is not None:
        day = long_date(local_day(found.cpf_received_at))
        raise CpfRefused("cpf_received_before", protocol=found.protocol, day=day)
    if not found.awaits_cpf:
        raise CpfRefused("cpf_not_awaited", protocol=found.protocol)
    found.cpf_received_at = desk.now
    await desk.session.flush()
    record(desk.session, "deliverable.cpf_received", found.protocol, now=desk.now, person_id=desk.actor)
    return found
