"""/turma: a class of a course is entered, changed or called off; many at once by a table; material is kept."""

import re
from collections.abc import Mapping

from bot import forms
from bot.audience import PRESS, ask_audience, is_asking_audience, take_audience_press, take_audience_text
from bot.courses import asking, changing, entering, material, reporting, sheet
from bot.courses.asking import ASKED, COLUMN, COURSE, DO, NAME, SAME, VALUE, WHICH, WHOLE
from bot.courses.card import CANCEL as CANCEL_CLASS
from bot.courses.card import CHANGE
from bot.courses.cells import OF_CLASS, label
from bot.forms import Form, Press
from bot.plain import CANCEL, plain
from bot.turn import TakesButton, Turn
from db.courses import Course
from db.ids import CourseId
from rede.class_plan import Column

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

#: What people type, without accents, for the button of that name.
_SAID: Mapping[str, str] = {
    "salvar": "salvar",
    "sim": "salvar",
    "ok": "salvar",
    "corrigir": "corrigir",
    "pular": "pular",
    "pular o resto": "resto",
    **dict.fromkeys(
        ("no mesmo dia", "mesmo dia", "ja estao abertas", "sem data", "deixar em branco"), "pular"
    ),
    "modelo": "modelo",
    "importar": "importar",
    "salvar e avisar": "avisar",
    "avisar": "avisar",
    "correcao pequena": "pequena",
    "mudar outro campo": "outro",
    "pronto": "pronto",
    "continuar": "continuar",
    "comecar outra": "nova",
    "escolher publico": "publico",
}
#: Instead of nothing.
_NEW = ("nova", "novo", "criar")
_CALL_OFF = re.compile(r"cancelar\s+(?:turma\s+)?(\d{1,9})\b\s*(.*)", re.IGNORECASE | re.DOTALL)
#: Steps whose answer is a word of a button.
_CLOSED = (WHICH, WHOLE, SAME, changing.TELL, sheet.SHEET)


async def handle(turn: Turn) -> None:
    """`/turma`, `/turma 12`, `/turma cancelar 12 motivo`, `/turma modelo`, `/turma curso: …; início: …`."""
    words = turn.arguments.strip()
    called_off = _CALL_OFF.fullmatch(words)
    if called_off and not called_off[2]:
        await changing.ask_why(turn, int(called_off[1]))
    elif called_off:
        await changing.cancel(turn, int(called_off[1]), called_off[2])
    elif re.fullmatch(r"(?:mudar\s+)?\d{1,9}", words):
        await changing.begin_change(turn, int(words.split()[-1]))
    elif plain(words) == "modelo":
        await sheet.send_model(turn)
    elif words and plain(words) not in _NEW:
        await entering.begin_line(turn, words if ":" in words else f"curso: {words}")
    elif not await _offers_begun(turn):
        await entering.begin(turn)


async def _offers_begun(turn: Turn) -> bool:
    """What was begun and not saved is not lost by the bare command."""
    form = await forms.open_form(turn)
    if form is None or form.name != NAME or Column.STARTS not in form.fields:
        return False
    row = [
        (turn.text("button_class_do", word=word), forms.button(form, DO, word))
        for word in ("continuar", "nova")
    ]
    turn.answer("class_begun", buttons=[row], course=form.fields.get(Column.COURSE, ""))
    await forms.keep(turn, form)
    return True


async def resume(turn: Turn, form: Form) -> None:
    """Text typed, or a file sent, while the form is open."""
    asked, said = form.fields.get(ASKED, ""), turn.said.text.strip()
    word = plain(said).strip(" .!")
    if asked == material.ASKED:
        await (_do(turn, form, word) if word in ("pronto", *CANCEL) else material.take(turn, form))
    elif turn.file is not None and OF_CLASS not in form.fields:
        await sheet.take_sheet(turn, form)
    elif is_asking_audience(form) and "audience_open" in form.fields:
        await _take_audience_text(turn, form)
    elif not said:
        turn.answer("only_text")
    elif word in CANCEL:
        await _do(turn, form, "cancelar")
    elif asked == changing.WHY:
        await changing.cancel(turn, int(form.fields[OF_CLASS]), said)
    elif word in _SAID and (asked in _CLOSED or _SAID[word] not in ("salvar", "avisar")):
        await _do(turn, form, _SAID[word])
    else:
        await _take_text(turn, form, asked, said)


async def _take_text(turn: Turn, form: Form, asked: str, said: str) -> None:
    named = {plain(label(turn, one)): one for one in Column}
    if asked == WHICH and plain(said) in named:
        await asking.ask(turn, form, named[plain(said)])
    elif asked in list(Column):
        await _take_cell(turn, form, Column(asked), said)
    else:
        turn.answer("class_choose")


async def _take_cell(turn: Turn, form: Form, column: Column, text: str) -> None:
    if await asking.take_cell(turn, form, column, text):
        await _go_on(turn, form)


async def _go_on(turn: Turn, form: Form) -> None:
    if OF_CLASS in form.fields:
        await changing.confirm(turn, form)
    else:
        await asking.ask_next(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    asked = form.fields.get(ASKED, "")
    match pressed.field:
        case _ if pressed.field == PRESS:
            if await take_audience_press(turn, form, pressed) is not None:
                await _audience_chosen(turn, form)
        case _ if pressed.field == VALUE and asked in list(Column):
            await _take_cell(turn, form, Column(asked), pressed.value)
        case _ if pressed.field == COURSE and pressed.value.isdecimal():
            await _take_course(turn, form, int(pressed.value[:9]))
        case _ if pressed.field == COLUMN and pressed.value in list(Column):
            await asking.ask(turn, form, Column(pressed.value))
        case _ if pressed.field == DO:
            await _do(turn, form, pressed.value)
        case _:
            # None of ours: whoever made it up gets nowhere.
            turn.answer("old_button")


async def _take_course(turn: Turn, form: Form, number: int) -> None:
    course = await turn.desk.session.get(Course, CourseId(number))
    offered = {one.id for one in await asking.known_courses(turn, form)}
    if course is None or course.id not in offered:
        turn.answer("old_button")
        return
    await _take_cell(turn, form, Column.COURSE, course.title)


async def _take_audience_text(turn: Turn, form: Form) -> None:
    if await take_audience_text(turn, form) is not None:
        await _audience_chosen(turn, form)


async def _audience_chosen(turn: Turn, form: Form) -> None:
    form.fields.pop("audience_open", None)
    await _go_on(turn, form)


async def _do(turn: Turn, form: Form, word: str) -> None:
    """A word that the step at hand does not know is answered all the same."""
    asked = form.fields.get(ASKED, "")
    match word:
        case "pronto" if asked == material.ASKED:
            await forms.drop(turn)
            turn.answer("material_done")
        case "modelo":
            await sheet.send_model(turn)
        case "nova":
            await forms.drop(turn)
            await entering.begin(turn)
        case _ if word in CANCEL:
            await forms.drop(turn)
            turn.answer("cancelled")
        case "salvar" if asked == WHOLE:
            await entering.save(turn, form)
        case "importar" if asked == sheet.SHEET:
            await sheet.do_import(turn, form)
        case "avisar" | "pequena" if asked == changing.TELL:
            await changing.save_change(turn, form, relevant=word == "avisar")
        case "corrigir" | "outro" if asked == WHOLE or OF_CLASS in form.fields:
            await asking.ask_which(turn, form)
        case "continuar":
            await _ask_again(turn, form, asked)
        case _:
            await _pass(turn, form, word)


async def _pass(turn: Turn, form: Form, word: str) -> None:
    asked = form.fields.get(ASKED, "")
    if word == "pular" and asked in list(Column):
        await _take_cell(turn, form, Column(asked), "")
    elif word == "resto" and OF_CLASS not in form.fields:
        await asking.take_rest(turn, form)
    elif word == "publico" and asked == Column.AUDIENCE:
        form.fields["audience_open"] = "1"
        await ask_audience(turn, form)
    elif word == "novo" and asked == SAME:
        form.fields[Column.COURSE] = form.fields.pop("typed")
        await _go_on(turn, form)
    else:
        turn.answer("class_choose")


async def _ask_again(turn: Turn, form: Form, asked: str) -> None:
    if asked in list(Column):
        await asking.ask(turn, form, Column(asked))
    elif asked == WHICH:
        await asking.ask_which(turn, form)
    else:
        await _go_on(turn, form)


BUTTONS: Mapping[str, TakesButton] = {
    CHANGE: changing.take_change,
    CANCEL_CLASS: changing.take_cancel,
    **material.BUTTONS,
    **reporting.BUTTONS,
}
