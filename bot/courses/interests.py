"""What courses a person wants to hear of: one tap chooses, another takes it back."""

from bot.courses.seen import may_see
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.courses import Course, courses_by_id
from db.ids import CourseId
from db.interests import interests_of
from rede.bound_buttons import Pressed
from rede.choose_interests import COURSE, OFFERED, InterestRefused, toggle_interest
from rede.hearers import LABEL

#: Acts of buttons: the list; one of what is offered, by its place; one course, by its number.
LIST, TOGGLE, TOGGLE_COURSE = "cursosinter", "cursosquero", "cursosquerocur"
#: Courses in the list.
MOST = 12


async def show(turn: Turn) -> None:
    chosen = await interests_of(turn.desk.session, turn.who)
    labels = [
        (turn.text("button_interest", subject=one, chosen=one in chosen), turn.button(TOGGLE, number))
        for number, one in enumerate(OFFERED)
    ]
    numbers = sorted(CourseId(int(one.removeprefix(COURSE))) for one in chosen if one.startswith(COURSE))
    courses = await courses_by_id(turn.desk.session, numbers)
    labels += [
        (f"✓ {courses[one].title}"[:LABEL], turn.button(TOGGLE_COURSE, one))
        for one in numbers[:MOST]
        if one in courses
    ]
    turn.answer("interests_list", buttons=in_pairs(labels), count=len(chosen), courses=len(numbers))


async def take_list(turn: Turn, pressed: Pressed) -> None:
    await show(turn)


async def take(turn: Turn, pressed: Pressed) -> None:
    subject = OFFERED[pressed.number] if pressed.number < len(OFFERED) else ""
    await toggle_interest(turn.desk, subject)
    turn.spent = True
    await show(turn)


async def take_course(turn: Turn, pressed: Pressed) -> None:
    """A course of others is as one that there is not; whoever chose it before may take that back."""
    subject = f"{COURSE}{pressed.number}"
    course = await turn.desk.session.get(Course, pressed.number)
    known = subject in await interests_of(turn.desk.session, turn.who)
    if course is not None and not known and not await may_see(turn, course.institution_id):
        raise InterestRefused("interest_unknown")
    chosen = await toggle_interest(turn.desk, subject)
    turn.answer("interest_of_course", chosen=chosen)
