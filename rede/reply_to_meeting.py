"""Somebody convened says whether they come; they may say otherwise until it is over."""

from db.audit import record
from db.convened import Convened, Invitee, Reply
from db.ids import InstitutionId, MeetingId
from db.meetings import held_meeting, invitation_of, invited_to
from rede.access import NotYours, standings
from rede.convening import MeetingRefused, about
from rede.desk import Desk


async def reply_to_meeting(desk: Desk, meeting_id: MeetingId, reply: Reply) -> tuple[Convened, Invitee]:
    """Keeps the newest answer of the desk's actor.

    Raises:
        NotYours: neither they nor an institution that they serve was convened.
        MeetingRefused: it is over, or was called off.
    """
    meeting = await held_meeting(desk.session, meeting_id)
    if meeting is None or desk.actor is None:
        raise NotYours
    invitee = await invitation_of(desk.session, meeting_id, desk.actor)
    if invitee is None:
        invitee = await _joined(desk, meeting)
    if meeting.cancelled_at is not None:
        raise MeetingRefused("meeting_cancelled_already")
    if meeting.ends_at <= desk.now:
        raise MeetingRefused("meeting_over")
    if invitee.reply is not reply:
        invitee.reply, invitee.replied_at = reply, desk.now
        record(
            desk.session, "meeting.reply", about(meeting), now=desk.now, person_id=desk.actor, detail=reply
        )
    await desk.session.flush()
    return meeting, invitee


async def _joined(desk: Desk, meeting: Convened) -> Invitee:
    """Whoever began to serve an institution after it was convened comes for it too."""
    if desk.actor is None:
        raise NotYours
    convened = {one.place.id for one in await invited_to(desk.session, meeting.id)}
    own: list[InstitutionId] = [one.place for one in await standings(desk) if one.place in convened]
    if not own:
        raise NotYours
    invitee = Invitee(meeting_id=meeting.id, person_id=desk.actor, institution_id=own[0])
    desk.session.add(invitee)
    return invitee
