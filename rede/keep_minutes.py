"""The minutes of a meeting are kept, as a text or a file: who was there hears of them once."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.convened import Convened, Reply
from db.enclosures import keep_enclosure
from db.ids import EnclosureId, MeetingId, PersonId
from db.meetings import attendances_of, invited_to
from rede.access import NotYours
from rede.convening import ConvocationRefused, MeetingRefused, about, led_meeting
from rede.desk import Desk
from rede.meeting_words import tell_meeting
from rede.meetings import meeting_seen
from rede.to_many import PressButton
from scheduler.plan.cpf import has_cpf

#: The act of the button that sends them (bot/meetings/minutes.py); the longest text of them, in characters.
MINUTES, LONGEST = "reuniaoata", 3000


@dataclass(frozen=True, slots=True)
class MinutesFile:
    name: str
    media_type: str
    content: bytes


async def keep_minutes(
    desk: Desk, meeting_id: MeetingId, *, text: str = "", file: MinutesFile | None = None
) -> Convened:
    """In the place of what was kept before.

    Raises:
        NotYours: the actor does not lead it.
        MeetingRefused: it has not begun, or was called off.
        ConvocationRefused: there is nothing in them, too much, or a CPF.
    """
    meeting = await led_meeting(desk, meeting_id)
    words = text.strip()
    if meeting.cancelled_at is not None:
        raise MeetingRefused("meeting_cancelled_already")
    if meeting.starts_at > desk.now:
        raise MeetingRefused("meeting_not_begun")
    if file is None and not any(letter.isalnum() for letter in words):
        raise ConvocationRefused("meeting_without_minutes")
    if len(words) > LONGEST:
        raise ConvocationRefused("meeting_too_long", part="minutes", length=len(words), most=LONGEST)
    if has_cpf(words):
        raise ConvocationRefused("meeting_with_cpf")
    if file is not None:
        meeting.minutes_id = await _kept(desk, file)
    meeting.minutes = words or meeting.minutes
    await desk.session.flush()
    label = desk.office.texts.chat("meeting_button_minutes")
    button = PressButton(label, MINUTES, int(meeting.id))
    people = await _were_there(desk, meeting)
    await tell_meeting(
        desk,
        meeting,
        "meeting_minutes",
        people,
        step="minutes",
        buttons=[[button]],
        facts={"minutes": meeting.minutes},
    )
    record(desk.session, "meeting.minutes", about(meeting), now=desk.now, person_id=desk.actor)
    return meeting


async def minutes_of(desk: Desk, meeting_id: MeetingId) -> Convened:
    """Raises NotYours: it has none, or the actor was neither convened nor leads it."""
    meeting = (await meeting_seen(desk, meeting_id)).meeting
    if not (meeting.minutes or meeting.minutes_id):
        raise NotYours
    return meeting


async def _kept(desk: Desk, file: MinutesFile) -> EnclosureId:
    try:
        return await keep_enclosure(
            desk.session, name=file.name, media_type=file.media_type, content=file.content, now=desk.now
        )
    except ValueError as error:
        raise ConvocationRefused("meeting_without_minutes") from error


async def _were_there(desk: Desk, meeting: Convened) -> Sequence[PersonId]:
    """Of the institutions that came, or of all while that is not known: whoever did not say that they stay away."""
    came = {one.institution_id for one in await attendances_of(desk.session, meeting.id)}
    invited = await invited_to(desk.session, meeting.id)
    return [
        one.invitee.person_id
        for one in invited
        if one.invitee.reply is not Reply.NO and (one.place.id in came or not came)
    ]
