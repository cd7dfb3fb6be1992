"""Who came, in chat: institutions to tick, those who said so first; or typed, `UPB 3, Irecê`. Then it is closed."""

import re

from bot import forms
from bot.forms import Form, Press
from bot.meetings.leading import NAME
from bot.plain import plain
from bot.turn import Turn
from db.ids import InstitutionId, MeetingId
from rede.bound_buttons import Pressed
from rede.find_institution import find_institutions, the_one
from rede.note_attendance import Row, close_attendance, note_attendance, roll

#: Institutions on one page.
PAGE = 8
DONE = ("concluir", "pronto")
_NUMBERED = re.compile(r"^(.*?)[\s:]+(\d{1,3})$", re.DOTALL)


async def attendance_pressed(turn: Turn, pressed: Pressed) -> None:
    form = Form(NAME, {"meeting": str(pressed.number), "asked": "roll", "page": "0"})
    await ask_roll(turn, form)


async def ask_roll(turn: Turn, form: Form) -> None:
    number, page = MeetingId(int(form.fields["meeting"])), int(form.fields.get("page", "0"))
    meeting, rows = await roll(turn.desk, number)
    shown = rows[page * PAGE : (page + 1) * PAGE]
    pairs = [(_label(one), forms.button(form, "toggle", str(one.place.id))) for one in shown]
    buttons = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    turns = []
    if page:
        turns.append((turn.text("meeting_button_before"), forms.button(form, "page", str(page - 1))))
    if len(rows) > (page + 1) * PAGE:
        turns.append((turn.text("meeting_button_after"), forms.button(form, "page", str(page + 1))))
    last = [(turn.text("meeting_button_finish"), forms.button(form, "do", "concluir"))]
    came = [one for one in rows if one.people]
    turn.answer(
        "meeting_roll",
        buttons=[*buttons, *([turns] if turns else []), last],
        title=meeting.title,
        came=[(one.place.acronym, one.people) for one in came[:60]],
        institutions=len(came),
        people=sum(one.people for one in came),
        convened=len(rows),
    )
    await forms.keep(turn, form)


def _label(one: Row) -> str:
    return f"{one.place.acronym} ✓ {one.people}" if one.people else one.place.acronym


async def press_roll(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.field:
        case "toggle" if pressed.value.isdecimal():
            await _toggle(turn, form, InstitutionId(int(pressed.value[:9])))
        case "page" if pressed.value.isdecimal():
            form.fields["page"] = pressed.value[:4]
            await ask_roll(turn, form)
        case "do":
            await _finish(turn, form)
        case _:
            turn.answer("old_button")


async def _toggle(turn: Turn, form: Form, place: InstitutionId) -> None:
    number = MeetingId(int(form.fields["meeting"]))
    _, rows = await roll(turn.desk, number)
    row = next((one for one in rows if one.place.id == place), None)
    usual = max(1, row.coming) if row else 1
    await note_attendance(turn.desk, number, place, people=0 if row and row.people else usual)
    await ask_roll(turn, form)


async def take_roll(turn: Turn, form: Form, text: str) -> None:
    """`UPB, Irecê 3`: each with how many came; what is not found is said, the rest is kept."""
    if plain(text).strip(" .!") in DONE:
        await _finish(turn, form)
        return
    number = MeetingId(int(form.fields["meeting"]))
    _, rows = await roll(turn.desk, number)
    among, unknown = {one.place.id for one in rows}, []
    for part in filter(str.strip, re.split(r"[,;\n]", text)):
        numbered = _NUMBERED.match(part.strip())
        name, people = (numbered[1], int(numbered[2])) if numbered else (part.strip(), 1)
        place = the_one(await find_institutions(turn.desk, name, among=among))
        if place is None:
            unknown.append(name[:40])
        else:
            await note_attendance(turn.desk, number, place.id, people=people)
    if unknown:
        turn.answer("meeting_roll_unknown", names=unknown[:10])
    await ask_roll(turn, form)


async def _finish(turn: Turn, form: Form) -> None:
    institutions = await close_attendance(turn.desk, MeetingId(int(form.fields["meeting"])))
    await forms.drop(turn)
    turn.answer("meeting_roll_closed", institutions=institutions)
