"""Who tries words and codes that are none: after some of them answers slow down, and the Secretariat is told once.

A tool of acts, which ask `slowed` first and call `note_wrong` for each that was wrong. What is counted has to be
kept: it may not be refused (rede/refusal.py).
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from db.guesses import Guesses, guesses_of
from db.ids import PersonId
from db.notices import NoticeKind
from db.people import Person, people_of_the_secretariat
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.invite_letter import clock_time
from scheduler.wording import long_date

#: Wrong ones in a chat before each further one has to wait; a day without any and they are forgotten.
MOST_WRONG, FORGOTTEN = 5, timedelta(days=1)
#: Minutes; doubled each time from the first on.
FIRST_PAUSE, LONGEST_PAUSE = 1, 60


@dataclass(frozen=True, slots=True)
class Wrong:
    """`left` more may be wrong before answers slow down; then the next one waits `minutes`."""

    left: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Slowed:
    """Nothing was looked at: the next one is in so many minutes."""

    minutes: int


async def slowed(desk: Desk, chat_id: int) -> Slowed | None:
    """None: what is typed there may be looked at."""
    found = await guesses_of(desk.session, chat_id)
    if found is None:
        return None
    still = found.last_at + timedelta(minutes=_pause(found.wrong)) - desk.now
    return Slowed(ceil(still / timedelta(minutes=1))) if still > timedelta(0) else None


async def note_wrong(desk: Desk, chat_id: int, *, about: PersonId | None = None) -> Wrong:
    """`about`: whose invite it was, where the chat had one."""
    found = await guesses_of(desk.session, chat_id)
    if found is None:
        found = Guesses(chat_id=chat_id, wrong=0, last_at=desk.now)
        desk.session.add(found)
    elif desk.now - found.last_at >= FORGOTTEN:
        found.wrong, found.alarmed_at = 0, None
    found.wrong, found.last_at = found.wrong + 1, desk.now
    if found.wrong >= MOST_WRONG and found.alarmed_at is None:
        found.alarmed_at = desk.now
        await _alarm(desk, about)
    await desk.session.flush()
    return Wrong(max(MOST_WRONG - found.wrong, 0), _pause(found.wrong))


def _pause(wrong: int) -> int:
    """Minutes after so many wrong ones."""
    if wrong < MOST_WRONG:
        return 0
    return min(FIRST_PAUSE << min(wrong - MOST_WRONG, 10), LONGEST_PAUSE)


async def _alarm(desk: Desk, about: PersonId | None) -> None:
    guest = await desk.session.get(Person, about) if about is not None else None
    for one in await people_of_the_secretariat(desk.session):
        facts = {
            "person": one.name,
            "guest": guest.name if guest else "",
            "count": MOST_WRONG,
            "day": long_date(desk.today),
            "hour": clock_time(desk.now),
        }
        words = words_of(desk, "guesses", facts)
        # Who tries from many chats is told of once an hour.
        key = f"guesses:{about or 0}:{desk.now:%Y-%m-%dT%H}:{one.id}"
        await tell_in_window(desk, one.id, kind=NoticeKind.ALARM, words=words, key=key)
