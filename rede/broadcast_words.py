"""The words of a broadcast in both channels, and whether they fit. A tool of acts."""

import re
from dataclasses import dataclass
from html import unescape

from db import outbox
from db.announcements import Announcement
from db.institutions import Institution
from db.slots import fill
from notifier.marked import as_chat, as_mail, as_plain
from rede.desk import Desk
from rede.digest import Words, words_of
from rede.to_many import NAME, LinkButton, leave_link, person_slot
from scheduler.clock import BRASILIA, local_day
from scheduler.wording import long_date

#: Characters of a chat message, counted as Telegram does at its strictest (UTF-16, after its marks).
LONGEST_CHAT = 4096
#: Of words under a file.
LONGEST_CAPTION = 1024
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote, and in whose name it is said."""

    title: str
    text: str
    #: The text in Telegram's HTML; empty: it has no formatting.
    marked: str = ""
    button: LinkButton | None = None
    #: None: the Secretariat.
    sender: Institution | None = None
    #: What it puts right.
    original: Announcement | None = None


def broadcast_words(desk: Desk, written: Written) -> Words:
    marked, original, button = written.marked, written.original, written.button
    facts: dict[str, object] = {
        "person": person_slot(),
        "title": written.title,
        "paragraphs": [part.split("\n") for part in re.split(r"\n{2,}", written.text)],
        "text": as_chat(marked) if marked else written.text,
        "plain": as_plain(marked) if marked else written.text,
        "marked": as_mail(marked) if marked else "",
        "leave_link": leave_link(desk),
        "sender": written.sender.acronym if written.sender else "",
        "sender_name": written.sender.name if written.sender else "",
        "corrected": original.title if original else "",
        "corrected_day": "",
        "button_label": button.label if button else "",
        "button_url": button.link if button else "",
    }
    if original is not None:
        facts["corrected_day"] = long_date(local_day(original.not_before))
    return words_of(desk, "announcement", facts)


def longest_chat(words: str, longest_name: str) -> int:
    """Units of the chat's message to whoever has the longest name."""
    filled = fill(words, {NAME: longest_name, outbox.NOTICE_SLOT: "AV-0000000000"})
    return units(unescape(_TAG.sub("", filled)))


def units(text: str) -> int:
    """UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def first_units(text: str, most: int) -> str:
    """As much of its beginning as has so many units; no character is cut in two."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def day_and_hour(announcement: Announcement) -> tuple[str, str]:
    """When it begins, in Brasília: `segunda-feira, 23/11/2026` and `9h00`."""
    local = announcement.not_before.astimezone(BRASILIA)
    return long_date(local.date()), f"{local.hour}h{local:%M}"
