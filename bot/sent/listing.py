"""The last announcements, newest first: those of whoever asks, or all of them for the Secretariat."""

from textwrap import shorten

from bot.keyboards import in_pairs
from bot.sent.card import OPEN, sender_of, state_in_words
from bot.turn import Turn
from db.broadcast_results import counts_of_announcement
from db.held_announcements import Progress
from rede.own_broadcasts import my_broadcasts

#: Announcements of one list; characters of a title in it.
MOST, LONGEST_TITLE = 10, 60


async def show(turn: Turn) -> None:
    """Raises NotYours: the person speaks in nobody's name."""
    found = await my_broadcasts(turn.desk, limit=MOST)
    buttons = [
        (
            turn.text("button_sent_open", number=one.announcement.id),
            turn.button(OPEN, one.announcement.id),
        )
        for one in found
    ]
    lines = [await _line(turn, one) for one in found]
    turn.answer("sent_list", buttons=in_pairs(buttons), lines=lines, most=MOST)


async def _line(turn: Turn, one: Progress) -> dict[str, object]:
    row = one.announcement
    counts = await counts_of_announcement(turn.desk.session, row)
    return {
        "number": row.id,
        "title": shorten(row.title, LONGEST_TITLE, placeholder="…"),
        "sender": await sender_of(turn, row.sender_id),
        "words": state_in_words(turn, row, one.state, sent=counts.sent),
    }
