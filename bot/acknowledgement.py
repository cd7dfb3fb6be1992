"""The buttons under a reminder: seen, or told again in three days. They name the notice, and are its person's."""

from bot.turn import Turn
from db.ids import NoticeId
from rede.acknowledge_notice import acknowledge_notice
from rede.digest import ACKNOWLEDGE, LATER
from rede.put_off import put_off
from scheduler.wording import long_date

#: No notice has so many digits.
LONGEST_NUMBER = 10


async def press(turn: Turn, data: str) -> bool:
    """Answers the press; False when the button is another's to answer."""
    for prefix, handler in ((ACKNOWLEDGE, _seen), (LATER, _later)):
        if data.startswith(prefix):
            number = data.removeprefix(prefix)
            known = number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER
            await handler(turn, NoticeId(int(number) if known else 0))
            return True
    return False


async def _seen(turn: Turn, notice_id: NoticeId) -> None:
    if turn.person is not None and await acknowledge_notice(turn.desk, notice_id):
        turn.toast = turn.text("acknowledged")
    else:
        turn.answer("old_button")


async def _later(turn: Turn, notice_id: NoticeId) -> None:
    turn.toast = turn.text("put_off", day=long_date(await put_off(turn.desk, notice_id)))
