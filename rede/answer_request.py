"""An institution answers a request: its draft becomes the report of goal 3.5, under a protocol number."""

from dataclasses import replace

from db.deliverables import Deliverable, DeliverableState
from db.ids import DeliverableId, InstitutionId, RequestId
from db.obligations import obligation_owed
from db.requests import held_asked, replies, reports_of_places
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.filing import Details
from rede.handing_in import hand_in
from rede.receipt import Receipt
from rede.request_draft import as_json, draft_in, filled, in_words
from rede.requested import Period, RequestRefused


async def answer_request(
    desk: Desk, request_id: RequestId, institution_id: InstitutionId, *, mark: str = "", nothing: str = ""
) -> Receipt:
    """`mark` of the draft that was shown; `nothing`: why there is nothing to tell, instead of it. A closed request
    takes answers all the same.

    Raises:
        NotYours: the institution is not asked, or the actor may not answer for it.
        RequestRefused: it was answered, the draft is empty or was changed since, or its duty is not there yet.
        ReportRefused: as for any report.
    """
    await require(desk, Act.HAND_IN, institution_id)
    found = await replies(desk.session, request_id=request_id, places=[institution_id])
    if not found:
        raise NotYours
    [asked] = await held_asked(desk.session, [found[0].asked.id])
    # Looked at again: somebody else may have sent it while this waited.
    [reply] = await replies(desk.session, request_id=request_id, places=[institution_id])
    if reply.deliverable is not None:
        raise RequestRefused("request_answered", protocol=reply.deliverable.protocol)
    await _check_returned(desk, asked.deliverable_id)
    owed = await obligation_owed(desk.session, asked.obligation_id) if asked.obligation_id else None
    if owed is None:
        raise RequestRefused("request_not_ready")
    await require(desk, Act.HAND_IN, institution_id, axis=owed.goal.axis)
    period = Period(reply.request.first, reply.request.last)
    reports = await reports_of_places(desk.session, [institution_id])
    whole = filled(draft_in(asked.draft), reports, period)
    if nothing:
        words, details = nothing, Details(says_nothing=True)
        kept = replace(whole.draft, sent=[])
    else:
        if whole.mark != mark:
            raise RequestRefused("request_draft_changed")
        if whole.is_empty:
            raise RequestRefused("request_draft_empty")
        words, details = in_words(desk.office.texts, whole)[0], Details()
        kept = replace(whole.draft, sent=whole.items)
    receipt = await hand_in(desk, owed, words, details=details)
    asked.draft = as_json(replace(kept, version=kept.version + 1))
    asked.deliverable_id, asked.answered_at = DeliverableId(receipt.deliverable.id), desk.now
    await desk.session.flush()
    return receipt


async def _check_returned(desk: Desk, deliverable_id: DeliverableId | None) -> None:
    """What came back for an adjustment is sent again under its own number."""
    report = await desk.session.get(Deliverable, deliverable_id) if deliverable_id else None
    if report is not None and report.state is DeliverableState.RETURNED:
        raise RequestRefused("request_returned", protocol=report.protocol)
