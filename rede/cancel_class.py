"""A class is called off, with a reason: those who were told of it hear of that; the bell tells them."""

import json

from db.classes import CourseClass
from db.ids import ClassId
from rede.class_holder import require_class
from rede.class_plan import ClassRefused
from rede.class_shelf import CANCELLED, changed_from, note
from rede.desk import Desk
from scheduler.plan.cpf import has_cpf

#: Longest reason, in characters.
LONGEST = 300


async def cancel_class(desk: Desk, class_id: ClassId, *, why: str) -> CourseClass:
    """Calling it off again changes nothing.

    Raises:
        NotYours: the class is another's, or there is none.
        ClassRefused: it is over, or the reason is none that can be kept.
    """
    one, _ = await require_class(desk, class_id)
    if one.cancelled_at is not None:
        return one
    reason = " ".join(why.split())
    if not any(letter.isalnum() for letter in reason):
        raise ClassRefused(key="class_cancel_without_reason")
    if len(reason) > LONGEST or has_cpf(reason):
        raise ClassRefused(key="class_cancel_reason_wrong")
    if one.ends_on < desk.today:
        raise ClassRefused(key="class_over")
    one.cancelled_at, one.cancelled_why = desk.now, reason
    # What of an earlier change nobody heard yet stands in calendars, too.
    one.changed = json.dumps(changed_from(one) | {CANCELLED: ""}, ensure_ascii=False)
    one.sequence += 1
    note(desk, "class.cancel", one)
    await desk.session.flush()
    return one
