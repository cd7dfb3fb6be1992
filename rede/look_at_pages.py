"""A partner's page (goal 3.1) is to be visited: at hand-in, and each semester. A tool of acts; it visits nothing.

A look is a hint for whoever reviews. Banner, notícia and pop-up are three checks, and the report says which: a
visit knows only whether the page answers and names the Rede.
"""

import re

from db.deliverables import Deliverable
from db.ids import DeliverableId
from db.obligations import Owed
from db.page_looks import PageLook, coming_looks, forget_coming_looks, named_before, newest_looks
from rede.desk import Desk
from rede.evidence import Kind, kind_of
from rede.filing import evidence_in
from scheduler.clock import local_day
from scheduler.wording import long_date

#: Longest address visited, as `notifier.fetch` has it.
LONGEST_URL = 2000
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”]+", re.IGNORECASE)


async def ask_for_look(desk: Desk, owed: Owed, deliverable: Deliverable, url: str = "") -> PageLook | None:
    """A report was filed, or corrected: where it is about a page, that is visited today. None: there is none.

    `url`: the page; empty: the one in the report's evidence, else the first address in its words.
    """
    if kind_of(owed.goal.key) is not Kind.PAGE or deliverable.says_nothing:
        return None
    said = (url, evidence_in(deliverable.evidence).get("link", ""), deliverable.description)
    page = next((found for one in said if (found := address_in(one))), "")
    if not page:
        return None
    await forget_coming_looks(desk.session, owed.institution.id, page)
    look = PageLook(
        institution_id=owed.institution.id,
        deliverable_id=DeliverableId(deliverable.id),
        url=page,
        look_on=desk.today,
    )
    desk.session.add(look)
    await desk.session.flush()
    return look


async def withdraw_look(desk: Desk, deliverable: Deliverable) -> None:
    """The report was taken back: its page is visited for the report that named it before, if there is one."""
    for look in await coming_looks(desk.session, DeliverableId(deliverable.id)):
        before = await named_before(desk.session, look)
        if before is None:
            await desk.session.delete(look)
        else:
            look.deliverable_id = before
    await desk.session.flush()


def address_in(words: str) -> str:
    """The first address of the web in it, with its scheme; empty where there is none."""
    found = _ADDRESS.search(words)
    if found is None or len(found[0]) > LONGEST_URL:
        return ""
    address = found[0].rstrip(".,;:!?)]}»")
    return f"https://{address}" if address.lower().startswith("www.") else address


async def last_look(desk: Desk, deliverable_id: DeliverableId) -> PageLook | None:
    """The newest look at a report's page; one that is still to come, where there was none; None: it has no page."""
    return (await newest_looks(desk.session, [deliverable_id])).get(deliverable_id)


def page_words(look: PageLook) -> dict[str, object]:
    """What the text `page_seen` says of a look."""
    return {
        "url": look.url,
        "final_url": look.final_url if look.final_url != look.url else "",
        "looked": long_date(local_day(look.looked_at)) if look.looked_at else "",
        "answered": look.answered,
        "status": look.status,
        "names_rede": look.names_rede,
        "title": look.title,
        "why": look.why,
    }
