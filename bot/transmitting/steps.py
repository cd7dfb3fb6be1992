"""What is asked of an announcement, one thing at a time, and the way back."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import forms
from bot.audience import ask_audience
from bot.forms import Form
from bot.keyboards import Button, in_pairs
from bot.report.asking import ask, shorten_name
from bot.transmitting.form import FILE, corrected_by
from bot.turn import Turn
from scheduler.wording import long_date

#: Names the buttons of the form; what they say may be typed, too.
DO = "do"
#: The step that each leads back to.
BEFORE: Mapping[str, str] = {
    "extras": "words",
    "label": "extras",
    "link": "label",
    "audience": "extras",
    "when": "audience",
    "moment": "when",
    "hour": "moment",
    "urgent": "when",
    "confirm": "when",
    "begun": "extras",
}


async def ask_step(turn: Turn, form: Form, step: str) -> None:
    """Asks for one thing, whatever is known of it already."""
    match step:
        case "words":
            back = "title" in form.fields
            buttons = _row(turn, form, ["voltar"]) if back else []
            corrects = corrected_by(form) or 0
            facts = {"again": back, "corrects": corrects}
            await ask(turn, form, "words", "transmit_ask_words", buttons=buttons, **facts)
        case "extras":
            await _ask_extras(turn, form)
        case "hour":
            day = long_date(date.fromisoformat(form.fields["day"]))
            await ask(turn, form, step, "transmit_ask_hour", buttons=_row(turn, form, ["voltar"]), day=day)
        case "label" | "link" | "moment" | "urgent":
            await ask(turn, form, step, f"transmit_ask_{step}", buttons=_row(turn, form, ["voltar"]))
        case "audience" if corrected_by(form) is not None:
            # It is settled who got the original.
            await _ask_extras(turn, form)
        case "audience":
            turn.answer("transmit_before_audience")
            await ask_audience(turn, form)
        case _:
            words = ["agora", "agendar", "já", "voltar"]
            await ask(turn, form, "when", "transmit_ask_when", buttons=in_pairs(_buttons(turn, form, words)))


async def go_back(turn: Turn, form: Form) -> None:
    asked = form.fields.get("asked", "")
    if (asked == "words" and "title" in form.fields) or (asked == "when" and corrected_by(form) is not None):
        await ask_step(turn, form, "extras")
    else:
        await ask_step(turn, form, BEFORE.get(asked, "words"))


def missing(form: Form) -> str | None:
    """The first step that has no answer yet, of those that need one; None: it may be shown as it will look."""
    answered = {
        "words": "title" in form.fields,
        "extras": "ready" in form.fields,
        "audience": "audience" in form.fields or corrected_by(form) is not None,
        "when": "settled" in form.fields,
    }
    return next((step for step, is_answered in answered.items() if not is_answered), None)


async def _ask_extras(turn: Turn, form: Form) -> None:
    fields = form.fields
    words = [
        "sem botão" if "label" in fields else "botão",
        "não é divulgação" if "promotional" in fields else "divulgação",
        *(["sem arquivo"] if FILE in fields else []),
        "texto",
        *(["público"] if "audience" in fields else []),
        "continuar",
    ]
    await ask(
        turn,
        form,
        "extras",
        "transmit_extras",
        buttons=in_pairs(_buttons(turn, form, words)),
        title=fields["title"],
        length=len(fields["text"]),
        file=shorten_name(fields.get("file_name", "")),
        label=fields.get("label", ""),
        link=fields.get("link", ""),
        promotional="promotional" in fields,
        corrects=corrected_by(form) is not None,
    )


def _row(turn: Turn, form: Form, words: Sequence[str]) -> list[list[Button]]:
    return [_buttons(turn, form, words)]


def _buttons(turn: Turn, form: Form, words: Sequence[str]) -> list[Button]:
    return [(turn.text("button_transmit", word=word), forms.button(form, DO, word)) for word in words]
