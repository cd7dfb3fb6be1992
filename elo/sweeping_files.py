"""What the bell does for files: attachments that no row names, and files of what was given up, go."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from db import Database
from db.attachments import forget_loose_before, paths_known
from db.database import batches
from db.enclosures import Enclosure, drop_unused, given_up
from db.marks import mark, set_mark
from rede.attachment_folder import AttachmentFolder
from scheduler.bell import Ring
from scheduler.clock import local_day

log = structlog.get_logger(__name__)

#: A file that a crash left is nobody's after so long; a form that was begun may wait longer.
ORPHANED, GIVEN_UP = timedelta(days=7), timedelta(days=60)
#: What was to go with a message that was never sent.
UNSENT = timedelta(days=30)
#: The day on which it was done last.
MARK = "attachments swept on"


def sweep_ring(database: Database, folder: AttachmentFolder) -> Ring:
    return Ring("attachments", timedelta(minutes=1), partial(sweep_attachments, database, folder))


async def sweep_attachments(database: Database, folder: AttachmentFolder, now: datetime) -> None:
    """Once a day."""
    today = local_day(now).isoformat()
    async with database.read() as session:
        if await mark(session, MARK) == today:
            return
    async with database.write() as session:
        await forget_loose_before(session, now - GIVEN_UP)
    old = await asyncio.to_thread(folder.older_than, now - ORPHANED)
    async with database.read() as session:
        known = await paths_known(session, old)
    unnamed = [path for path in old if path not in known]
    await asyncio.to_thread(folder.remove, unnamed)
    await _drop_enclosures(database, now)
    async with database.write() as session:
        await set_mark(session, MARK, today)
    if unnamed:
        log.info("attachments.swept", count=len(unnamed))


async def _drop_enclosures(database: Database, now: datetime) -> None:
    async with database.read() as session:
        unsent = await given_up(session, before=now - UNSENT)
    for part in batches(unsent):
        async with database.write() as session:
            await drop_unused(session, Enclosure.id.in_(part))
    if unsent:
        log.info("enclosures.swept", count=len(unsent))
