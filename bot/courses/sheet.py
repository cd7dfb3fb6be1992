"""A table of classes sent in chat: what it would do is shown first, then it is taken in, all of it or nothing."""

import json
from collections import Counter
from collections.abc import Sequence
from html import unescape
from textwrap import shorten

from bot import forms
from bot.courses.asking import ASKED, DO, holder_of
from bot.courses.cells import label
from bot.forms import Form
from bot.termo_sheet import MEDIA_TYPE, write_sheet
from bot.turn import Answer, Turn
from db.enclosures import keep_enclosure
from rede.class_plan import Column
from rede.class_sheet import read_class_sheet
from rede.import_classes import ClassesRefused, Compared, RowState, compare_classes, import_classes
from rede.rows import Row

#: A field of the form: the rows of the table; what `asked` says of it; lines of one message.
ROWS, SHEET, MOST = "rows", "sheet", 20
#: In the order in which people fill them in.
HEADINGS = (
    Column.COURSE,
    Column.CODE,
    Column.STARTS,
    Column.ENDS,
    Column.LESSONS,
    Column.MODALITY,
    Column.WORKLOAD,
    Column.OPENS,
    Column.CLOSES,
    Column.SEATS,
    Column.PLACE,
    Column.LINK,
    Column.AUDIENCE,
    Column.LEVEL,
    Column.INSTRUCTOR,
    Column.AXIS,
)


async def take_sheet(turn: Turn, form: Form) -> None:
    """Raises ClassSheetRefused: nothing of it can be read; the form stays."""
    rows = read_class_sheet(turn.file.content if turn.file else b"")
    try:
        compared = await compare_classes(turn.desk, rows, institution_id=holder_of(form))
    except ClassesRefused as refused:
        _say_problems(turn, refused)
        return
    form.fields[ROWS] = json.dumps([[row.line, dict(row.cells)] for row in rows], ensure_ascii=False)
    form.fields[ASKED] = SHEET
    await _show(turn, form, compared)


async def _show(turn: Turn, form: Form, compared: Sequence[Compared]) -> None:
    does = any(one.state is not RowState.UNCHANGED for one in compared)
    words = ["importar", "cancelar"] if does else ["cancelar"]
    row = [(turn.text("button_class_do", word=word), forms.button(form, DO, word)) for word in words]
    shown = [one for one in compared if one.state is not RowState.UNCHANGED][:MOST]
    counts = Counter(str(one.state) for one in compared)
    turn.answer(
        "class_sheet_summary",
        buttons=[row],
        counts={str(state): counts[state] for state in RowState},
        lines=[_line(turn, one) for one in shown],
        more=counts[RowState.NEW] + counts[RowState.CHANGED] - len(shown),
    )
    await forms.keep(turn, form)


def _line(turn: Turn, one: Compared) -> dict[str, object]:
    columns = [label(turn, each) for each in one.columns[:4]]
    title = shorten(one.course, 60, placeholder="…")
    return {"line": one.line, "title": title, "code": one.code, "state": str(one.state), "columns": columns}


def _say_problems(turn: Turn, refused: ClassesRefused) -> None:
    lines = [
        (line, unescape(turn.text("class_wrong", column=one.column, flaw=str(one.flaw), got=one.got[:40])))
        for line, one in refused.problems[:MOST]
    ]
    more = max(0, len(refused.problems) - MOST)
    turn.answer("class_sheet_problems", lines=lines, more=more, **refused.facts)


async def do_import(turn: Turn, form: Form) -> None:
    rows = [Row(line, cells) for line, cells in _kept_rows(form)]
    try:
        done = await import_classes(turn.desk, rows, institution_id=holder_of(form))
    except ClassesRefused as refused:
        # Meanwhile something is otherwise.
        _say_problems(turn, refused)
        return
    await forms.drop(turn)
    counts = Counter(str(one.state) for one in done)
    turn.answer("class_sheet_done", counts={str(state): counts[state] for state in RowState})


def _kept_rows(form: Form) -> list[tuple[int, dict[str, str]]]:
    return [(int(line), dict(cells)) for line, cells in json.loads(form.fields.get(ROWS, "[]"))]


async def send_model(turn: Turn) -> None:
    """A table with the headings and one row as an example."""
    headings = [unescape(turn.text("class_column", column=one)) for one in HEADINGS]
    example = [unescape(turn.text("class_example", column=one)) for one in HEADINGS]
    number = await keep_enclosure(
        turn.desk.session,
        name=turn.text("class_model_name"),
        media_type=MEDIA_TYPE,
        content=write_sheet("Turmas", [headings, example]),
        now=turn.desk.now,
    )
    turn.answers.append(Answer(turn.text("class_model"), enclosure_id=number))
