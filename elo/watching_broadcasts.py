"""The message in which somebody watches their broadcast go is edited as it goes, at most once a ring.

What it says is remembered after it is said: a restart says it again at the worst. Nothing is asked of the network
while a transaction is open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from db import Database
from db.watched_broadcasts import LAST_WORD, Watched, set_shown, watched
from notifier.by_telegram import TelegramSender
from notifier.outcome import Button
from rede.broadcast_progress import ProgressView, progress_key, progress_view
from rede.desk import Office, open_desk

#: A message that is older is left as it is.
LONGEST = timedelta(days=30)
#: So long the last word is tried again when it could not be said.
PATIENCE = timedelta(minutes=10)


async def watch_broadcasts(
    database: Database, office: Office, telegram: TelegramSender, now: datetime
) -> int:
    """How many messages were edited. With nothing to say it asks one small question."""
    edited = 0
    for one, view in await _views(database, office, now):
        shown = _mark(view)
        if shown == one.announcement.progress_shown:
            continue
        buttons = [[Button(label, data) for label, data in row] for row in view.buttons]
        said = await telegram.edit_text(one.chat_id, one.message_id, view.text, buttons)
        edited += said
        ended = one.announcement.summarised_at
        if said or not view.is_final or (ended is not None and now - ended > PATIENCE):
            async with database.write() as session:
                await set_shown(session, one.announcement.id, shown)
    return edited


async def _views(database: Database, office: Office, now: datetime) -> Sequence[tuple[Watched, ProgressView]]:
    async with database.read() as session:
        found = await watched(session, progress_key, since=now - LONGEST)
        if not found:
            return ()
        desk = await open_desk(session, now=now, office=office)
        return [(one, await progress_view(desk, one.announcement, watcher=one.watcher)) for one in found]


def _mark(view: ProgressView) -> str:
    """The same for the same message."""
    said = sha256(f"{view.text}{view.buttons}".encode()).hexdigest()[:16]
    return f"{LAST_WORD}{said}" if view.is_final else said
