"""A report of a joint action is taken back: by a partner, it has not answered any more; by the teller, its partners
hear of it, and what they confirmed stays theirs. A tool of the acts that take reports back."""

from db.deliverables import Deliverable
from db.ids import DeliverableId
from db.joint_actions import Answer, action_reported_by, partner_reporting_by
from rede.desk import Desk
from rede.joint_words import tell_side, the_action


async def take_joint_back(desk: Desk, report: Deliverable) -> None:
    """Nothing where the report is of no joint action."""
    await _answer_no_more(desk, DeliverableId(report.id))
    await _tell_partners(desk, DeliverableId(report.id))


async def _answer_no_more(desk: Desk, report_id: DeliverableId) -> None:
    partner = await partner_reporting_by(desk.session, report_id)
    if partner is None:
        return
    told = await the_action(desk, partner.action_id)
    partner.answer, partner.deliverable_id = Answer.ASKED, None
    partner.answered_at = partner.answered_by = None
    await desk.session.flush()
    name = next(place.name for each, place in told.partners if each is partner)
    said = {"answer": "undone", "who": name, "about": f"{partner.institution_id}:undone:{report_id}"}
    await tell_side(desk, told, told.teller.id, "joint_answer", **said)


async def _tell_partners(desk: Desk, report_id: DeliverableId) -> None:
    action = await action_reported_by(desk.session, report_id)
    if action is None:
        return
    told = await the_action(desk, action.id)
    for partner, place in told.partners:
        if partner.answer is not Answer.DENIED:
            said = {"confirmed": partner.answer is Answer.CONFIRMED, "institution": place.name}
            await tell_side(desk, told, place.id, "joint_gone", **said)
