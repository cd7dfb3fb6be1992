"""The material of a course (Portaria SEGES/MGI nº 4.890/2023, art. 21, X): listed, sent, kept, taken away.

Who keeps it sends a file, or a title and a link, to the open form of /turma.
"""

import re
from pathlib import PurePath

from bot import forms
from bot.courses.card import KEEP, MATERIAL
from bot.courses.seen import may_change, may_see, seen_class
from bot.file_kind import media_type_of
from bot.forms import Form
from bot.turn import Answer, Turn
from db.courses import Course, Material, materials_of
from db.enclosures import Enclosed
from db.ids import ClassId, CourseId
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.class_holder import require_class
from rede.hearers import LABEL
from rede.keep_material import LONGEST, MaterialRefused, keep_material, remove_material
from rede.links import allowed_link

#: Acts of buttons: one file is sent; one piece is taken away.
FILE, DROP = "cursosarquivo", "turmaretirar"
#: What the field `asked` of the form says; pieces in one message.
ASKED, MOST = "material", 12
#: Characters of a link that is shown besides its button.
SHOWN = 150
_LINK = re.compile(
    r"(?P<title>.*?)[\s:,;-]*(?P<link>(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*)\s*", re.DOTALL
)


async def take_list(turn: Turn, pressed: Pressed) -> None:
    found = await seen_class(turn, pressed.number)
    await _show(turn, found.course)


async def _show(turn: Turn, course: Course) -> None:
    kept = await materials_of(turn.desk.session, course.id)
    changes = await may_change(turn, course.institution_id)
    rows = []
    for one in kept[:MOST]:
        row = [(one.title[:LABEL], one.link or turn.button(FILE, one.id))]
        if changes:
            label = turn.text("button_material_drop", title=one.title)[:LABEL]
            row.append((label, turn.button(DROP, one.id)))
        rows.append(row)
    links = [(one.title, one.link if len(one.link) <= SHOWN else "") for one in kept[:MOST] if one.link]
    files = any(not one.link for one in kept[:MOST])
    more = max(0, len(kept) - MOST)
    turn.answer(
        "material_list",
        buttons=rows,
        course=course.title,
        links=links,
        files=files,
        more=more,
        count=len(kept),
    )


async def send_file(turn: Turn, pressed: Pressed) -> None:
    one = await _of_sight(turn, pressed.number)
    if one.enclosure_id is None:
        turn.answer("material_gone")
        return
    turn.answers.append(Answer(turn.text("material_file", title=one.title), enclosure_id=one.enclosure_id))


async def drop(turn: Turn, pressed: Pressed) -> None:
    gone = await remove_material(turn.desk, pressed.number)
    turn.spent = True
    turn.answer("material_dropped", title=gone.title)


async def _of_sight(turn: Turn, number: int) -> Material:
    one = await turn.desk.session.get(Material, number)
    course = await turn.desk.session.get(Course, one.course_id) if one else None
    if one is None or course is None or not await may_see(turn, course.institution_id):
        raise NotYours
    return one


async def begin(turn: Turn, pressed: Pressed) -> None:
    """[Pôr material]: of the course of that class."""
    _, course = await require_class(turn.desk, ClassId(pressed.number))
    form = Form("turma", {"course_id": str(course.id), "asked": ASKED})
    turn.answer("material_ask", course=course.title)
    await forms.keep(turn, form)


async def take(turn: Turn, form: Form) -> None:
    """A file, with its title as caption; or words with a link in them; or a title alone, whose link is asked for.

    Raises:
        MaterialRefused, LinkRefused: it cannot be kept so; the form stays.
    """
    said, course_id = turn.said.text.strip(), CourseId(int(form.fields["course_id"]))
    found = _LINK.fullmatch(said)
    if turn.file is not None:
        title = (said or form.fields.get("title", "") or PurePath(turn.file.name).stem)[:LONGEST]
        kept = await keep_material(turn.desk, course_id, title=title, file=_enclosed(turn))
    elif found is not None:
        link = allowed_link(turn.desk.office, found["link"])
        title = (
            found["title"].strip() or form.fields.get("title", "") or link.removeprefix("https://")[:LONGEST]
        )
        kept = await keep_material(turn.desk, course_id, title=title, link=link)
    else:
        await _ask_link(turn, form, said)
        return
    await _kept(turn, form, kept)


def _enclosed(turn: Turn) -> Enclosed:
    file = turn.file
    media_type = media_type_of(file.content) if file else ""
    if file is None or not media_type:
        raise MaterialRefused("material_kind")
    return Enclosed(file.name, media_type, file.content)


async def _ask_link(turn: Turn, form: Form, said: str) -> None:
    if len(said) > LONGEST:
        raise MaterialRefused("material_title_wrong", most=LONGEST)
    form.fields["title"] = said
    turn.answer("material_ask_link", title=said)
    await forms.keep(turn, form)


async def _kept(turn: Turn, form: Form, kept: Material) -> None:
    """More may follow: the form stays open."""
    form.fields.pop("title", None)
    done = [[(turn.text("button_material_done"), forms.button(form, "do", "pronto"))]]
    turn.answer("material_kept", buttons=done, title=kept.title)
    await forms.keep(turn, form)


BUTTONS = {MATERIAL: take_list, FILE: send_file, DROP: drop, KEEP: begin}
