"""What a partner copies to its own pages of a class, a campaign or goal 3.1: banner, news, pop-up. A tool of acts.

What somebody wrote goes before; without it the words come from the texts, and follow the class when that changes.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass

from db.classes import CourseClass
from db.courses import Course
from db.ids import EnclosureId
from db.kits import CLASS, GOAL, Kit, class_to_publish, kit_about
from rede.class_plan import hour
from rede.desk import Desk
from scheduler.clock import BRASILIA
from scheduler.wording import long_date

#: The goal whose three items stand on the official page.
PAGE = "3.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KitWords:
    """Plain text, to be copied as it is."""

    about: str
    title: str
    banner: str
    news: str
    popup: str
    #: The picture of the banner, where somebody gave one.
    enclosure_id: EnclosureId | None = None


async def kit_of(desk: Desk, about: str) -> KitWords | None:
    """None: there is no such class, campaign or goal with words to copy."""
    written = await kit_about(desk.session, about)
    if written is not None:
        return _as_written(written)
    if about == f"{GOAL}{PAGE}":
        return _made(desk, about, "page", {"official_page": desk.office.official_page})
    number = about.removeprefix(CLASS)
    if about.startswith(CLASS) and number.isdecimal():
        found = await class_to_publish(desk.session, int(number))
        return kit_of_class(desk, *found) if found else None
    return None


def kit_of_class(desk: Desk, one: CourseClass, course: Course) -> KitWords:
    """As the texts have it, whatever somebody wrote."""
    closes = one.enrol_closes_at.astimezone(BRASILIA) if one.enrol_closes_at else None
    facts = {
        "course": course.title,
        "about": course.about,
        "starts": long_date(one.starts_on),
        "ends": long_date(one.ends_on) if one.ends_on != one.starts_on else "",
        "closes": f"{long_date(closes.date())}, às {hour(closes)}" if closes else "",
        "modality": str(one.modality),
        "hours": f"{one.workload:f}".rstrip("0").rstrip(".").replace(".", ",") if one.workload else "",
        "seats": one.seats,
        "place": one.place,
        "link": one.link or desk.office.official_page,
    }
    return _made(desk, f"{CLASS}{one.id}", "class", facts)


def _made(desk: Desk, about: str, kind: str, facts: Mapping[str, object]) -> KitWords:
    def said(part: str) -> str:
        # The texts are escaped for the chat; what is copied is plain.
        return html.unescape(desk.office.texts.chat(f"kit_{kind}_{part}", **facts))

    return KitWords(
        about=about, title=said("title"), banner=said("banner"), news=said("news"), popup=said("popup")
    )


def _as_written(kit: Kit) -> KitWords:
    return KitWords(
        about=kit.about,
        title=kit.title,
        banner=kit.banner,
        news=kit.news,
        popup=kit.popup,
        enclosure_id=kit.enclosure_id,
    )
