"""/envios: what leaves in the next days, for the Secretariat. By day; of one institution, message by message.

What it shows is worked out by the door before the transaction opens (`look_out`): that takes longer than a writer
may be held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from bot.turn import Turn
from db.institutions import Institution, institution_by_acronym
from rede.access import NotYours
from rede.sendings import Lookout, Sending, line_of_sending, told_apart
from scheduler.wording import short_date

#: Days looked at, unless asked for others, and at the most.
DAYS, MOST_DAYS = 7, 31
#: Messages told one by one, and goals of each: a list that fits one message.
MOST_LINES, MOST_GOALS = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingDay:
    """What leaves on one day."""

    day: str
    messages: int
    people: int


@dataclass(frozen=True, slots=True)
class _Wish:
    lookout: Lookout
    institution: Institution | None


async def look_out(turn: Turn) -> Lookout | None:
    """What has to be worked out for the answer; None where the answer is a no."""
    if not turn.of_the_secretariat:
        return None
    wish = await _wish(turn)
    return wish.lookout if wish else None


async def handle(turn: Turn) -> None:
    if not turn.of_the_secretariat:
        raise NotYours
    wish = await _wish(turn)
    if wish is None:
        turn.answer("sendings_unknown", most=MOST_DAYS)
        return
    acronym = wish.institution.acronym if wish.institution else ""
    facts: dict[str, Any] = {
        "since": f"{wish.lookout.since:%d/%m/%Y}",
        "until": f"{wish.lookout.until:%d/%m/%Y}",
        "acronym": acronym,
    }
    ahead = told_apart([one for one in turn.foreseen if not one.sent])
    if not ahead:
        turn.answer("sendings_none", **facts)
        return
    shown = ahead[:MOST_LINES] if acronym else []
    turn.answer(
        "sendings",
        **facts,
        days=_by_day(ahead),
        lines=[line_of_sending(one, most=MOST_GOALS) for one in shown],
        more=len(ahead) - len(shown) if shown else 0,
    )


async def _wish(turn: Turn) -> _Wish | None:
    """`/envios UPB 15`: acronym and days, in this order or the other, each of them or neither. None: not
    understood."""
    given = turn.said.text.split()[1:]
    numbers = [one for one in given if one.isdecimal()] or [str(DAYS)]
    words = [one for one in given if not one.isdecimal()]
    days = int(numbers[0][:4])
    if len(numbers) > 1 or len(words) > 1 or not 1 <= days <= MOST_DAYS:
        return None
    institution = await institution_by_acronym(turn.desk.session, words[0]) if words else None
    if words and institution is None:
        return None
    until = turn.desk.today + timedelta(days=days)
    return _Wish(Lookout(turn.desk.today, until, institution.id if institution else None), institution)


def _by_day(ahead: Sequence[Sending]) -> list[SendingDay]:
    days = ((day, list(group)) for day, group in groupby(ahead, key=lambda one: one.on.date()))
    return [
        SendingDay(day=short_date(day), messages=len(one), people=len({(s.person, s.email) for s in one}))
        for day, one in days
    ]
