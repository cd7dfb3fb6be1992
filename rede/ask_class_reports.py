"""After its last lesson whoever holds a class is asked, once, for its report of goal 2.2, filled in already."""

from collections.abc import Sequence
from datetime import timedelta

from db.classes import CourseClass, classes_without_report, held_classes
from db.ids import ClassId
from db.obligations import reportable_obligations
from db.people import Person
from rede.bound_buttons import bound
from rede.circles import circles_of
from rede.class_report import GOAL, REPORT_BUTTON
from rede.class_words import ClassAtHand, classes_at_hand, facts_of
from rede.desk import Desk
from rede.digest import words_of
from rede.tasks import tell_task
from scheduler.clock import local_day

#: Days after which nobody is asked any more.
LATE = timedelta(days=60)


async def classes_to_ask(desk: Desk) -> Sequence[ClassId]:
    """That ended before today and were entered before they ended: others are history."""
    since = desk.today - LATE
    found = await classes_without_report(desk.session, ended_before=desk.today, since=since)
    return [one.id for one in found if local_day(one.created_at) <= one.ends_on]


async def ask_class_report(desk: Desk, class_id: ClassId) -> int:
    """How many people were told; nobody where the holder owes no such goal, or it was asked already."""
    (one,) = await held_classes(desk.session, [class_id])
    if one.report_asked_at is not None or one.deliverable_id is not None or one.cancelled_at is not None:
        return 0
    one.report_asked_at = desk.now
    owed = await reportable_obligations(desk.session, [one.institution_id])
    if all(each.goal.key != GOAL for each in owed):
        return 0
    (found,) = await classes_at_hand(desk, [class_id])
    circles = await circles_of(desk.session, [one.institution_id])
    people = circles.followers(one.institution_id, GOAL)
    for number in people:
        await _ask(desk, await desk.session.get_one(Person, number), found)
    return len(people)


async def _ask(desk: Desk, person: Person, found: ClassAtHand) -> None:
    one: CourseClass = found.one
    words = words_of(desk, "class_report_asked", {"person": person.name, "one": facts_of(desk, found)})
    button = desk.office.texts.chat("button_class_report")
    data = bound(desk.office.sealer, person.id, REPORT_BUTTON, one.id)
    await tell_task(
        desk, person.id, words, key=f"class-report:{one.id}:{person.id}", buttons=[[(button, data)]]
    )
