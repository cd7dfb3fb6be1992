"""A class changes: those who were told of it hear of what matters; the bell tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.classes import CourseClass, lessons_of
from db.ids import ClassId
from rede.class_holder import require_class, require_holder
from rede.class_plan import ClassFlaw, ClassProblem, ClassRefused, Column
from rede.class_rows import ClassReader
from rede.class_shelf import Shelf, change, changes, plan_of
from rede.desk import Desk
from rede.elo_names import same


@dataclass(frozen=True, slots=True)
class Change:
    one: CourseClass
    #: What is written otherwise now; none: nothing changed.
    columns: Sequence[Column]
    #: Others are to hear of it, as far as they were told of the class.
    told: bool


async def change_class(
    desk: Desk, class_id: ClassId, cells: Mapping[str, str], *, relevant: bool = False
) -> Change:
    """`cells`: only what changes; the course stays. A day, an hour, a place and a link are always `relevant`; a
    typo is not, unless somebody says so.

    Raises:
        NotYours: the class is another's, or there is none.
        ClassRefused: something is wrong with it, or it was called off.
    """
    one, course = await require_class(desk, class_id)
    if one.cancelled_at is not None:
        raise ClassRefused(key="class_cancelled")
    before = plan_of(one, course, (await lessons_of(desk.session, [class_id]))[class_id])
    new = {name: text for name, text in cells.items() if name != Column.COURSE}
    after = await ClassReader(desk).read(new, before=before)
    if same(after.code) != same(before.code):
        await _require_free(desk, one, course.title, after.code)
    columns = changes(before, after)
    told = bool(columns) and await change(desk, one, course, plans=(before, after), relevant=relevant)
    return Change(one, columns, told)


async def _require_free(desk: Desk, one: CourseClass, title: str, code: str) -> None:
    shelf = await Shelf.of(desk, await require_holder(desk, one.institution_id))
    await shelf.load([title])
    if shelf.known(title, code) is not None:
        raise ClassRefused([ClassProblem(Column.CODE, ClassFlaw.CODE_TAKEN, code)])
