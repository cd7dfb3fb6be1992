"""A broadcast to many people waits for a second authorised person: whoever may say yes is asked. A tool of acts."""

from datetime import timedelta

from db.announcements import Announcement
from db.people import Person
from rede.audience_in_words import kept_audience_in_words
from rede.bound_buttons import bound
from rede.broadcast_words import day_and_hour, first_units
from rede.desk import Desk
from rede.digest import words_of
from rede.own_broadcasts import approvers
from rede.refusal import Refusal
from rede.tasks import tell_task

#: Buttons of whoever is asked; the number is the announcement's.
APPROVE, REFUSE = "comunaprova", "comunrecusa"
#: After somebody said yes nothing leaves for so long: they may call it off.
GRACE = timedelta(seconds=60)
#: Units of UTF-16 of the text that whoever is asked sees at once.
SHOWN = 2000


class ApprovalRefused(Refusal):
    """
    `approval_nobody`: nobody else may approve it; `approval_own`: its author cannot; `approval_over`: it waits for
    no approval any more.
    """


async def ask_approval(desk: Desk, announcement: Announcement) -> None:
    """Everybody who may approve it, once each.

    Raises:
        ApprovalRefused: there is nobody.
    """
    asked = await approvers(desk, announcement)
    if not asked:
        raise ApprovalRefused("approval_nobody")
    author = (
        None if announcement.created_by is None else await desk.session.get(Person, announcement.created_by)
    )
    day, hour = day_and_hour(announcement)
    shown = first_units(announcement.text, SHOWN)
    facts = {
        "number": announcement.id,
        "author": author.name if author else "",
        "title": announcement.title,
        "text": shown,
        "cut": shown != announcement.text,
        "audience": await kept_audience_in_words(desk, announcement.audience),
        "corrects": announcement.correction_of or 0,
        "people": announcement.people,
        "day": day,
        "hour": hour,
        "urgent": announcement.urgent,
    }
    words = words_of(desk, "broadcast_approval", facts)
    texts, sealer = desk.office.texts, desk.office.sealer
    for person_id in asked:
        buttons = [
            [
                (texts.chat(f"button_{act}"), bound(sealer, person_id, act, announcement.id))
                for act in (APPROVE, REFUSE)
            ]
        ]
        key = approval_key(announcement, person_id)
        at_once = bool(announcement.urgent)
        await tell_task(desk, person_id, words, key=key, buttons=buttons, at_once=at_once)


def approval_key(announcement: Announcement, person_id: int) -> str:
    return f"broadcast-approval:{announcement.id}:{person_id}"
