"""What was begun and not sent is not lost when another announcement is asked for; a correction begins with its
audience known."""

from bot import forms
from bot.forms import Form
from bot.report.asking import ask
from bot.transmitting.form import NAME
from bot.transmitting.steps import DO, ask_step
from bot.turn import Turn
from db.announcements import Announcement
from scheduler.clock import local_day
from scheduler.wording import long_date


async def offers_draft(turn: Turn) -> bool:
    """Asks whether to go on with it; the command of this turn is handled again where it is given up."""
    form = await forms.open_form(turn)
    if form is None or form.name != NAME or "title" not in form.fields:
        return False
    words = ("continuar", "outro")
    row = [(turn.text("button_transmit", word=word), forms.button(form, DO, word)) for word in words]
    day = long_date(local_day(form.kept_at or turn.desk.now))
    if turn.said.text.startswith("/"):
        form.fields["then"] = turn.said.text
    await ask(turn, form, "begun", "transmit_begun", buttons=[row], title=form.fields["title"], day=day)
    return True


async def begin_correction(turn: Turn, original: Announcement) -> None:
    """It goes to those who got the original, in the name that it was sent in."""
    form = Form(NAME, {"correction": str(original.id)})
    if original.sender_id is not None:
        form.fields["sender"] = str(original.sender_id)
    await ask_step(turn, form, "words")
