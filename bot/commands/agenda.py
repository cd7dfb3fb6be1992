"""/agenda: the next dates of the person's institutions, of goals and of meetings; also as a calendar file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.for_whom import own
from bot.turn import Answer, TakesButton, Turn
from db.enclosures import keep_enclosure
from db.ids import ObligationId
from db.obligations import Owed, next_dates
from rede.bound_buttons import Pressed
from rede.calendar_entries import calendar_entries
from rede.meetings import meetings
from scheduler.wording import distance, short_date

#: Dates in one message; dates in one calendar file; how far meetings are looked for.
MOST, MOST_IN_FILE, AHEAD = 12, 200, timedelta(days=400)
#: Callback data of the calendar file; it has no number.
TAKE = "agendalevar"
#: IANA media type of a calendar (RFC 5545).
CALENDAR = "text/calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    on: date
    #: `sex., 26/12/2025`, and how far it is.
    day: str
    distance: str
    #: The key of a goal; empty for a meeting.
    key: str
    acronym: str
    detail: str


async def handle(turn: Turn) -> None:
    owed = await _owed(turn)
    lines = sorted([*_dates(turn, owed), *await _meetings(turn)], key=lambda line: (line.on, line.key))
    row = [(turn.text("button_take_calendar"), turn.button(TAKE, 0))] if owed else []
    turn.answer(
        "agenda",
        buttons=[row] if row else (),
        lines=lines[:MOST],
        more=max(0, len(lines) - MOST),
    )


async def _owed(turn: Turn) -> list[Owed]:
    ids = [one.id for one in own(turn)]
    return await next_dates(turn.desk.session, ids, today=turn.desk.today, limit=MOST_IN_FILE)


def _dates(turn: Turn, owed: Sequence[Owed]) -> list[AgendaLine]:
    """The same goal on the same day under several agreements is one line."""
    found: dict[tuple[str, str, date], AgendaLine] = {}
    for one in owed:
        due = one.obligation.literal
        if due is None:
            continue
        aim = due if turn.desk.today <= due else one.obligation.extended or due
        line = AgendaLine(
            on=aim,
            day=short_date(aim),
            distance=distance(aim, turn.desk.today),
            key=one.goal.key,
            acronym=one.institution.acronym,
            detail="",
        )
        found.setdefault((line.acronym, line.key, aim), line)
    return list(found.values())


async def _meetings(turn: Turn) -> list[AgendaLine]:
    today, ids = turn.desk.today, [one.id for one in own(turn)]
    return [
        AgendaLine(
            on=one.on, day=short_date(one.on), distance=one.distance, key="", acronym="", detail=one.detail
        )
        for one in await meetings(turn.desk, ids, first=today, last=today + AHEAD)
    ]


async def _take(turn: Turn, pressed: Pressed) -> None:
    owed = await _owed(turn)
    entries = await calendar_entries(turn.desk, [ObligationId(one.obligation.id) for one in owed])
    content = entries.of(owed, day=turn.desk.today)
    if not content:
        turn.answer("agenda", lines=(), more=0)
        return
    file = await keep_enclosure(
        turn.desk.session,
        name=turn.text("calendar_file_name"),
        media_type=CALENDAR,
        content=content.encode(),
        now=turn.desk.now,
    )
    turn.answers.append(Answer(turn.text("agenda_file"), enclosure_id=file))


BUTTONS: Mapping[str, TakesButton] = {TAKE: _take}
