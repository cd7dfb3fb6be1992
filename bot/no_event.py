"""Saying that nothing took place that a goal waits for: its cycles end as `sem evento`. For /dispensar."""

from datetime import date

from bot import forms
from bot.date_words import read_date
from bot.dispense_words import DispenseWords
from bot.forms import Form, Press
from bot.plain import CANCEL, CONFIRM
from bot.turn import Turn
from rede.say_no_event import WAITING, count_no_event, say_no_event
from scheduler.wording import long_date

NAME = "dispensar"


async def begin(turn: Turn, words: DispenseWords) -> None:
    """By the end of the year, where no day is given."""
    opened = await forms.open_form(turn)
    form = Form(NAME, {"event": words.key or WAITING[0]}, opened.version if opened else 0)
    form.fields["until"] = date(turn.desk.today.year, 12, 31).isoformat()
    if words.undo:
        form.fields["undo"] = "sim"
    if words.rest and not await _take_day(turn, form, words.rest):
        return
    await _ask(turn, form)


async def resume(turn: Turn, form: Form, text: str) -> None:
    """Another day, or the word of a button."""
    word = text.lower().strip(" .!")
    if word in (*CONFIRM, *CANCEL):
        await _decide(turn, form, word)
    elif await _take_day(turn, form, text):
        await _ask(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await _decide(turn, form, pressed.value)


async def _take_day(turn: Turn, form: Form, text: str) -> bool:
    working_day = turn.desk.office.calendar.is_business_day
    read = read_date(text, today=turn.desk.today, working_day=working_day)
    if read is None or read.doubt is not None:
        turn.answer("review_day_unreadable" if read is None else "review_day_in_doubt")
        return False
    form.fields["until"] = read.day.isoformat()
    return True


async def _ask(turn: Turn, form: Form) -> None:
    key, until, undo = form.fields["event"], date.fromisoformat(form.fields["until"]), "undo" in form.fields
    counted = await count_no_event(turn.desk, key, until=until, undo=undo)
    labels = (("button_confirm", "confirmar"), ("button_cancel", "cancelar"))
    row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
    turn.answer(
        "no_event_ask",
        buttons=[row],
        key=key,
        day=long_date(until),
        cycles=counted.cycles,
        institutions=counted.institutions,
        undo=undo,
    )
    await forms.keep(turn, form)


async def _decide(turn: Turn, form: Form, word: str) -> None:
    if word not in CONFIRM:
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    key, until, undo = form.fields["event"], date.fromisoformat(form.fields["until"]), "undo" in form.fields
    counted = await say_no_event(turn.desk, key, until=until, undo=undo)
    await forms.drop(turn)
    turn.answer("no_event_said", key=key, cycles=counted.cycles, undo=undo)
