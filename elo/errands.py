"""What the bell calls and elo/agenda.py does not play ahead: files, one-time words, visits, silence, its pulse."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from db import Database
from db.channels import ChannelKind
from elo.blanking import blank_what_was_told
from elo.following_up import follow_up_silence
from elo.forgetting import forget_erased
from elo.heartbeat import Heartbeat
from elo.looking_at_pages import look_at_pages
from elo.reading_forum import read_forum
from elo.sending_files import files_ring
from elo.sweeping_files import sweep_ring
from elo.telling_of_broadcasts import tell_of_broadcasts
from elo.watching_broadcasts import watch_broadcasts
from notifier.by_telegram import TelegramSender
from notifier.fetch import Fetcher
from rede.attachment_folder import AttachmentFolder
from rede.desk import Office
from scheduler.bell import Ring

EVERY = timedelta(minutes=1)
#: A message that is watched is edited no more often.
GLANCE = timedelta(seconds=3)


def errands(
    database: Database,
    office: Office,
    *,
    folder: AttachmentFolder,
    fetcher: Fetcher,
    channels: Collection[ChannelKind],
    telegram: TelegramSender | None = None,
) -> Sequence[Ring]:
    async def blank(now: datetime) -> None:
        await blank_what_was_told(database, now)

    async def forget(now: datetime) -> None:
        await forget_erased(database, now)

    async def notice_silence(now: datetime) -> None:
        await follow_up_silence(database, office, now)

    async def visit(now: datetime) -> None:
        await look_at_pages(database, office, fetcher, now)

    async def follow_forum(now: datetime) -> None:
        await read_forum(database, office, fetcher, now)

    async def summarise(now: datetime) -> None:
        await tell_of_broadcasts(database, office, now)

    async def glance(now: datetime) -> None:
        if telegram is not None:
            await watch_broadcasts(database, office, telegram, now)

    return [
        Ring("heartbeat", EVERY, Heartbeat(database, channels).beat),
        Ring("blank secrets", EVERY, blank),
        Ring("forget erased", EVERY, forget),
        Ring("silent contacts", EVERY, notice_silence),
        Ring("visit pages", EVERY, visit),
        Ring("tell of broadcasts", EVERY, summarise),
        Ring("watch broadcasts", GLANCE, glance),
        Ring("read forum", EVERY, follow_forum),
        files_ring(database, office, folder),
        sweep_ring(database, folder),
    ]
