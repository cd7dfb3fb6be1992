"""A class is entered: begun with nothing, with one line or with a table; saved; and what follows is said."""

import csv
import io

from bot import forms
from bot.courses.asking import HOLDER, NAME, ask_again, ask_next, holder_of
from bot.courses.card import SEE, WORDS
from bot.courses.cells import ORDER, audience_told, cells_in, check_cell
from bot.courses.reporting import SEND_SCHEDULE, owed_for, schedule_of
from bot.for_whom import own, speaking_for
from bot.forms import Form
from bot.turn import Turn
from db.classes import CourseClass
from db.institutions import Institution, Layer
from rede.class_holder import require_holder
from rede.class_plan import ClassRefused, Column
from rede.class_report import GOAL
from rede.class_sheet import read_class_sheet
from rede.class_words import State, class_facts, state_of
from rede.enter_class import enter_class

__all__ = ["begin", "begin_line", "save"]


async def begin(turn: Turn) -> None:
    form = await _new_form(turn)
    if form is not None:
        await ask_next(turn, form)


async def _new_form(turn: Turn) -> Form | None:
    """None: it is asked for which institution.

    Raises:
        NotYours: they may enter classes of none.
    """
    form = Form(NAME, {HOLDER: ""})
    if not turn.of_the_secretariat:
        place = await speaking_for(turn, own(turn, (1, 2)))
        if place is None:
            return None
        await require_holder(turn.desk, place.id)
        form.fields[HOLDER] = str(place.id)
    return form


async def begin_line(turn: Turn, line: str) -> None:
    """`curso: Gestão; início: 10/05/2027; modalidade: remota; carga horária: 20h`: what is missing is asked.

    Raises:
        ClassSheetRefused: it names no cell.
        CellRefused, ClassRefused: one of them cannot be that.
    """
    form = await _new_form(turn)
    if form is None:
        return
    cells = _cells_of(line)
    for column in (*ORDER, Column.CODE):
        if cells.get(column):
            form.fields[column] = await check_cell(turn, form, column, cells[column])
    await ask_next(turn, form)


def _cells_of(line: str) -> dict[str, str]:
    """Read as a table of one row: the names of its columns are those of cells."""
    pairs = [part.partition(":") for part in line.replace("\n", ";").split(";") if ":" in part]
    named = {name.strip(): text.strip() for name, _, text in pairs}
    if not any(name.casefold() in ("turma", "código", "codigo") for name in named):
        named["turma"] = ""
    table = io.StringIO()
    csv.writer(table, delimiter="\t").writerows([list(named), list(named.values())])
    return dict(read_class_sheet(table.getvalue().encode())[0].cells)


async def save(turn: Turn, form: Form) -> None:
    try:
        one = await enter_class(turn.desk, cells_in(form), institution_id=holder_of(form))
    except ClassRefused as refused:
        await ask_again(turn, form, refused)
        return
    await forms.drop(turn)
    holder = await require_holder(turn.desk, one.institution_id)
    (facts,) = await class_facts(turn.desk, [one.id])
    turn.answer(
        "class_saved",
        buttons=await _following(turn, one, holder),
        one=facts,
        audience=await audience_told(turn, one.audience, holder),
        tells=_tells(turn, one),
        schedule=bool(await schedule_of(turn, holder)),
        report=await owed_for(turn, holder.acronym, GOAL) is not None,
    )


def _tells(turn: Turn, one: CourseClass) -> str:
    """`now`, `later`, or nothing: nobody hears of what is over, or whose enrolment is."""
    state = state_of(one, turn.desk.now)
    if state is State.SOON:
        return "later"
    return "now" if state is State.OPEN else ""


async def _following(turn: Turn, one: CourseClass, holder: Institution) -> list[list[tuple[str, str]]]:
    rows = [
        [
            (turn.text("button_class_see"), turn.button(SEE, one.id, one.sequence)),
            (turn.text("button_class_words"), turn.button(WORDS, one.id)),
        ]
    ]
    if holder.layer != Layer.SECRETARIAT and await schedule_of(turn, holder):
        rows.append([(turn.text("button_class_schedule"), turn.button(SEND_SCHEDULE, holder.id))])
    return rows
