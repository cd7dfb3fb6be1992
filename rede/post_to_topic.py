"""What was announced is posted in the forum group too, in the topic of its axis, once; and a question, when asked.

The words greet nobody and name nobody: title, one or two sentences, link. A tool of acts.
"""

import json

from db import outbox
from db.announcements import Announcement
from db.channels import ChannelKind
from db.classes import CourseClass
from db.contributions import Contribution
from db.courses import Course
from db.deliveries import Lane
from db.forum_groups import ForumGroup, forum_group, key_of_post, key_of_question, topics_of
from db.ids import AnnouncementId, ContributionId
from db.notices import NoticeKind
from db.slots import without_slots
from rede.desk import Desk
from rede.offers import brief_of, code_of
from scheduler.clock import BRASILIA
from scheduler.plan.cpf import without_cpf
from scheduler.sending_window import end_of_local_day, not_before

#: Characters of an announcement that are posted as they are.
WHOLE = 900


async def post_announcement(desk: Desk, announcement_id: AnnouncementId) -> bool:
    """False: it is there already, or no group is attached."""
    group = await forum_group(desk.session)
    announcement = await desk.session.get(Announcement, announcement_id)
    if group is None or announcement is None:
        return False
    facts = {
        "title": announcement.title,
        "text": announcement.text if len(announcement.text) <= WHOLE else brief_of(announcement.text),
        "link": _link_of(announcement),
    }
    words = desk.office.texts.chat("topic_post", **facts)
    axis = await _axis_of(desk, announcement.about)
    return await _put(desk, group, words, axis=axis, key=key_of_post(announcement_id))


async def post_question(desk: Desk, question: Contribution) -> bool:
    """False: no group is attached."""
    group = await forum_group(desk.session)
    if group is None:
        return False
    number = ContributionId(question.id)
    facts = {"code": code_of(number), "text": without_cpf(question.text)}
    words = desk.office.texts.chat("topic_question", **facts)
    return await _put(desk, group, words, axis=question.axis, key=key_of_question(number))


async def _put(desk: Desk, group: ForumGroup, words: str, *, axis: str, key: str) -> bool:
    topics = await topics_of(desk.session, group.chat_id)
    leaves = not_before(desk.now, desk.office.window, BRASILIA, desk.office.calendar)
    delivery = outbox.NewDelivery(
        channel=ChannelKind.TELEGRAM,
        address=str(group.chat_id),
        body=without_slots(words),
        thread_id=topics.get(axis, topics.get("", 0)),
        expires_at=end_of_local_day(leaves, BRASILIA),
    )
    new = outbox.NewNotice(
        kind=NoticeKind.ANNOUNCEMENT,
        lane=Lane.REMINDERS,
        created_at=desk.now,
        not_before=leaves,
        deliveries=[delivery],
        key=key,
    )
    return await outbox.put(desk.session, new) is not None


def _link_of(announcement: Announcement) -> str:
    """Of the first button that leads somewhere; empty for none."""
    rows = json.loads(announcement.buttons) if announcement.buttons else []
    return next((str(one["link"]) for row in rows for one in row if one.get("link")), "")


async def _axis_of(desk: Desk, about: str) -> str:
    """Of what an announcement tells of (`contributions:12`); empty for no axis."""
    table, _, number = about.partition(":")
    if not number.isdecimal():
        return ""
    match table:
        case "contributions":
            told = await desk.session.get(Contribution, int(number))
            return told.axis if told else ""
        case "classes":
            held = await desk.session.get(CourseClass, int(number))
            course = await desk.session.get(Course, held.course_id) if held else None
            return course.axis if course else ""
        case _:
            return ""
