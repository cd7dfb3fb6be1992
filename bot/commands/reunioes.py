"""/reunioes: meetings and forums ahead, with one's own answer, and past ones with their minutes; `/reunioes 12`."""

from collections.abc import Mapping
from datetime import timedelta

from bot import forms
from bot.for_whom import own
from bot.forms import Form, Press
from bot.meetings.answering import answer_pressed
from bot.meetings.attending import attendance_pressed, press_roll, take_roll
from bot.meetings.card import ANSWERS, CANCEL, CHANGE, OPEN, WRITE, open_pressed, show
from bot.meetings.leading import (
    NAME,
    answers_pressed,
    cancel,
    cancel_pressed,
    change_pressed,
    minutes_pressed,
    take,
    take_point,
    write_pressed,
)
from bot.turn import TakesButton, Turn
from db.ids import MeetingId
from rede.convening import NO, REMOTE, YES
from rede.keep_minutes import MINUTES
from rede.meetings import Meeting, meetings
from rede.remind_of_meeting import ATTENDANCE

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

#: How far ahead, and how far back; meetings of each in one message; buttons that open one; letters on each.
AHEAD, BACK, MOST, MOST_BUTTONS, LETTERS = timedelta(days=400), timedelta(days=120), 8, 8, 22


async def handle(turn: Turn) -> None:
    typed = turn.arguments.strip().lstrip("#nº ").strip()
    if typed.isdecimal():
        await show(turn, MeetingId(int(typed[:9])))
        return
    today, ids = turn.desk.today, [one.id for one in own(turn)]
    ahead = await meetings(turn.desk, ids, first=today, last=today + AHEAD)
    back = await meetings(turn.desk, ids, first=today - BACK, last=today - timedelta(days=1))
    back = [one for one in back if not one.cancelled][::-1]
    opened = [one for one in (*ahead[:MOST], *back[:MOST]) if one.number][:MOST_BUTTONS]
    turn.answer(
        "meetings_list",
        buttons=[[_button(turn, one)] for one in opened],
        ahead=ahead[:MOST],
        back=back[:MOST],
        more=max(0, len(ahead) - MOST),
    )


def _button(turn: Turn, one: Meeting) -> tuple[str, str]:
    label = f"{one.on:%d/%m} {one.detail.partition(': ')[2]}"
    return label if len(label) <= LETTERS else f"{label[: LETTERS - 1]}…", turn.button(OPEN, one.number)


async def resume(turn: Turn, form: Form) -> None:
    text = turn.said.text.strip()
    if form.fields.get("asked") == "roll" and text:
        await take_roll(turn, form, text)
    elif text or turn.file is not None:
        await take(turn, form)
    else:
        turn.answer("only_text")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    if form.fields.get("asked") == "roll":
        await press_roll(turn, form, pressed)
    elif pressed.field == "ask":
        await take_point(turn, form, pressed.value)
    elif pressed.field == "do" and form.fields.get("asked") == "why":
        await cancel(turn, MeetingId(int(form.fields["meeting"])), "")
        await forms.drop(turn)
    else:
        turn.answer("old_button")


BUTTONS: Mapping[str, TakesButton] = {
    YES: answer_pressed,
    NO: answer_pressed,
    REMOTE: answer_pressed,
    OPEN: open_pressed,
    ANSWERS: answers_pressed,
    CHANGE: change_pressed,
    CANCEL: cancel_pressed,
    WRITE: write_pressed,
    MINUTES: minutes_pressed,
    ATTENDANCE: attendance_pressed,
}
