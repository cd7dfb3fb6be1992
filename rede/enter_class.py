"""Somebody enters a class of a course. The bell tells of it once its enrolment is open."""

from collections.abc import Mapping

from db.classes import CourseClass
from db.ids import InstitutionId
from rede.class_holder import require_holder
from rede.class_rows import ClassReader
from rede.class_shelf import Shelf
from rede.desk import Desk


async def enter_class(
    desk: Desk, cells: Mapping[str, str], *, institution_id: InstitutionId | None = None
) -> CourseClass:
    """`institution_id`: who holds it; None: the Secretariat. A class that is over is kept, and told to nobody.

    Raises:
        NotYours: the actor may not enter classes of that institution.
        ClassRefused: something is wrong with it, or the course has one with its code.
    """
    shelf = await Shelf.of(desk, await require_holder(desk, institution_id))
    plan = await ClassReader(desk).read(shelf.completed(cells))
    await shelf.load([plan.course])
    return await shelf.keep(plan)


async def proposed_code(desk: Desk, title: str, *, institution_id: InstitutionId | None = None) -> str:
    """For the next class of that course: the first number that none of them has."""
    shelf = await Shelf.of(desk, await require_holder(desk, institution_id))
    await shelf.load([title])
    return shelf.next_code(title)
