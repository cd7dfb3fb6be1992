"""Somebody checks reports: accepts them, gives one back with a reason and a day, or takes such a word back.

Nobody checks their own. Of two who decide at once the second is told what the first did. The date that counts stays
that of the first complete report, whatever is decided and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.deliverables import Deliverable, DeliverableState, held_report
from db.ids import DeliverableId, ObligationId, PersonId
from db.obligations import Owed, obligation_owed
from db.people import Person
from db.report_versions import version_of, versions_of
from rede.access import Act, NotYours, require, require_secretariat
from rede.desk import Desk
from rede.filing import state_of
from rede.fulfilling import follow_reports
from rede.refusal import Refusal
from rede.review_words import Verdict, tell_verdict
from rede.trace_lines import moment
from scheduler.plan.cpf import has_cpf

#: What somebody may still decide on.
OPEN = (DeliverableState.SUBMITTED, DeliverableState.RECORDED, DeliverableState.SELF_DECLARED)
DECIDED = (DeliverableState.ACCEPTED, DeliverableState.RETURNED)
#: Longest reason taken, in characters.
LONGEST_REASON = 500


class ReviewRefused(Refusal):
    """It is one's own report, somebody was quicker, or there is no reason or day that can be kept."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as somebody saw it: a newer version is another one."""

    id: DeliverableId
    version: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    report: Deliverable
    owed: Owed


@dataclass(frozen=True, slots=True)
class Accepted:
    """`refused`: the protocol of each that could not be accepted, with the reason's text."""

    done: Sequence[Reviewed]
    refused: Sequence[tuple[str, Refusal]]


async def accept(desk: Desk, seen: Sequence[Seen]) -> Accepted:
    """Accepts each that can be; whoever is concerned is told once of all of them.

    Raises:
        NotYours: one of them is not the actor's to check, or does not exist.
    """
    done: list[Reviewed] = []
    refused: list[tuple[str, Refusal]] = []
    for one in sorted(seen, key=lambda each: each.id):
        found = await _found(desk, one.id)
        try:
            await _check(desk, found, version=one.version)
        except ReviewRefused as refusal:
            refused.append((found.report.protocol, refusal))
            continue
        await _decide(desk, found.report, DeliverableState.ACCEPTED)
        done.append(found)
    await desk.session.flush()
    await tell_verdict(desk, Verdict.ACCEPTED, [(one.report, one.owed) for one in done])
    return Accepted(done, refused)


async def give_back(desk: Desk, seen: Seen, *, reason: str, due_again: date) -> Reviewed:
    """Returns a report for adjustment: what it had ended is owed again, and asked for by an internal date.

    Raises:
        NotYours: as in `accept`.
        ReviewRefused: as above.
    """
    why = check_reason(reason)
    if due_again <= desk.today:
        raise ReviewRefused("review_day_past")
    found = await _found(desk, seen.id)
    await _check(desk, found, version=seen.version)
    await _decide(desk, found.report, DeliverableState.RETURNED, reason=why, due_again=due_again)
    await desk.session.flush()
    await follow_reports(desk, found.owed)
    await tell_verdict(desk, Verdict.RETURNED, [(found.report, found.owed)])
    return found


async def take_back(desk: Desk, seen: Seen) -> Reviewed:
    """The report waits again, as it did before somebody decided; only the Secretariat itself may.

    Raises:
        NotYours: the actor does not serve it, or there is no such report.
        ReviewRefused: nothing was decided on this version.
    """
    await require_secretariat(desk)
    found = await _found(desk, seen.id)
    report = found.report
    if report.state not in DECIDED or report.version != seen.version:
        raise ReviewRefused("review_nothing_to_take_back", protocol=report.protocol)
    await _decide(desk, report, state_of(found.owed), decided=False)
    await desk.session.flush()
    await follow_reports(desk, found.owed)
    await tell_verdict(desk, Verdict.TAKEN_BACK, [(report, found.owed)])
    return found


def check_reason(reason: str) -> str:
    """In one line. Raises ReviewRefused: it says nothing, too much, or holds a CPF."""
    why = " ".join(reason.split()).strip('"“” ')
    if not any(character.isalnum() for character in why):
        raise ReviewRefused("review_without_reason")
    if len(why) > LONGEST_REASON:
        raise ReviewRefused("review_reason_too_long", length=len(why), most=LONGEST_REASON)
    if has_cpf(why):
        raise ReviewRefused("review_reason_with_cpf")
    return why


async def _found(desk: Desk, deliverable_id: DeliverableId) -> Reviewed:
    """The report, held, where the actor may check it."""
    report = await held_report(desk.session, deliverable_id)
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None:
        raise NotYours
    await require(desk, Act.REVIEW, owed.institution.id, axis=owed.goal.axis)
    return Reviewed(report, owed)


async def _check(desk: Desk, found: Reviewed, *, version: int) -> None:
    report = found.report
    if desk.actor is not None and desk.actor in await authors_of(desk, report):
        raise ReviewRefused("review_own", protocol=report.protocol)
    if report.state not in OPEN:
        raise ReviewRefused("review_decided", **await _since(desk, report))
    if report.version != version:
        raise ReviewRefused("review_corrected", protocol=report.protocol)


async def authors_of(desk: Desk, report: Deliverable) -> set[PersonId]:
    """Whoever sent any version of it, or entered it for somebody."""
    sent = {one.person_id for one in await versions_of(desk.session, report.id)}
    return {one for one in (*sent, report.person_id, report.registered_by) if one is not None}


async def _since(desk: Desk, report: Deliverable) -> dict[str, object]:
    """What happened to it meanwhile."""
    by = await desk.session.get(Person, report.decided_by) if report.decided_by else None
    return {
        "protocol": report.protocol,
        "state": str(report.state),
        "by": by.name if by else "",
        "at": moment(report.decided_at) if report.decided_at else "",
        "reason": report.reason,
    }


async def _decide(
    desk: Desk,
    report: Deliverable,
    state: DeliverableState,
    *,
    reason: str = "",
    due_again: date | None = None,
    decided: bool = True,
) -> None:
    """Of the report and of its newest version."""
    newest = await version_of(desk.session, report.id, report.version)
    report.state, report.nudged_at = state, None
    for row in (report, newest):
        if row is not None:
            row.decided_by, row.decided_at = (desk.actor, desk.now) if decided else (None, None)
            row.reason, row.due_again = reason, due_again
    if newest is not None:
        newest.decision = state if decided else ""
    act = "deliverable.take_back" if not decided else f"deliverable.{state}"
    record(
        desk.session,
        act,
        report.protocol,
        now=desk.now,
        person_id=desk.actor,
        detail=f"version {report.version}{': ' if reason else ''}{reason}",
    )
