"""What people type without a command: a number, a goal, an institution, a date. Never silence.

What it is, is answered by the command for it; what nothing is made of, by two suggestions.
"""

import re

from bot.date_words import read_date
from bot.protocol_numbers import read_notice, read_report
from bot.report_words import read_key
from bot.turn import Turn
from db.obligations import Owed, open_obligations_of_day
from rede.access import Act, places
from rede.find_institution import find_institutions
from scheduler.wording import long_date

#: Goals told of one day.
MOST = 12
#: A bare number may be anything; only with its letters is it a notice's.
_NOTICE = re.compile(r"(?i)\W*(av|aviso)\W*\d")
#: Shorter words are near too many names.
SHORTEST = 3


async def answer(turn: Turn) -> None:
    said = turn.said.text.strip()
    key = read_key(said)
    if read_report(said) is not None or (_NOTICE.match(said) and read_notice(said) is not None):
        turn.again = f"/protocolo {said}"
    elif key:
        turn.again = f"/metas {key}"
    elif not await _is_date(turn, said) and not await _is_institution(turn, said):
        turn.answer("not_understood")


async def _is_date(turn: Turn, said: str) -> bool:
    """A day is answered by what falls due on it."""
    calendar = turn.desk.office.calendar
    read = read_date(said, today=turn.desk.today, working_day=calendar.is_business_day, past=False)
    if read is None:
        return False
    due = await open_obligations_of_day(turn.desk.session, [one.id for one in turn.served], read.day)
    turn.answer(
        "due_on_day",
        day=long_date(read.day),
        goals=[_told(one) for one in due[:MOST]],
        more=max(0, len(due) - MOST),
    )
    return True


def _told(one: Owed) -> tuple[str, str]:
    return one.institution.acronym, one.goal.key


async def _is_institution(turn: Turn, said: str) -> bool:
    """The Secretariat hears what is missing of it, others its goals."""
    if len(said) < SHORTEST:
        return False
    seen = await places(turn.desk, Act.SEE_GOALS)
    if not await find_institutions(turn.desk, said, among=seen.only):
        return False
    turn.again = f"/{'pendencias' if seen.everywhere else 'metas'} {said}"
    return True
