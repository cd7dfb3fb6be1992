"""What whoever leads a meeting does with it in chat: who answered, a change, its end, its minutes."""

from datetime import datetime

from bot import forms
from bot.convening.reading import read_end, read_start
from bot.file_kind import media_type_of
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.meetings.card import show
from bot.plain import CANCEL, plain
from bot.turn import Answer, Turn
from db.ids import MeetingId
from db.meetings import invited_to
from rede.bound_buttons import Pressed
from rede.change_meeting import MeetingChange, cancel_meeting, change_meeting
from rede.convening import ConvocationRefused, led_meeting
from rede.keep_minutes import MinutesFile, keep_minutes, minutes_of

NAME = "reunioes"
#: Names told in one message.
MOST_NAMES = 60
POINTS = {
    "meeting_button_when": "when",
    "meeting_button_place": "place",
    "meeting_button_link": "link",
    "meeting_button_agenda": "agenda",
}
#: Of a meeting that one enrols for, too.
CLOSES = ("meeting_button_closes", "closes")


async def answers_pressed(turn: Turn, pressed: Pressed) -> None:
    """By institution: who comes, who does not, who has not said."""
    number = MeetingId(pressed.number)
    meeting = await led_meeting(turn.desk, number)
    invited = await invited_to(turn.desk.session, number)
    groups: dict[str, dict[str, list[str]]] = {}
    for one in invited[:MOST_NAMES]:
        code = one.invitee.reply.value if one.invitee.reply else "sem"
        groups.setdefault(code, {}).setdefault(one.place.acronym, []).append(one.name)
    closes = meeting.enrol_closes_at
    late = [
        one.name
        for one in invited
        if closes and one.invitee.reply and one.invitee.replied_at and one.invitee.replied_at > closes
    ]
    turn.answer(
        "meeting_answers",
        title=meeting.title,
        groups=groups,
        late=late[:MOST_NAMES],
        more=max(0, len(invited) - MOST_NAMES),
    )


async def change_pressed(turn: Turn, pressed: Pressed) -> None:
    meeting = await led_meeting(turn.desk, MeetingId(pressed.number))
    form = Form(NAME, {"meeting": str(pressed.number), "asked": "what"})
    points = [*POINTS.items(), *([CLOSES] if meeting.enrol_closes_at else [])]
    pairs = [(turn.text(label), forms.button(form, "ask", point)) for label, point in points]
    await _ask(turn, form, "what", buttons=in_pairs(pairs))


async def cancel_pressed(turn: Turn, pressed: Pressed) -> None:
    await led_meeting(turn.desk, MeetingId(pressed.number))
    form = Form(NAME, {"meeting": str(pressed.number)})
    rows = [[(turn.text("button_skip"), forms.button(form, "do", "pular"))]]
    await _ask(turn, form, "why", buttons=rows)


async def write_pressed(turn: Turn, pressed: Pressed) -> None:
    await led_meeting(turn.desk, MeetingId(pressed.number))
    await _ask(turn, Form(NAME, {"meeting": str(pressed.number)}), "minutes")


async def minutes_pressed(turn: Turn, pressed: Pressed) -> None:
    meeting = await minutes_of(turn.desk, MeetingId(pressed.number))
    if meeting.minutes:
        turn.answer("meeting_minutes_shown", title=meeting.title, minutes=meeting.minutes)
    if meeting.minutes_id is not None:
        words = turn.text("meeting_minutes_file", title=meeting.title)
        turn.answers.append(Answer(words, enclosure_id=meeting.minutes_id))


async def _ask(
    turn: Turn, form: Form, asked: str, *, buttons: list[list[tuple[str, str]]] | None = None
) -> None:
    form.fields["asked"] = asked
    turn.answer("meeting_ask_change", buttons=buttons or (), what=asked)
    await forms.keep(turn, form)


async def take_point(turn: Turn, form: Form, point: str) -> None:
    if point in (*POINTS.values(), CLOSES[1]):
        await _ask(turn, form, point)
    else:
        turn.answer("old_button")


async def take(turn: Turn, form: Form) -> None:
    """An answer to what was asked; what is refused may be said again."""
    number, asked = MeetingId(int(form.fields["meeting"])), form.fields.get("asked", "")
    text = turn.said.text.strip()
    word = plain(text).strip(" .!")
    if word in CANCEL and asked != "why" and turn.file is None:
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    match asked:
        case "when" | "place" | "link" | "agenda" | "closes":
            await _change(turn, number, asked, text)
        case "why":
            await cancel(turn, number, "" if word in (*CANCEL, "pular") else text)
        case "minutes":
            await _keep(turn, number, text)
        case _:
            turn.answer("meeting_ask_change", what="what")
            return
    await forms.drop(turn)


async def cancel(turn: Turn, number: MeetingId, why: str) -> None:
    meeting = await cancel_meeting(turn.desk, number, why=why)
    turn.answer("meeting_done", what="cancelled", title=meeting.title)


async def _change(turn: Turn, number: MeetingId, asked: str, text: str) -> None:
    match asked:
        case "when":
            starts, _, ends = text.partition(" até ")
            begins: datetime = read_start(turn, starts)
            finishes = read_end(turn, ends, begins) if ends else None
            change = MeetingChange(starts_at=begins, ends_at=finishes)
        case "place":
            change = MeetingChange(place=text)
        case "link":
            change = MeetingChange(link=text)
        case "closes":
            change = MeetingChange(enrol_closes_at=read_start(turn, text))
        case _:
            change = MeetingChange(agenda=text)
    meeting = await change_meeting(turn.desk, number, change)
    turn.answer("meeting_done", what="changed", title=meeting.title)
    await show(turn, number)


async def _keep(turn: Turn, number: MeetingId, text: str) -> None:
    file = None
    if turn.file is not None:
        kind = media_type_of(turn.file.content)
        if not kind:
            raise ConvocationRefused("meeting_file_not_taken")
        file = MinutesFile(turn.file.name, kind, turn.file.content)
    meeting = await keep_minutes(turn.desk, number, text=text, file=file)
    turn.answer("meeting_done", what="minutes", title=meeting.title)
