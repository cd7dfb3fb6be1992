"""What an announcement says in the chat, for whoever has to decide on it: with its file and its button."""

import json
from html import escape

from bot.turn import Answer, Turn
from db import outbox
from db.announcements import Announcement, wordings_of
from db.channels import ChannelKind
from db.ids import AnnouncementId
from db.slots import fill
from rede.announce import Buttons
from rede.broadcast_words import LONGEST_CAPTION, longest_chat
from rede.to_many import LEAVE, NAME


async def as_it_looks(turn: Turn, announcement: Announcement) -> list[Answer]:
    """As the person of the turn would get it; a file that has no room above the words follows them."""
    shared = await wordings_of(turn.desk.session, AnnouncementId(announcement.id))
    words, name = shared[ChannelKind.TELEGRAM].body, turn.person.name if turn.person else ""
    said = fill(words, {NAME: escape(name), LEAVE: "…", outbox.NOTICE_SLOT: "AV-…"})
    buttons, file = _links(announcement), announcement.enclosure_id
    if file is None or longest_chat(words, name) <= LONGEST_CAPTION:
        return [Answer(said, buttons, enclosure_id=file)]
    apart = turn.text("announcement_file", title=announcement.title)
    return [Answer(said, buttons), Answer(apart, enclosure_id=file)]


def _links(announcement: Announcement) -> Buttons:
    rows = json.loads(announcement.buttons) if announcement.buttons else []
    return [[(one["label"], one["link"]) for one in row if "link" in one] for row in rows]
