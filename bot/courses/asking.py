"""A class is asked for cell by cell, in the order in which a person thinks of it; then shown whole."""

from rapidfuzz import fuzz

from bot import forms
from bot.courses.cells import CHANGEABLE, OF_CLASS, ORDER, REQUIRED, cells_in, check_cell, label, told
from bot.forms import Form
from bot.keyboards import Button, in_pairs
from bot.turn import Turn
from db.classes import Modality
from db.courses import Course, courses_of
from db.ids import InstitutionId
from db.institutions import the_secretariat
from rede.access import Role
from rede.class_holder import require_holder
from rede.class_plan import ClassRefused, Column
from rede.class_rows import ClassReader
from rede.class_values import read_modality
from rede.class_words import hours_text
from rede.elo_names import same
from rede.enter_class import proposed_code
from rede.hearers import LABEL

NAME = "turma"
#: Fields of the form: who holds it (empty: the Secretariat); what is asked.
HOLDER, ASKED = "holder", "asked"
#: What `asked` says besides a column: which column is put right; the whole; whether a course is one that is known.
WHICH, WHOLE, SAME = "which", "whole", "same"
#: Names of the fields of buttons.
VALUE, COURSE, COLUMN, DO = "v", "c", "col", "do"
#: Courses offered; how like a known title another one is asked about, in percent.
MOST, LIKE = 8, 82
_AWAY = (Modality.REMOTE, Modality.SELF_PACED)
_OF_COURSE = (Column.LEVEL, Column.AXIS)


def holder_of(form: Form) -> InstitutionId | None:
    """None: the Secretariat."""
    number = form.fields.get(HOLDER, "")
    return InstitutionId(int(number)) if number else None


async def known_courses(turn: Turn, form: Form) -> list[Course]:
    """Its own before the Secretariat's, each title once."""
    holder = await require_holder(turn.desk, holder_of(form))
    secretariat = await the_secretariat(turn.desk.session)
    places = {holder.id} | ({secretariat.id} if secretariat else set())
    found = await courses_of(turn.desk.session, places)
    own_first = sorted(found, key=lambda one: one.institution_id != holder.id)
    return list({same(one.title): one for one in reversed(own_first)}.values())[::-1]


async def course_in(turn: Turn, form: Form) -> Course | None:
    title = same(form.fields.get(Column.COURSE, ""))
    return next((one for one in await known_courses(turn, form) if same(one.title) == title), None)


async def ask_next(turn: Turn, form: Form) -> None:
    """The first cell that nobody filled in or passed over; then the whole."""
    course = await course_in(turn, form)
    for column in ORDER:
        if column in form.fields:
            continue
        away = read_modality(form.fields.get(Column.MODALITY, "")) in _AWAY
        told_by_course = course is not None and column in _OF_COURSE and getattr(course, column)
        if not (column is Column.PLACE and away) and not told_by_course:
            await ask(turn, form, column)
            return
        form.fields[column] = ""
    await summarise(turn, form)


async def ask(turn: Turn, form: Form, column: Column) -> None:
    form.fields[ASKED] = column
    turn.answer(
        "class_ask",
        buttons=await _buttons(turn, form, column),
        column=column,
        secretariat=not form.fields.get(HOLDER),
        course=form.fields.get(Column.COURSE, ""),
    )
    await forms.keep(turn, form)


async def _buttons(turn: Turn, form: Form, column: Column) -> list[list[Button]]:
    match column:
        case Column.COURSE:
            courses = (await known_courses(turn, form))[:MOST]
            offered = [(one.title[:LABEL], forms.button(form, COURSE, str(one.id))) for one in courses]
            return [*in_pairs(offered), [_do(turn, form, "modelo")]]
        case Column.MODALITY:
            values = [(turn.text("class_modality", modality=str(one)), str(one)) for one in Modality]
        case Column.AXIS:
            values = [(turn.text("class_axis", axis=one)[:LABEL], one) for one in "123"]
        case Column.AUDIENCE:
            everybody = (turn.text("button_audience_all"), forms.button(form, VALUE, "todos"))
            chooses = turn.of_the_secretariat or any(
                one.role is Role.FIRST_COORDINATOR for one in turn.standings
            )
            return [[everybody, _do(turn, form, "publico")] if chooses else [everybody]]
        case Column.WORKLOAD:
            course = await course_in(turn, form)
            hours = hours_text(course.workload) if course else ""
            values = [(f"{hours} h", hours)] if hours else []
        case _:
            values = []
    rows = in_pairs([(text, forms.button(form, VALUE, value)) for text, value in values])
    return rows + _passing(turn, form, column)


def _passing(turn: Turn, form: Form, column: Column) -> list[list[Button]]:
    changes, row = OF_CLASS in form.fields, list[Button]()
    if column not in REQUIRED and column is not Column.CODE:
        label_of = turn.text("button_class_pass", column=column, changes=changes)
        row.append((label_of, forms.button(form, DO, "pular")))
        if not changes and ORDER.index(column) > ORDER.index(Column.CLOSES):
            row.append(_do(turn, form, "resto"))
    if changes:
        row.append(_do(turn, form, "outro"))
    return [row] if row else []


def _do(turn: Turn, form: Form, word: str) -> Button:
    return turn.text("button_class_do", word=word), forms.button(form, DO, word)


async def take_cell(turn: Turn, form: Form, column: Column, text: str) -> bool:
    """Whether it was taken: a title that is nearly that of a known course is asked about first.

    Raises:
        CellRefused, ClassRefused: it cannot be that; nothing of the form is lost.
    """
    if column is Column.COURSE and await _asks_same(turn, form, text):
        return False
    form.fields[column] = await check_cell(turn, form, column, text)
    return True


async def _asks_same(turn: Turn, form: Form, text: str) -> bool:
    typed, courses = same(text), await known_courses(turn, form)
    if any(same(one.title) == typed for one in courses):
        return False
    near = [one for one in courses if fuzz.ratio(same(one.title), typed) >= LIKE]
    if not near:
        return False
    await check_cell(turn, form, Column.COURSE, text)
    form.fields |= {"typed": text, ASKED: SAME}
    rows = [[(one.title[:LABEL], forms.button(form, COURSE, str(one.id)))] for one in near[:2]]
    turn.answer(
        "class_ask_same", buttons=[*rows, [_do(turn, form, "novo")]], titles=[one.title for one in near[:2]]
    )
    await forms.keep(turn, form)
    return True


async def take_rest(turn: Turn, form: Form) -> None:
    for column in ORDER:
        if column not in REQUIRED:
            form.fields.setdefault(column, "")
    await ask_next(turn, form)


async def ask_which(turn: Turn, form: Form) -> None:
    """Which cell is put right, or changed."""
    columns = CHANGEABLE if OF_CLASS in form.fields else (Column.COURSE, *CHANGEABLE)
    buttons = [(label(turn, one)[:LABEL], forms.button(form, COLUMN, one)) for one in columns]
    form.fields[ASKED] = WHICH
    turn.answer("class_ask_which", buttons=in_pairs(buttons), changes=OF_CLASS in form.fields)
    await forms.keep(turn, form)


async def summarise(turn: Turn, form: Form) -> None:
    """Everything, each date with its weekday. What does not go together is said, and asked again."""
    if not form.fields.get(Column.CODE):
        title, holder = form.fields.get(Column.COURSE, ""), holder_of(form)
        form.fields[Column.CODE] = await proposed_code(turn.desk, title, institution_id=holder)
    try:
        plan = await ClassReader(turn.desk).read(cells_in(form))
    except ClassRefused as refused:
        await ask_again(turn, form, refused)
        return
    values = await told(turn, plan, await require_holder(turn.desk, holder_of(form)))
    form.fields[ASKED] = WHOLE
    turn.answer(
        "class_summary",
        buttons=[[_do(turn, form, "salvar"), _do(turn, form, "corrigir")], [_do(turn, form, "cancelar")]],
        lines=[(label(turn, one), values[one]) for one in (*ORDER, Column.CODE) if one in values],
    )
    await forms.keep(turn, form)


async def ask_again(turn: Turn, form: Form, refused: ClassRefused) -> None:
    turn.answer(refused.key, **refused.facts)
    if refused.problems:
        await ask(turn, form, refused.problems[0].column)
