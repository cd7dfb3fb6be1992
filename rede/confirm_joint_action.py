"""A partner says that a joint action was so, or that it took no part: the first answer of an institution counts.

Confirmed, one report is filed for its own goal of the same key, where it has one.
"""

from dataclasses import dataclass
from datetime import timedelta

from db.audit import record
from db.deliverables import Deliverable, DeliverableState
from db.ids import DeliverableId, InstitutionId, JointActionId
from db.institutions import Institution
from db.joint_actions import Answer, JointPartner, Told, held_partner
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.handing_in import hand_in
from rede.joint_words import (
    MEANS,
    JointRefused,
    ask_partner,
    owed_for,
    report_of,
    tell_side,
    the_action,
)
from rede.receipt import Receipt
from scheduler.clock import local_day
from scheduler.wording import long_date

#: After which a partner that has said nothing is asked once more; and how long that is still of use.
PATIENCE, OF_USE = timedelta(days=10), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Confirmed:
    told: Told
    place: Institution
    #: None: the institution has no such goal, so it counts for the teller alone; or a denial.
    receipt: Receipt | None


async def confirm_joint_action(desk: Desk, action_id: JointActionId, place_id: InstitutionId) -> Confirmed:
    """
    Raises:
        NotYours: no such action, or the institution is none of its partners, or not the actor's.
        JointRefused: the institution has answered, or the action was taken back.
        ReportRefused: as for any report.
    """
    place, told, partner = await _to_answer(desk, action_id, place_id)
    owed = await owed_for(desk, place.id, told.action.goal)
    receipt = None
    if owed is not None:
        others = {told.teller.acronym, *(one.acronym for _, one in told.partners)} - {place.acronym}
        words, details = report_of(told.action, ", ".join(sorted(others)))
        receipt = await hand_in(desk, owed, words, details=details)
        receipt.deliverable.means = MEANS
        partner.deliverable_id = DeliverableId(receipt.deliverable.id)
    await _settle(desk, told, partner, place, Answer.CONFIRMED)
    return Confirmed(told, place, receipt)


async def deny_joint_action(desk: Desk, action_id: JointActionId, place_id: InstitutionId) -> Confirmed:
    """
    Raises:
        NotYours, JointRefused: as `confirm_joint_action`.
    """
    place, told, partner = await _to_answer(desk, action_id, place_id)
    await _settle(desk, told, partner, place, Answer.DENIED)
    return Confirmed(told, place, None)


async def _to_answer(
    desk: Desk, action_id: JointActionId, place_id: InstitutionId
) -> tuple[Institution, Told, JointPartner]:
    place = await require(desk, Act.HAND_IN, place_id)
    partner = await held_partner(desk.session, action_id, place_id)
    if partner is None:
        raise NotYours
    told = await the_action(desk, action_id)
    if partner.answer is not Answer.ASKED:
        day = long_date(local_day(partner.answered_at)) if partner.answered_at else ""
        raise JointRefused("joint_answered", answer=str(partner.answer), acronym=place.acronym, day=day)
    if not await _stands(desk, told):
        raise JointRefused("joint_taken_back", title=told.action.title)
    return place, told, partner


async def _stands(desk: Desk, told: Told) -> bool:
    """Whoever told of it may have taken the report back since; one that came back for an adjustment stands."""
    number = told.action.deliverable_id
    report = await desk.session.get(Deliverable, number) if number is not None else None
    return report is not None and report.state is not DeliverableState.CANCELLED


async def _settle(desk: Desk, told: Told, partner: JointPartner, place: Institution, answer: Answer) -> None:
    partner.answer, partner.answered_at, partner.answered_by = answer, desk.now, desk.actor
    await desk.session.flush()
    act = "joint.confirm" if answer is Answer.CONFIRMED else "joint.deny"
    about, detail = f"joint_actions:{told.action.id}", f"institutions:{place.id}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)
    # Confirmed anew after it was taken back, it is told anew.
    said = {
        "answer": str(answer),
        "who": place.name,
        "about": f"{place.id}:{answer}:{partner.deliverable_id or 0}",
    }
    await tell_side(desk, told, told.teller.id, "joint_answer", **said)


async def remind_partner(desk: Desk, action_id: JointActionId, place_id: InstitutionId) -> bool:
    """Once, whoever asks how often; False where nobody can be told."""
    partner = await held_partner(desk.session, action_id, place_id)
    if partner is None or partner.answer is not Answer.ASKED:
        return False
    return await ask_partner(desk, await the_action(desk, action_id), place_id, again=True)
