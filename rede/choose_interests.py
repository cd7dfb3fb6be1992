"""A person says what courses they want to hear of; who says nothing hears of all."""

from db.audit import record
from db.classes import Modality
from db.courses import Course
from db.ids import CourseId, PersonId
from db.interests import Interest, drop_interest, interests_of
from rede.access import NotYours
from rede.desk import Desk
from rede.refusal import Refusal

#: Before the axis, the modality, or the number of a course.
AXIS, MODALITY, COURSE = "eixo:", "modalidade:", "curso:"
#: What is offered to everybody; courses are chosen one by one, where they are shown.
OFFERED = (*(f"{AXIS}{one}" for one in "123"), *(f"{MODALITY}{one}" for one in Modality))


class InterestRefused(Refusal):
    """`interest_unknown`: there is no such axis, modality or course."""


async def toggle_interest(desk: Desk, subject: str) -> bool:
    """Whether it is chosen from now on.

    Raises:
        NotYours: the desk has no actor.
        InterestRefused: nothing is called so.
    """
    if desk.actor is None:
        raise NotYours
    person_id: PersonId = desk.actor
    if subject in await interests_of(desk.session, person_id):
        await drop_interest(desk.session, person_id, subject)
        chosen = False
    else:
        await _require(desk, subject)
        desk.session.add(Interest(person_id=person_id, subject=subject, chosen_at=desk.now))
        chosen = True
    await desk.session.flush()
    act = "interest.add" if chosen else "interest.drop"
    record(desk.session, act, f"people:{person_id}", now=desk.now, person_id=person_id, detail=subject)
    return chosen


async def _require(desk: Desk, subject: str) -> None:
    number = subject.removeprefix(COURSE)
    is_course = subject.startswith(COURSE) and number.isdecimal()
    course = await desk.session.get(Course, CourseId(int(number))) if is_course else None
    if subject not in OFFERED and course is None:
        raise InterestRefused("interest_unknown")
