"""One meeting with all that the person may do with it."""

from bot.keyboards import Button, in_pairs
from bot.turn import Turn
from db.ids import InstitutionId, MeetingId
from db.institutions import Institution, Layer, second_layer_of
from db.meetings import invited_to
from rede.access import Role
from rede.bound_buttons import Pressed
from rede.convening import PASS_ON
from rede.keep_minutes import MINUTES
from rede.meeting_words import facts_of_meeting, reply_buttons
from rede.meetings import Seen, meeting_seen, reply_code
from rede.remind_of_meeting import ATTENDANCE

#: Acts of the buttons: open one; who answered; change; call off; write minutes.
OPEN, ANSWERS, CHANGE, CANCEL, WRITE = (
    "reuniaover",
    "reuniaoresp",
    "reuniaomuda",
    "reuniaocancela",
    "reuniaoescreve",
)


async def open_pressed(turn: Turn, pressed: Pressed) -> None:
    await show(turn, MeetingId(pressed.number))


async def show(turn: Turn, number: MeetingId, *, changed: bool = False) -> None:
    """`changed`: they pressed a button of before its last change."""
    seen = await meeting_seen(turn.desk, number)
    meeting = seen.meeting
    facts = await facts_of_meeting(turn.desk, meeting)
    counts = await _counts(turn, number) if seen.leads else {}
    turn.answer(
        "meeting_card",
        buttons=await _buttons(turn, seen),
        **facts,
        changed=changed,
        reply=reply_code(seen.invitee),
        cancelled=meeting.cancelled_at is not None,
        why=meeting.cancelled_why,
        over=meeting.ends_at <= turn.desk.now,
        counts=counts,
    )


async def _counts(turn: Turn, number: MeetingId) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in await invited_to(turn.desk.session, number):
        code = one.invitee.reply.value if one.invitee.reply else "sem"
        found[code] = found.get(code, 0) + 1
    return found


async def _buttons(turn: Turn, seen: Seen) -> list[list[Button]]:
    meeting, number = seen.meeting, int(seen.meeting.id)
    over, off = meeting.ends_at <= turn.desk.now, meeting.cancelled_at is not None
    rows: list[list[Button]] = []
    if seen.is_convened and not over and not off:
        rows += [
            [(one.label, turn.button(one.act, one.number, one.version)) for one in row]
            for row in reply_buttons(turn.desk.office.texts, meeting)
        ]
        if await _may_pass_on(turn, seen):
            rows.append([(turn.text("meeting_button_pass_on"), turn.button(PASS_ON, number))])
    offered: list[tuple[str, str]] = []
    if meeting.minutes or meeting.minutes_id:
        offered.append(("meeting_button_minutes", MINUTES))
    if seen.leads:
        offered.append(("meeting_button_answers", ANSWERS))
        # What passes another one on follows that one (rede/change_meeting.py).
        if not over and not off and meeting.passes_on is None:
            offered += [("meeting_button_change", CHANGE), ("meeting_button_call_off", CANCEL)]
        if meeting.starts_at <= turn.desk.now and not off:
            if meeting.attendance_closed_at is None:
                offered.append(("meeting_button_attendance", ATTENDANCE))
            offered.append(("meeting_button_write", WRITE))
    return rows + in_pairs([(turn.text(label), turn.button(act, number)) for label, act in offered])


async def _may_pass_on(turn: Turn, seen: Seen) -> bool:
    """The Secretariat's meeting, by who coordinates a first-layer institution with a second layer."""
    place = await turn.desk.session.get_one(Institution, seen.meeting.institution_id)
    if place.layer != Layer.SECRETARIAT:
        return False
    led: list[InstitutionId] = [one.place for one in turn.standings if one.role is Role.FIRST_COORDINATOR]
    return any([bool(await second_layer_of(turn.desk.session, one)) for one in led])
