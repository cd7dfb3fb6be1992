"""The Secretariat lets an institution off one obligation, with a reason, or takes that back.

Also one whose report it is checking: what was handed in does not do, and is not asked for again.
"""

from db.audit import record
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import (
    ObligationState,
    Owed,
    close_open_obligations,
    obligation_owed,
    reopen_obligation,
)
from db.plans import GoalKind
from db.reviews import accepted_reports
from rede.access import NotYours, require_secretariat
from rede.announce import tell_in_window, withdraw
from rede.circles import circles_of
from rede.desk import Desk
from rede.digest import words_of
from rede.fulfilling import follow_reports
from rede.lines import document_of
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf
from scheduler.plan.sei import is_process
from scheduler.wording import long_date

#: Longest reason taken, in characters.
LONGEST_REASON = 500


class DispensationRefused(Refusal):
    """There is nothing to dispense, nothing to take back, or no reason or SEI number that can be kept."""


async def dispense(desk: Desk, obligation_id: ObligationId, *, reason: str, sei: str = "") -> Owed:
    """Ends the obligation, stops its reminders, and tells those who follow it, once each. `sei`: the process that
    decides it; only the command line may go without.

    Raises:
        NotYours: no such obligation, or the actor does not serve the Secretariat (the command line does).
        DispensationRefused: no reason, too long a one, no SEI number, or the obligation is not open.
    """
    why, process = check_reason(reason), check_sei(sei) if sei or desk.actor is not None else ""
    owed = await _owed_to_the_secretariat(desk, obligation_id)
    await check_dispensable(desk, owed)
    if owed.obligation.state is ObligationState.FULFILLED:
        state = ObligationState.FULFILLED
        await reopen_obligation(desk.session, obligation_id, closed_as=state, look_on=None)
    state = ObligationState.DISPENSED
    if not await close_open_obligations(desk.session, [obligation_id], state=state, why=why, now=desk.now):
        raise DispensationRefused("dispense_not_open")
    owed.obligation.closed_sei = process
    await withdraw(desk, obligation_id)
    _audit(desk, "obligation.dispense", obligation_id, " · ".join(part for part in (why, process) if part))
    await _tell(desk, owed, reason=why, sei=process)
    return owed


def check_reason(reason: str) -> str:
    """In one line. Raises DispensationRefused: it says nothing, too much, or holds a CPF."""
    why = " ".join(reason.split()).strip('"“” ')
    if not any(character.isalnum() for character in why):
        raise DispensationRefused("dispense_without_reason")
    if len(why) > LONGEST_REASON:
        raise DispensationRefused("dispense_reason_too_long", length=len(why), most=LONGEST_REASON)
    if has_cpf(why):
        raise DispensationRefused("dispense_with_cpf")
    return why


def check_sei(sei: str) -> str:
    """Raises DispensationRefused: it is no number of a process."""
    number = sei.strip(" .;,")
    if not is_process(number):
        raise DispensationRefused("dispense_without_sei")
    return number


async def check_dispensable(desk: Desk, owed: Owed) -> None:
    """What is open, or was ended by a report that nobody has accepted.

    Raises:
        DispensationRefused.
    """
    state = owed.obligation.state
    in_review = state is ObligationState.FULFILLED and not await accepted_reports(
        desk.session, ObligationId(owed.obligation.id)
    )
    if owed.goal.kind is GoalKind.TERM_END or not (state is ObligationState.OPEN or in_review):
        raise DispensationRefused("dispense_not_open")


async def undo_dispensation(desk: Desk, obligation_id: ObligationId) -> Owed:
    """The obligation is owed again; its ladder goes on from where it was.

    Raises:
        NotYours: as in `dispense`.
        DispensationRefused: it was not dispensed.
    """
    owed = await _owed_to_the_secretariat(desk, obligation_id)
    # Without a start nobody is reminded.
    has_ladder = owed.obligation.literal is not None and owed.instrument.starts is not None
    state, look_on = ObligationState.DISPENSED, desk.today if has_ladder else None
    if not await reopen_obligation(desk.session, obligation_id, closed_as=state, look_on=look_on):
        raise DispensationRefused("dispense_not_dispensed")
    owed.obligation.closed_sei = ""
    # A report that came before may be enough.
    await follow_reports(desk, owed)
    _audit(desk, "obligation.undo_dispense", obligation_id, "")
    await _tell(desk, owed, reason="", sei="")
    return owed


async def _owed_to_the_secretariat(desk: Desk, obligation_id: ObligationId) -> Owed:
    await require_secretariat(desk)
    owed = await obligation_owed(desk.session, obligation_id)
    if owed is None:
        raise NotYours
    return owed


def _audit(desk: Desk, act: str, obligation_id: ObligationId, detail: str) -> None:
    about = f"obligations:{obligation_id}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)


async def _tell(desk: Desk, owed: Owed, *, reason: str, sei: str) -> None:
    literal = owed.obligation.literal
    facts = {
        "acronym": owed.institution.acronym,
        "institution": owed.institution.name,
        "key": owed.goal.key,
        "goal": owed.goal.text,
        "own": owed.goal.kind is not GoalKind.PLAN,
        "document": document_of(owed),
        "day": long_date(literal) if literal else "",
        "reason": reason,
        "sei": sei,
    }
    key = "dispensed" if reason else "dispensation_undone"
    words = words_of(desk, key, facts)
    place = owed.institution.id
    circles = await circles_of(desk.session, [place])
    for person_id in circles.followers(place, owed.goal.key):
        about = f"{key}:{owed.obligation.id}:{desk.now.isoformat()}:{person_id}"
        await tell_in_window(desk, person_id, kind=NoticeKind.RECEIPT, words=words, key=about)
