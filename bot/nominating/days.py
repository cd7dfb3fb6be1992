"""Days that people type in /indicar, asked again where they are in doubt."""

from datetime import date

from bot import forms
from bot.date_words import read_date
from bot.forms import Form
from bot.turn import Turn
from rede.announce import Buttons
from scheduler.wording import long_date

#: What the button for today carries.
TODAY = "hoje"


def read_day(turn: Turn, text: str, *, past: bool = True) -> date | None:
    """None: it was answered that no one day can be read in it."""
    works = turn.desk.office.calendar.is_business_day
    read = read_date(text, today=turn.desk.today, working_day=works, past=past)
    if read is not None and read.doubt is None:
        return read.day
    if read is not None and read.other is not None:
        turn.answer("nominate_day_unclear", first=long_date(read.day), other=long_date(read.other))
    else:
        turn.answer("nominate_day_unreadable", text=text[:80])
    return None


def today_button(turn: Turn, form: Form) -> Buttons:
    return [[(turn.text("report_button_today"), forms.button(form, "day", TODAY))]]


def confirm_buttons(turn: Turn, form: Form) -> Buttons:
    labels = (("button_confirm", "confirmar"), ("button_cancel", "cancelar"))
    return [[(turn.text(label), forms.button(form, "do", value)) for label, value in labels]]
