"""`Corrigir` and `Completar`: one point of a report is chosen, and only that is asked again."""

from bot import forms
from bot.forms import Form
from bot.keyboards import Button, in_pairs
from bot.report.asking import ask, ask_field, ask_next
from bot.report.choosing import ABOUT, subject
from bot.report.files import drop_files
from bot.report.filled import EVIDENCE, counts_hours, file_ids
from bot.turn import Turn
from db.obligations import Owed
from rede.evidence import field_named, fields_of


async def ask_correction(turn: Turn, form: Form, one: Owed) -> None:
    """What may be put right; whoever types instead of choosing tells the report anew."""
    pairs = [_button(turn, form, "report_button_text", "texto")]
    if counts_hours(one):
        pairs.append(_button(turn, form, "report_button_hours", "horas"))
    told = [field.name for field in fields_of(one.goal.key) if EVIDENCE + field.name in form.fields]
    pairs += [_button(turn, form, f"report_label_{name}", name) for name in told]
    if file_ids(form):
        pairs.append(_button(turn, form, "report_button_files", "anexos"))
    if "report" not in form.fields:
        pairs.append(_button(turn, form, "report_button_other_goal", "meta"))
    pairs.append(_button(turn, form, "report_button_back", "voltar"))
    await ask(turn, form, "correction", "report_ask_correction", buttons=in_pairs(pairs))


async def ask_more(turn: Turn, form: Form, one: Owed) -> None:
    """What the kind of evidence has room for, and was not told yet."""
    open_ = [field.name for field in fields_of(one.goal.key) if EVIDENCE + field.name not in form.fields]
    pairs = [_button(turn, form, f"report_label_{name}", name) for name in open_]
    pairs.append(_button(turn, form, "report_button_back", "voltar"))
    await ask(turn, form, "more", "report_ask_more", buttons=in_pairs(pairs))


async def choose(turn: Turn, form: Form, point: str) -> None:
    """The point that was chosen in either list."""
    one = await subject(turn, form)
    match point:
        case "texto":
            await ask(turn, form, "text", "report_ask_other_text")
        case "horas":
            await ask(turn, form, "hours", "report_ask_hours")
        case "anexos":
            await drop_files(turn, form)
            await ask_next(turn, form)
        case "meta":
            for name in ABOUT:
                form.fields.pop(name, None)
            await ask_next(turn, form)
        case _:
            field = field_named(one.goal.key, point) if one else None
            if one is None or field is None:
                await ask_next(turn, form)
            else:
                await ask_field(turn, form, field, one.goal.key)


def _button(turn: Turn, form: Form, label: str, value: str) -> Button:
    return turn.text(label), forms.button(form, "point", value)
