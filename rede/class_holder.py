"""Who may enter and change what: the Secretariat every class, a partner those that it holds. A tool of acts."""

from db.classes import CourseClass, class_with_course, held_classes
from db.courses import Course
from db.ids import ClassId, CourseId, InstitutionId
from db.institutions import Institution, Layer, second_layer_of, the_secretariat
from rede.access import Act, NotYours, is_executive, require
from rede.desk import Desk


async def require_holder(desk: Desk, institution_id: InstitutionId | None) -> Institution:
    """The institution in whose name the desk's actor enters classes; None: the Secretariat.

    Raises:
        NotYours: they may not, or there is none.
    """
    if await is_executive(desk):
        place = (
            await the_secretariat(desk.session)
            if institution_id is None
            else await desk.session.get(Institution, institution_id)
        )
    else:
        place = await require(desk, Act.HAND_IN, institution_id) if institution_id is not None else None
    if place is None:
        raise NotYours
    return place


async def require_class(desk: Desk, class_id: ClassId) -> tuple[CourseClass, Course]:
    """Held till the end of the transaction. Raises NotYours: it is another's, or there is none."""
    found = await class_with_course(desk.session, class_id)
    if found is None:
        raise NotYours
    await require_holder(desk, found[0].institution_id)
    (held,) = await held_classes(desk.session, [class_id])
    return held, found[1]


async def require_course(desk: Desk, course_id: CourseId) -> Course:
    """Raises NotYours: it is another's, or there is none."""
    course = await desk.session.get(Course, course_id)
    if course is None:
        raise NotYours
    await require_holder(desk, course.institution_id)
    return course


async def heard_within(desk: Desk, holder: Institution) -> set[InstitutionId] | None:
    """Whose people a class of that holder is told to; None: everybody's."""
    if holder.layer == Layer.SECRETARIAT:
        return None
    return {holder.id} | await second_layer_of(desk.session, holder.id)
