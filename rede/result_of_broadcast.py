"""The result of a broadcast as a sheet that Excel opens in Brazil: one line for each person of its audience. A tool
of acts."""

import csv
import io
from collections.abc import Sequence

from db.announcements import Announcement
from db.audiences import acronyms_served
from db.broadcast_results import Fate, ResultRow, rows_of_announcement
from notifier.texts import Texts
from rede.desk import Desk
from scheduler.clock import BRASILIA

MEDIA_TYPE = "text/csv"
#: Institutions of one person.
_MOST_PLACES = 3
#: How a cell begins that a spreadsheet would compute.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def csv_name(texts: Texts, announcement: Announcement) -> str:
    return texts.chat("broadcast_file", number=announcement.id)


async def csv_of(desk: Desk, announcement: Announcement) -> bytes:
    """UTF-8 with its mark, and `;` between the cells. By number of the person."""
    texts = desk.office.texts
    rows = await rows_of_announcement(desk.session, announcement)
    served = await acronyms_served(desk.session, [one.person_id for one in rows])
    known = {fate: _words(texts, fate) for fate in {one.fate for one in rows}}
    written = io.StringIO(newline="")
    sheet = csv.writer(written, delimiter=";", lineterminator="\r\n")
    sheet.writerow(texts.chat("broadcast_columns").split(";"))
    for one in rows:
        sheet.writerow([_cell(cell) for cell in _line(one, known[one.fate], served.get(one.person_id, ()))])
    return written.getvalue().encode("utf-8-sig")


def _words(texts: Texts, fate: Fate) -> tuple[str, str, str]:
    channel = "" if fate.channel is None else texts.chat("broadcast_channel", channel=str(fate.channel))
    reason = fate.absence or fate.result
    return (
        channel,
        texts.chat("broadcast_result", result=str(fate.result)),
        texts.chat("broadcast_reason", reason=str(reason)),
    )


def _line(one: ResultRow, words: tuple[str, str, str], places: Sequence[str]) -> list[str]:
    channel, result, reason = words
    moment = "" if one.at is None else f"{one.at.astimezone(BRASILIA):%d/%m/%Y %H:%M}"
    why = f"{reason}: {one.error}" if one.error else reason
    return [one.name, ", ".join(places[:_MOST_PLACES]), channel, result, why, moment]


def _cell(words: str) -> str:
    """A text, and never a formula."""
    flat = " ".join(words.split())
    return f"'{flat}" if flat.startswith(_COMPUTED) else flat
