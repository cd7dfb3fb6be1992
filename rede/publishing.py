"""How a contribution is announced: its title, one or two sentences and its link, with credit. A tool of acts.

Only its institution is named. The letter holds it whole; from the chat it is asked for by a button.
"""

import re
from collections.abc import Mapping
from html import unescape

from db.announcements import AnnouncementKind
from db.contributions import Contribution, ContributionState
from db.ids import AnnouncementId
from rede.audience import EVERYBODY, listeners
from rede.desk import Desk
from rede.digest import Words
from rede.offers import Outcome, brief_of, facts_of, is_question, tell_of_outcome
from rede.to_many import LinkButton, PressButton, ToMany, leave_link, person_slot, tell_many

#: The act of the button that brings it whole (bot/commands/boapratica.py).
WHOLE = "contribtexto"
#: Characters under a file (Bot API, sendPhoto), with room for a name and a code.
_CAPTION = 900
_TAG = re.compile(r"<[^>]*>")


async def publish(desk: Desk, contribution: Contribution) -> None:
    """What may be published, to everybody; its author is told. In an electoral period it is held."""
    facts = await facts_of(desk, contribution) | {"brief": brief_of(contribution.text)}
    words = _words(desk, contribution, facts)
    audience = await listeners(desk, EVERYBODY)
    announcement = await tell_many(
        desk,
        ToMany(
            kind=AnnouncementKind.CONTRIBUTION,
            title=contribution.title,
            text=unescape(desk.office.texts.chat("contribution_summary", **facts)),
            words=words,
            people=[one.person_id for one in audience],
            audience=str(EVERYBODY),
            key=f"contribution:{contribution.id}",
            about=f"contributions:{contribution.id}",
            promotional=True,
            buttons=_buttons(desk, contribution),
            enclosure_id=contribution.enclosure_id if _goes_with_a_file(words) else None,
        ),
    )
    contribution.state, contribution.decided_at = ContributionState.PUBLISHED, desk.now
    if announcement is not None:
        contribution.announcement_id = AnnouncementId(announcement.id)
    held = announcement is not None and announcement.held_at is not None
    outcome = Outcome("held" if held else "published", f"contribution-told:{contribution.id}:published")
    await tell_of_outcome(desk, contribution, outcome)


def is_publishable(contribution: Contribution) -> bool:
    return not is_question(contribution)


def _words(desk: Desk, contribution: Contribution, facts: Mapping[str, object]) -> Words:
    told = {
        **facts,
        "person": person_slot(),
        "paragraphs": [part.split("\n") for part in re.split(r"\n{2,}", contribution.text)],
        "leave_link": leave_link(desk),
        "mailbox": desk.office.mailbox,
        "official_page": desk.office.official_page,
    }
    texts = desk.office.texts
    return Words(chat=texts.chat("contribution_news", **told), mail=texts.email("contribution_news", **told))


def _goes_with_a_file(words: Words) -> bool:
    return len(unescape(_TAG.sub("", words.chat)).encode("utf-16-le")) // 2 <= _CAPTION


def _buttons(desk: Desk, contribution: Contribution) -> list[list[PressButton | LinkButton]]:
    texts, rows = desk.office.texts, list[list[PressButton | LinkButton]]()
    if len(contribution.text) > len(brief_of(contribution.text)) or contribution.enclosure_id is not None:
        rows.append([PressButton(texts.chat("button_contribution_whole"), WHOLE, contribution.id)])
    if contribution.link:
        rows.append([LinkButton(texts.chat("button_contribution_link"), contribution.link)])
    return rows
