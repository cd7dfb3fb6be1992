"""What people type without a command: a number, a goal, an institution, a date. Never silence.

What it is, is answered by the command for it; what it may be, by two suggestions.
"""

from bot.report_words import read_key
from bot.turn import Turn


async def answer(turn: Turn) -> None:
    key = read_key(turn.said.text)
    turn.answer("not_understood", goal=f" {key}" if key else "")
