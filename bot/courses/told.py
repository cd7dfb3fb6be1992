"""The courses that the person's institutions told of, and how many hours they make."""

from datetime import timedelta
from textwrap import shorten

from bot.for_whom import own
from bot.turn import Turn
from db.course_reports import course_reports
from rede.progress_lines import number
from scheduler.clock import local_day
from scheduler.wording import short_date

#: How far back; courses in one message, and characters of each.
BACK, MOST, LONGEST = timedelta(days=730), 10, 120


async def show(turn: Turn) -> None:
    ids, since = [one.id for one in own(turn)], turn.desk.now - BACK
    found = await course_reports(turn.desk.session, ids, since=since, limit=MOST + 1)
    turn.answer(
        "courses_told",
        courses=[
            {
                "acronym": institution.acronym,
                "title": shorten(report.description, LONGEST, placeholder="…"),
                "hours": number(report.hours) if report.hours is not None else "",
                "day": short_date(local_day(report.received_at)),
                "protocol": report.protocol,
            }
            for report, institution in found[:MOST]
        ],
        more=len(found) > MOST,
        mailbox=turn.desk.office.mailbox,
    )
