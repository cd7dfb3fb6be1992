"""/cancelar: drops the half-filled form, wherever it stands."""

from bot.turn import Turn
from db.drafts import draft_of, drop_draft


async def handle(turn: Turn) -> None:
    chat_id = turn.said.chat_id
    key = "nothing_to_cancel" if await draft_of(turn.desk.session, chat_id) is None else "cancelled"
    await drop_draft(turn.desk.session, chat_id)
    turn.answer(key)
