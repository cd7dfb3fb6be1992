"""[Vou] [Não vou] [Vou a distância]: an answer is kept; a button of before a change says what holds now."""

from bot.meetings.card import show
from bot.turn import Turn
from db.ids import MeetingId
from rede.bound_buttons import Pressed
from rede.convening import REPLIES
from rede.meetings import meeting_seen
from rede.reply_to_meeting import reply_to_meeting


async def answer_pressed(turn: Turn, pressed: Pressed) -> None:
    number = MeetingId(pressed.number)
    seen = await meeting_seen(turn.desk, number)
    if seen.meeting.cancelled_at is None and pressed.version != seen.meeting.sequence:
        await show(turn, number, changed=True)
        return
    meeting, _ = await reply_to_meeting(turn.desk, number, REPLIES[pressed.act])
    turn.toast = turn.text("meeting_replied", reply=REPLIES[pressed.act].value)
    turn.answer("meeting_reply_kept", reply=REPLIES[pressed.act].value, title=meeting.title)
