"""A calendar file of one class, or of all that one can enrol in."""

from collections.abc import Sequence

from bot.turn import Answer, Turn
from db.enclosures import keep_enclosure
from db.ids import ClassId
from rede.class_words import class_calendar

#: Act of the button; its number is that of a class, or ALL.
TAKE, ALL = "cursoslevar", 0
#: IANA media type of a calendar (RFC 5545); classes of one file.
CALENDAR, MOST = "text/calendar", 200


def calendar_button(turn: Turn, number: int) -> tuple[str, str]:
    return turn.text("button_take_calendar"), turn.button(TAKE, number)


async def send_calendar(turn: Turn, ids: Sequence[ClassId]) -> None:
    content = await class_calendar(turn.desk, ids[:MOST]) if ids else ""
    if not content:
        turn.answer("courses_calendar_empty")
        return
    file = await keep_enclosure(
        turn.desk.session,
        name=turn.text("courses_calendar_name"),
        media_type=CALENDAR,
        content=content.encode(),
        now=turn.desk.now,
    )
    words = turn.text("courses_calendar", count=min(len(ids), MOST))
    turn.answers.append(Answer(words, enclosure_id=file))
