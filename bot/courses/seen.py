"""Which classes a person is shown: the Secretariat's, those of one's own institutions, and of who leads them."""

from collections.abc import Sequence
from datetime import timedelta

from rapidfuzz import fuzz

from bot.turn import Turn
from db.classes import CourseClass, classes_listed
from db.courses import Course
from db.ids import ClassId, InstitutionId
from db.institutions import Institution, Layer, second_layer_of
from rede.access import NotYours
from rede.class_holder import require_holder
from rede.class_words import ClassAtHand, classes_at_hand
from rede.elo_names import same

#: How long a class is listed after it is over; how like a title what is searched for has to be, in percent.
BACK, LIKE = timedelta(days=60), 80


async def seen_classes(turn: Turn) -> list[tuple[CourseClass, Course]]:
    """That are not over for long, by first day, called off too."""
    return await in_sight(turn, await classes_listed(turn.desk.session, ends_from=turn.desk.today - BACK))


async def in_sight(
    turn: Turn, rows: Sequence[tuple[CourseClass, Course]]
) -> list[tuple[CourseClass, Course]]:
    """Those of them that the person is shown, in the same order."""
    holders = {one.institution_id for one, _ in rows}
    seen = {number for number in sorted(holders) if await may_see(turn, number)}
    return [row for row in rows if row[0].institution_id in seen]


async def may_see(turn: Turn, holder_id: InstitutionId) -> bool:
    own = {one.id for one in turn.served}
    if turn.of_the_secretariat or holder_id in own:
        return True
    holder = await turn.desk.session.get(Institution, holder_id)
    if holder is None or holder.layer == Layer.SECRETARIAT:
        return holder is not None
    return bool(own & await second_layer_of(turn.desk.session, holder_id))


async def seen_class(turn: Turn, number: int) -> ClassAtHand:
    """Raises NotYours: there is none, or it is of others."""
    found = await classes_at_hand(turn.desk, [ClassId(number)])
    if not found or not await may_see(turn, found[0].holder.id):
        raise NotYours
    return found[0]


async def may_change(turn: Turn, holder_id: InstitutionId) -> bool:
    try:
        await require_holder(turn.desk, holder_id)
    except NotYours:
        return False
    return True


def called(rows: Sequence[tuple[CourseClass, Course]], words: str) -> list[tuple[CourseClass, Course]]:
    """Of a course whose title has these words, or nearly, the likest first."""
    sought = same(words)
    likeness = {course.id: fuzz.token_set_ratio(sought, same(course.title)) for _, course in rows}
    for _, course in rows:
        if sought in same(course.title):
            likeness[course.id] = 100.0
    found = [row for row in rows if likeness[row[1].id] >= LIKE]
    return sorted(found, key=lambda row: -likeness[row[1].id])
