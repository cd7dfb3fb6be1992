"""Who came to a meeting, institution by institution; once it is complete, the bell fulfils what was owed for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.convened import Attendance, Convened, Reply
from db.ids import InstitutionId, MeetingId
from db.institutions import Institution, institutions_by_id
from db.marks import set_mark
from db.meetings import attendances_of, invited_to
from rede.access import NotYours
from rede.attendance_reports import TO_FILE
from rede.convened_people import meant_by
from rede.convening import MeetingRefused, about, led_meeting
from rede.desk import Desk

#: More people never come of one institution.
MOST_PEOPLE = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One institution convened. `people`: how many came; 0: nobody."""

    place: Institution
    people: int
    remote: bool
    #: Of those convened for it, how many said that they would come.
    coming: int


async def roll(desk: Desk, meeting_id: MeetingId) -> tuple[Convened, Sequence[Row]]:
    """Every institution of the audience, convened or without anybody to convene, and whoever else came: those
    who said that they would come first.

    Raises:
        NotYours: the actor does not lead it.
    """
    meeting = await led_meeting(desk, meeting_id)
    came = {one.institution_id: one for one in await attendances_of(desk.session, meeting_id)}
    coming: dict[InstitutionId, int] = {}
    for one in await invited_to(desk.session, meeting_id):
        said_so = one.invitee.reply in (Reply.YES, Reply.REMOTE)
        coming[one.place.id] = coming.get(one.place.id, 0) + said_so
    places = await institutions_by_id(desk.session, {*coming, *came, *await meant_by(desk, meeting)})
    rows = [
        Row(
            place=place,
            people=came[number].people if number in came else 0,
            remote=number in came and came[number].remote,
            coming=coming.get(number, 0),
        )
        for number, place in places.items()
    ]
    return meeting, sorted(rows, key=lambda row: (not row.coming, row.place.acronym, row.place.id))


async def note_attendance(
    desk: Desk, meeting_id: MeetingId, institution_id: InstitutionId, *, people: int, remote: bool = False
) -> Attendance | None:
    """Sets how many came of an institution; 0 takes it back. Safe to repeat.

    Raises:
        NotYours: the actor does not lead it, or the institution is not among those whom it is for.
        MeetingRefused: it has not begun, was called off, or its list is closed.
    """
    meeting, rows = await _open_roll(desk, meeting_id)
    if institution_id not in {row.place.id for row in rows}:
        raise NotYours
    came = {one.institution_id: one for one in await attendances_of(desk.session, meeting_id)}
    known = came.get(institution_id)
    if people < 1:
        if known is not None:
            await desk.session.delete(known)
            await desk.session.flush()
        return None
    attendance = known or Attendance(meeting_id=meeting.id, institution_id=institution_id, noted_at=desk.now)
    attendance.people, attendance.remote = min(people, MOST_PEOPLE), remote
    attendance.noted_at, attendance.noted_by = desk.now, desk.actor
    desk.session.add(attendance)
    await desk.session.flush()
    return attendance


async def close_attendance(desk: Desk, meeting_id: MeetingId) -> int:
    """The list is complete: how many institutions came. Whoever convened it was there as well.

    Raises:
        NotYours, MeetingRefused: as `note_attendance`; or nobody came.
    """
    meeting, rows = await _open_roll(desk, meeting_id)
    came = [row for row in rows if row.people]
    if desk.actor is None:
        raise NotYours
    if not came:
        raise MeetingRefused("meeting_nobody_came")
    if meeting.institution_id not in {row.place.id for row in came}:
        own = Attendance(
            meeting_id=meeting.id,
            institution_id=meeting.institution_id,
            noted_at=desk.now,
            noted_by=desk.actor,
        )
        desk.session.add(own)
    meeting.attendance_closed_at = desk.now
    await set_mark(desk.session, f"{TO_FILE}{meeting.id}", str(desk.actor))
    detail = f"{len(came)}: {sum(row.people for row in came)}"
    record(
        desk.session, "meeting.attendance", about(meeting), now=desk.now, person_id=desk.actor, detail=detail
    )
    return len(came)


async def _open_roll(desk: Desk, meeting_id: MeetingId) -> tuple[Convened, Sequence[Row]]:
    meeting, rows = await roll(desk, meeting_id)
    if meeting.cancelled_at is not None:
        raise MeetingRefused("meeting_cancelled_already")
    if meeting.starts_at > desk.now:
        raise MeetingRefused("meeting_not_begun")
    if meeting.attendance_closed_at is not None:
        raise MeetingRefused("meeting_attendance_closed")
    return meeting, rows
